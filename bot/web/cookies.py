"""The cookies of the site: a link or session, and a sign-in in progress."""

from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

SESSION = "clausewatch_link"
"""The token of a link, or of who signed in."""
ATTEMPT = "clausewatch_sign_in"
HOST_PREFIX = "__Host-"
"""Browsers take a cookie of such a name from this host alone and by HTTPS alone, so that another
host of the same domain cannot set one."""


@dataclass(frozen=True, slots=True)
class Cookies:
    """Reads and sets cookies that scripts cannot read.

    Browsers send them along from another site only if somebody follows a link.
    """

    is_secure: bool
    """Whether the site is for HTTPS only, and so are its cookies."""

    def read(self, request: web.Request, name: str) -> str | None:
        """Return the value of a cookie, or None if the browser sent none.

        Ours are ASCII. Any other bytes reach us as characters that nothing can encode.
        """
        value = request.cookies.get(self._find_full_name(name))
        return value if value is None or value.isascii() else None

    def set(self, response: web.Response, name: str, value: str, lifetime: timedelta) -> None:
        """Set a cookie."""
        response.set_cookie(
            self._find_full_name(name),
            value,
            max_age=int(lifetime.total_seconds()),
            path="/",
            secure=self.is_secure,
            httponly=True,
            samesite="Lax",
        )

    def drop(self, response: web.Response, name: str) -> None:
        """Let the browser forget a cookie."""
        # With the prefix, browsers take also this only with the attributes of the cookie.
        self.set(response, name, "", timedelta(0))

    def _find_full_name(self, name: str) -> str:
        return f"{HOST_PREFIX}{name}" if self.is_secure else name
