"""The scheduler: a few fixed ticks in memory. What is due is a row in the store, never a job here.

So a restart loses nothing and repeats nothing: the ticks find what the store says.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to run at an interval, never twice at a time."""

    name: str
    run: Callable[[], Awaitable[object]]
    every: timedelta
    jitter_seconds: int = 0


class Scheduler:
    """Runs ticks until stopped; a tick that fails is logged once and runs again next time."""

    def __init__(self, ticks: tuple[Tick, ...]) -> None:
        self._scheduler = AsyncIOScheduler(jobstores={"default": MemoryJobStore()})
        self._scheduler.add_listener(_logged, EVENT_JOB_ERROR)
        for tick in ticks:
            self._scheduler.add_job(
                _run,
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

    def soon(self, name: str, now: datetime) -> None:
        """Run a tick at once instead of at its next turn; without effect while stopped."""
        if self._scheduler.running:
            self._scheduler.modify_job(name, next_run_time=now)

    def stop(self) -> None:
        """Stop ticking; ticks that run are cancelled, and their leases run out."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)


async def _run(tick: Tick) -> None:
    """Run one tick; APScheduler awaits coroutine functions only, not objects that are called."""
    await tick.run()


def _logged(event: JobExecutionEvent) -> None:
    log.error("tick failed", tick=event.job_id, exc_info=event.exception)
