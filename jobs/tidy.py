"""Tidying: delete the bytes of noise in time, and nothing that a version or a change needs."""

from dataclasses import dataclass
from datetime import timedelta

import structlog

from clausewatch.store import Store
from jobs.check_due import Clock

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Tidy:
    """One tick, a few times a day."""

    store: Store
    keep_noise: timedelta
    clock: Clock

    async def __call__(self) -> None:
        """Delete what has expired, and log the counts."""
        counts = await self.store.maintenance.tidy(self.clock(), self.keep_noise)
        log.info("tidied", **counts)
