"""Send what is due: each channel's deliveries in order, each told once.

The order is fixed: the post is committed as `sending`, then made, then committed as sent. A crash
between leaves a post whose fate is unknown; `settle` looks it up, or it goes out once more, marked.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from clausewatch.errors import DeliveryError
from clausewatch.model.watches import Tenant
from clausewatch.notifications.deliveries import Post, Receipt
from clausewatch.store import Store
from jobs.check_due import Clock
from jobs.outage import Outage

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=2)
"""Longer than the worst post; a post still `sending` after it is unknown."""
POSTS = "posts"
CHANNELS_AT_A_TIME = 4
"""One slow channel or workspace must not hold up the others."""


class Messenger(Protocol):
    """Posts to wherever teams read."""

    async def post(self, outgoing: Post, now: datetime) -> Receipt:
        """Post once. Raises DeliveryError; its `transient` says whether to try again."""
        ...

    async def find(self, outgoing: Post) -> Receipt | None:
        """Return the receipt of a post of unknown fate, or None where it was never made.

        Raises DeliveryError where that cannot be told.
        """
        ...


@dataclass(slots=True)
class SendDue:
    """One tick: posts until no channel has anything due."""

    store: Store
    messenger: Messenger
    clock: Clock
    can_look_up: bool = False
    tenant: Tenant | None = None
    """The workspace that the messenger reaches; None where it reaches all."""
    slack: Outage | None = None
    """Where else somebody sees whether Slack is there: it is then said once for all."""
    _slack: Outage = field(init=False)

    def __post_init__(self) -> None:
        """Begin with a Slack that is taken to be there."""
        self._slack = self.slack or Outage("Slack", self.clock)

    async def __call__(self) -> int:
        """Return how many posts were made."""
        if self.can_look_up:
            await self._settle()
        first = await self._claim()
        if first is None:
            return 0
        others = (self._drain(None) for _ in range(CHANNELS_AT_A_TIME - 1))
        drained = await asyncio.gather(self._drain(first), *others, return_exceptions=True)
        # Only now, so that no post is still under way when the next tick begins, or at a stop.
        for one in drained:
            if isinstance(one, BaseException):
                raise one
        return sum(one for one in drained if isinstance(one, int))

    async def _claim(self) -> Post | None:
        return await self.store.outbox.claim(self.clock(), LEASE, self.tenant)

    async def _drain(self, claimed: Post | None) -> int:
        sent = 0
        while (outgoing := claimed or await self._claim()) is not None:
            claimed = None
            sent += await self._send(outgoing)
        return sent

    async def _send(self, outgoing: Post) -> bool:
        try:
            receipt = await self.messenger.post(outgoing, self.clock())
        except DeliveryError as fault:
            if fault.transient:
                self._slack.note_failure(fault.code, POSTS)
            say = log.info if fault.transient else log.warning
            say("not posted", post=outgoing.post_id, code=fault.code)
            await self.store.outbox.mark_failed(outgoing, fault, self.clock())
            return False
        self._slack.note_success(POSTS)
        await self.store.outbox.mark_sent(outgoing, receipt, self.clock())
        log.info("posted", post=outgoing.post_id, channel=outgoing.channel.slack_id)
        return True

    async def _settle(self) -> None:
        """Look up posts of unknown fate where the workspace lets us read history."""
        for outgoing in await self.store.outbox.find_unknown(self.tenant):
            try:
                receipt = await self.messenger.find(outgoing)
            except DeliveryError as fault:
                log.info("fate still unknown", post=outgoing.post_id, code=fault.code)
                continue
            await self.store.outbox.settle(outgoing, receipt, self.clock())
