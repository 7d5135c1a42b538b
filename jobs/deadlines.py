"""Deadlines: every few minutes, the reminders that are due in the time zones of their channels."""

from dataclasses import dataclass

import structlog

from clausewatch.store import Store
from jobs.check_due import Clock

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class RemindOfDeadlines:
    """One tick: queues the reminders that are due, which the outbox then posts."""

    store: Store
    clock: Clock

    async def __call__(self) -> int:
        """Return how many reminders were queued."""
        queued = await self.store.deadlines.queue_reminders(self.clock())
        if queued:
            log.info("deadlines", reminders=queued)
        return queued
