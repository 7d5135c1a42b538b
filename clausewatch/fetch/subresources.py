"""What a rendered page asks for, fetched on its behalf: guarded at every hop, and bounded."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import httpx
from aiohttp.abc import AbstractResolver

from clausewatch.errors import FetchError
from clausewatch.fetch.connection import tls_context, transport
from clausewatch.fetch.content_encoding import ACCEPTED
from clausewatch.fetch.exchange import Answer, Ask, Budget, get
from clausewatch.fetch.options import FetchOptions, in_language
from clausewatch.fetch.responses import REDIRECTS
from clausewatch.fetch.url_guard import Guard

MOST_REQUESTS = 250
MOST_BYTES = 30_000_000
"""Of one page's scripts and data together."""
MOST_HOPS = 5
AT_A_TIME = 6
SECONDS = 30.0
_PASSED_ON = ("accept", "origin", "referer", "x-requested-with")
_PASSED_BACK = ("content-type", "access-control-allow-origin", "access-control-allow-credentials",
                "access-control-expose-headers")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answered:
    """What a page gets for one of its requests."""

    status: int
    headers: dict[str, str]
    body: bytes


class Errands:
    """Runs errands for pages, on connections of their own; open it with `async with`."""

    def __init__(self, options: FetchOptions, resolver: AbstractResolver | None = None) -> None:
        self._options = options
        self._resolver = resolver
        self._guard = Guard(allow_private=options.allow_private)
        self._transport: httpx.AsyncBaseTransport | None = None

    @property
    def user_agent(self) -> str:
        """Who we are, as hosts see it."""
        return self._options.user_agent

    def accepted(self, language: str = "") -> str:
        """Return the Accept-Language header for pages in a language; empty: the usual one."""
        return in_language(language) if language else self._options.accept_language

    async def __aenter__(self) -> Self:
        """Make ready. Raises ConfigError."""
        context = tls_context(self._options.ca_bundle)
        self._transport = transport(self._options, context, self._resolver, reuses_connections=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        opened, self._transport = self._transport, None
        if opened is not None:
            await opened.aclose()

    def of_page(self, language: str = "") -> "PageErrands":
        """Return the errands of one page, with bounds of their own."""
        return PageErrands(self, language)

    async def fetch(
        self, url: str, headers: Mapping[str, str], budget: Budget, language: str = ""
    ) -> Answer:
        """Follow a request through its redirects. Raises FetchError; each hop is guarded."""
        if self._transport is None:
            raise RuntimeError("open the errands with `async with` first")
        target = self._guard.parsed(url)
        own = {
            "user-agent": self.user_agent,
            "accept-language": self.accepted(language),
            "accept-encoding": ACCEPTED,
        }
        for _ in range(MOST_HOPS + 1):
            ask = Ask(target, {**headers, **own}, self._options.max_bytes)
            answer = await get(self._transport, ask, budget)
            location = answer.headers.get("location", "").strip()
            if answer.status not in REDIRECTS or not location:
                return answer
            target = self._guard.parsed(location, target)
        raise FetchError(url=url, reason="too many redirects", transient=False)


@dataclass(slots=True)
class PageErrands:
    """The errands of one page: so many requests, so many bytes, so many seconds."""

    errands: Errands
    language: str = ""
    requests: int = 0
    bytes: int = 0
    budget: Budget = field(default_factory=lambda: Budget(SECONDS * AT_A_TIME))
    _turn: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_A_TIME))

    async def run(self, url: str, headers: Mapping[str, str]) -> Answered | None:
        """Return what a page gets for a request, or None where it gets nothing."""
        self.requests += 1
        if self.requests > MOST_REQUESTS or self.bytes > MOST_BYTES or self.budget.seconds <= 0:
            return None
        passed = {name: headers[name] for name in _PASSED_ON if name in headers}
        async with self._turn:
            try:
                answer = await self.errands.fetch(url, passed, self.budget, self.language)
            except FetchError:
                return None
        self.bytes += len(answer.body)
        back = {name: answer.headers[name] for name in _PASSED_BACK if name in answer.headers}
        return Answered(answer.status, back, answer.body)
