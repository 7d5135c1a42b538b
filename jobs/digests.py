"""Digests: every few minutes, those that are due in the time zones of their channels."""

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
    """One tick: queues the changes of each due digest, which the outbox then posts."""

    store: Store
    clock: Clock

    async def __call__(self) -> int:
        """Return how many digests have something to post."""
        queued = 0
        now = self.clock()
        for due in await self.store.digests.find_due(now):
            entries = await self._queue(due, now)
            if entries:
                queued += 1
                log.info("digest", channel=due.channel_id, cadence=due.cadence, things=entries)
        return queued

    async def _queue(self, due: DueDigest, now: datetime) -> int:
        try:
            return await self.store.digests.queue(due, now)
        except StoreError:
            raise
        except Exception:
            # Raised, it would withhold the digests of all channels after this one.
            log.exception("a digest failed", channel=due.channel_id, cadence=due.cadence)
            return 0
