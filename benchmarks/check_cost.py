"""CPU per check and checks per second, compared with the bare client in the same run.

Three cases with a loopback server and pages of 240 KB: unchanged with 304, unchanged with 200, and
the first pass, which extracts every page. CPU is that of the whole process, including workers; the
server is another process. The bare client makes the same requests, so it also requests robots.txt
in the rounds in which ours has to, once a day for each host.

Run: `python -m benchmarks.check_cost [documents]`.
"""

import asyncio
import logging
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import structlog
from httpx_aiohttp import AiohttpTransport

from benchmarks.figures import find_children, measure_peak_memory, print_figure
from benchmarks.loopback_server import run_server
from benchmarks.watches import add_watch
from bot.runtime.process import freeze_memory
from clausewatch.checks.ports import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.checks.workers import Workers
from clausewatch.fetch import Fetcher, FetchOptions, FetchPorts, MemoryRobotsCache
from clausewatch.fetch.robots_policy import make_origin
from clausewatch.model.watches import Tenant
from clausewatch.store import NewDocument, Store
from jobs.check_due import CheckDue

CONCURRENCY = 20
ROUNDS = 15
"""A round takes a second, and a machine's speed varies by a third between rounds."""
MAX_RATIO = 1.5


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a pass over all documents."""

    cpu_ms: float
    """Per document."""
    wall_seconds: float
    count: int

    @property
    def per_second(self) -> float:
        """Documents per second of wall time."""
        return self.count / self.wall_seconds


def measure_cpu_seconds() -> float:
    """Return the CPU time of this process and of its living worker processes."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + _measure_children()


def _measure_children() -> float:
    """Return the CPU time of living children, from /proc: rusage counts only ended ones."""
    ticks = 0
    for pid in find_children(_find_own_id()):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            is_server = "benchmarks.loopback_server" in Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            continue
        if not is_server:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def _find_own_id() -> int:
    return int(Path("/proc/self").resolve().name)


async def measure(count: int, work: Callable[[], Awaitable[object]]) -> Cost:
    """Run some work on `count` documents and return its cost."""
    cpu, wall = measure_cpu_seconds(), time.monotonic()
    await work()
    return Cost((measure_cpu_seconds() - cpu) * 1000 / count, time.monotonic() - wall, count)


def make_urls(kind: str, port: int, count: int) -> list[str]:
    """Return URLs on 200 hosts, as on a watchlist."""
    return [f"http://127.0.{1 + i % 200}.1:{port}/{kind}/{i}" for i in range(count)]


async def measure_bare(urls: list[str], robots_urls: list[str], *, conditional: bool) -> Cost:
    """Fetch with the bare client, with the same concurrency; the cost is per page."""
    tags: dict[str, str] = {}

    async def fetch_all(client: httpx.AsyncClient) -> None:
        pending = urls + robots_urls

        async def worker() -> None:
            while pending:
                url = pending.pop()
                headers = {"If-None-Match": tags[url]} if url in tags else {}
                answer = await client.get(url, headers=headers)
                if conditional and "ETag" in answer.headers:
                    tags[url] = answer.headers["ETag"]

        await asyncio.gather(*(worker() for _ in range(CONCURRENCY)))

    async with httpx.AsyncClient(transport=AiohttpTransport()) as client:
        await fetch_all(client)
    # A new client: between two checks of a host are hours, so no connection is still open.
    async with httpx.AsyncClient(transport=AiohttpTransport()) as client:
        return await measure(len(urls), lambda: fetch_all(client))


async def find_robots_due(urls: list[str], robots: MemoryRobotsCache, now: datetime) -> list[str]:
    """Return the robots.txt URLs that our fetcher requests in a round at that time."""
    origins = sorted({make_origin(httpx.URL(url)) for url in urls})
    cached = {origin: await robots.get(origin) for origin in origins}
    return [
        f"{origin}/robots.txt"
        for origin, entry in cached.items()
        if entry is None or entry.expires_at <= now
    ]


async def measure_ours(kind: str, urls: list[str]) -> tuple[Cost, list[tuple[Cost, Cost]]]:
    """Return the cost of the first pass, and of rounds: the bare client, then an unchanged pass."""
    hours = 0

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(hours=hours)

    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite+aiosqlite:///{folder}/bench.db")
        options = FetchOptions("Clausewatch/bench (loopback)", allow_private=True)
        robots = MemoryRobotsCache()
        async with Workers(2, 60, 1024) as workers:
            await _watch_documents(store, urls, clock())

            async def run_pass() -> Cost:
                # A new fetcher, as for the bare client: between two checks are hours.
                async with Fetcher(options, FetchPorts(robots=robots)) as fetcher:
                    ports = Ports(fetcher, store.versions, workers)
                    check_due = CheckDue(store, ports, Timing(), timedelta(0), clock, CONCURRENCY)

                    async def check_all() -> None:
                        while await check_due():
                            pass

                    return await measure(len(urls), check_all)

            first = await run_pass()
            freeze_memory()  # as `run` does
            rounds = []
            for _ in range(ROUNDS):
                hours += 8
                robots_urls = await find_robots_due(urls, robots, clock())
                bare = await measure_bare(urls, robots_urls, conditional=kind == "304")
                rounds.append((bare, await run_pass()))
        await store.close()
    return first, rounds


async def _watch_documents(store: Store, urls: list[str], now: datetime) -> None:
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), now)
    channel = await store.workspaces.ensure_channel(workspace, "C1", now)
    for number, url in enumerate(urls):
        await add_watch(store, channel, number, [NewDocument("Privacy Policy", (url,))], now)


async def main(count: int) -> None:
    """Print the figures of all cases beside those of the bare client."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with run_server() as port:
        for kind, label in (("304", "unchanged, 304"), ("200", "unchanged, 200")):
            first, rounds = await measure_ours(kind, make_urls(kind, port, count))
            # The median round by the ratio of both costs.
            rounds.sort(key=lambda costs: costs[1].cpu_ms / costs[0].cpu_ms)
            bare, ours = rounds[ROUNDS // 2]
            ratio = ours.cpu_ms / bare.cpu_ms
            print(
                f"{label:16} {ours.cpu_ms:6.2f} ms CPU/check  {ours.per_second:7.0f}/s   bare"
                f" {bare.cpu_ms:6.2f} ms  {bare.per_second:7.0f}/s   ratio {ratio:.2f}"
            )
            print(f"{'first pass':16} {first.cpu_ms:6.2f} ms CPU/page   {first.per_second:7.0f}/s")
            limit = MAX_RATIO if kind == "304" else 0
            print_figure(f"check, {label}, beside the bare client", ratio, "times", limit)
            print_figure(f"first check of 240 KB, {label[-3:]}", first.cpu_ms, "ms CPU")
    print_figure("process that checks", measure_peak_memory(), "MB", 400)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
