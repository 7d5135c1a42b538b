"""Check what is due: claim documents, check them, record the outcomes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.checks.decide import fail
from clausewatch.checks.examination import Examination, Task
from clausewatch.checks.outcome import CheckOutcome, DueDocument, Failed, Verdict
from clausewatch.checks.pipeline import check_document
from clausewatch.checks.ports import Ports, Search
from clausewatch.checks.schedule import Timing
from clausewatch.errors import (
    INTERNAL_ERROR,
    ClausewatchError,
    FetchError,
    StoreError,
    WorkerError,
)
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.store import Store
from jobs.outage import NetworkReach, Outage

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=10)
"""Longer than the longest check: a claim that is not renewed in this time expires."""
RENEW_EVERY = timedelta(minutes=3)
BATCH_WAIT_SECONDS = 0.2
"""Outcomes wait this long for others, so that a batch costs one transaction."""
WAITS_PER_CLAIM = 5
"""Waits in which no check ends before documents that became due meanwhile are claimed."""
CLAIMED_AHEAD = 5
"""Claims per check in progress: larger batches cost fewer transactions and no more requests."""
POSTPONED = timedelta(minutes=1)
"""How long documents wait while the network is down; that counts as no check."""
_OWN_FAULT = WorkerError(INTERNAL_ERROR)

Clock = Callable[[], datetime]
Checked = tuple[DueDocument, CheckOutcome]
YieldToRequests = Callable[[], Awaitable[None]]
"""Returns once this process owes nobody an answer, or after a while."""


async def yield_to_nobody() -> None:
    """Return at once, in a process that answers nobody."""


@dataclass(slots=True)
class CheckDue:
    """One tick: checks documents until none is due, a bounded number at a time."""

    store: Store
    ports: Ports
    timing: Timing
    pace: timedelta
    clock: Clock
    concurrency: int = 20
    on_recorded: Callable[[CheckOutcome], None] = lambda _: None
    """Called with each outcome that is recorded."""
    yield_to_requests: YieldToRequests = yield_to_nobody
    """Awaited before each step that would keep the process from answering a person."""
    _network: NetworkReach = field(init=False)
    _slots: asyncio.Semaphore = field(init=False)
    _running: dict[asyncio.Task[Checked | None], DueDocument] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Start with a network that is assumed to work."""
        self._network = NetworkReach(Outage("network", self.clock))
        self._slots = asyncio.Semaphore(self.concurrency)

    async def __call__(self) -> int:
        """Return how many outcomes were recorded."""
        recorded = 0
        renewed_at = self.clock()
        try:
            while True:
                await self._claim()
                if not self._running:
                    return recorded
                recorded += await self._record(await self._wait_for_checks())
                # In either direction, because the clock may have been set back.
                if abs(self.clock() - renewed_at) > RENEW_EVERY:
                    renewed_at = self.clock()
                    claims = list(self._running.values())
                    await self.store.checks.renew(claims, renewed_at + LEASE)
        finally:
            # After a cancellation or a fault the leases expire and free the documents.
            for task in self._running:
                task.cancel()
            self._running.clear()

    async def check_claimed(self, due: DueDocument) -> bool:
        """Check one claimed document and record its outcome; False if none was recorded."""
        checked = await self._check(due)
        return checked is not None and await self._record([checked]) == 1

    async def _claim(self) -> None:
        # One document is enough to see that the network is back.
        limit = 1 if self._network.is_down else self.concurrency * CLAIMED_AHEAD
        free = limit - len(self._running)
        if free <= 0:
            return
        await self.yield_to_requests()
        for due in await self.store.checks.claim(self.clock(), free, LEASE):
            task = asyncio.create_task(self._check(due))
            task.add_done_callback(_retrieve_fault)
            self._running[task] = due

    async def _check(self, due: DueDocument) -> Checked | None:
        """Return the outcome of a check; None if it is postponed because the network is down."""
        async with AsyncExitStack() as slot:
            await slot.enter_async_context(self._slots)
            now = self.clock()
            await self.yield_to_requests()
            try:
                outcome = await check_document(due, self._make_ports(slot), self.timing, now)
            except StoreError:
                raise
            except Exception:
                # Raised, it would end the checks of all documents claimed with this one.
                log.exception("a check failed", document=due.document.id)
                return due, fail(due, _OWN_FAULT, self.timing, now)
        result = outcome.result
        if not isinstance(result, Failed) or not _is_unanswered(result.fault):
            self._network.note_answer()
        elif await self._postpone_offline(due, result.fault):
            return None
        return due, outcome

    def _make_ports(self, slot: AsyncExitStack) -> Ports:
        """Return the ports of one check, which give way to people who wait for an answer."""
        search = self.ports.search and _leave_slot(self.ports.search, slot)
        return replace(self.ports, fetch=self._fetch, examine=self._examine, search=search)

    async def _fetch(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        answer = await self.ports.fetch(request, now)
        # The database comes next, and many checks reach it at once.
        await self.yield_to_requests()
        return answer

    async def _examine(self, task: Task) -> Examination:
        examination = await self.ports.examine(task)
        # Deciding and filing come next, the most that a check demands of this process.
        await self.yield_to_requests()
        return examination

    async def _postpone_offline(self, due: DueDocument, fault: ClausewatchError) -> bool:
        """Postpone a document that is unreachable because the network is down; True if it is."""
        host = urlsplit(due.pages[0].url).hostname or ""
        if not self._network.note_silence(host, str(fault)):
            return False
        await self.store.checks.postpone([due], self.clock() + POSTPONED)
        return True

    async def _wait_for_checks(self) -> list[Checked]:
        """Wait until checks end, for a bounded time; those that end together are one batch."""
        done: set[asyncio.Task[Checked | None]] = set()
        for _ in range(WAITS_PER_CLAIM):
            done, _ = await asyncio.wait(self._running, timeout=BATCH_WAIT_SECONDS)
            if done:
                break
        for task in done:
            del self._running[task]
        return [checked for task in done if (checked := task.result()) is not None]

    async def _record(self, batch: Sequence[Checked]) -> int:
        if not batch:
            return 0
        await self.yield_to_requests()
        try:
            await self.store.checks.record([outcome for _, outcome in batch], self.pace)
        except StoreError:
            raise
        except Exception:
            # One bad outcome must not lose those that are recorded with it.
            log.exception("not recorded", documents=[due.document.id for due, _ in batch])
            return await self._record_singly(batch)
        for _, outcome in batch:
            self._report(outcome)
        return len(batch)

    async def _record_singly(self, batch: Sequence[Checked]) -> int:
        """Record each outcome of a batch that the store refused, so that only bad ones are lost.

        An outcome that the store refuses by itself is recorded as a fault of the program.
        """
        if len(batch) > 1:
            return sum([await self._record([checked]) for checked in batch])
        due, outcome = batch[0]
        if isinstance(outcome.result, Failed) and outcome.result.fault is _OWN_FAULT:
            # The store refuses that, too: the claim expires, and the document is checked again.
            return 0
        own = fail(due, _OWN_FAULT, self.timing, outcome.checked_at)
        return await self._record([(due, own)])

    def _report(self, outcome: CheckOutcome) -> None:
        self.on_recorded(outcome)
        if outcome.verdict is not Verdict.UNCHANGED:
            log.info(
                "checked",
                document=outcome.document_id,
                verdict=outcome.verdict,
                reason=outcome.reason or None,
            )


def _leave_slot(search: Search, slot: AsyncExitStack) -> Search:
    """Return a search that frees the slot of its check first, because it takes long."""

    async def search_without_slot(url: str, now: datetime) -> SiteSearch:
        await slot.aclose()
        return await search(url, now)

    return search_without_slot


def _retrieve_fault(task: asyncio.Task[Checked | None]) -> None:
    """Retrieve the fault of a task: of several that fail at once only one is raised."""
    if not task.cancelled():
        task.exception()


def _is_unanswered(fault: ClausewatchError) -> bool:
    """Return whether no answer came at all, which the network itself may cause."""
    return isinstance(fault, FetchError) and fault.transient and fault.__cause__ is not None
