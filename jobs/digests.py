"""Digests: every few minutes, whose is due by the clock on their wall."""

from dataclasses import dataclass

import structlog

from clausewatch.store import Store
from jobs.check_due import Clock

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class MakeDigests:
    """One tick: queues what each due digest takes along; posting is the outbox's business."""

    store: Store
    clock: Clock

    async def __call__(self) -> int:
        """Return how many digests have something to say."""
        made = 0
        now = self.clock()
        for due in await self.store.digests.due(now):
            taken = await self.store.digests.make(due, now)
            if taken:
                made += 1
                log.info("digest", channel=due.channel_id, cadence=due.cadence, things=taken)
        return made
