"""What may be asked for at all: the rules for a URL, before anything is sent.

Names are judged again at connect time (`connect.py`), when their addresses are known.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address

import httpx

from clausewatch.errors import Forbidden
from clausewatch.fetch.ip_addresses import IpAddress, why_not_public

MAX_URL_CHARS = 4096
KEPT_URLS = 4096
"""Addresses kept as judged: a watchlist's come again, and that is 7% of a look that meets a 304."""
LOWEST_FREE_PORT = 1024
PORTS = {"http": 80, "https": 443}
# Ports above 1023 that browsers never speak HTTP to (the Fetch standard's list of bad ports).
BAD_PORTS = frozenset({1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665,
                       6666, 6667, 6668, 6669, 6679, 6697, 10080})  # fmt: skip
INNER_NAMES = (
    ".localhost",
    ".local",
    ".internal",
    ".intranet",
    ".lan",
    ".home.arpa",
    ".localdomain",
)
# Two URL parsers see each address (httpx's and yarl's): only names that both read alike get by.
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.?")
_MISREAD = re.compile(r"[\x00-\x20\\\x7f]")
_NUMERIC_LABEL = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)\.?")


@dataclass(frozen=True, slots=True)
class Guard:
    """The rules for URLs; `allow_private` opens loopback and private addresses and inner names."""

    allow_private: bool = False

    def parsed(self, url: str, base: httpx.URL | None = None) -> httpx.URL:
        """Return the URL without its fragment; a redirect's target relative to `base`.

        Raises Forbidden with the rule that it breaks.
        """
        return self._kept(url) if base is None else self._judged(url, base)

    @lru_cache(KEPT_URLS)  # noqa: B019  # a Guard is a value: what is kept alive holds nothing
    def _kept(self, url: str) -> httpx.URL:
        return self._judged(url, None)

    def _judged(self, url: str, base: httpx.URL | None) -> httpx.URL:
        text = url.strip()
        if len(text) > MAX_URL_CHARS:
            raise _forbidden(text[:100], f"the URL is longer than {MAX_URL_CHARS} characters")
        _check_characters(text)
        try:
            target = httpx.URL(text) if base is None else base.join(text)
        except httpx.InvalidURL as fault:
            raise _forbidden(text, "this is not a URL; give one like https://…") from fault
        self._check(target, text)
        return target.copy_with(fragment=None) if target.fragment else target

    def _check(self, url: httpx.URL, text: str) -> None:
        if url.scheme not in PORTS:
            named = f"{url.scheme}: URLs are" if url.scheme else "this is"
            raise _forbidden(text, f"{named} not fetched; give an http or https URL")
        if url.userinfo:
            raise _forbidden(
                text,
                "the URL carries a user name or password; give it without them",
                is_secret=True,
            )
        self._check_host(url.raw_host.decode("ascii", "replace").lower(), text)
        self._check_port(url.port, text)

    def _check_port(self, port: int | None, text: str) -> None:
        """Ports 80, 443 and from 1024 up are open, those of other protocols aside."""
        if port is None or port in PORTS.values():
            return
        if port < LOWEST_FREE_PORT or port in BAD_PORTS:
            raise _forbidden(text, f"port {port} is not one where web pages are fetched")

    def _check_host(self, host: str, text: str) -> None:
        literal = literal_address(host)
        if literal is not None:
            what = why_not_public(literal, allow_private=self.allow_private)
            if what is not None:
                raise _forbidden(text, f"{host} is {what}; only public addresses are fetched")
            return
        if not _NAME.fullmatch(host):
            raise _forbidden(text, "the URL has no ordinary host name")
        name = host.rstrip(".")
        if _NUMERIC_LABEL.fullmatch(name.rpartition(".")[2]):
            raise _forbidden(text, f"{host} is an address in disguise; give the site's name")
        is_inner = "." not in name or f".{name}".endswith(INNER_NAMES)
        if is_inner and not self.allow_private:
            raise _forbidden(
                text, f"{host} is a name of an inner network; only public sites are fetched"
            )


def literal_address(host: str) -> IpAddress | None:
    """Return the address that a URL's host spells out in its usual form, or None for a name."""
    if ":" not in host and not host[-1:].isdigit():
        return None  # what every name goes through; asking by exception costs as much as the rest
    try:
        address = ip_address(host.removeprefix("[").removesuffix("]"))
    except ValueError:
        return None
    # A scope id would name an interface of this machine.
    return None if isinstance(address, IPv6Address) and address.scope_id else address


def _check_characters(text: str) -> None:
    """Refuse what parsers are known to disagree on: backslashes, blanks and control characters."""
    if _MISREAD.search(text):
        raise _forbidden(text, "the URL holds blanks or backslashes; copy it again")


def _forbidden(url: str, reason: str, *, is_secret: bool = False) -> Forbidden:
    shown = re.sub(r"//[^/]*@", "//", url) if is_secret else url
    return Forbidden(url=shown, reason=reason, transient=False)
