"""What is down: logged once when it fails and once when it recovers, however often it is tried."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Outage:
    """Whether something outside works now; `since` is None while it does.

    A service that is reached by several routes is down while any of them fails; that is logged
    once for all routes.
    """

    what: str
    clock: Callable[[], datetime]
    since: datetime | None = None
    _failing: set[str] = field(default_factory=set)

    def note_failure(self, reason: str, route: str = "") -> None:
        """Note a failure; only the first in a row is logged."""
        self._failing.add(route)
        if self.since is None:
            self.since = self.clock()
            log.warning("down", what=self.what, reason=reason)

    def note_success(self, route: str = "") -> None:
        """Note a success; the first is logged once no route fails any more."""
        self._failing.discard(route)
        if self.since is not None and not self._failing:
            seconds = round((self.clock() - self.since).total_seconds())
            self.since = None
            log.warning("up again", what=self.what, after_seconds=seconds)


@dataclass(slots=True)
class NetworkReach:
    """Whether this machine reaches the network.

    Several hosts in a row that do not answer, with no other host answering in between, mean that
    this machine is cut off, and nothing about the hosts.
    """

    outage: Outage
    hosts_needed: int = 3
    _silent_hosts: set[str] = field(default_factory=set)

    @property
    def is_down(self) -> bool:
        """True while no host can be reached."""
        return len(self._silent_hosts) >= self.hosts_needed

    def note_silence(self, host: str, reason: str) -> bool:
        """Note a host that did not answer; True if that means nothing about the host."""
        self._silent_hosts.add(host)
        if self.is_down:
            self.outage.note_failure(reason)
        return self.is_down

    def note_answer(self) -> None:
        """Note that a host answered, with whatever status."""
        self._silent_hosts.clear()
        self.outage.note_success()
