"""One HTTP request and its response, within the limits: the only code that reads the network."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import httpx

from clausewatch.errors import FetchError, TooLarge
from clausewatch.fetch.content_encoding import (
    BodyTooLarge,
    BrokenBody,
    TruncatedBody,
    decode_body,
    find_encodings,
)
from clausewatch.fetch.responses import NETWORK_ERRORS, SUCCESSES, make_network_error
from clausewatch.whole_numbers import parse_whole_number

CONNECT_SECONDS = 15.0
READ_SECONDS = 25.0
LARGE_BODY_BYTES = 256 * 1024
"""Larger bodies are decoded in a thread, because a hostile one takes seconds."""
_TIMEOUTS = {
    "timeout": {"connect": CONNECT_SECONDS, "read": READ_SECONDS, "write": None, "pool": None}
}

HeaderCheck = Callable[[str, httpx.Headers], None]


@dataclass(frozen=True, slots=True)
class GetResponse:
    """The response of a host; the body is decoded, and empty unless the status is a success."""

    status: int
    headers: httpx.Headers
    body: bytes


@dataclass(slots=True)
class Budget:
    """Seconds that a page may still spend on the network, over all its requests."""

    seconds: float

    async def spend(self, work: Coroutine[Any, Any, GetResponse]) -> GetResponse:
        """Await work and deduct the time it takes. Raises TimeoutError when none is left."""
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(self.seconds):
                return await work
        finally:
            self.seconds -= clock() - started


@dataclass(frozen=True, slots=True)
class GetRequest:
    """One GET request and the limits of its response."""

    url: httpx.URL
    headers: Mapping[str, str]
    max_bytes: int
    check_headers: HeaderCheck | None = None
    """Called with URL and headers of a success before its body is read; may raise FetchError."""
    is_cut: bool = False
    """True if the first `max_bytes` suffice and the rest is not read."""


async def send_get(
    transport: httpx.AsyncBaseTransport,
    request: GetRequest,
    budget: Budget,
    lenient: httpx.AsyncBaseTransport | None = None,
) -> GetResponse:
    """Send one request and return its response. Raises FetchError.

    A response that breaks the rules of HTTP is requested again from the lenient transport.
    This bypasses httpx's client. Its cookie jar grows with every host, and its redirects and
    authentication, which we do not want, cost a tenth of a check.
    """
    try:
        try:
            return await budget.spend(_send(transport, request))
        except (aiohttp.ClientResponseError, httpx.ReadError) as fault:
            if lenient is None or not is_malformed(fault):
                raise
        return await budget.spend(_send(lenient, request))
    except NETWORK_ERRORS as fault:
        raise make_network_error(str(request.url), request.url.host, fault) from fault


def is_malformed(fault: Exception) -> bool:
    """Return whether an error of aiohttp says that a response breaks the rules of HTTP."""
    return isinstance(fault, aiohttp.ClientResponseError) or isinstance(
        fault.__cause__, aiohttp.ClientPayloadError
    )


async def _send(transport: httpx.AsyncBaseTransport, request: GetRequest) -> GetResponse:
    # Some hosts redirect to paths with non-ASCII letters and expect them back as UTF-8.
    headers = httpx.Headers(request.headers, encoding="utf-8")
    message = httpx.Request("GET", request.url, headers=headers, extensions=_TIMEOUTS)
    response = await transport.handle_async_request(message)
    try:
        body = await _read_body(response, request)
    finally:
        await response.aclose()
    return GetResponse(response.status_code, response.headers, body)


async def _read_body(response: httpx.Response, request: GetRequest) -> bytes:
    """Return the decoded body of a success; the body of any other status is not read."""
    if response.status_code not in SUCCESSES:
        return b""
    if request.check_headers is not None:
        request.check_headers(str(request.url), response.headers)
    encoded = await _read_encoded_body(response, request)
    arguments = (encoded, find_encodings(response.headers), request.max_bytes)
    try:
        if len(encoded) < LARGE_BODY_BYTES:
            return decode_body(*arguments)
        return await asyncio.to_thread(decode_body, *arguments)
    except BodyTooLarge as fault:
        raise _make_size_error(request) from fault
    except BrokenBody as fault:
        is_transient = isinstance(fault, TruncatedBody)
        raise FetchError(url=str(request.url), reason=str(fault), transient=is_transient) from fault


async def _read_encoded_body(response: httpx.Response, request: GetRequest) -> bytes:
    """Return the body as sent, at most `max_bytes` of it."""
    declared = parse_whole_number(response.headers.get("content-length", ""))
    if declared is not None and declared > request.max_bytes and not request.is_cut:
        raise _make_size_error(request)
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_raw():
        chunks.append(chunk)
        size += len(chunk)
        if size <= request.max_bytes:
            continue
        if request.is_cut:
            break
        raise _make_size_error(request)
    return b"".join(chunks)[: request.max_bytes]


def _make_size_error(request: GetRequest) -> TooLarge:
    size = f"{request.max_bytes / 1_000_000:g} MB"
    reason = f"the page is larger than {size}; watch a smaller page or raise FETCH_MAX_BYTES"
    return TooLarge(url=str(request.url), reason=reason, transient=False)
