"""Check what is due: claim documents, run their checks, record what they came to."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from clausewatch.check import Ports, check
from clausewatch.decide import failed
from clausewatch.errors import ExtractError, FetchError, WorkError
from clausewatch.outcome import CheckOutcome, DueDocument, Verdict
from clausewatch.schedule import Timing
from clausewatch.store import Store

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=10)
"""Longer than the worst check: a claim that is not renewed in this time is free again."""
RENEW_EVERY = timedelta(minutes=3)
BATCH_WAIT_SECONDS = 0.2
"""Outcomes wait this long for company, so that a batch costs one transaction."""

CLAIM_SECONDS = 1.0
"""While slow hosts are waited for, what has become due meanwhile is claimed this often."""

Clock = Callable[[], datetime]


@dataclass(slots=True)
class CheckDue:
    """One tick: checks documents until none is due, a bounded number at a time."""

    store: Store
    ports: Ports
    timing: Timing
    pace: timedelta
    clock: Clock
    concurrency: int = 20
    _running: dict[asyncio.Task[CheckOutcome], DueDocument] = field(default_factory=dict)

    async def __call__(self) -> int:
        """Return how many checks were recorded."""
        recorded = 0
        renewed = self.clock()
        try:
            while True:
                await self._claim()
                if not self._running:
                    return recorded
                recorded += await self._record(await self._finished())
                if self.clock() - renewed > RENEW_EVERY:
                    renewed = self.clock()
                    await self.store.checks.renew(list(self._running.values()), renewed + LEASE)
        finally:
            # Cancelled or failed: leases run out by themselves, and the documents are free again.
            for task in self._running:
                task.cancel()
            self._running.clear()

    async def _claim(self) -> None:
        free = self.concurrency - len(self._running)
        if free <= 0:
            return
        for due in await self.store.checks.claim(self.clock(), free, LEASE):
            self._running[asyncio.create_task(self._checked(due))] = due

    async def _checked(self, due: DueDocument) -> CheckOutcome:
        return await outcome_of(due, self.ports, self.timing, self.clock)

    async def _finished(self) -> list[CheckOutcome]:
        """Wait for a check to end, then a moment for others to join its transaction."""
        await asyncio.wait(
            self._running, timeout=CLAIM_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        done, _ = await asyncio.wait(self._running, timeout=BATCH_WAIT_SECONDS)
        for task in done:
            del self._running[task]
        return [task.result() for task in done]

    async def _record(self, outcomes: Sequence[CheckOutcome]) -> int:
        if not outcomes:
            return 0
        await self.store.checks.record(outcomes, self.pace)
        for outcome in outcomes:
            if outcome.verdict is not Verdict.UNCHANGED:
                log.info(
                    "checked",
                    document=outcome.document_id,
                    verdict=outcome.verdict,
                    reason=outcome.reason or None,
                )
        return len(outcomes)


async def outcome_of(due: DueDocument, ports: Ports, timing: Timing, clock: Clock) -> CheckOutcome:
    """Check one document; what a host or a page does wrong is an outcome too."""
    now = clock()
    try:
        return await check(due, ports, timing, now)
    except (FetchError, ExtractError, WorkError) as fault:
        return failed(due, fault, timing, now)
