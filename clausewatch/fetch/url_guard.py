"""The guard of URLs: the rules that a URL must pass before anything is sent.

The addresses of its host are checked again at connect time (`connection.py`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

import httpx

from clausewatch.errors import Forbidden
from clausewatch.fetch.ip_addresses import IpAddress, explain_not_public

MAX_URL_CHARS = 4096
CACHED_URLS = 4096
"""Cached parsed URLs: a watchlist's URLs recur, and parsing is 7% of a check with a 304."""
FIRST_UNPRIVILEGED_PORT = 1024
MAX_PORT = 65_535
DEFAULT_PORTS = {"http": 80, "https": 443}
WEB_PORTS = frozenset(DEFAULT_PORTS.values())
# Ports above 1023 that browsers refuse (the Fetch standard's list of bad ports).
BAD_PORTS = frozenset({1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665,
                       6666, 6667, 6668, 6669, 6679, 6697, 10080})  # fmt: skip
PRIVATE_NAME_SUFFIXES = (
    ".localhost",
    ".local",
    ".internal",
    ".intranet",
    ".lan",
    ".home.arpa",
    ".localdomain",
)
# Two URL parsers see each URL (httpx's and yarl's): only names that both read alike pass.
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_AMBIGUOUS = re.compile(r"[\x00-\x20\\\x7f]")
_NUMERIC_LABEL = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\.?")


@dataclass(frozen=True, slots=True)
class UrlGuard:
    """The rules for URLs."""

    allow_private: bool = False
    """Also allow loopback, private addresses and names, and ports from 1024 up."""
    ports: frozenset[int] = WEB_PORTS
    """The ports that are allowed everywhere."""

    def parse(self, url: str, base: httpx.URL | None = None) -> httpx.URL:
        """Return the URL without its fragment; a redirect's target is relative to `base`.

        Raises Forbidden with the rule that the URL breaks.
        """
        return self._parse_cached(url) if base is None else self._parse(url, base)

    @lru_cache(CACHED_URLS)  # noqa: B019  # a guard is a small value that may stay alive
    def _parse_cached(self, url: str) -> httpx.URL:
        return self._parse(url, None)

    def _parse(self, url: str, base: httpx.URL | None) -> httpx.URL:
        text = url.strip()
        if len(text) > MAX_URL_CHARS:
            raise _make_error(text[:100], f"the URL is longer than {MAX_URL_CHARS} characters")
        _check_characters(text)
        try:
            target = httpx.URL(text) if base is None else base.join(text)
        except (httpx.InvalidURL, UnicodeError) as fault:
            raise _make_error(text, "this is not a URL; use one like https://…") from fault
        self._check(target, text)
        return target.copy_with(fragment=None) if target.fragment else target

    def _check(self, url: httpx.URL, text: str) -> None:
        if url.scheme not in DEFAULT_PORTS:
            subject = f"{url.scheme}: URLs are" if url.scheme else "this is"
            raise _make_error(text, f"{subject} not fetched; use an http or https URL")
        if url.userinfo:
            raise _make_error(
                text,
                "the URL contains a user name or password; use it without them",
                is_secret=True,
            )
        self._check_host(url.raw_host.decode("ascii", "replace").lower(), text)
        self._check_port(url.port, text)

    def _check_port(self, port: int | None, text: str) -> None:
        """Allow the web's ports; on the operator's own network others that browsers allow."""
        if port is None or port in self.ports:
            return
        if port > MAX_PORT:
            raise _make_error(text, "this is not a URL; use one like https://…")
        is_bad = port < FIRST_UNPRIVILEGED_PORT or port in BAD_PORTS
        if is_bad or not self.allow_private:
            hint = "" if is_bad else "; FETCH_PORTS can allow it"
            raise _make_error(text, f"port {port} is not a port for web pages{hint}")

    def _check_host(self, host: str, text: str) -> None:
        literal = parse_literal_address(host)
        if literal is not None:
            label = explain_not_public(literal, allow_private=self.allow_private)
            if label is not None:
                raise _make_error(text, f"{host} is {label}; only public addresses are fetched")
            return
        if not _NAME.fullmatch(host):
            raise _make_error(text, "the URL has no valid host name")
        name = host.rstrip(".")
        if _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2]):
            raise _make_error(text, f"{host} is a disguised IP address; use the site's name")
        is_private = "." not in name or f".{name}".endswith(PRIVATE_NAME_SUFFIXES)
        if is_private and not self.allow_private:
            raise _make_error(
                text, f"{host} is a name of a private network; only public sites are fetched"
            )


def parse_literal_address(host: str) -> IpAddress | None:
    """Return the IP address that a URL's host spells out, or None for a name."""
    if ":" not in host and not host[-1:].isdigit():
        return None  # the quick way out for nearly every name; an exception would cost far more
    try:
        address = ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    # A scope id would name an interface of this machine.
    return None if isinstance(address, IPv6Address) and address.scope_id else address


def _check_characters(text: str) -> None:
    """Refuse characters that parsers disagree on: backslashes, blanks and control characters."""
    if _AMBIGUOUS.search(text):
        raise _make_error(text, "the URL contains spaces or backslashes; copy it again")


def _make_error(url: str, reason: str, *, is_secret: bool = False) -> Forbidden:
    shown = re.sub(r"//[^/]*@", "//", url) if is_secret else url
    return Forbidden(url=shown, reason=reason, transient=False)
