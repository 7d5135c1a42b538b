"""How long `/policy list` takes to be answered while checks run flat out on the same event loop.

Run: `python -m benchmarks.list_latency [documents] [commands]`.
"""

import asyncio
import logging
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import structlog

from benchmarks.figures import tell
from benchmarks.loopback_server import server
from bot.main import open_application, utc_now
from bot.terminal.console import Console
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TerminalSlack
from clausewatch.config import load_settings
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.store import NewDocument, NewWatch, Store

WATCHED_HERE = 40


async def _watch(store: Store, port: int, documents: int) -> None:
    """Forty platforms in the channel that asks, the rest in another."""
    now = utc_now()
    workspace = await store.workspaces.ensure(Tenant(None, "TLOCAL"), now)
    here = await store.workspaces.ensure_channel(workspace, "C-LEGAL", now)
    there = await store.workspaces.ensure_channel(workspace, "C-OTHER", now)
    for index in range(documents):
        url = f"http://127.0.{1 + index % 200}.1:{port}/200/{index}"
        request = NewWatch(
            channel=here if index < WATCHED_HERE else there,
            platform_key=f"p{index}",
            platform_name=f"Platform {index}",
            documents=(NewDocument("privacy policy", (url,)),),
            is_private=False,
            minimum=Severity.LOW,
            cadence=Cadence.NOW,
            user_id="U1",
        )
        await store.watches.add(request, now)


async def main(documents: int, commands: int) -> None:
    """Print p50, p99 and worst."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    shown: list[RenderedMessage] = []
    ahead = timedelta(0)
    with server() as port, tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            _env_file=None,
            data_dir=Path(folder),
            allow_private_addresses=True,
            host_pace_seconds=0,
        )
        terminal = TerminalSlack(shown.append, utc_now)
        async with open_application(
            settings, (terminal, terminal), lambda: utc_now() + ahead
        ) as application:
            await _watch(application.store, port, documents)
            checks = asyncio.create_task(application.check_due())
            running = application.context.in_flight
            took = []
            async with Console(application.app, running, shown.append, "/policy") as console:
                for _ in range(commands):
                    started = time.monotonic()
                    await console.command("/policy list", channel="legal")
                    took.append((time.monotonic() - started) * 1000)
                    await asyncio.sleep(0.02)
            is_busy = not checks.done()
            checks.cancel()
            await asyncio.gather(checks, return_exceptions=True)
    took.sort()
    p99 = took[int(len(took) * 0.99)]
    print(
        f"/policy list while checks run{'' if is_busy else ' (they ended first)'}: p50"
        f" {statistics.median(took):.0f} ms, p99 {p99:.0f} ms, worst {took[-1]:.0f} ms,"
        f" n={len(took)}"
    )
    tell("/policy list while every page is new, p99", p99, "ms", 100)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    asyncio.run(main(*(numbers or [2000, 200])))
