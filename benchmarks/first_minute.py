"""How soon after `watch` each document has its line: one host, its real pace, a real HTTP server.

    python -m benchmarks.first_minute [DOCUMENTS] [MISSING]

A platform with that many documents on one host, of which some are missing (404, the site is then
searched) and one more refuses (403). The real app, scheduler and jobs, the default pace per host.
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

from benchmarks.loopback_server import policy
from bot.main import open_application, utc_now
from bot.terminal.console import Console
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TerminalSlack
from clausewatch.catalogue.document_kinds import KINDS
from clausewatch.config import load_settings
from clausewatch.model.watches import Tenant

LONGEST_SECONDS = 240
PAGE_BYTES = 60_000


@asynccontextmanager
async def site(kinds: list[str], missing: int) -> AsyncIterator[tuple[str, list[float]]]:
    """Serve a policy per kind, the last ones missing and the one before them refused.

    Yields the address and the times of the requests.
    """
    asked: list[float] = []

    async def page(request: web.Request) -> web.Response:
        key = request.match_info["key"]
        if key != "robots.txt":  # of a host's rules, asked for at once before the first page
            asked.append(time.monotonic())
        at = int(key) if key.isdigit() else -1
        if not 0 <= at < len(kinds) - missing:
            return web.Response(status=404)
        if missing and at == len(kinds) - missing - 1:
            return web.Response(status=403)
        text = policy(at, PAGE_BYTES).decode().replace("Privacy Policy", kinds[at].title())
        return web.Response(text=text, content_type="text/html")

    app = web.Application()
    app.router.add_get("/{key:.*}", page)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    tcp = web.TCPSite(runner, "127.0.0.1", 0)
    await tcp.start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}", asked
    finally:
        await runner.cleanup()


def catalogue_of(folder: Path, address: str, kinds: list[str]) -> Path:
    """Write the platform as a file of facts."""
    rows = [
        {"platform": "Eightfold Lamps", "document": kind, "urls": [f"{address}/{at}"]}
        for at, kind in enumerate(kinds)
    ]
    path = folder / "facts.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path


async def main(documents: int, missing: int) -> None:
    """Watch the platform and print when each line came."""
    # a tick that is under way when all lines are there is broken off, which is no news
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    kinds = [kind.name for kind in KINDS[:documents]]
    lines: list[tuple[float, str]] = []
    started = time.monotonic()
    told = asyncio.Event()

    def show(shown: RenderedMessage) -> None:
        after = time.monotonic() - started
        found = [
            one for one in shown.plain.splitlines() if ": read. " in one or ": not read." in one
        ]
        lines.extend((after, one) for one in found)
        if len(lines) >= documents:
            told.set()

    with tempfile.TemporaryDirectory() as name:
        async with site(kinds, missing) as (address, asked):
            folder = Path(name)
            settings = load_settings(
                _env_file=None,
                data_dir=folder,
                allow_private_addresses=True,
                extra_catalogue=catalogue_of(folder, address, kinds),
            )
            terminal = TerminalSlack(show, utc_now)
            async with open_application(settings, (terminal, terminal)) as application:
                application.send_due.tenant = Tenant(None, "TLOCAL")
                await application.checker.workers.warm_up()
                application.scheduler.start()
                async with Console(
                    application.app, application.context.in_flight, show, "/policy"
                ) as console:
                    started = time.monotonic()
                    await console.command("/policy watch Eightfold Lamps docs:all")
                    with suppress(TimeoutError):
                        await asyncio.wait_for(told.wait(), LONGEST_SECONDS)
                application.scheduler.stop()
    for seconds, line in lines:
        print(f"{seconds:6.1f} s  {line[:110]}")
    last = max((seconds for seconds, _ in lines), default=0.0)
    print(
        f"{len(lines)} of {documents} lines, the last after {last:.1f} s; {len(asked)} pages asked"
        f" for, at a pace of {settings.host_pace_seconds:g} s"
    )


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    asyncio.run(main(*(numbers or [8, 0])))
