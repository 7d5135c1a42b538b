"""Check every document of a catalogue with the real processes, when 5% of them have changed.

    python -m benchmarks.passes [DOCUMENTS] [--workers 1 2 4] [--server] [--channels N]

`clausewatch run` checks documents on as many hosts as the catalogue has, with its default pace and
concurrency, through real connections to a loopback site, and posts to the fake Slack of the tests.
With `--server`, `clausewatch worker` processes run beside it on a PostgreSQL without fsync. After a
first pass the store is copied. Each number of workers makes a pass from that copy in which every
document is due. Site, fake Slack and database share the cores of the machine.
"""

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import make_url

from benchmarks.figures import find_percentile, print_figure
from benchmarks.passes.bot_processes import BotProcesses
from benchmarks.passes.policy_site import CHANGED_EVERY
from benchmarks.passes.stored_documents import (
    count_progress,
    get_time,
    make_all_due,
    measure_latencies,
    watch_documents,
)
from clausewatch.store import Store, schema
from tests import postgres_server
from tests.fake_slack import FakeSlack

REPORT_SECONDS = 60.0
STALL_SECONDS = 300.0
"""A pass without progress for this long has failed."""


class TimedSlack(FakeSlack):
    """A fake Slack that measures how long commands take to be answered."""

    def __init__(self, channels: dict[str, bool]) -> None:
        super().__init__(channels)
        self.times_ms: list[float] = []

    async def send_commands(self) -> None:
        """Send `list` in one channel after the other, twice a second, and time the answers."""
        names = list(self.channels)
        while True:
            count, started = len(self.responses), time.perf_counter()
            await self.command("list", channel=names[len(self.times_ms) % len(names)])
            while len(self.responses) == count:  # noqa: ASYNC110  # nothing signals an answer
                await asyncio.sleep(0.002)
            self.times_ms.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(0.5)


@contextmanager
def run_site() -> Iterator[int]:
    """Run the site in its own process and yield its port."""
    command = [sys.executable, "-m", "benchmarks.passes.policy_site"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  # ours
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def request_site(port: int, path: str) -> str:
    """Return what the site answers."""
    url = f"http://127.0.0.1:{port}/{path}"
    with urllib.request.urlopen(url, timeout=60) as answer:  # loopback
        return str(answer.read().decode())


def format_memory(processes: BotProcesses) -> str:
    """Return the peak memory of all processes as a line."""
    return ", ".join(f"{name} {peak:.0f} MB" for name, peak in processes.measure_memory().items())


def print_memory(processes: BotProcesses, name: str) -> None:
    """Print the peak memory of the largest process, which has the limit."""
    print_figure(f"{name}: largest process", max(processes.measure_memory().values()), "MB", 400)


async def wait_for_pass(
    processes: BotProcesses, store: Store, count: int, changes: int
) -> tuple[float, float]:
    """Wait until all documents are checked and all alerts posted; return the seconds of both."""
    started, started_at = time.monotonic(), get_time()
    checked_seconds = posted_seconds = reported_seconds = 0.0
    moved, last = started, await count_progress(store, started_at)
    while not posted_seconds:
        await asyncio.sleep(1)
        progress = await count_progress(store, started_at)
        seconds = time.monotonic() - started
        if not checked_seconds and progress.checked >= count:
            checked_seconds = seconds
        is_posted = progress.changes >= changes and not progress.unsent
        if checked_seconds and is_posted and not progress.without_version:
            posted_seconds = seconds
        moved, last = (moved, last) if progress == last else (time.monotonic(), progress)
        if time.monotonic() - moved > STALL_SECONDS:
            raise SystemExit(
                f"No progress for {STALL_SECONDS:.0f} s: {progress}; {processes.folder}"
            )
        if seconds > reported_seconds + REPORT_SECONDS:
            reported_seconds = seconds
            print(f"  after {seconds:.0f} s: {progress}", flush=True)
    return checked_seconds, posted_seconds


async def run_first_pass(processes: BotProcesses, store: Store, count: int) -> None:
    """Check every document for the first time."""
    await processes.start()
    checked, posted = await wait_for_pass(processes, store, count, 0)
    print(
        f"first pass, {processes.workers} workers: {count} documents read in {checked:.0f} s"
        f" ({count / checked:.0f}/s), posted after {posted:.0f} s; {format_memory(processes)}",
        flush=True,
    )
    print_memory(processes, "first pass")
    await processes.stop()


async def run_changed_pass(
    processes: BotProcesses, store: Store, slack: TimedSlack, port: int, count: int
) -> None:
    """Check every document again when one in twenty has changed."""
    await make_all_due(store)
    request_site(port, "round/1")
    slack.times_ms.clear()
    await processes.start()
    await slack.connected()
    commands = asyncio.create_task(slack.send_commands())
    changes = (count + CHANGED_EVERY - 1) // CHANGED_EVERY
    checked, posted = await wait_for_pass(processes, store, count, changes)
    commands.cancel()
    latencies, site = await measure_latencies(store), json.loads(request_site(port, "stats"))
    p50, p99 = (find_percentile(latencies, share) for share in (0.5, 0.99))
    list_p50, list_p99 = (find_percentile(slack.times_ms, share) for share in (0.5, 0.99))
    print(
        f"5% changed, {processes.workers} workers: {count} documents in {checked:.0f} s"
        f" ({count / checked:.0f}/s), all {changes} changes confirmed and posted after"
        f" {posted:.0f} s\n"
        f"  record to post p50 {p50:.1f} s, p99 {p99:.1f} s ({len(latencies)} alerts)\n"
        f"  /policy list answered p50 {list_p50:.0f} ms, p99 {list_p99:.0f} ms"
        f" ({len(slack.times_ms)} times)\n"
        f"  shortest wait between two pages of a host {site['shortest_wait']:.2f} s,"
        f" {site['requests']} pages requested\n  {format_memory(processes)}",
        flush=True,
    )
    name = f"{'fleet' if processes.is_fleet else 'one process'}, {processes.workers} workers"
    print_figure(f"{name}: pass over {count}, 5% changed", checked / 60, "min", 60)
    print_figure(f"{name}: record to post, p50", p50, "s")
    print_figure(f"{name}: record to post, p99", p99, "s")
    print_figure(f"{name}: /policy list during a pass, p99", list_p99, "ms", 100)
    print_memory(processes, name)
    await processes.stop()


def copy_database(url: str, folder: Path) -> str:
    """Return the URL of a copy of a database that is not in use."""
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite"):
        shutil.copy(Path(parsed.database or ""), folder / "copy.db")
        return f"sqlite+aiosqlite:///{folder / 'copy.db'}"
    name = f"{parsed.database}_copy"
    postgres_server.execute_sql(url, f"drop database if exists {name} with (force)")
    postgres_server.execute_sql(url, f"create database {name} template {parsed.database}")
    return parsed.set(database=name).render_as_string(hide_password=False)


async def run_passes(url: str, port: int, options: argparse.Namespace) -> None:
    """Fill the store, make the first pass, and make one more with each number of workers."""
    channels = [f"C{number}" for number in range(options.channels)]
    await schema.upgrade(url, get_time())
    store = await Store.open(url)
    await watch_documents(store, options.documents, port, channels)
    async with TimedSlack(dict.fromkeys(channels, True)) as slack:
        with tempfile.TemporaryDirectory() as folder:
            processes = BotProcesses(Path(folder), url, slack.api_url, max(options.workers))
            await run_first_pass(processes, store, options.documents)
        await store.close()
        for workers in options.workers:
            with tempfile.TemporaryDirectory() as folder:
                copy_url = copy_database(url, Path(folder))
                store = await Store.open(copy_url)
                processes = BotProcesses(Path(folder), copy_url, slack.api_url, workers)
                slack.forget_connections()
                await run_changed_pass(processes, store, slack, port, options.documents)
                await store.close()


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int, nargs="?", default=20_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[2])
    parser.add_argument("--server", action="store_true", help="a fleet on PostgreSQL")
    parser.add_argument("--channels", type=int, default=100)
    options = parser.parse_args()
    programs = postgres_server.find_binaries()
    if options.server and programs is None:
        sys.exit("No PostgreSQL server is installed.")
    with (
        run_site() as port,
        tempfile.TemporaryDirectory() as folder,
        postgres_server.run_server(programs)
        if options.server and programs
        else nullcontext("") as server,
    ):
        url = (
            postgres_server.create_database(server)
            if server
            else f"sqlite+aiosqlite:///{folder}/passes.db"
        )
        asyncio.run(run_passes(url, port, options))


if __name__ == "__main__":
    main()
