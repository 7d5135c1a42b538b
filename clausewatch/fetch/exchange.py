"""One request and its answer, within the caps: the only place that reads from the network."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import httpx

from clausewatch.errors import FetchError, TooLarge
from clausewatch.fetch.content_encoding import BodyBroken, BodyTooLarge, decoded
from clausewatch.fetch.responses import GOOD, fault_of
from clausewatch.whole_numbers import parse_whole_number

CONNECT_SECONDS = 15.0
READ_SECONDS = 25.0
_TIMEOUTS = {
    "timeout": {"connect": CONNECT_SECONDS, "read": READ_SECONDS, "write": None, "pool": None}
}
_FAULTS = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError)

Judge = Callable[[str, httpx.Headers], None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host sent back; the body is decoded, and read for good statuses only."""

    status: int
    headers: httpx.Headers
    body: bytes


@dataclass(slots=True)
class Budget:
    """Seconds that a page may still spend on the network, all its requests together."""

    seconds: float

    async def spend(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        """Do work and take its time off the budget. Raises TimeoutError when it is used up."""
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(self.seconds):
                return await work
        finally:
            self.seconds -= clock() - started


@dataclass(frozen=True, slots=True)
class Ask:
    """One GET: where, with which headers, and how much may come back."""

    url: httpx.URL
    headers: Mapping[str, str]
    max_bytes: int
    judge: Judge | None = None
    """Sees URL and headers of a good answer before its body is read, and may raise FetchError."""
    is_cut: bool = False
    """True where the first `max_bytes` will do and the rest is left unread."""


async def get(transport: httpx.AsyncBaseTransport, ask: Ask, budget: Budget) -> Answer:
    """Send one request and read its answer. Raises FetchError.

    Past httpx's client, whose cookie jar grows with every host, and whose redirects and
    authentication are not wanted here: they cost a tenth of a check.
    """
    try:
        return await budget.spend(_asked(transport, ask))
    except _FAULTS as fault:
        raise fault_of(str(ask.url), ask.url.host, fault) from fault


async def _asked(transport: httpx.AsyncBaseTransport, ask: Ask) -> Answer:
    # Some hosts name their pages in letters beyond ASCII, and want the name back.
    headers = httpx.Headers(ask.headers, encoding="utf-8")
    request = httpx.Request("GET", ask.url, headers=headers, extensions=_TIMEOUTS)
    response = await transport.handle_async_request(request)
    try:
        body = await _body(response, ask)
    finally:
        await response.aclose()
    return Answer(response.status_code, response.headers, body)


async def _body(response: httpx.Response, ask: Ask) -> bytes:
    """Read a good answer's body; an answer of any other status is left unread."""
    if response.status_code not in GOOD:
        return b""
    if ask.judge is not None:
        ask.judge(str(ask.url), response.headers)
    raw = await _raw(response, ask)
    try:
        return decoded(raw, response.headers.get("content-encoding", ""), ask.max_bytes)
    except BodyTooLarge as fault:
        raise _too_large(ask) from fault
    except BodyBroken as fault:
        reason = f"the page cannot be unpacked ({fault}); it is asked again later"
        raise FetchError(url=str(ask.url), reason=reason, transient=True) from fault


async def _raw(response: httpx.Response, ask: Ask) -> bytes:
    """Read the body as sent, no further than the cap."""
    declared = parse_whole_number(response.headers.get("content-length", ""))
    if declared is not None and declared > ask.max_bytes and not ask.is_cut:
        raise _too_large(ask)
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw():
        chunks.append(chunk)
        size += len(chunk)
        if size <= ask.max_bytes:
            continue
        if ask.is_cut:
            break
        raise _too_large(ask)
    return b"".join(chunks)[: ask.max_bytes]


def _too_large(ask: Ask) -> TooLarge:
    size = f"{ask.max_bytes / 1_000_000:g} MB"
    reason = f"the page is larger than {size}; watch a lighter one or raise FETCH_MAX_BYTES"
    return TooLarge(url=str(ask.url), reason=reason, transient=False)
