"""One page's way through its redirects: what is carried along, and the road it takes."""

from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie

import httpx

from clausewatch.fetch.exchange import Answer, Ask, Budget, get
from clausewatch.fetch.rate_limit import HostGate, Turns
from clausewatch.fetch.responses import PERMANENT
from clausewatch.model.pages import PageRequest

MAX_COOKIES = 20
MAX_COOKIE_CHARS = 4096


@dataclass(slots=True)
class Trip:
    """What one fetch carries from hop to hop."""

    request: PageRequest
    now: datetime
    budget: Budget
    hosts: set[str]
    """Hosts whose turn was had: asked again on this trip, they need no second wait."""
    locations: list[str] = field(default_factory=list)
    is_permanent: bool = True
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    """By host, for this trip only: many hosts redirect for ever unless their cookie comes back."""

    def moved(self, status: int, target: httpx.URL) -> None:
        """Note a redirect."""
        self.locations.append(str(target))
        self.is_permanent = self.is_permanent and status in PERMANENT

    def remember(self, url: httpx.URL, headers: httpx.Headers) -> None:
        """Keep the cookies that a redirect sets."""
        jar = self.cookies.setdefault(url.host, {})
        for line in headers.get_list("set-cookie"):
            try:
                morsels = SimpleCookie(line[:MAX_COOKIE_CHARS]).items()
            except CookieError:
                continue
            for name, morsel in morsels:
                if len(jar) < MAX_COOKIES:
                    jar[name] = morsel.coded_value

    def cookie_header(self, url: httpx.URL) -> str:
        """Return the Cookie header for a hop, empty where there are none."""
        return "; ".join(f"{key}={value}" for key, value in self.cookies.get(url.host, {}).items())


@dataclass(frozen=True, slots=True)
class Road:
    """Sends a trip's requests: on kept connections or new ones, each host at its turn."""

    kept: httpx.AsyncBaseTransport
    new: httpx.AsyncBaseTransport
    turns: Turns
    gate: HostGate

    async def go(self, trip: Trip, ask: Ask) -> Answer:
        """Wait for the host's turn, send the request and return the answer. Raises FetchError."""
        host = ask.url.host
        async with self.turns.of(host):
            if host not in trip.hosts:
                await self.gate.wait(host)
                trip.hosts.add(host)
            transport = self.new if trip.request.is_fresh else self.kept
            return await get(transport, ask, trip.budget)

    async def aclose(self) -> None:
        """Close all connections."""
        await self.kept.aclose()
        await self.new.aclose()
