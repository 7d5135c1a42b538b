"""Time to answer `/policy list` while checks run at full speed on the same event loop.

Run: `python -m benchmarks.list_latency [documents] [commands]`.
"""

import asyncio
import logging
import statistics
import sys
import tempfile
import time
from pathlib import Path

import structlog

from benchmarks.figures import print_figure
from benchmarks.loopback_server import run_server
from benchmarks.watches import add_watch
from bot.main import open_application, utc_now
from bot.terminal.console import Console
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TerminalSlack
from clausewatch.config import load_settings
from clausewatch.model.watches import Tenant
from clausewatch.store import NewDocument, Store

LISTED_PLATFORMS = 40


async def _watch_documents(store: Store, port: int, documents: int) -> None:
    """Watch forty platforms in the channel of the command and the rest in another."""
    now = utc_now()
    workspace = await store.workspaces.ensure(Tenant(None, "TLOCAL"), now)
    here = await store.workspaces.ensure_channel(workspace, "C-LEGAL", now)
    elsewhere = await store.workspaces.ensure_channel(workspace, "C-OTHER", now)
    for number in range(documents):
        url = f"http://127.0.{1 + number % 200}.1:{port}/200/{number}"
        channel = here if number < LISTED_PLATFORMS else elsewhere
        await add_watch(store, channel, number, [NewDocument("privacy policy", (url,))], now)


async def main(documents: int, commands: int) -> None:
    """Print the median, the 99th percentile and the worst time."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    messages: list[RenderedMessage] = []
    with run_server() as port, tempfile.TemporaryDirectory() as folder:
        settings = load_settings(
            _env_file=None,
            data_dir=Path(folder),
            allow_private_addresses=True,
            host_pace_seconds=0,
        )
        terminal = TerminalSlack(messages.append, utc_now)
        async with open_application(settings, (terminal, terminal), utc_now) as application:
            await _watch_documents(application.store, port, documents)
            checks = asyncio.create_task(application.check_due())
            in_flight = application.context.in_flight
            times_ms = []
            async with Console(application.app, in_flight, messages.append, "/policy") as console:
                for _ in range(commands):
                    started = time.monotonic()
                    await console.send_command("/policy list", channel="legal")
                    times_ms.append((time.monotonic() - started) * 1000)
                    await asyncio.sleep(0.02)
            is_busy = not checks.done()
            checks.cancel()
            await asyncio.gather(checks, return_exceptions=True)
    times_ms.sort()
    p99 = times_ms[int(len(times_ms) * 0.99)]
    print(
        f"/policy list while checks run{'' if is_busy else ' (which ended first)'}: p50"
        f" {statistics.median(times_ms):.0f} ms, p99 {p99:.0f} ms, worst {times_ms[-1]:.0f} ms,"
        f" n={len(times_ms)}"
    )
    print_figure("/policy list while every page is new, p99", p99, "ms", 100)


if __name__ == "__main__":
    numbers = [int(argument) for argument in sys.argv[1:]]
    asyncio.run(main(*(numbers or [2000, 200])))
