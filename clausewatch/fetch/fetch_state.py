"""The state of one fetch on its way through redirects: time left, cookies, hosts and targets."""

from dataclasses import dataclass, field
from datetime import datetime
from http.cookies import CookieError, SimpleCookie

import httpx

from clausewatch.fetch.exchange import Budget
from clausewatch.fetch.responses import PERMANENT_REDIRECTS
from clausewatch.model.pages import PageRequest

MAX_COOKIES = 20
MAX_COOKIE_CHARS = 4096


@dataclass(slots=True)
class FetchState:
    """What one fetch carries from hop to hop."""

    request: PageRequest
    now: datetime
    budget: Budget
    paced_hosts: set[str]
    """Hosts whose rate limit this fetch has waited for; further requests need no second wait."""
    locations: list[str] = field(default_factory=list)
    """Targets of the redirects so far, in order."""
    is_permanent: bool = True
    """Whether every redirect so far was a permanent one."""
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    """By host, for this fetch only: many hosts redirect for ever unless their cookie comes back."""

    def record_redirect(self, status: int, target: httpx.URL) -> None:
        """Record a redirect and its target."""
        self.locations.append(str(target))
        self.is_permanent = self.is_permanent and status in PERMANENT_REDIRECTS

    def store_cookies(self, url: httpx.URL, headers: httpx.Headers) -> None:
        """Store the cookies that a response sets."""
        jar = self.cookies.setdefault(url.host, {})
        for line in headers.get_list("set-cookie"):
            try:
                morsels = SimpleCookie(line[:MAX_COOKIE_CHARS]).items()
            except CookieError:
                continue
            for name, morsel in morsels:
                if len(jar) < MAX_COOKIES:
                    jar[name] = morsel.coded_value

    def format_cookies(self, url: httpx.URL) -> str:
        """Return the Cookie header for a request, empty if the host has set no cookies."""
        return "; ".join(
            f"{name}={value}" for name, value in self.cookies.get(url.host, {}).items()
        )
