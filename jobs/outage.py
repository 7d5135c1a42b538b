"""What is down: said once when it goes and once when it is back, however often it is tried."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Outage:
    """Whether something outside works just now; `since` is None while it does.

    What has several ways in is down while any of them is shut, and that is said once for all.
    """

    what: str
    clock: Callable[[], datetime]
    since: datetime | None = None
    _shut: set[str] = field(default_factory=set)

    def began(self, reason: str, way: str = "") -> None:
        """Note a failure; only the first of a row is said."""
        self._shut.add(way)
        if self.since is None:
            self.since = self.clock()
            log.warning("down", what=self.what, reason=reason)

    def over(self, way: str = "") -> None:
        """Note a success; the first after failures is said, once no way in is shut any more."""
        self._shut.discard(way)
        if self.since is not None and not self._shut:
            seconds = round((self.clock() - self.since).total_seconds())
            self.since = None
            log.warning("up again", what=self.what, after_seconds=seconds)


@dataclass(slots=True)
class Reach:
    """Whether the network is there at all.

    Hosts that fail without an answer, several in a row and no other host answering in between, say
    that it is our side that is cut off, and nothing about the hosts.
    """

    outage: Outage
    hosts_needed: int = 3
    _silent: set[str] = field(default_factory=set)

    @property
    def is_down(self) -> bool:
        """True while no host can be reached."""
        return len(self._silent) >= self.hosts_needed

    def silent(self, host: str, reason: str) -> bool:
        """Note a host that gave no answer; True where that says nothing about the host."""
        self._silent.add(host)
        if self.is_down:
            self.outage.began(reason)
        return self.is_down

    def answered(self) -> None:
        """Note that some host answered, whatever it said."""
        self._silent.clear()
        self.outage.over()
