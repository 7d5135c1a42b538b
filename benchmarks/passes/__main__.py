"""Check every document of a catalogue of so many with the real processes, 5% of them changed.

    python -m benchmarks.passes [DOCUMENTS] [--workers 1 2 4] [--server]
        [--channels N]

`clausewatch run` (with `--server` beside `clausewatch worker`s on a PostgreSQL without fsync)
checks documents that are spread over hosts as the catalogue's are, with its default pace and
concurrency, over real connections to a site on loopback, and posts to the tests' stand-in for
Slack. After a first pass the store is copied; from that copy each number of workers makes a pass
in which everything is due at once. Site, stand-in and database share the machine's cores.
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

from benchmarks.figures import tell
from benchmarks.passes.bot_processes import House, all_due, latencies, now, progress, watch
from benchmarks.store_claims import percentile
from clausewatch.store import Store, schema
from tests import postgres_server
from tests.fake_slack import FakeSlack

SAY_EVERY = 60.0
STILL_SECONDS = 300.0
"""A pass that gets no further for so long has failed."""


class Slack(FakeSlack):
    """The stand-in, which notes when an answer came."""

    def __init__(self, channels: dict[str, bool]) -> None:
        super().__init__(channels)
        self.took: list[float] = []

    async def ask(self) -> None:
        """Ask for the list of a channel, twice a second, and note how long each answer took."""
        names = list(self.channels)
        while True:
            before, began = len(self.responses), time.perf_counter()
            await self.command("list", channel=names[len(self.took) % len(names)])
            while len(self.responses) == before:  # noqa: ASYNC110  # nothing signals
                await asyncio.sleep(0.002)
            self.took.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(0.5)


@contextmanager
def site() -> Iterator[int]:
    """Run the site in its own process; yields its port."""
    command = [sys.executable, "-m", "benchmarks.passes.policy_site"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  # ours
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


def asked(port: int, path: str) -> str:
    """Return what the site answers."""
    url = f"http://127.0.0.1:{port}/{path}"
    with urllib.request.urlopen(url, timeout=60) as answer:  # loopback
        return str(answer.read().decode())


def megabytes(house: House) -> str:
    """Return the memory of all processes in words."""
    return ", ".join(f"{name} {held:.0f} MB" for name, held in house.memory().items())


def told_memory(house: House, name: str) -> None:
    """Tell the largest process of a house, which is what must fit."""
    tell(f"{name}: largest process", max(house.memory().values()), "MB", 400)


async def worked(house: House, store: Store, count: int, changes: int) -> tuple[float, float]:
    """Wait until all is checked, then until all is told; return the seconds of both."""
    began, at = time.monotonic(), now()
    checked = told = said = 0.0
    moved, last = began, (0, 0, 0, 0)
    while not told:
        await asyncio.sleep(1)
        found = await progress(store, at)
        spent = time.monotonic() - began
        if not checked and found.checked >= count:
            checked = spent
        if checked and found.changes >= changes and not found.untold and not found.unread:
            told = spent
        state = (found.checked, found.changes, found.untold, found.unread)
        moved, last = (moved, last) if state == last else (time.monotonic(), state)
        if time.monotonic() - moved > STILL_SECONDS:
            raise SystemExit(f"No further for {STILL_SECONDS:.0f} s: {found}; {house.folder}")
        if spent > said + SAY_EVERY:
            said = spent
            print(f"  after {spent:.0f} s: {found}", flush=True)
    return checked, told


async def first_pass(house: House, store: Store, count: int) -> None:
    """Read every document for the first time."""
    await house.start()
    checked, told = await worked(house, store, count, 0)
    print(
        f"first pass, {house.workers} workers: {count} documents read in {checked:.0f} s"
        f" ({count / checked:.0f}/s), told after {told:.0f} s; {megabytes(house)}",
        flush=True,
    )
    told_memory(house, "first pass")
    await house.stop()


async def changed_pass(house: House, store: Store, slack: Slack, port: int, count: int) -> None:
    """Look again at every document; one in twenty has changed."""
    await all_due(store)
    asked(port, "round/1")
    slack.took.clear()
    await house.start()
    await slack.connected()
    asking = asyncio.create_task(slack.ask())
    changes = (count + 19) // 20
    checked, told = await worked(house, store, count, changes)
    asking.cancel()
    waits, seen = await latencies(store), json.loads(asked(port, "stats"))
    print(
        f"5% changed, {house.workers} workers: {count} documents in {checked:.0f} s"
        f" ({count / checked:.0f}/s), all {changes} changes confirmed and told after {told:.0f} s\n"
        f"  record to post p50 {percentile(waits, 0.5):.1f} s, p99 {percentile(waits, 0.99):.1f} s"
        f" ({len(waits)} alerts)\n"
        f"  /policy list answered p50 {percentile(slack.took, 0.5):.0f} ms, p99"
        f" {percentile(slack.took, 0.99):.0f} ms ({len(slack.took)} times)\n"
        f"  shortest wait between two pages of a host {seen['shortest']:.2f} s,"
        f" {seen['asked']} pages asked\n  {megabytes(house)}",
        flush=True,
    )
    name = f"{'fleet' if house.is_fleet else 'one process'}, {house.workers} workers"
    tell(f"{name}: pass over {count}, 5% changed", checked / 60, "min", 60)
    tell(f"{name}: record to post, p50", percentile(waits, 0.5), "s")
    tell(f"{name}: record to post, p99", percentile(waits, 0.99), "s")
    tell(f"{name}: /policy list meanwhile, p99", percentile(slack.took, 0.99), "ms", 100)
    told_memory(house, name)
    await house.stop()


def copied(url: str, folder: Path) -> str:
    """Return the URL of a copy of the database, which nobody uses now."""
    parsed = make_url(url)
    if parsed.drivername.startswith("sqlite"):
        shutil.copy(Path(parsed.database or ""), folder / "copy.db")
        return f"sqlite+aiosqlite:///{folder / 'copy.db'}"
    name = f"{parsed.database}_copy"
    postgres_server.execute_sql(url, f"drop database if exists {name} with (force)")
    postgres_server.execute_sql(url, f"create database {name} template {parsed.database}")
    return parsed.set(database=name).render_as_string(hide_password=False)


async def measured(url: str, port: int, options: argparse.Namespace) -> None:
    """Fill, read for the first time, and look again with each number of workers."""
    channels = [f"C{number}" for number in range(options.channels)]
    await schema.upgrade(url, now())
    store = await Store.open(url)
    await watch(store, options.documents, port, channels)
    async with Slack(dict.fromkeys(channels, True)) as slack:
        with tempfile.TemporaryDirectory() as folder:
            house = House(Path(folder), url, slack.api_url, max(options.workers))
            await first_pass(house, store, options.documents)
        await store.close()
        for workers in options.workers:
            with tempfile.TemporaryDirectory() as folder:
                copy = copied(url, Path(folder))
                store = await Store.open(copy)
                house = House(Path(folder), copy, slack.api_url, workers)
                slack.forget_connections()
                await changed_pass(house, store, slack, port, options.documents)
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
        site() as port,
        tempfile.TemporaryDirectory() as folder,
        postgres_server.run_server(programs)
        if options.server and programs
        else nullcontext("") as server,
    ):
        place = (
            postgres_server.create_database(server)
            if server
            else f"sqlite+aiosqlite:///{folder}/passes.db"
        )
        asyncio.run(measured(place, port, options))


if __name__ == "__main__":
    main()
