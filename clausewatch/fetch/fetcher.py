"""The fetcher of pages: a guard on every hop, robots.txt, rate limits and size limits."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Self

import httpx
from aiohttp.abc import AbstractResolver

from clausewatch.errors import FetchError, Forbidden
from clausewatch.fetch.connection import make_tls_context, make_transport
from clausewatch.fetch.content_encoding import ACCEPT_ENCODING
from clausewatch.fetch.content_types import SNIFFED_BYTES, explain_unreadable
from clausewatch.fetch.exchange import Budget, GetRequest, GetResponse
from clausewatch.fetch.fetch_state import FetchState
from clausewatch.fetch.lenient_transport import make_lenient_transport
from clausewatch.fetch.options import FetchOptions, format_accept_language
from clausewatch.fetch.rate_limit import HostLocks, NoRateLimit, RateLimit
from clausewatch.fetch.resolver import NameResolver
from clausewatch.fetch.responses import REDIRECTS, SUCCESSES, make_status_error
from clausewatch.fetch.robots import MemoryRobotsCache, RobotsCache
from clausewatch.fetch.robots_policy import RobotsPolicy
from clausewatch.fetch.transports import Transports
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

MAX_REDIRECTS = 5
ACCEPT = "text/html, application/xhtml+xml, text/plain;q=0.9, application/pdf;q=0.9, */*;q=0.5"
STORED_HEADERS = ("content-type", "content-encoding", "content-language", "content-length", "date",
                  "etag", "last-modified")  # fmt: skip
"""Stored with a snapshot; Content-Length as sent reveals a body that was cut short."""


@dataclass(frozen=True, slots=True)
class FetchPorts:
    """The services that a fetcher uses; the defaults need no set-up."""

    rate_limit: RateLimit | None = None
    robots: RobotsCache | None = None
    resolver: AbstractResolver | None = None


class Fetcher:
    """Fetches pages; open it with `async with`, then call it with a request and the time."""

    def __init__(self, options: FetchOptions, ports: FetchPorts | None = None) -> None:
        self._options = options
        self._ports = ports or FetchPorts()
        self._guard = options.make_guard()
        self._headers = {
            "user-agent": options.user_agent,
            "accept": ACCEPT,
            "accept-language": options.accept_language,
            "accept-encoding": ACCEPT_ENCODING,
        }
        self._policy: RobotsPolicy | None = None

    async def __aenter__(self) -> Self:
        """Make the transports; connections open with the first request. Raises ConfigError."""
        options, ports = self._options, self._ports
        resolver = ports.resolver or NameResolver()
        context = make_tls_context(options.ca_bundle)
        transports = Transports(
            pooled=make_transport(options, context, resolver, reuses_connections=True),
            unpooled=make_transport(options, context, resolver, reuses_connections=False),
            lenient=None if options.proxy else make_lenient_transport(options, context, resolver),
            locks=HostLocks(),
            rate_limit=ports.rate_limit or NoRateLimit(),
        )
        cache = ports.robots or MemoryRobotsCache()
        self._policy = RobotsPolicy(
            transports, self._guard, cache, options.robot_name, self._headers
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        policy, self._policy = self._policy, None
        if policy is not None:
            await policy.transports.close()

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page, or that it has not changed.

        Raises FetchError: Forbidden, Gone, Refused, TooLarge, or FetchError itself for a fault of
        the network. A body that ends before its declared length, or before its encoding says, is a
        transient FetchError, because a partial page is no basis for a comparison.
        """
        url = self._guard.parse(request.url)
        budget = Budget(self._options.timeout_seconds)
        state = FetchState(request, now, budget, paced_hosts={url.host})
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._send(state, url)
            if response.status not in REDIRECTS:
                return _make_result(state, url, response)
            url = self._follow_redirect(state, url, response)
        reason = f"the page redirects more than {MAX_REDIRECTS} times; use its final URL"
        raise FetchError(url=request.url, reason=reason, transient=False)

    def _require_policy(self) -> RobotsPolicy:
        if self._policy is None:
            raise RuntimeError("open the fetcher with `async with` first")
        return self._policy

    async def _send(self, state: FetchState, url: httpx.URL) -> GetResponse:
        policy = self._require_policy()
        if not state.request.ignore_robots:
            await policy.check(state, url)
        headers = self._build_headers(state, url)
        request = GetRequest(url, headers, self._options.max_bytes, _check_content_type)
        return await policy.transports.send(state, request)

    def _build_headers(self, state: FetchState, url: httpx.URL) -> dict[str, str]:
        request = state.request
        headers = dict(self._headers)
        if request.etag:
            headers["if-none-match"] = request.etag
        if request.last_modified:
            headers["if-modified-since"] = request.last_modified
        if request.language:
            headers["accept-language"] = format_accept_language(request.language)
        if request.is_fresh:
            headers |= {"cache-control": "no-cache", "pragma": "no-cache"}
        if state.cookies and (cookie := state.format_cookies(url)):
            headers["cookie"] = cookie
        return headers

    def _follow_redirect(
        self, state: FetchState, url: httpx.URL, response: GetResponse
    ) -> httpx.URL:
        """Return the target of a redirect. Raises Forbidden if the guard refuses it."""
        page_url = state.request.url
        location = response.headers.get("location", "").strip()
        if not location:
            reason = f"the host answered {response.status} without a target; check the URL"
            raise FetchError(url=page_url, reason=reason, transient=False)
        try:
            target = self._guard.parse(location.replace(" ", "%20"), url)
        except Forbidden as fault:
            reason = f"the page redirects to a URL that is not fetched: {fault.reason}"
            raise Forbidden(url=page_url, reason=reason, transient=False) from fault
        state.store_cookies(url, response.headers)
        state.record_redirect(response.status, target)
        return target


def _make_result(
    state: FetchState, url: httpx.URL, response: GetResponse
) -> Snapshot | NotModified:
    request = state.request
    is_conditional = bool(request.etag or request.last_modified)
    if response.status == HTTPStatus.NOT_MODIFIED and is_conditional:
        return NotModified(request.url)
    if response.status not in SUCCESSES:
        raise make_status_error(request.url, response.status, response.headers, state.now)
    _check_content_type(request.url, response.headers, response.body[:SNIFFED_BYTES])
    headers = response.headers
    stored = [(name, headers[name]) for name in STORED_HEADERS if name in headers]
    stored += [("location", target) for target in state.locations]
    final_url = str(url)
    return Snapshot(
        url=request.url,
        final_url=final_url,
        status=response.status,
        headers=tuple(stored),
        body=response.body,
        sha256=hashlib.sha256(response.body).hexdigest(),
        fetched_at=state.now,
        moved_to=final_url if state.locations and state.is_permanent else None,
    )


def _check_content_type(url: str, headers: httpx.Headers, start: bytes | None = None) -> None:
    """Raise FetchError if the content type, or the first bytes if given, cannot be a policy's."""
    reason = explain_unreadable(headers.get("content-type"), start)
    if reason is not None:
        raise FetchError(url=url, reason=reason, transient=False)
