"""What a fetch costs beside the bare client: CPU ms per 304 and per 200 of 240 KB.

    python -m benchmarks.fetch_cost [REQUESTS]

Both go through httpx over aiohttp against the same loopback server in a process of its own, 20 at
a time, each slot at a host of its own (127.0.0.x), in turns; the medians of five rounds are shown.
The fetcher also guards the URL, looks robots.txt up, keeps hosts' turns and hashes the body.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import httpx
from httpx_aiohttp import AiohttpTransport

from benchmarks.figures import tell
from benchmarks.loopback_server import server
from clausewatch.fetch import Fetcher, FetchOptions
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

CONCURRENCY = 20
ROUNDS = 5
NOW = datetime(2026, 11, 20, tzinfo=UTC)

Get = Callable[[str, str | None], Awaitable[int]]


async def cost(get: Get, port: int, kind: str, tags: list[str | None], requests: int) -> float:
    """Return CPU ms per request of this process."""

    async def slot(number: int) -> None:
        url = f"http://127.0.0.{number + 1}:{port}/{kind}/{number}"
        for _ in range(requests // CONCURRENCY):
            assert await get(url, tags[number]) == int(kind)

    started = time.process_time()
    await asyncio.gather(*(slot(number) for number in range(CONCURRENCY)))
    return (time.process_time() - started) * 1000 / requests


async def tags_of(client: httpx.AsyncClient, port: int) -> list[str | None]:
    """Return the validators of the pages."""
    urls = [f"http://127.0.0.1:{port}/304/{number}" for number in range(CONCURRENCY)]
    return [(await client.get(url)).headers["etag"] for url in urls]


async def compare(port: int, requests: int) -> None:
    """Measure both in turns and print the medians."""
    options = FetchOptions(user_agent="Clausewatch-bench/0.1", allow_private=True)
    transport = AiohttpTransport(trust_env=False)
    async with (
        httpx.AsyncClient(transport=transport, trust_env=False) as client,
        Fetcher(options) as fetcher,
    ):

        async def bare(url: str, tag: str | None) -> int:
            headers = {"If-None-Match": tag} if tag else {}
            return (await client.get(url, headers=headers)).status_code

        async def ours(url: str, tag: str | None) -> int:
            answer = await fetcher(PageRequest(url, etag=tag), NOW)
            assert isinstance(answer, NotModified | Snapshot)
            return answer.status if isinstance(answer, Snapshot) else 304

        tags = await tags_of(client, port)
        for kind, wanted in (("304", tags), ("200", [None] * CONCURRENCY)):
            figures: dict[str, list[float]] = {"bare": [], "ours": []}
            for _ in range(ROUNDS):
                for name, get in (("bare", bare), ("ours", ours)):
                    figures[name].append(await cost(get, port, kind, wanted, requests))
            plain, full = (statistics.median(figures[name]) for name in ("bare", "ours"))
            print(f"{kind}: bare {plain:.2f} ms, fetch {full:.2f} ms CPU")
            tell(f"fetch, {kind}, beside the bare client", full / plain, "times")


if __name__ == "__main__":
    with server() as port:
        asyncio.run(compare(port, int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
