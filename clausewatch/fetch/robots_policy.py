"""The robots.txt policy: fetches each host's file and checks every request against it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

import httpx

from clausewatch.errors import FetchError, Forbidden, TooLarge
from clausewatch.fetch.exchange import GetRequest, GetResponse
from clausewatch.fetch.fetch_state import FetchState
from clausewatch.fetch.responses import REDIRECTS, SUCCESSES, parse_retry_after
from clausewatch.fetch.robots import (
    MAX_AGE,
    MAX_FAILURE_AGE,
    MAX_ROBOTS_BYTES,
    RobotsCache,
    RobotsFile,
)
from clausewatch.fetch.robots_groups import extract_group
from clausewatch.fetch.transports import Transports
from clausewatch.fetch.url_guard import UrlGuard

MAX_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class RobotsPolicy:
    """Checks requests against the robots.txt file of their host."""

    transports: Transports
    guard: UrlGuard
    cache: RobotsCache
    robot_name: str
    headers: Mapping[str, str]

    async def check(self, state: FetchState, url: httpx.URL) -> None:
        """Return if robots.txt allows the page.

        Raises Forbidden if it does not, and a transient FetchError if the host failed to serve the
        file, which counts as a refusal until it succeeds (RFC 9309 section 2.3.1.4).
        """
        robots = await self._load(state, url)
        if robots.rules is None:
            reason = (
                f"robots.txt of {url.host} could not be fetched ({robots.fault}); it will be tried"
                " again later"
            )
            wait = robots.expires_at - state.now
            raise FetchError(url=str(url), reason=reason, transient=True, retry_after=wait)
        if not robots.is_allowed(str(url), self.robot_name):
            reason = (
                f"robots.txt of {url.host} disallows this page for automated clients; someone with"
                " the authority to do so can override it"
            )
            raise Forbidden(url=str(url), reason=reason, transient=False)

    async def _load(self, state: FetchState, url: httpx.URL) -> RobotsFile:
        origin = make_origin(url)
        cached = await self.cache.get(origin)
        if cached is not None and cached.expires_at > state.now:
            return cached
        robots = await self._fetch(state, origin)
        if robots.rules is None and cached is not None and cached.rules is not None:
            # The expired copy applies while the host fails.
            robots = replace(cached, expires_at=robots.expires_at)
        await self.cache.put(origin, robots)
        return robots

    async def _fetch(self, state: FetchState, origin: str) -> RobotsFile:
        """Return the host's file; a forbidden redirect or an oversized file allows everything."""
        unrestricted = RobotsFile("", state.now + MAX_AGE)
        url = httpx.URL(f"{origin}/robots.txt")
        try:
            for _ in range(MAX_REDIRECTS + 1):
                request = GetRequest(url, self.headers, MAX_ROBOTS_BYTES, is_cut=True)
                response = await self.transports.send(state, request)
                if response.status not in REDIRECTS or not response.headers.get("location"):
                    return self._parse(state, response)
                url = self.guard.parse(response.headers["location"], url)
        except (Forbidden, TooLarge):
            return unrestricted
        return unrestricted

    def _parse(self, state: FetchState, response: GetResponse) -> RobotsFile:
        status = response.status
        if status in SUCCESSES:
            text = response.body.decode("utf-8", "replace")
            return RobotsFile(extract_group(text, self.robot_name), state.now + MAX_AGE)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = parse_retry_after(response.headers.get("retry-after"), state.now)
            age = max(wait or MAX_FAILURE_AGE, MAX_FAILURE_AGE)
            return RobotsFile(None, state.now + age, fault=str(status))
        return RobotsFile("", state.now + MAX_AGE)


def make_origin(url: httpx.URL) -> str:
    """Return scheme, host and port: the scope of one robots.txt file."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
