"""A fleet: `run` enqueues what is due, and any number of workers check it.

The queue is Procrastinate's, in the same PostgreSQL database. A task carries the number of a
document and nothing else. A worker claims the document's row exactly as a single process does, so a
task that comes twice, late, or to a worker of another release does no harm. What is due is a row,
so a task that is lost is enqueued again.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status

from clausewatch.errors import StoreError
from clausewatch.model.record_ids import DocumentId
from clausewatch.store import Store
from jobs.check_due import LEASE, RENEW_EVERY, CheckDue, Clock
from jobs.outage import Outage

log = structlog.get_logger(__name__)

TASK = "check"
QUEUE = "checks"
MAX_PER_TICK = 500
"""Documents enqueued per tick, at most one per host."""
POLL_SECONDS = 2.0
HEARTBEAT_SECONDS = 5.0
STALLED_SECONDS = 20.0
"""A worker without a heartbeat for this long is dead, and its documents are released."""
RETRY_SECONDS = 2.0


@asynccontextmanager
async def open_queue(url: str) -> AsyncIterator[App]:
    """Open the queue of a database URL, without any task."""
    conninfo = url.replace("postgresql+psycopg://", "postgresql://", 1)
    connector = PsycopgConnector(conninfo=conninfo, min_size=1, max_size=4, timeout=10)
    app = App(connector=connector)
    async with app.open_async():
        yield app


@dataclass(slots=True)
class Enqueue:
    """One tick: enqueues what is due, once each, and finds the tasks of dead workers."""

    store: Store
    queue: App
    clock: Clock

    async def __call__(self) -> int:
        """Return how many documents were enqueued. Raises StoreError."""
        try:
            return await self._enqueue_due()
        except ConnectorException as fault:
            raise StoreError(_describe_fault(fault)) from fault

    async def _enqueue_due(self) -> int:
        await self._free_stalled()
        enqueued = 0
        for document_id in await self.store.checks.find_due(self.clock(), MAX_PER_TICK):
            enqueued += await self._enqueue(document_id)
        return enqueued

    async def _enqueue(self, document_id: DocumentId) -> bool:
        lock = f"document:{document_id}"
        task = self.queue.configure_task(TASK, queue=QUEUE, queueing_lock=lock)
        try:
            await task.defer_async(document_id=document_id)
        except AlreadyEnqueued:
            return False
        return True

    async def _free_stalled(self) -> None:
        """Release the claims of dead workers, so that they need not expire."""
        stalled = await self.queue.job_manager.get_stalled_jobs(
            queue=QUEUE, seconds_since_heartbeat=STALLED_SECONDS
        )
        for job in stalled:
            if job.id is None:
                continue
            document_id = DocumentId(int(str(job.task_kwargs["document_id"])))
            log.warning("worker lost", task=job.id, document=document_id)
            await self.store.checks.release(document_id)
            await self.queue.job_manager.finish_job_by_id_async(
                job.id, Status.FAILED, delete_job=True
            )


@dataclass(slots=True)
class Worker:
    """Checks the documents of the queue until it is stopped."""

    store: Store
    queue: App
    check_due: CheckDue
    clock: Clock
    concurrency: int
    _database: Outage = field(init=False)

    def __post_init__(self) -> None:
        """Register the task."""
        self._database = Outage("database", self.clock)

        @self.queue.task(name=TASK, queue=QUEUE)
        async def check(document_id: int, **_: object) -> None:
            # A later release may add arguments, which this one ignores.
            await self.check_one(DocumentId(document_id))

    async def check_one(self, document_id: DocumentId) -> bool:
        """Claim, check and record a due document; False if another worker holds it."""
        claimed = await self.store.checks.claim(self.clock(), 1, LEASE, only=document_id)
        for due in claimed:
            work = asyncio.create_task(self.check_due.check_claimed(due))
            while not (await asyncio.wait([work], timeout=RENEW_EVERY.total_seconds()))[0]:
                await self.store.checks.renew([due], self.clock() + LEASE)
            return await work
        return False

    async def run(self, stopped: asyncio.Event) -> None:
        """Work until stopped, then finish the running checks; wait for a database that is down."""
        while not stopped.is_set():
            working = asyncio.create_task(self._work())
            stopping = asyncio.create_task(stopped.wait())
            await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            # The queue takes a cancellation as a request to stop: its worker finishes its tasks.
            working.cancel()
            try:
                await working
            except asyncio.CancelledError:
                continue
            except (ConnectorException, OSError) as fault:
                self._database.note_failure(_describe_fault(fault))
            await asyncio.sleep(RETRY_SECONDS)

    async def _work(self) -> None:
        await self.queue.check_connection_async()
        self._database.note_success()
        await self.queue.run_worker_async(
            queues=[QUEUE],
            concurrency=self.concurrency,
            install_signal_handlers=False,
            delete_jobs="always",
            fetch_job_polling_interval=POLL_SECONDS,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_SECONDS,
        )


def _describe_fault(fault: Exception) -> str:
    """Return the cause of a fault in one sentence; the queue's own text does not name it."""
    reason = " ".join(str(fault.__cause__ or fault).split())
    return f"The database cannot be used ({reason}); check DATABASE_URL and that it is running."
