"""Monthly reports: every few minutes, those that are due in the time zones of their channels."""

from dataclasses import dataclass

import structlog

from clausewatch.errors import StoreError
from clausewatch.notifications.months import DueReport
from clausewatch.store import Store
from jobs.check_due import Clock

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class MakeMonthlyReports:
    """One tick: queues the report of each channel that asked for one."""

    store: Store
    clock: Clock

    async def __call__(self) -> int:
        """Return how many reports were queued."""
        return sum([await self._queue(due) for due in await self._find_due()])

    async def _find_due(self) -> tuple[DueReport, ...]:
        return await self.store.monthly_reports.find_due(self.clock())

    async def _queue(self, due: DueReport) -> int:
        try:
            queued = await self.store.monthly_reports.queue(due, self.clock())
        except StoreError:
            raise
        except Exception:
            # Raised, it would withhold the reports of all channels after this one.
            log.exception("a monthly report failed", channel=due.channel_id)
            return 0
        if queued:
            log.info("monthly report", channel=due.channel_id, month=f"{due.month.first:%Y-%m}")
        return queued
