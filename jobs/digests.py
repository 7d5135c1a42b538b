"""Digests: every few minutes, whose is due by the clock on their wall."""

from dataclasses import dataclass
from datetime import datetime

import structlog

from clausewatch.errors import StoreError
from clausewatch.notifications.digests import DueDigest
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
        for due in await self.store.digests.find_due(now):
            taken = await self._queue(due, now)
            if taken:
                made += 1
                log.info("digest", channel=due.channel_id, cadence=due.cadence, things=taken)
        return made

    async def _queue(self, due: DueDigest, now: datetime) -> int:
        try:
            return await self.store.digests.queue(due, now)
        except StoreError:
            raise
        except Exception:
            # Passed on, it would keep every channel after this one from its digest.
            log.exception("a digest failed", channel=due.channel_id, cadence=due.cadence)
            return 0
