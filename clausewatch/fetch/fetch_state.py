"""The state of one fetch on its way through redirects: time left, cookies, hosts and targets."""

from dataclasses import dataclass, field
from datetime import datetime

import httpx

from clausewatch.fetch.cookies import is_within, parse_cookie
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
    cookies: dict[tuple[str, str], str] = field(default_factory=dict)
    """By domain and name, for this fetch only: many hosts redirect for ever without theirs."""

    def record_redirect(self, status: int, target: httpx.URL) -> None:
        """Record a redirect and its target."""
        self.locations.append(str(target))
        self.is_permanent = self.is_permanent and status in PERMANENT_REDIRECTS

    def store_cookies(self, url: httpx.URL, headers: httpx.Headers) -> None:
        """Store the cookies that a response sets."""
        for line in headers.get_list("set-cookie"):
            cookie = parse_cookie(line[:MAX_COOKIE_CHARS], url.host)
            if cookie is None:
                continue
            if cookie.is_deleted:
                self.cookies.pop((cookie.domain, cookie.name), None)
            elif len(self.cookies) < MAX_COOKIES:
                self.cookies[cookie.domain, cookie.name] = cookie.value

    def format_cookies(self, url: httpx.URL) -> str:
        """Return the Cookie header for a request, empty if no cookie belongs to its host."""
        return "; ".join(
            f"{name}={value}" if name else value
            for (domain, name), value in self.cookies.items()
            if is_within(url.host, domain)
        )
