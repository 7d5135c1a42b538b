"""robots.txt files (RFC 9309) and the cache that keeps them for a day."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Protocol

from protego import Protego

MAX_AGE = timedelta(hours=24)
"""RFC 9309 section 2.4: a cached file expires after at most a day."""
MAX_FAILURE_AGE = timedelta(minutes=10)
MAX_ROBOTS_BYTES = 512 * 1024
"""RFC 9309 section 2.5 asks for at least 500 KiB; the rest of a file is ignored."""


@dataclass(frozen=True, slots=True)
class RobotsFile:
    """The robots.txt file of one origin, as cached."""

    rules: str | None
    """The rules for us; an empty text allows everything. None: the host failed to answer (5xx)."""
    expires_at: datetime
    fault: str = ""
    """The host's failure, e.g. `503`."""

    def is_allowed(self, url: str, robot_name: str) -> bool:
        """Return whether the file allows a robot of that name to fetch the URL."""
        if not self.rules:
            return self.rules is not None
        return _parse_rules(self.rules).can_fetch(url, robot_name)


class RobotsCache(Protocol):
    """A cache of robots.txt files by origin (`https://host:port`)."""

    async def get(self, origin: str) -> RobotsFile | None:
        """Return the cached file, expired or not, or None."""
        ...

    async def put(self, origin: str, robots: RobotsFile) -> None:
        """Store a file in place of the cached one."""
        ...


class MemoryRobotsCache:
    """Keeps the robots.txt files of the most recently used origins in memory."""

    def __init__(self, size: int = 2000) -> None:
        self._size = size
        self._files: OrderedDict[str, RobotsFile] = OrderedDict()

    async def get(self, origin: str) -> RobotsFile | None:
        """Return the cached file, expired or not, or None."""
        if origin in self._files:
            self._files.move_to_end(origin)
        return self._files.get(origin)

    async def put(self, origin: str, robots: RobotsFile) -> None:
        """Store a file; the least recently used origins are evicted."""
        self._files[origin] = robots
        self._files.move_to_end(origin)
        while len(self._files) > self._size:
            self._files.popitem(last=False)


@lru_cache(maxsize=512)
def _parse_rules(rules: str) -> Protego:
    return Protego.parse(rules)
