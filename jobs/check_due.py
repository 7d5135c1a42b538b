"""Check what is due: claim documents, run their checks, record what they came to."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import structlog

from clausewatch.checks.decide import failed
from clausewatch.checks.examine import Examination, Task
from clausewatch.checks.outcome import CheckOutcome, DueDocument, Verdict
from clausewatch.checks.pipeline import Ports, check
from clausewatch.checks.remedies import suggest_remedies
from clausewatch.checks.schedule import Timing
from clausewatch.errors import ClausewatchError, ExtractError, FetchError, StoreError, WorkerError
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.store import Store
from jobs.outage import Outage, Reach

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=10)
"""Longer than the worst check: a claim that is not renewed in this time is free again."""
RENEW_EVERY = timedelta(minutes=3)
BATCH_WAIT_SECONDS = 0.2
"""Outcomes wait this long for company, so that a batch costs one transaction."""

MOMENTS_PER_CLAIM = 5
"""So many moments without a check that ended, then what has become due meanwhile is claimed."""

CLAIMED_AHEAD = 5
"""Claims per check under way: larger batches cost fewer transactions, and never more requests."""

POSTPONED = timedelta(minutes=1)
"""While the network is down, documents wait this long, and that counts as no look."""

OWN_FAULT = "the program met a fault of its own with it, which its log describes"

Clock = Callable[[], datetime]
Looked = tuple[DueDocument, CheckOutcome]
GiveWay = Callable[[], Awaitable[None]]
"""Returns once nobody waits for an answer of this process, or nobody has for a while."""


async def nobody_waits() -> None:
    """Return at once: where nobody is answered there is no way to give."""


@dataclass(slots=True)
class CheckDue:
    """One tick: checks documents until none is due, a bounded number at a time."""

    store: Store
    ports: Ports
    timing: Timing
    pace: timedelta
    clock: Clock
    concurrency: int = 20
    watch: Callable[[CheckOutcome], None] = lambda _: None
    """Is shown every outcome once it is recorded."""
    give_way: GiveWay = nobody_waits
    """Asked before each step that would keep the process from answering somebody."""
    _reach: Reach = field(init=False)
    _slots: asyncio.Semaphore = field(init=False)
    _running: dict[asyncio.Task[Looked | None], DueDocument] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with a network that is taken to be there."""
        self._reach = Reach(Outage("network", self.clock))
        self._slots = asyncio.Semaphore(self.concurrency)

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
                # Either way: the clock may have been set back.
                if abs(self.clock() - renewed) > RENEW_EVERY:
                    renewed = self.clock()
                    await self.store.checks.renew(list(self._running.values()), renewed + LEASE)
        finally:
            # Cancelled or failed: leases run out by themselves, and the documents are free again.
            for task in self._running:
                task.cancel()
            self._running.clear()

    async def _claim(self) -> None:
        # One at a time is enough to see that the network is back.
        most = 1 if self._reach.is_down else self.concurrency * CLAIMED_AHEAD
        free = most - len(self._running)
        if free <= 0:
            return
        await self.give_way()
        for due in await self.store.checks.claim(self.clock(), free, LEASE):
            task = asyncio.create_task(self._checked(due))
            task.add_done_callback(_seen)
            self._running[task] = due

    async def one(self, due: DueDocument) -> bool:
        """Check one claimed document and record it; False where nothing could be recorded."""
        looked = await self._checked(due)
        return looked is not None and await self._record([looked]) == 1

    async def _checked(self, due: DueDocument) -> Looked | None:
        """Return what a check came to; None where it was postponed, the network being down."""
        async with self._slots:
            now = self.clock()
            outcome = await self._kept_apart(due, self._looked(due, now), now)
        if outcome is None:
            return None
        # A search of a site takes long: it holds no place of a check.
        with_remedies = suggest_remedies(due, outcome, self.ports, now)
        return due, await self._kept_apart(due, with_remedies, now) or outcome

    async def _kept_apart(
        self, due: DueDocument, look: Awaitable[CheckOutcome | None], now: datetime
    ) -> CheckOutcome | None:
        """Return what a look came to; one that breaks is a fault of ours, told as such."""
        try:
            return await look
        except StoreError:
            raise
        except Exception:
            # Passed on, it would end the looks at all that were claimed along with this one.
            log.exception("a check failed", document=due.document.id)
            return failed(due, WorkerError(OWN_FAULT), self.timing, now)

    async def _fetched(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        found = await self.ports.fetch(request, now)
        # What is read next is of the database, and many looks come to it at once.
        await self.give_way()
        return found

    async def _examined(self, task: Task) -> Examination:
        found = await self.ports.examine(task)
        # What is to be decided and filed is by far the most that a look asks of this process.
        await self.give_way()
        return found

    async def _looked(self, due: DueDocument, now: datetime) -> CheckOutcome | None:
        faults: list[ClausewatchError] = []
        await self.give_way()
        ports = replace(self.ports, fetch=self._fetched, examine=self._examined)
        outcome = await outcome_of(due, ports, self.timing, now, faults.append)
        if not faults or not _is_silence(faults[0]):
            self._reach.answered()
        elif self._reach.silent(urlsplit(due.pages[0].url).hostname or "", str(faults[0])):
            await self.store.checks.postpone([due], self.clock() + POSTPONED)
            return None
        return outcome

    async def _finished(self) -> list[Looked]:
        """Wait for all to end, or for a moment in which some did: they share a transaction."""
        done: set[asyncio.Task[Looked | None]] = set()
        for _ in range(MOMENTS_PER_CLAIM):
            done, _ = await asyncio.wait(self._running, timeout=BATCH_WAIT_SECONDS)
            if done:
                break
        for task in done:
            del self._running[task]
        return [looked for task in done if (looked := task.result()) is not None]

    async def _record(self, looks: Sequence[Looked]) -> int:
        if not looks:
            return 0
        await self.give_way()
        try:
            await self.store.checks.record([outcome for _, outcome in looks], self.pace)
        except StoreError:
            raise
        except Exception:
            log.exception("not recorded", documents=[due.document.id for due, _ in looks])
            return await self._record_apart(looks)
        for _, outcome in looks:
            self._show(outcome)
        return len(looks)

    async def _record_apart(self, looks: Sequence[Looked]) -> int:
        """Record one by one what the store refused together, so that no other is lost to one.

        One that it refuses by itself is recorded as a fault of ours.
        """
        if len(looks) > 1:
            return sum([await self._record([looked]) for looked in looks])
        due, outcome = looks[0]
        if outcome.reason == OWN_FAULT:
            # Not even that: the claim runs out by itself, and the document is looked at again.
            return 0
        own = failed(due, WorkerError(OWN_FAULT), self.timing, outcome.checked_at)
        return await self._record([(due, own)])

    def _show(self, outcome: CheckOutcome) -> None:
        self.watch(outcome)
        if outcome.verdict is not Verdict.UNCHANGED:
            log.info(
                "checked",
                document=outcome.document_id,
                verdict=outcome.verdict,
                reason=outcome.reason or None,
            )


def _seen(task: asyncio.Task[Looked | None]) -> None:
    """Take note of a task's fault: of several that fail at once only one is raised."""
    if not task.cancelled():
        task.exception()


def _is_silence(fault: ClausewatchError) -> bool:
    """True where no answer came at all: the network's own fault is then the cause."""
    return isinstance(fault, FetchError) and fault.transient and fault.__cause__ is not None


async def outcome_of(
    due: DueDocument,
    ports: Ports,
    timing: Timing,
    now: datetime,
    notice: Callable[[ClausewatchError], None] = lambda _: None,
) -> CheckOutcome:
    """Check one document; what a host or a page does wrong is an outcome too, and is noticed."""
    try:
        return await check(due, ports, timing, now)
    except (FetchError, ExtractError, WorkerError) as fault:
        notice(fault)
        return failed(due, fault, timing, now)
