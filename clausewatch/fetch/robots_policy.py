"""Asks hosts for their robots.txt and holds every request against it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus

import httpx

from clausewatch.errors import FetchError, Forbidden, TooLarge
from clausewatch.fetch.exchange import Answer, Ask
from clausewatch.fetch.redirects import Road, Trip
from clausewatch.fetch.responses import GOOD, REDIRECTS, retry_after
from clausewatch.fetch.robots import KEEP, KEEP_FAILURE, MAX_ROBOTS_BYTES, Robots, RobotsCache
from clausewatch.fetch.robots_groups import rules_for
from clausewatch.fetch.url_guard import Guard

MAX_HOPS = 5


@dataclass(frozen=True, slots=True)
class Manners:
    """Hears robots.txt before a page is asked for."""

    road: Road
    guard: Guard
    cache: RobotsCache
    robot_name: str
    headers: Mapping[str, str]

    async def check(self, trip: Trip, url: httpx.URL) -> None:
        """Return where the page may be asked for.

        Raises Forbidden where robots.txt says no, and a transient FetchError where the host could
        not say: that counts as a no until it can (RFC 9309 section 2.3.1.4).
        """
        robots = await self._robots(trip, url)
        if robots.rules is None:
            reason = (
                f"robots.txt of {url.host} could not be read ({robots.fault}); asked again later"
            )
            wait = robots.expires_at - trip.now
            raise FetchError(url=str(url), reason=reason, transient=True, retry_after=wait)
        if not robots.allows(str(url), self.robot_name):
            reason = (
                f"robots.txt of {url.host} asks automated readers to leave this page alone;"
                " somebody who may decide that can override it"
            )
            raise Forbidden(url=str(url), reason=reason, transient=False)

    async def delay(self, url: httpx.URL) -> timedelta | None:
        """Return the crawl delay of the host, where its robots.txt was read and names one."""
        robots = await self.cache.get(origin_of(url))
        return robots.delay(self.robot_name) if robots else None

    async def _robots(self, trip: Trip, url: httpx.URL) -> Robots:
        origin = origin_of(url)
        kept = await self.cache.get(origin)
        if kept is not None and kept.expires_at > trip.now:
            return kept
        robots = await self._asked(trip, origin)
        if robots.rules is None and kept is not None and kept.rules is not None:
            # The copy stands in while the host cannot say.
            robots = replace(kept, expires_at=robots.expires_at)
        await self.cache.put(origin, robots)
        return robots

    async def _asked(self, trip: Trip, origin: str) -> Robots:
        """Ask the host; where the address is forbidden, the page's own request will say so."""
        nothing = Robots("", trip.now + KEEP)
        url = httpx.URL(f"{origin}/robots.txt")
        try:
            for _ in range(MAX_HOPS + 1):
                ask = Ask(url, self.headers, MAX_ROBOTS_BYTES, is_cut=True)
                answer = await self.road.go(trip, ask)
                if answer.status not in REDIRECTS or not answer.headers.get("location"):
                    return self._read(trip, answer)
                url = self.guard.parsed(answer.headers["location"], url)
        except (Forbidden, TooLarge):
            return nothing
        return nothing

    def _read(self, trip: Trip, answer: Answer) -> Robots:
        status = answer.status
        if status in GOOD:
            text = answer.body.decode("utf-8", "replace")
            return Robots(rules_for(text, self.robot_name), trip.now + KEEP)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.TOO_MANY_REQUESTS:
            wait = retry_after(answer.headers.get("retry-after"), trip.now) or KEEP_FAILURE
            return Robots(None, trip.now + max(wait, KEEP_FAILURE), fault=str(status))
        return Robots("", trip.now + KEEP)


def origin_of(url: httpx.URL) -> str:
    """Return scheme, host and port: what one robots.txt speaks for."""
    return f"{url.scheme}://{url.netloc.decode('ascii')}"
