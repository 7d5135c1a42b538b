"""CPU ms per check of stored pages: first pass, unchanged, changed; and the memory of it.

    python -m benchmarks.page_costs FOLDER... [--pages 150]

Reads a fixed sample of the pages of 50 to 400 KB below the folders, and copies none. A loopback
server sends them, each from a host of its own. They are checked one after the other by the real
route, with provisions, on SQLite: from the claim to the record. CPU time is that of the process
that checks and of its two workers; wall time plays no part. Memory is that of these and of the fork
server. The bare client sends the same
requests in the same run. Each check has a transaction of its own here; `check_cost` measures
unchanged pages in batches, as `run` records them.
"""

import argparse
import asyncio
import logging
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import structlog
from httpx_aiohttp import AiohttpTransport

from benchmarks import stored_page_server
from benchmarks.figures import find_children, print_figure
from benchmarks.watches import add_watch
from bot.runtime.process import freeze_memory
from clausewatch.checks.outcome import CheckOutcome
from clausewatch.checks.ports import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.checks.workers import Workers
from clausewatch.fetch import Fetcher, FetchOptions, FetchPorts, MemoryRobotsCache
from clausewatch.model.record_ids import DocumentId
from clausewatch.model.watches import Tenant
from clausewatch.store import NewDocument, Store
from jobs.check_due import LEASE, CheckDue

PAGES = 150
WORKER_COUNT = 2
CASES = {
    "first pass": "conditional",
    "unchanged, 304": "conditional",
    "unchanged, 200": "full",
    "changed, first look": "changed",
    "changed, confirming look": "changed",
}
"""Each case with the phase of the server, in the order in which they follow each other."""
LIMITS = {"first pass": 70.0}
MAX_CHANGED_MS, MAX_MEMORY_MB = 150.0, 250.0


@dataclass(slots=True)
class Costs:
    """CPU ms of each check of one case."""

    parent: list[float] = field(default_factory=list)
    workers: list[float] = field(default_factory=list)
    results: Counter[str] = field(default_factory=Counter)

    @property
    def totals(self) -> list[float]:
        """Of all processes."""
        return [sum(pair) for pair in zip(self.parent, self.workers, strict=True)]

    def format_line(self, name: str) -> str:
        """Return the median and mean of all processes, and of each kind of process."""
        parts = (("all", self.totals), ("worker", self.workers), ("parent", self.parent))
        figures = "   ".join(
            f"{label} {statistics.median(values):6.1f} / {statistics.fmean(values):6.1f}"
            for label, values in parts
        )
        results = ", ".join(f"{count} {result}" for result, count in self.results.most_common())
        return f"{name:26} {figures}   ({results})"


def measure_workers(pids: Sequence[int]) -> float:
    """Return the CPU ms of these processes, to the nanosecond; /proc/PID/stat counts by 10 ms."""
    paths = [path for pid in pids for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(path.read_text().split()[0]) for path in paths) / 1e6


def measure_memory(pids: Sequence[int]) -> tuple[float, float]:
    """Return the MB of these processes: each by itself, and with shared pages counted once."""
    texts = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
    lines = [line.split() for text in texts for line in text.splitlines()]
    resident, shared_once = (
        sum(int(line[1]) for line in lines if line[0] == name) / 1024 for name in ("Rss:", "Pss:")
    )
    return resident, shared_once


async def measure(
    count: int, work: Callable[[int], Awaitable[str]], pids: Sequence[int] = ()
) -> Costs:
    """Do some work for each page, one after the other; it returns what came of it."""
    costs = Costs()
    for number in range(count):
        parent, workers = time.process_time(), measure_workers(pids)
        result = await work(number)
        costs.parent.append((time.process_time() - parent) * 1000)
        costs.workers.append(measure_workers(pids) - workers)
        costs.results[result] += 1
    return costs


def make_urls(port: int, count: int) -> list[str]:
    """Return the URLs of the pages, each on a host of its own."""
    return [f"http://127.0.{1 + i // 200}.{1 + i % 200}:{port}/page/{i}" for i in range(count)]


async def measure_bare(port: int, count: int) -> dict[str, Costs]:
    """Send the requests of the unchanged cases with the bare client."""
    urls, tags = make_urls(port, count), [""] * count
    costs: dict[str, Costs] = {}
    for name in ("first pass", "unchanged, 304", "unchanged, 200"):
        stored_page_server.set_phase(port, CASES[name])
        async with httpx.AsyncClient(transport=AiohttpTransport()) as client:

            async def fetch(number: int) -> str:
                headers = {"If-None-Match": tags[number]} if tags[number] else {}
                answer = await client.get(urls[number], headers=headers)
                tags[number] = answer.headers["ETag"]
                return str(answer.status_code)

            costs[name] = await measure(count, fetch)
    return costs


async def measure_ours(
    port: int, count: int, cases: Mapping[str, str] = CASES
) -> tuple[dict[str, Costs], tuple[float, float]]:
    """Check the pages in every case; return the costs and the memory after all of them."""
    hours = 0
    outcomes: list[CheckOutcome] = []

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(hours=hours)

    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite+aiosqlite:///{folder}/bench.db")
        options = FetchOptions("Clausewatch/bench (loopback)", allow_private=True)
        robots = MemoryRobotsCache()
        async with Workers(WORKER_COUNT, 60, 1024) as workers:
            await workers.warm_up()
            servers, pids = find_processes()
            await _watch_pages(store, make_urls(port, count), clock())
            costs: dict[str, Costs] = {}
            for name, phase in cases.items():
                stored_page_server.set_phase(port, phase)
                # A new fetcher, as for the bare client: between two checks are hours.
                async with Fetcher(options, FetchPorts(robots=robots)) as fetcher:
                    ports = Ports(fetcher, store.versions, workers)
                    check_due = CheckDue(store, ports, Timing(), timedelta(0), clock, 1)
                    check_due.on_recorded = outcomes.append

                    async def check(number: int) -> str:
                        document = DocumentId(number + 1)
                        due = await store.checks.claim_one(document, clock(), LEASE)
                        assert due is not None
                        await check_due.check_claimed(due)  # noqa: B023
                        return type(outcomes.pop().result).__name__

                    costs[name] = await measure(count, check, pids)
                if name == "first pass":
                    freeze_memory()  # as `run` does
                hours += 8
            memory = measure_memory([os.getpid(), *servers, *pids])
        await store.close()
    return costs, memory


def find_processes() -> tuple[list[int], list[int]]:
    """Return the ids of the fork server and of the worker processes."""
    children = find_children(os.getpid())
    servers = [pid for pid in children if "forkserver" in Path(f"/proc/{pid}/cmdline").read_text()]
    return servers, [worker for server in servers for worker in find_children(server)]


async def _watch_pages(store: Store, urls: Sequence[str], now: datetime) -> None:
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), now)
    channel = await store.workspaces.ensure_channel(workspace, "C1", now)
    for number, url in enumerate(urls):
        await add_watch(store, channel, number, [NewDocument("Privacy Policy", (url,))], now)


def print_costs(ours: dict[str, Costs], bare: dict[str, Costs]) -> None:
    """Print the costs of each case, and the figures that have limits."""
    print("CPU ms per check, median / mean")
    for name, costs in ours.items():
        print(costs.format_line(name))
    for name, costs in bare.items():
        print(costs.format_line(f"bare client, {name}"))
    for name, limit in LIMITS.items():
        print_figure(f"page checked, {name}", statistics.median(ours[name].totals), "ms CPU", limit)
    looks = [ours[name].totals for name in CASES if name.startswith("changed")]
    changed = statistics.median(map(sum, zip(*looks, strict=True)))
    print_figure("page changed, both looks", changed, "ms CPU", MAX_CHANGED_MS)


async def main(folders: Sequence[Path], pages: int) -> None:
    """Print the figures."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    count = len(stored_page_server.select_pages(folders, pages))
    with stored_page_server.run_server(folders, count) as port:
        bare = await measure_bare(port, count)
        ours, (resident, shared_once) = await measure_ours(port, count)
    print_costs(ours, bare)
    print(f"{count} pages; memory of the parent and {WORKER_COUNT} workers: {resident:.0f} MB")
    print_figure("the same, shared pages counted once", shared_once, "MB", MAX_MEMORY_MB)


if __name__ == "__main__":
    # Workers import the module that a program starts with. The one of `clausewatch` is empty.
    vars(sys.modules["__main__"]).update(__spec__=None, __file__=None)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--pages", type=int, default=PAGES)
    given = parser.parse_args()
    asyncio.run(main(given.folders, given.pages))
