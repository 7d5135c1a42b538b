"""The scheduler: ticks run, fail alone, and run at once where that is asked for."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from clausewatch.errors import StoreError
from jobs.scheduler import ClockWatch, Scheduler, Tick
from tests.patience import PATIENCE_SECONDS

LONG = timedelta(hours=1)


def wall() -> datetime:
    """APScheduler asks the real clock, so these tests do too."""
    return datetime.now(UTC)  # noqa: TID251  # as said


class Job:
    """A job that is an object, as ours are, and counts its runs."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.ran = asyncio.Event()
        self.fault = fault

    async def __call__(self) -> None:
        """Note the run; fail if told to."""
        self.ran.set()
        if self.fault is not None:
            raise self.fault


async def test_a_tick_runs_at_once_when_asked() -> None:
    """A person who has just added a platform does not wait for the next turn."""
    job = Job()
    scheduler = Scheduler((Tick("check", job, LONG, jitter_seconds=1),), wall)
    scheduler.start()
    scheduler.run_soon("check", wall())
    async with asyncio.timeout(PATIENCE_SECONDS):
        await job.ran.wait()
    scheduler.stop()


async def test_a_tick_that_fails_stops_no_other() -> None:
    """The others go on, and the one that failed has its turn again."""
    bad, good = Job(ValueError("broken")), Job()
    every = timedelta(seconds=0.05)
    scheduler = Scheduler((Tick("bad", bad, every), Tick("good", good, every)), wall)
    scheduler.start()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await bad.ran.wait()
        for job in (good, bad):
            job.ran.clear()
            await job.ran.wait()
    scheduler.stop()
    assert bad.ran.is_set()
    assert good.ran.is_set()


async def test_a_stopped_scheduler_takes_a_nudge_without_effect() -> None:
    """A command line that runs no scheduler uses the same listeners."""
    job = Job()
    scheduler = Scheduler((Tick("check", job, LONG),), wall)
    scheduler.run_soon("check", wall())
    assert not job.ran.is_set()


@pytest.mark.parametrize("hours", [-1, 1], ids=["set back", "set forward"])
async def test_a_clock_that_is_set_silences_no_tick(hours: int) -> None:
    """Wall time moves an hour against monotonic time: ticks run at once, and are told how far."""
    job, ahead = Job(), timedelta(0)
    told: list[int] = []

    async def tell(jump: timedelta) -> None:
        told.append(round(jump / timedelta(hours=1)))

    scheduler = Scheduler((Tick("check", job, LONG),), lambda: wall() + ahead, tell)
    scheduler.start()
    assert not await scheduler.check_clock()
    ahead = timedelta(hours=hours)
    # As the scheduler would have it after the clock went back: the next turn is far away.
    scheduler.run_soon("check", wall() + 2 * LONG)
    assert await scheduler.check_clock()
    assert told == [hours]
    assert not await scheduler.check_clock()
    scheduler.stop()


async def test_a_clock_set_back_leaves_the_ticks_running() -> None:
    """A tick whose next turn is an hour away runs within moments of the clock being seen."""
    job, monotonic = Job(), [0.0]
    scheduler = Scheduler((Tick("check", job, LONG),), wall)
    scheduler._clock_watch = ClockWatch(wall, lambda: monotonic[0])
    scheduler.start()
    monotonic[0] = 3600.0
    assert await scheduler.check_clock()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await job.ran.wait()
    scheduler.stop()


async def test_a_database_that_is_gone_is_said_once() -> None:
    """Ten ticks fail and one works: two lines, also where another one does not ask it at all."""
    scheduler = Scheduler((), wall)
    gone = Tick("check", Job(StoreError("The database cannot be used.")), LONG)
    with structlog.testing.capture_logs() as lines:
        for _ in range(10):
            await scheduler._run(gone)
            await scheduler._run(Tick("clock", Job(), LONG))
        await scheduler._run(Tick("check", Job(), LONG))
    assert [line["event"] for line in lines] == ["down", "up again"]
    assert lines[0]["reason"] == "The database cannot be used."
