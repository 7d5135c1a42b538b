"""How fetching is set up: plain values, made from the settings where the program is composed."""

from dataclasses import dataclass
from pathlib import Path


def in_language(tag: str) -> str:
    """Return the Accept-Language header that asks for one language, whatever else there is."""
    broad = tag.partition("-")[0]
    return f"{tag}, *;q=0.5" if broad == tag else f"{tag}, {broad};q=0.9, *;q=0.5"


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Limits and manners of all fetches of one process."""

    user_agent: str
    """Who we are and why; its part before the slash is the name that robots.txt is asked for."""
    timeout_seconds: float = 30.0
    """For one page, redirects and robots.txt included; waiting for one's turn does not count."""
    max_bytes: int = 10_000_000
    """Of one page, after decompression."""
    allow_private: bool = False
    proxy: str | None = None
    ca_bundle: Path | None = None
    max_connections: int = 100
    accept_language: str = "en, *;q=0.5"
    """The same for every look, so that a host that translates keeps to one language."""

    @property
    def robot_name(self) -> str:
        """Our product token, as sites' robots.txt files would name us."""
        return self.user_agent.partition("/")[0].strip() or "Clausewatch"
