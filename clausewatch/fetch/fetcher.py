"""Gets a page politely and safely: each hop guarded, robots.txt heard, turns kept, caps held."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Self

import httpx
from aiohttp.abc import AbstractResolver

from clausewatch.errors import FetchError, Forbidden
from clausewatch.fetch.connection import tls_context, transport
from clausewatch.fetch.content_encoding import ACCEPTED
from clausewatch.fetch.exchange import Answer, Ask, Budget
from clausewatch.fetch.options import FetchOptions, in_language
from clausewatch.fetch.rate_limit import HostGate, OpenGate, Turns
from clausewatch.fetch.redirects import Road, Trip
from clausewatch.fetch.resolver import NameResolver
from clausewatch.fetch.responses import (
    GOOD,
    KEPT_HEADERS,
    REDIRECTS,
    SNIFFED_BYTES,
    error_for,
    why_not_text,
)
from clausewatch.fetch.robots import MemoryRobots, RobotsCache
from clausewatch.fetch.robots_policy import Manners
from clausewatch.fetch.url_guard import Guard
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

MAX_REDIRECTS = 5
ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, application/pdf;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Ports:
    """The doors that a fetcher uses, each with a default that needs nothing."""

    gate: HostGate | None = None
    robots: RobotsCache | None = None
    resolver: AbstractResolver | None = None


class Fetcher:
    """Gets pages; open it with `async with`, call it with a request and the time."""

    def __init__(self, options: FetchOptions, ports: Ports | None = None) -> None:
        self._options = options
        self._ports = ports or Ports()
        self._guard = Guard(allow_private=options.allow_private)
        self._headers = {
            "user-agent": options.user_agent,
            "accept": ACCEPT,
            "accept-language": options.accept_language,
            "accept-encoding": ACCEPTED,
        }
        self._manners: Manners | None = None

    async def __aenter__(self) -> Self:
        """Make ready; connections are opened when pages are asked for. Raises ConfigError."""
        options, ports = self._options, self._ports
        names = ports.resolver or NameResolver()
        context = tls_context(options.ca_bundle)
        road = Road(
            kept=transport(options, context, names, reuses_connections=True),
            new=transport(options, context, names, reuses_connections=False),
            turns=Turns(),
            gate=ports.gate or OpenGate(),
        )
        cache = ports.robots or MemoryRobots()
        self._manners = Manners(road, self._guard, cache, options.robot_name, self._headers)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        manners, self._manners = self._manners, None
        if manners is not None:
            await manners.road.aclose()

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page's bytes, or that it is as it was.

        Raises FetchError: Forbidden, Gone, Refused, TooLarge, or one for the network's faults. A
        body that ends before its declared length, or before its encoding says, is a transient
        FetchError: what came of it is nothing to judge a policy by.
        """
        url = self._guard.parsed(request.url)
        budget = Budget(self._options.timeout_seconds)
        trip = Trip(request, now, budget, hosts={url.host})
        for _ in range(MAX_REDIRECTS + 1):
            answer = await self._visit(trip, url)
            if answer.status not in REDIRECTS:
                return _result(trip, url, answer)
            url = self._next(trip, url, answer)
        reason = f"the page redirects more than {MAX_REDIRECTS} times; give its final address"
        raise FetchError(url=request.url, reason=reason, transient=False)

    async def crawl_delay(self, url: str) -> timedelta | None:
        """Return the pause that the host's robots.txt asks for, where it was read and names one."""
        return await self._open().delay(self._guard.parsed(url))

    def _open(self) -> Manners:
        if self._manners is None:
            raise RuntimeError("open the fetcher with `async with` first")
        return self._manners

    async def _visit(self, trip: Trip, url: httpx.URL) -> Answer:
        manners = self._open()
        if not trip.request.ignore_robots:
            await manners.check(trip, url)
        ask = Ask(url, self._headers_for(trip, url), self._options.max_bytes, _refuse_type)
        return await manners.road.go(trip, ask)

    def _headers_for(self, trip: Trip, url: httpx.URL) -> dict[str, str]:
        request = trip.request
        headers = dict(self._headers)
        if request.etag:
            headers["if-none-match"] = request.etag
        if request.last_modified:
            headers["if-modified-since"] = request.last_modified
        if request.language:
            headers["accept-language"] = in_language(request.language)
        if request.is_fresh:
            headers |= {"cache-control": "no-cache", "pragma": "no-cache"}
        if trip.cookies and (cookie := trip.cookie_header(url)):
            headers["cookie"] = cookie
        return headers

    def _next(self, trip: Trip, url: httpx.URL, answer: Answer) -> httpx.URL:
        """Return where a redirect leads. Raises Forbidden where it may not be followed."""
        asked = trip.request.url
        location = answer.headers.get("location", "").strip()
        if not location:
            reason = f"the host answered {answer.status} without saying where to; check the address"
            raise FetchError(url=asked, reason=reason, transient=False)
        try:
            target = self._guard.parsed(location.replace(" ", "%20"), url)
        except Forbidden as fault:
            reason = f"the page redirects to where we do not follow: {fault.reason}"
            raise Forbidden(url=asked, reason=reason, transient=False) from fault
        trip.remember(url, answer.headers)
        trip.moved(answer.status, target)
        return target


def _result(trip: Trip, url: httpx.URL, answer: Answer) -> Snapshot | NotModified:
    request = trip.request
    is_conditional = bool(request.etag or request.last_modified)
    if answer.status == HTTPStatus.NOT_MODIFIED and is_conditional:
        return NotModified(request.url)
    if answer.status not in GOOD:
        raise error_for(request.url, answer.status, answer.headers, trip.now)
    _refuse_type(request.url, answer.headers, answer.body[:SNIFFED_BYTES])
    kept = [(name, answer.headers[name]) for name in KEPT_HEADERS if name in answer.headers]
    kept += [("location", hop) for hop in trip.locations]
    final_url = str(url)
    return Snapshot(
        url=request.url,
        final_url=final_url,
        status=answer.status,
        headers=tuple(kept),
        body=answer.body,
        sha256=hashlib.sha256(answer.body).hexdigest(),
        fetched_at=trip.now,
        moved_to=final_url if trip.locations and trip.is_permanent else None,
    )


def _refuse_type(url: str, headers: httpx.Headers, start: bytes | None = None) -> None:
    """Raise FetchError where the type, or the bytes if given, are nothing to read."""
    reason = why_not_text(headers.get("content-type"), start)
    if reason is not None:
        raise FetchError(url=url, reason=reason, transient=False)
