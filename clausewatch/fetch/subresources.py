"""Subresources of a rendered page, fetched on its behalf within limits and guarded on every hop."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import httpx
from aiohttp.abc import AbstractResolver

from clausewatch.errors import FetchError
from clausewatch.fetch.connection import make_tls_context, make_transport
from clausewatch.fetch.content_encoding import ACCEPT_ENCODING
from clausewatch.fetch.exchange import Budget, GetRequest, GetResponse, send_get
from clausewatch.fetch.options import FetchOptions, format_accept_language
from clausewatch.fetch.responses import REDIRECTS

MAX_REQUESTS = 250
MAX_BYTES = 30_000_000
"""Per page, over all its scripts and data."""
MAX_REDIRECTS = 5
MAX_CONCURRENT = 6
REQUEST_SECONDS = 30.0
_REQUEST_HEADERS = ("accept", "origin", "referer", "x-requested-with")
_RESPONSE_HEADERS = ("content-type", "access-control-allow-origin",
                     "access-control-allow-credentials",
                     "access-control-expose-headers")  # fmt: skip


@dataclass(frozen=True, slots=True)
class SubresourceResponse:
    """The response that a page receives for one of its requests."""

    status: int
    headers: dict[str, str]
    body: bytes


class SubresourceFetcher:
    """Fetches subresources on connections of its own; open it with `async with`."""

    def __init__(self, options: FetchOptions, resolver: AbstractResolver | None = None) -> None:
        self._options = options
        self._resolver = resolver
        self._guard = options.make_guard()
        self._transport: httpx.AsyncBaseTransport | None = None

    @property
    def user_agent(self) -> str:
        """The User-Agent header of all requests."""
        return self._options.user_agent

    def choose_accept_language(self, language: str = "") -> str:
        """Return the Accept-Language header for a language tag, or the usual one for none."""
        return format_accept_language(language) if language else self._options.accept_language

    async def __aenter__(self) -> Self:
        """Make the transport. Raises ConfigError."""
        context = make_tls_context(self._options.ca_bundle)
        self._transport = make_transport(
            self._options, context, self._resolver, reuses_connections=True
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        transport, self._transport = self._transport, None
        if transport is not None:
            await transport.aclose()

    def open_page(self, language: str = "") -> "PageSubresources":
        """Return the subresources of one page, with their own limits."""
        return PageSubresources(self, language)

    async def fetch(
        self, url: str, headers: Mapping[str, str], budget: Budget, language: str = ""
    ) -> GetResponse:
        """Return the response after redirects. Raises FetchError; every hop is guarded."""
        if self._transport is None:
            raise RuntimeError("open the fetcher with `async with` first")
        target = self._guard.parse(url)
        own_headers = {
            "user-agent": self.user_agent,
            "accept-language": self.choose_accept_language(language),
            "accept-encoding": ACCEPT_ENCODING,
        }
        for _ in range(MAX_REDIRECTS + 1):
            request = GetRequest(target, {**headers, **own_headers}, self._options.max_bytes)
            response = await send_get(self._transport, request, budget)
            location = response.headers.get("location", "").strip()
            if response.status not in REDIRECTS or not location:
                return response
            target = self._guard.parse(location, target)
        raise FetchError(url=url, reason="too many redirects", transient=False)


@dataclass(slots=True)
class PageSubresources:
    """The subresources of one page, limited in number, bytes and seconds."""

    fetcher: SubresourceFetcher
    language: str = ""
    requests: int = 0
    bytes: int = 0
    budget: Budget = field(default_factory=lambda: Budget(REQUEST_SECONDS * MAX_CONCURRENT))
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAX_CONCURRENT))

    async def fetch(self, url: str, headers: Mapping[str, str]) -> SubresourceResponse | None:
        """Return the response to one request of the page, or None if it gets none."""
        self.requests += 1
        if self.requests > MAX_REQUESTS or self.bytes > MAX_BYTES or self.budget.seconds <= 0:
            return None
        page_headers = {name: headers[name] for name in _REQUEST_HEADERS if name in headers}
        async with self._slots:
            try:
                response = await self.fetcher.fetch(url, page_headers, self.budget, self.language)
            except FetchError:
                return None
        self.bytes += len(response.body)
        headers = response.headers
        shown = {name: headers[name] for name in _RESPONSE_HEADERS if name in headers}
        return SubresourceResponse(response.status, shown, response.body)
