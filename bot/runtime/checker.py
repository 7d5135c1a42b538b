"""The parts that check documents: the store, the web and the worker processes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.runtime.clock import Clock
from bot.runtime.fetchers import open_web
from bot.runtime.host_rate_limit import StoreRateLimit
from bot.runtime.metrics import Metrics
from bot.runtime.process import make_data_dir
from clausewatch.catalogue.search_limits import SearchLimits, TooManySearches
from clausewatch.catalogue.site_search import RunInWorker, SiteSearch, find_policies
from clausewatch.checks.ports import Fetch, Ports, Search
from clausewatch.checks.schedule import Timing
from clausewatch.checks.workers import Workers
from clausewatch.config import Settings
from clausewatch.fetch import FetchPorts
from clausewatch.store import Store
from jobs.check_due import CheckDue, YieldToRequests, yield_to_nobody


@dataclass(frozen=True, slots=True)
class Checker:
    """The parts that check documents, with or without Slack."""

    store: Store
    workers: Workers
    check_due: CheckDue
    metrics: Metrics
    searches: SearchLimits

    async def search_site(self, url: str) -> SiteSearch:
        """Return the policies that a site offers; the caller has reserved a slot in `searches`."""
        ports, now = self.check_due.ports, self.check_due.clock()
        return await find_policies(ports.fetch, self.workers.read, url, now, renders=ports.renders)


def make_timing(settings: Settings) -> Timing:
    """Return the intervals of checks."""
    return Timing(
        interval=timedelta(hours=settings.check_interval_hours),
        confirm_after=timedelta(minutes=settings.confirm_after_minutes),
        unreadable_after=timedelta(days=settings.unreadable_after_days),
        trust_304_for=timedelta(days=settings.trust_304_days),
    )


def make_workers(settings: Settings) -> Workers:
    """Return the worker processes; open them with `async with`."""
    return Workers(
        settings.worker_processes, settings.worker_deadline_seconds, settings.worker_memory_mb
    )


def make_search(
    fetch: Fetch, read: RunInWorker, searches: SearchLimits, *, renders: bool
) -> Search:
    """Return the search for the successor of a dead URL; without a free slot it finds nothing."""

    async def search(url: str, now: datetime) -> SiteSearch:
        try:
            async with searches.reserve_in_background():
                return await find_policies(fetch, read, url, now, renders=renders)
        except TooManySearches:
            return SiteSearch(())

    return search


@asynccontextmanager
async def open_checker(
    settings: Settings, clock: Clock, yield_to_requests: YieldToRequests = yield_to_nobody
) -> AsyncIterator[Checker]:
    """Open the store, the web and the worker processes; on leaving, close them.

    `yield_to_requests` is awaited before each step that could delay an answer to a person.
    Raises UserError.
    """
    make_data_dir(settings)
    pace = timedelta(seconds=settings.host_pace_seconds)
    resend = timedelta(minutes=settings.resend_after_minutes)
    metrics, searches = Metrics(), SearchLimits()
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database, resend_after=resend)
        stack.push_async_callback(store.close)

        fetch_ports = FetchPorts(rate_limit=StoreRateLimit(store, pace, clock))
        web = await stack.enter_async_context(open_web(settings, fetch_ports))
        fetch, renders = metrics.measure_fetch(web), web.browser is not None

        workers = await stack.enter_async_context(make_workers(settings))
        search = make_search(fetch, workers.read, searches, renders=renders)

        check_due = CheckDue(
            store,
            Ports(fetch, store.versions, workers, renders, search),
            make_timing(settings),
            pace,
            clock,
            settings.check_concurrency,
            on_recorded=metrics.count_outcome,
            yield_to_requests=yield_to_requests,
        )
        yield Checker(store, workers, check_due, metrics, searches)
