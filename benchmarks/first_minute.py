"""Time from `watch` until each document has its status line, with the real pace of one host.

    python -m benchmarks.first_minute [DOCUMENTS] [MISSING]

One platform has all documents on one host. Some are missing (404, so the site is searched) and one
more is refused (403). This runs the real app, scheduler and jobs, with the default pace per host.
"""

import asyncio
import json
import logging
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import structlog
from aiohttp import web

from benchmarks.loopback_server import make_policy
from bot.main import open_application, utc_now
from bot.terminal.console import Console
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TerminalSlack
from clausewatch.catalogue.document_kinds import KINDS
from clausewatch.config import load_settings
from clausewatch.model.watches import Tenant

TIMEOUT_SECONDS = 240
PAGE_BYTES = 60_000


@asynccontextmanager
async def run_site(kinds: list[str], missing: int) -> AsyncIterator[tuple[str, list[float]]]:
    """Serve a policy per kind, the last ones missing and the one before them refused.

    Yields the base URL and the times of the requests.
    """
    request_times: list[float] = []

    async def serve_page(request: web.Request) -> web.Response:
        key = request.match_info["key"]
        if key != "robots.txt":  # requested without a wait before the first page
            request_times.append(time.monotonic())
        index = int(key) if key.isdigit() else -1
        if not 0 <= index < len(kinds) - missing:
            return web.Response(status=404)
        if missing and index == len(kinds) - missing - 1:
            return web.Response(status=403)
        text = (
            make_policy(index, PAGE_BYTES).decode().replace("Privacy Policy", kinds[index].title())
        )
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{key:.*}", serve_page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    tcp = web.TCPSite(runner, "127.0.0.1", 0)
    await tcp.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", request_times
    finally:
        await runner.cleanup()


def write_catalogue(folder: Path, url: str, kinds: list[str]) -> Path:
    """Write the platform to a catalogue file and return its path."""
    rows = [
        {"platform": "Eightfold Lamps", "document": kind, "urls": [f"{url}/{index}"]}
        for index, kind in enumerate(kinds)
    ]
    path = folder / "facts.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


async def main(documents: int, missing: int) -> None:
    """Watch the platform and print the time of each status line."""
    # A tick that still runs when all lines are there is cancelled, which need not be logged.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    kinds = [kind.name for kind in KINDS[:documents]]
    lines: list[tuple[float, str]] = []
    started = time.monotonic()
    is_complete = asyncio.Event()

    def collect(message: RenderedMessage) -> None:
        seconds = time.monotonic() - started
        lines.extend(
            (seconds, line)
            for line in message.plain.splitlines()
            if ": read. " in line or ": not read." in line
        )
        if len(lines) >= documents:
            is_complete.set()

    with tempfile.TemporaryDirectory() as name:
        async with run_site(kinds, missing) as (url, request_times):
            folder = Path(name)
            settings = load_settings(
                _env_file=None,
                data_dir=folder,
                allow_private_addresses=True,
                extra_catalogue=write_catalogue(folder, url, kinds),
            )
            terminal = TerminalSlack(collect, utc_now)
            async with open_application(settings, (terminal, terminal)) as application:
                application.send_due.tenant = Tenant(None, "TLOCAL")
                await application.checker.workers.warm_up()
                application.scheduler.start()
                async with Console(
                    application.app, application.context.in_flight, collect, "/policy"
                ) as console:
                    started = time.monotonic()
                    await console.send_command("/policy watch Eightfold Lamps docs:all")
                    with suppress(TimeoutError):
                        await asyncio.wait_for(is_complete.wait(), TIMEOUT_SECONDS)
                application.scheduler.stop()
    for seconds, line in lines:
        print(f"{seconds:6.1f} s  {line[:110]}")
    last = max((seconds for seconds, _ in lines), default=0.0)
    print(
        f"{len(lines)} of {documents} lines, the last after {last:.1f} s; {len(request_times)}"
        f" pages requested, at a pace of {settings.host_pace_seconds:g} s"
    )


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    asyncio.run(main(*(numbers or [8, 0])))
