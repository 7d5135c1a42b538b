"""CPU per check and checks per second, each beside the bare client in the same run.

Three roads over a loopback server with pages of 240 KB: unchanged with 304, unchanged with 200, and
the first pass, which reads every page. CPU is of the whole process, workers included; the server is
another process. The bare client makes the same requests, so it asks for robots.txt too in the turns
in which ours has to ask again, once a day for each host.

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

from benchmarks.figures import children_of, peak, tell
from benchmarks.loopback_server import server
from bot.runtime.process import freeze_memory
from clausewatch.checks.ports import Ports
from clausewatch.checks.schedule import Timing
from clausewatch.checks.workers import Workers
from clausewatch.fetch import Fetcher, FetchOptions, FetchPorts, MemoryRobotsCache
from clausewatch.fetch.robots_policy import make_origin
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.store import NewDocument, NewWatch, Store
from jobs.check_due import CheckDue

AT_A_TIME = 20
TURNS = 15
"""One turn is over in a second, and a machine's speed changes by a third from one to the next."""
MOST_TIMES = 1.5


@dataclass(frozen=True, slots=True)
class Cost:
    """What a pass over all documents cost."""

    cpu_ms: float
    wall_seconds: float
    count: int

    @property
    def per_second(self) -> float:
        """Documents per second of wall time."""
        return self.count / self.wall_seconds


def cpu_seconds() -> float:
    """CPU of this process and of its children that have ended or are waited for."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    return own.ru_utime + own.ru_stime + _children()


def _children() -> float:
    """CPU of living children, from /proc: the workers are not waited for while they work."""
    ticks = 0
    for pid in children_of(_own_id()):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            is_server = "benchmarks.loopback_server" in Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            continue
        if not is_server:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / 100


def _own_id() -> int:
    return int(Path("/proc/self").resolve().name)


async def measured(count: int, work: Callable[[], Awaitable[object]]) -> Cost:
    """Run and return CPU per document, wall time and count."""
    cpu, wall = cpu_seconds(), time.monotonic()
    await work()
    return Cost((cpu_seconds() - cpu) * 1000 / count, time.monotonic() - wall, count)


def urls(kind: str, port: int, count: int) -> list[str]:
    """Spread over 200 hosts, as a watchlist is."""
    return [f"http://127.0.{1 + i % 200}.1:{port}/{kind}/{i}" for i in range(count)]


async def bare(addresses: list[str], robots: list[str], *, conditional: bool) -> Cost:
    """Fetch with the bare client, as many at a time; the cost is told per page."""
    tags: dict[str, str] = {}

    async def everything(client: httpx.AsyncClient) -> None:
        todo = addresses + robots

        async def worker() -> None:
            while todo:
                url = todo.pop()
                headers = {"If-None-Match": tags[url]} if url in tags else {}
                answer = await client.get(url, headers=headers)
                if conditional and "ETag" in answer.headers:
                    tags[url] = answer.headers["ETag"]

        await asyncio.gather(*(worker() for _ in range(AT_A_TIME)))

    async with httpx.AsyncClient(transport=AiohttpTransport()) as client:
        await everything(client)
    # Anew: between two looks at a host lie hours, so neither finds a connection open.
    async with httpx.AsyncClient(transport=AiohttpTransport()) as client:
        return await measured(len(addresses), lambda: everything(client))


async def to_ask_again(addresses: list[str], robots: MemoryRobotsCache, now: datetime) -> list[str]:
    """Return where ours asks for robots.txt in a turn at that time."""
    origins = sorted({make_origin(httpx.URL(address)) for address in addresses})
    kept = {origin: await robots.get(origin) for origin in origins}
    return [
        f"{origin}/robots.txt"
        for origin, one in kept.items()
        if one is None or one.expires_at <= now
    ]


async def ours(kind: str, addresses: list[str]) -> tuple[Cost, list[tuple[Cost, Cost]]]:
    """First pass, then the bare client and an unchanged pass in turn: claim to record."""
    hours = 0

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(hours=hours)

    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite+aiosqlite:///{folder}/bench.db")
        options = FetchOptions("Clausewatch/bench (loopback)", allow_private=True)
        robots = MemoryRobotsCache()
        async with Workers(2, 60, 1024) as workers:
            await _watch(store, kind, addresses, clock())

            async def once() -> Cost:
                # A fetcher of its own, as with the bare client: hours lie between two looks.
                async with Fetcher(options, FetchPorts(robots=robots)) as fetcher:
                    ports = Ports(fetcher, store.checks, workers)
                    pass_over = CheckDue(store, ports, Timing(), timedelta(0), clock, AT_A_TIME)

                    async def drain() -> None:
                        while await pass_over():
                            pass

                    return await measured(len(addresses), drain)

            first = await once()
            freeze_memory()  # as `run` does
            pairs = []
            for _ in range(TURNS):
                hours += 8
                again = await to_ask_again(addresses, robots, clock())
                plain = await bare(addresses, again, conditional=kind == "304")
                pairs.append((plain, await once()))
        await store.close()
    return first, pairs


async def _watch(store: Store, kind: str, addresses: list[str], now: datetime) -> None:
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), now)
    channel = await store.workspaces.ensure_channel(workspace, "C1", now)
    for index, url in enumerate(addresses):
        request = NewWatch(
            channel=channel,
            platform_key=f"{kind}{index}",
            platform_name=f"Platform {index}",
            documents=(NewDocument("Privacy Policy", (url,)),),
            is_private=False,
            minimum=Severity.LOW,
            cadence=Cadence.NOW,
            user_id="U1",
        )
        await store.watches.add(request, now)


async def main(count: int) -> None:
    """Print the three roads beside the bare client."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with server() as port:
        for kind, label in (("304", "unchanged, 304"), ("200", "unchanged, 200")):
            addresses = urls(kind, port, count)
            first, pairs = await ours(kind, addresses)
            # The turn in the middle by how often it takes what the bare client takes.
            plain, again = sorted(pairs, key=lambda one: one[1].cpu_ms / one[0].cpu_ms)[TURNS // 2]
            print(
                f"{label:16} {again.cpu_ms:6.2f} ms CPU/check  {again.per_second:7.0f}/s   bare"
                f" {plain.cpu_ms:6.2f} ms  {plain.per_second:7.0f}/s   ratio"
                f" {again.cpu_ms / plain.cpu_ms:.2f}"
            )
            print(f"{'first pass':16} {first.cpu_ms:6.2f} ms CPU/page   {first.per_second:7.0f}/s")
            most = MOST_TIMES if kind == "304" else 0
            tell(
                f"check, {label}, beside the bare client",
                again.cpu_ms / plain.cpu_ms,
                "times",
                most,
            )
            tell(f"first look at 240 KB, {label[-3:]}", first.cpu_ms, "ms CPU")
    tell("process that checks", peak(), "MB", 400)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
