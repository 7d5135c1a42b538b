"""The scheduler: a few fixed ticks in memory. What is due is a row in the store, never a job here.

So a restart loses nothing and repeats nothing.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from clausewatch.errors import StoreError
from jobs.outage import Outage

log = structlog.get_logger(__name__)

LEAST_JUMP = timedelta(seconds=30)
"""Wall time that differs this much from monotonic time was set, not merely slewed."""
WATCH_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Tick:
    """Work that runs at an interval, never twice at the same time."""

    name: str
    run: Callable[[], Awaitable[object]]
    every: timedelta
    jitter_seconds: int = 0


class ClockWatch:
    """Detects a clock that was set, by comparing wall time with monotonic time."""

    def __init__(
        self, clock: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._wall, self._ran = clock(), monotonic()

    def measure_jump(self) -> timedelta | None:
        """Return how far the clock was set since the last call, or None if it was not."""
        wall, ran = self._clock(), self._monotonic()
        moved = (wall - self._wall) - timedelta(seconds=ran - self._ran)
        self._wall, self._ran = wall, ran
        return moved if abs(moved) >= LEAST_JUMP else None


class Scheduler:
    """Runs ticks until it is stopped; a tick that fails is logged, and runs again."""

    def __init__(
        self,
        ticks: tuple[Tick, ...],
        clock: Callable[[], datetime],
        on_clock_set: Callable[[timedelta], Awaitable[object]] | None = None,
    ) -> None:
        """`on_clock_set` gets the distance, after the ticks are rescheduled."""
        self._ticks = ticks
        self._clock = clock
        self._on_clock_set = on_clock_set
        self._clock_watch = ClockWatch(clock)
        self._watching: asyncio.Task[None] | None = None
        self._database = Outage("database", clock)
        self._missed: set[str] = set()
        """Ticks that found no database; the first of them that succeeds shows that it is back."""
        self._scheduler = AsyncIOScheduler(jobstores={"default": MemoryJobStore()})
        self._scheduler.add_listener(_log_error, EVENT_JOB_ERROR)
        for tick in ticks:
            self._scheduler.add_job(
                self._run,
                IntervalTrigger(
                    seconds=tick.every.total_seconds(), jitter=tick.jitter_seconds or None
                ),
                args=[tick],
                id=tick.name,
                name=tick.name,
                max_instances=1,
                coalesce=True,
                # The default of 1 s drops ticks on a busy loop.
                misfire_grace_time=None,
            )

    def start(self) -> None:
        """Start to tick, on the running event loop."""
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch())

    def run_soon(self, name: str, now: datetime) -> None:
        """Run a tick now instead of at its next time; does nothing while stopped."""
        if self._scheduler.running:
            self._scheduler.modify_job(name, next_run_time=now)

    def stop(self) -> None:
        """Stop; running ticks are cancelled, and their leases expire."""
        if self._watching is not None:
            self._watching.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def check_clock(self) -> bool:
        """Reschedule the ticks if the clock was set; True if it was."""
        jump = self._clock_watch.measure_jump()
        if jump is None:
            return False
        log.warning("the clock was set", by_seconds=round(jump.total_seconds()))
        # The next time of a tick is wall time: after an hour back it would be an hour away.
        for tick in self._ticks:
            self.run_soon(tick.name, self._clock())
        if self._on_clock_set is not None:
            try:
                await self._on_clock_set(jump)
            except StoreError as fault:
                self._database.note_failure(str(fault))
                self._missed.update(tick.name for tick in self._ticks[:1])
        return True

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            await self.check_clock()

    async def _run(self, tick: Tick) -> None:
        """Run one tick; a database that is down is logged once and tried again next time."""
        try:
            await tick.run()
        except StoreError as fault:
            self._missed.add(tick.name)
            self._database.note_failure(str(fault))
        else:
            # Some of the other ticks do not use the database.
            if tick.name in self._missed:
                self._missed.clear()
                self._database.note_success()


def _log_error(event: JobExecutionEvent) -> None:
    # A stop cancels running ticks, which is no failure.
    if not isinstance(event.exception, asyncio.CancelledError):
        log.error("tick failed", tick=event.job_id, exc_info=event.exception)
