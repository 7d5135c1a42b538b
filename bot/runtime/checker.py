"""What checks documents: the store, the web and the worker processes, put together."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.runtime.clock import Clock
from bot.runtime.fetchers import opened_web
from bot.runtime.metrics import Metrics
from bot.runtime.process import StoreGate, make_room
from clausewatch.catalogue.search_limits import Busy, Searches
from clausewatch.catalogue.site_search import Found, Read, find_policies
from clausewatch.checks.pipeline import Fetch, Ports, Search
from clausewatch.checks.schedule import Timing
from clausewatch.checks.workers import Workers
from clausewatch.config import Settings
from clausewatch.fetch import Ports as FetchPorts
from clausewatch.store import Store
from jobs.check_due import CheckDue, GiveWay, nobody_waits


@dataclass(frozen=True, slots=True)
class Works:
    """What checks documents, with or without Slack."""

    store: Store
    workers: Workers
    check_due: CheckDue
    metrics: Metrics
    searches: Searches

    async def find(self, url: str) -> Found:
        """Return the policies that a site offers; whoever asks has taken a place for it."""
        ports, now = self.check_due.ports, self.check_due.clock()
        return await find_policies(ports.fetch, self.workers.read, url, now, renders=ports.renders)


def timing_of(settings: Settings) -> Timing:
    """Return how often to look, from the settings."""
    return Timing(
        interval=timedelta(hours=settings.check_interval_hours),
        confirm_after=timedelta(minutes=settings.confirm_after_minutes),
        unreadable_after=timedelta(days=settings.unreadable_after_days),
    )


def workers_of(settings: Settings) -> Workers:
    """Return the worker processes; open them with `async with`."""
    return Workers(
        settings.worker_processes, settings.worker_deadline_seconds, settings.worker_memory_mb
    )


def _pace(settings: Settings) -> timedelta:
    return timedelta(seconds=settings.host_pace_seconds)


def search_of(fetch: Fetch, read: Read, searches: Searches, *, renders: bool) -> Search:
    """Return the search for what a dead address became; it waits its turn, or is left out."""

    async def search(url: str, now: datetime) -> Found:
        try:
            async with searches.unasked():
                return await find_policies(fetch, read, url, now, renders=renders)
        except Busy:
            return Found(())

    return search


@asynccontextmanager
async def open_works(
    settings: Settings, clock: Clock, give_way: GiveWay = nobody_waits
) -> AsyncIterator[Works]:
    """Open the store, the web and the worker processes; on leaving, close them."""
    make_room(settings)
    resend = timedelta(minutes=settings.resend_after_minutes)
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database, resend_after=resend)
        stack.push_async_callback(store.close)
        gate = StoreGate(store, _pace(settings), clock)
        web = await stack.enter_async_context(opened_web(settings, FetchPorts(gate=gate)))
        workers = await stack.enter_async_context(workers_of(settings))
        metrics, searches = Metrics(), Searches()
        fetch, renders = metrics.timed(web), web.browser is not None
        search = search_of(fetch, workers.read, searches, renders=renders)
        ports = Ports(fetch, store.checks, workers, renders, search)
        timing, at_a_time = timing_of(settings), settings.check_concurrency
        check_due = CheckDue(
            store, ports, timing, _pace(settings), clock, at_a_time, metrics.recorded, give_way
        )
        yield Works(store, workers, check_due, metrics, searches)
