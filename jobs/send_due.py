"""Send what is due: each channel's deliveries in order, each posted once.

A post is committed as `sending`, then made, then committed as sent. A crash in between leaves a
post that may have been made or not: it is looked up, or posted again, marked as a possible repeat.
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
"""Longer than the slowest post; a post that is `sending` for longer is unknown."""
POSTS = "posts"
CHANNELS_AT_A_TIME = 4
"""One slow channel or workspace must not delay the others."""


class Messenger(Protocol):
    """Posts to the channels of teams."""

    async def post(self, outgoing: Post, now: datetime) -> Receipt:
        """Post once. Raises DeliveryError; its `transient` says whether to try again."""
        ...

    async def find(self, outgoing: Post) -> Receipt | None:
        """Return the receipt of an unknown post, or None if it was never made.

        Raises DeliveryError if Slack cannot answer that.
        """
        ...


@dataclass(slots=True)
class SendDue:
    """One tick: posts until nothing is due in any channel."""

    store: Store
    messenger: Messenger
    clock: Clock
    can_look_up: bool = False
    tenant: Tenant | None = None
    """The workspace that the messenger reaches; None if it reaches all."""
    slack: Outage | None = None
    """The outage of Slack that others log too, so that it is logged once."""
    _slack: Outage = field(init=False)

    def __post_init__(self) -> None:
        """Start with a Slack that is assumed to work."""
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
        # Raised only now, so that no post is in progress when the next tick or a stop comes.
        for result in drained:
            if isinstance(result, BaseException):
                raise result
        return sum(count for count in drained if isinstance(count, int))

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
        """Look up unknown posts in workspaces that granted a history scope."""
        for outgoing in await self.store.outbox.find_unknown(self.tenant):
            try:
                receipt = await self.messenger.find(outgoing)
            except DeliveryError as fault:
                log.info("post still unknown", post=outgoing.post_id, code=fault.code)
                continue
            await self.store.outbox.settle(outgoing, receipt, self.clock())
