"""robots.txt as RFC 9309 has it: what a host lets automated readers fetch, remembered for a day."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

from protego import Protego

KEEP = timedelta(hours=24)
"""RFC 9309 section 2.4: no longer than a day."""
KEEP_FAILURE = timedelta(minutes=10)
MAX_ROBOTS_BYTES = 512 * 1024
"""RFC 9309 section 2.5: at least 500 KiB are read; the rest does not count."""
MAX_CRAWL_DELAY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Robots:
    """What is remembered of one origin's robots.txt."""

    rules: str | None
    """The file's text; an empty one allows everything. None: the host could not say (5xx)."""
    expires_at: datetime
    fault: str = ""
    """Why the host could not say, e.g. `503`."""

    def allows(self, url: str, robot_name: str) -> bool:
        """Return whether the file lets a robot of that name fetch the URL."""
        if not self.rules:
            return self.rules is not None
        return _parsed(self.rules).can_fetch(url, robot_name)

    def delay(self, robot_name: str) -> timedelta | None:
        """Return the pause between requests that the file asks for, at most an hour."""
        seconds = _parsed(self.rules).crawl_delay(robot_name) if self.rules else None
        # The file may say `nan`, which no comparison lets through.
        if seconds is not None and seconds > 0:
            return timedelta(seconds=min(seconds, MAX_CRAWL_DELAY.total_seconds()))
        return None


class RobotsCache(Protocol):
    """Remembers robots.txt files by origin (`https://host:port`)."""

    async def get(self, origin: str) -> Robots | None:
        """Return what is remembered, expired or not, or None."""
        ...

    async def put(self, origin: str, robots: Robots) -> None:
        """Remember it in place of what was."""
        ...


class MemoryRobots:
    """Remembers the robots.txt files of the origins asked last, while the process lives."""

    def __init__(self, size: int = 2000) -> None:
        self._size = size
        self._kept: OrderedDict[str, Robots] = OrderedDict()

    async def get(self, origin: str) -> Robots | None:
        """Return what is remembered, expired or not, or None."""
        if origin in self._kept:
            self._kept.move_to_end(origin)
        return self._kept.get(origin)

    async def put(self, origin: str, robots: Robots) -> None:
        """Remember it; the origin that was asked longest ago makes room."""
        self._kept[origin] = robots
        self._kept.move_to_end(origin)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)


@lru_cache(maxsize=512)
def _parsed(rules: str) -> Protego:
    return Protego.parse(rules)
