"""Options of the fetchers: plain values, made from the settings where the program is composed."""

from dataclasses import dataclass, field
from pathlib import Path

from clausewatch.fetch.url_guard import WEB_PORTS, UrlGuard


def format_accept_language(tag: str) -> str:
    """Return the Accept-Language header that prefers one language and accepts any other."""
    primary = tag.partition("-")[0]
    return f"{tag}, *;q=0.5" if primary == tag else f"{tag}, {primary};q=0.9, *;q=0.5"


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Limits and headers of all fetches of one process."""

    user_agent: str
    """Our User-Agent header; the part before its slash is our name in robots.txt files."""
    timeout_seconds: float = 30.0
    """Per page, redirects and robots.txt included; time spent on rate limits does not count."""
    max_bytes: int = 10_000_000
    """Per page, after decompression."""
    allow_private: bool = False
    ports: frozenset[int] = WEB_PORTS
    proxy: str | None = field(default=None, repr=False)
    """With the proxy's password, so it is not shown."""
    ca_bundle: Path | None = None
    max_connections: int = 100
    accept_language: str = "en, *;q=0.5"
    """The same for every fetch, so that a host that translates keeps to one language."""

    @property
    def robot_name(self) -> str:
        """Our product token, by which robots.txt files name us."""
        return self.user_agent.partition("/")[0].strip() or "Clausewatch"

    def make_guard(self) -> UrlGuard:
        """Return the guard of URLs."""
        return UrlGuard(allow_private=self.allow_private, ports=self.ports)
