"""CPU cost of a fetch, compared with the bare client: ms per 304 and per 200 of 240 KB.

    python -m benchmarks.fetch_cost [REQUESTS]

Both use httpx over aiohttp with the same loopback server, which is a process of its own. There are
20 requests at a time, each at a host of its own (127.0.0.x). They take turns, and the medians of
five rounds are printed. The fetcher also guards the URL, looks up robots.txt, limits the rate and
hashes the body.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import httpx
from httpx_aiohttp import AiohttpTransport

from benchmarks.figures import print_figure
from benchmarks.loopback_server import run_server
from clausewatch.fetch import Fetcher, FetchOptions
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

CONCURRENCY = 20
ROUNDS = 5
NOW = datetime(2026, 11, 20, tzinfo=UTC)

Get = Callable[[str, str | None], Awaitable[int]]


async def measure_cost(
    get: Get, port: int, kind: str, tags: Sequence[str | None], requests: int
) -> float:
    """Return CPU ms per request of this process."""

    async def fill_slot(number: int) -> None:
        url = f"http://127.0.0.{number + 1}:{port}/{kind}/{number}"
        for _ in range(requests // CONCURRENCY):
            assert await get(url, tags[number]) == int(kind)

    started = time.process_time()
    await asyncio.gather(*(fill_slot(number) for number in range(CONCURRENCY)))
    return (time.process_time() - started) * 1000 / requests


async def fetch_etags(client: httpx.AsyncClient, port: int) -> list[str | None]:
    """Return the ETags of the pages."""
    urls = [f"http://127.0.0.1:{port}/304/{number}" for number in range(CONCURRENCY)]
    return [(await client.get(url)).headers["etag"] for url in urls]


async def measure_both(port: int, requests: int) -> None:
    """Measure both clients in turn and print the medians."""
    options = FetchOptions(user_agent="Clausewatch-bench/0.1", allow_private=True)
    transport = AiohttpTransport(trust_env=False)
    async with (
        httpx.AsyncClient(transport=transport, trust_env=False) as client,
        Fetcher(options) as fetcher,
    ):

        async def get_bare(url: str, tag: str | None) -> int:
            headers = {"If-None-Match": tag} if tag else {}
            return (await client.get(url, headers=headers)).status_code

        async def get_ours(url: str, tag: str | None) -> int:
            answer = await fetcher(PageRequest(url, etag=tag), NOW)
            assert isinstance(answer, NotModified | Snapshot)
            return answer.status if isinstance(answer, Snapshot) else 304

        tags = await fetch_etags(client, port)
        for kind, sent_tags in (("304", tags), ("200", [None] * CONCURRENCY)):
            costs: dict[str, list[float]] = {"bare": [], "ours": []}
            for _ in range(ROUNDS):
                for name, get in (("bare", get_bare), ("ours", get_ours)):
                    costs[name].append(await measure_cost(get, port, kind, sent_tags, requests))
            bare_ms, fetch_ms = (statistics.median(costs[name]) for name in ("bare", "ours"))
            print(f"{kind}: bare {bare_ms:.2f} ms, fetch {fetch_ms:.2f} ms CPU")
            print_figure(f"fetch, {kind}, beside the bare client", fetch_ms / bare_ms, "times")


if __name__ == "__main__":
    with run_server() as port:
        asyncio.run(measure_both(port, int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
