"""The scheduler: a few fixed ticks in memory. What is due is a row in the store, never a job here.

So a restart loses nothing and repeats nothing: the ticks find what the store says.
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
"""Wall time that moves this much against monotonic time was set, not merely slewed."""
WATCH_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to run at an interval, never twice at a time."""

    name: str
    run: Callable[[], Awaitable[object]]
    every: timedelta
    jitter_seconds: int = 0


class ClockWatch:
    """Sees a clock that was set: wall time held against time that only ever runs on."""

    def __init__(
        self, clock: Callable[[], datetime], monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._wall, self._ran = clock(), monotonic()

    def measure_jump(self) -> timedelta | None:
        """Return how far the clock was set since the last call, or None where it was not."""
        wall, ran = self._clock(), self._monotonic()
        moved = (wall - self._wall) - timedelta(seconds=ran - self._ran)
        self._wall, self._ran = wall, ran
        return moved if abs(moved) >= LEAST_JUMP else None


class Scheduler:
    """Runs ticks until stopped; a tick that fails is logged once and runs again next time."""

    def __init__(
        self,
        ticks: tuple[Tick, ...],
        clock: Callable[[], datetime],
        on_clock_set: Callable[[timedelta], Awaitable[object]] | None = None,
    ) -> None:
        """`on_clock_set` is told how far, after the ticks have been set right."""
        self._ticks = ticks
        self._clock = clock
        self._on_clock_set = on_clock_set
        self._clock_watch = ClockWatch(clock)
        self._watching: asyncio.Task[None] | None = None
        self._database = Outage("database", clock)
        self._missed: set[str] = set()
        """Ticks that found no database; the first of them that goes through says it is back."""
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
        """Begin to tick, on the running event loop."""
        self._scheduler.start()
        self._watching = asyncio.create_task(self._watch())

    def run_soon(self, name: str, now: datetime) -> None:
        """Run a tick at once instead of at its next turn; without effect while stopped."""
        if self._scheduler.running:
            self._scheduler.modify_job(name, next_run_time=now)

    def stop(self) -> None:
        """Stop ticking; ticks that run are cancelled, and their leases run out."""
        if self._watching is not None:
            self._watching.cancel()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def check_clock(self) -> bool:
        """Set the ticks right where the clock was set; True where it was."""
        jump = self._clock_watch.measure_jump()
        if jump is None:
            return False
        log.warning("the clock was set", by_seconds=round(jump.total_seconds()))
        # A tick's next turn is wall time: after an hour back it would be an hour away.
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
        """Run one tick; a database that is gone is said once and tried again next time."""
        try:
            await tick.run()
        except StoreError as fault:
            self._missed.add(tick.name)
            self._database.note_failure(str(fault))
        else:
            # Of the others some do not ask it at all.
            if tick.name in self._missed:
                self._missed.clear()
                self._database.note_success()


def _log_error(event: JobExecutionEvent) -> None:
    log.error("tick failed", tick=event.job_id, exc_info=event.exception)
