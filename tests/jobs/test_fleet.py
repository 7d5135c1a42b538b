"""A fleet on a real server: what is due is enqueued and checked once."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clausewatch.checks.workers import NICE
from clausewatch.errors import StoreError
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.model.record_ids import DocumentId
from clausewatch.store import Store, schema
from jobs.check_due import LEASE
from tests.bot_processes import start_process
from tests.jobs.world import NOON, World, render_policy

pytest.importorskip("procrastinate", reason="a fleet needs the extra `fleet`")

from procrastinate.exceptions import ConnectorException

from jobs.fleet import QUEUE, STALLED_SECONDS, TASK, App, Enqueue, Worker, open_queue
from tests.patience import PATIENCE_SECONDS

NAMES = ("Acme", "Brillo", "Corvid")
HOURS = timedelta(hours=7)


@pytest.fixture
async def world(migrated_database: str) -> AsyncIterator[World]:
    """Three platforms to read for the first time, on a server with a queue."""
    await schema.upgrade(migrated_database, NOON)
    made = World(await Store.open(migrated_database))
    await made.watch(*NAMES)
    yield made
    await made.store.close()


@pytest.fixture
async def queue(world: World) -> AsyncIterator[App]:
    """The queue of that server."""
    url = world.store.database.engine.url.render_as_string(hide_password=False)
    async with open_queue(url) as opened:
        yield opened


async def todo(queue: App) -> int:
    """How many tasks wait."""
    return len(list(await queue.job_manager.list_jobs_async(queue=QUEUE, status="todo")))


@pytest.fixture
def worker(world: World, queue: App) -> Worker:
    """A worker that does one thing at a time."""
    return Worker(world.store, queue, world.check_due, world.clock, 1)


async def worked(worker: Worker, queue: App) -> None:
    """Let a worker work until nothing waits, then drain it as SIGTERM would."""
    stopped = asyncio.Event()
    running = asyncio.create_task(worker.run(stopped))
    async with asyncio.timeout(PATIENCE_SECONDS):
        # Nothing signals that a queue is empty.
        while list(await queue.job_manager.list_jobs_async(queue=QUEUE)):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    stopped.set()
    await running


async def test_what_is_due_is_enqueued_once_and_checked(
    world: World, queue: App, worker: Worker
) -> None:
    """Two processes enqueue; there is one task per document, and each is read once."""
    first, second = (Enqueue(world.store, queue, world.clock) for _ in range(2))
    assert [await first(), await second(), await first()] == [3, 0, 0]
    await worked(worker, queue)
    assert sorted(world.asked) == sorted(f"https://{n.lower()}.example/privacy" for n in NAMES)
    assert await first() == 0
    await world.tell()
    assert len(world.told("note")) == 3


async def test_a_task_that_comes_late_or_twice_does_no_harm(
    world: World, queue: App, worker: Worker
) -> None:
    """The row says whether there is anything to do, also to a task of another release."""
    await Enqueue(world.store, queue, world.clock)()
    await world.look()
    asked = len(world.asked)
    later = queue.configure_task(TASK, queue=QUEUE)
    await later.defer_async(document_id=1, what_a_later_release_says="something")
    await worked(worker, queue)
    assert len(world.asked) == asked


async def test_a_change_goes_the_same_road(world: World, queue: App, worker: Worker) -> None:
    """Found, confirmed and told once, with workers in between."""
    tick = Enqueue(world.store, queue, world.clock)
    await tick()
    await worked(worker, queue)
    await world.tell()
    world.pages["https://acme.example/privacy"] = render_policy("Acme", 90)
    for wait in (HOURS, timedelta(minutes=11)):
        world.now += wait
        await tick()
        await worked(worker, queue)
    await world.tell()
    assert len(world.told("alert")) == 1


async def test_what_a_dead_worker_held_is_free_at_once(
    world: World, queue: App, worker: Worker
) -> None:
    """Its heart has not beaten for a while: the task goes, and the document is due again."""
    tick = Enqueue(world.store, queue, world.clock)
    await tick()
    dead = await queue.job_manager.register_worker()
    job = await queue.job_manager.fetch_job([QUEUE], worker_id=dead)
    assert job is not None
    held = DocumentId(int(str(job.task_kwargs["document_id"])))
    assert await world.store.checks.claim(world.now, 1, LEASE, only=held)
    assert held not in await world.store.checks.find_due(world.now, 9)
    silent = f"interval '{STALLED_SECONDS + 1} seconds'"
    async with world.store.database.write() as connection:
        await connection.exec_driver_sql(
            f"update procrastinate_workers set last_heartbeat = now() - {silent}"  # noqa: S608
        )
    assert await tick() == 1
    await worked(worker, queue)
    assert len(world.asked) == 3


async def test_a_stop_lets_a_check_under_way_end(world: World, queue: App, worker: Worker) -> None:
    """SIGTERM drains: the check that runs is recorded, the ones that wait stay on the queue."""
    begun, go_on = asyncio.Event(), asyncio.Event()
    fetch = world.fetch

    async def slow(request: PageRequest, now: datetime) -> Snapshot | NotModified:
        begun.set()
        await go_on.wait()
        return await fetch(request, now)

    world.check_due.ports = type(world.check_due.ports)(
        slow, world.check_due.ports.archive, world.check_due.ports.examine
    )
    await Enqueue(world.store, queue, world.clock)()
    stopped = asyncio.Event()
    running = asyncio.create_task(worker.run(stopped))
    async with asyncio.timeout(PATIENCE_SECONDS):
        await begun.wait()
        stopped.set()
        await asyncio.sleep(0)
        go_on.set()
        await running
    counts = await world.store.maintenance.count_rows()
    assert counts["versions"] == 1
    assert await todo(queue) == 2


async def test_a_queue_that_is_gone_is_one_sentence(
    world: World, queue: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its own fault says nothing; the cause does, and the scheduler says it once."""

    async def gone(**_: object) -> None:
        raise ConnectorException from OSError("the server\n is gone")

    monkeypatch.setattr(queue.job_manager, "get_stalled_jobs", gone)
    with pytest.raises(StoreError, match=r"cannot be used \(the server is gone\); check"):
        await Enqueue(world.store, queue, world.clock)()


@pytest.mark.long(9)
async def test_a_process_that_works_stands_back_and_ends_when_asked(
    server_database: str, tmp_path: Path
) -> None:
    """The real one: on one machine with `run` it lets that one answer first."""
    await schema.upgrade(server_database, NOON)
    process = await start_process(
        tmp_path, "worker", ("worker",), {"DATABASE_URL": server_database}
    )
    log = tmp_path / "worker.log"
    async with asyncio.timeout(PATIENCE_SECONDS):
        while "working" not in log.read_text():
            assert process.returncode is None, log.read_text()
            await asyncio.sleep(0.1)
        assert os.getpriority(os.PRIO_PROCESS, process.pid) == os.nice(0) + NICE
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0, log.read_text()
