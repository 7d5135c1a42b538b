"""The composition root: settings become values, rooms get their doors, and the clock lives here."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clients import slack_clients
from bot.console import Console
from bot.context import Clock, ListenerContext
from bot.doctor import findings
from bot.feedback import feedback_of
from bot.health import Metrics, health_server
from bot.homes import Homes, messenger_of
from bot.identity import tenant_of, who_we_are
from bot.lock import only_one
from bot.logs import set_up
from bot.printing import Printer
from bot.process import (
    StoreGate,
    app_of,
    clock_was_set,
    listening_to,
    make_room,
    named,
    stop_signal,
)
from bot.terminal import TerminalSlack
from clausewatch import extract, provisions
from clausewatch.catalogue import Catalogue
from clausewatch.check import Ports
from clausewatch.config import Settings
from clausewatch.fetch import Fetcher, FetchOptions
from clausewatch.fetch import Ports as FetchPorts
from clausewatch.schedule import Timing
from clausewatch.store import Store, schema
from clausewatch.workers import Workers
from jobs.check_due import CheckDue
from jobs.digests import MakeDigests
from jobs.rederive import Rederive
from jobs.rejudge import Rejudge
from jobs.scheduler import Scheduler, Tick
from jobs.send_due import SendDue
from jobs.tidy import Tidy

log = structlog.get_logger(__name__)

Run = Callable[[], Awaitable[object]]
"""What a tick does."""
CHECK, SEND = "check due", "send due"
CHECK_EVERY = timedelta(seconds=2)
SEND_EVERY = timedelta(seconds=1)
HOMES_EVERY = timedelta(seconds=5)
DIGESTS_EVERY = timedelta(minutes=2)
TIDY_EVERY = timedelta(hours=6)
REDERIVE_EVERY = timedelta(minutes=1)
DRAIN_SECONDS = 10.0


def utc_now() -> datetime:
    """Return the time: the one place where it is asked for."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Works:
    """What checks documents, with or without Slack."""

    store: Store
    workers: Workers
    check_due: CheckDue
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class House:
    """Everything that runs, put together."""

    settings: Settings
    store: Store
    workers: Workers
    context: ListenerContext
    app: AsyncApp
    check_due: CheckDue
    send_due: SendDue
    scheduler: Scheduler
    metrics: Metrics


def timing_of(settings: Settings) -> Timing:
    """Return how often to look, from the settings."""
    return Timing(
        interval=timedelta(hours=settings.check_interval_hours),
        confirm_after=timedelta(minutes=settings.confirm_after_minutes),
        unreadable_after_looks=settings.unreadable_after_looks,
    )


def fetcher_of(settings: Settings, ports: FetchPorts | None = None) -> Fetcher:
    """Return a fetcher as the settings want it; open it with `async with`."""
    options = FetchOptions(
        user_agent=settings.user_agent,
        timeout_seconds=settings.fetch_timeout_seconds,
        max_bytes=settings.fetch_max_bytes,
        allow_private=settings.allow_private_addresses,
        proxy=settings.fetch_proxy,
        ca_bundle=settings.ca_bundle,
        max_connections=settings.check_concurrency * 2,
    )
    return Fetcher(options, ports)


def workers_of(settings: Settings) -> Workers:
    """Return the worker processes; open them with `async with`."""
    return Workers(
        settings.worker_processes, settings.worker_deadline_seconds, settings.worker_memory_mb
    )


def _pace(settings: Settings) -> timedelta:
    return timedelta(seconds=settings.host_pace_seconds)


@asynccontextmanager
async def open_works(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[Works]:
    """Open the store, the web and the worker processes; on leaving, close them."""
    make_room(settings)
    resend = timedelta(minutes=settings.resend_after_minutes)
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database, resend_after=resend)
        stack.push_async_callback(store.close)
        gate = StoreGate(store, _pace(settings), clock)
        fetcher = await stack.enter_async_context(fetcher_of(settings, FetchPorts(gate=gate)))
        workers = await stack.enter_async_context(workers_of(settings))
        metrics = Metrics()
        ports = Ports(metrics.timed(fetcher), store.checks, workers)
        timing, at_a_time = timing_of(settings), settings.check_concurrency
        check_due = CheckDue(
            store, ports, timing, _pace(settings), clock, at_a_time, metrics.recorded
        )
        yield Works(store, workers, check_due, metrics)


@asynccontextmanager
async def _checking(settings: Settings, works: Works, clock: Clock) -> AsyncIterator[Run]:
    """Yield what a tick does about documents that are due: check them, or put them on a queue."""
    if not settings.fleet:
        yield works.check_due
        return
    await schema.require_queue(works.store.database.engine)
    from jobs.fleet import Enqueue, opened_queue  # noqa: PLC0415  # an extra, perhaps not there

    async with opened_queue(settings.database) as queue:
        yield Enqueue(works.store, queue, clock)


def _scheduler(
    settings: Settings, works: Works, run: Run, talk: tuple[Tick, ...], clock: Clock
) -> Scheduler:
    store = works.store
    tidy = Tidy(store, timedelta(days=settings.keep_noise_days), clock)
    rederive = Rederive(store, works.workers, extract.RELEASE)
    rejudge = Rejudge(store, works.workers.find, provisions.engine(), clock)
    ticks = (
        Tick(CHECK, run, CHECK_EVERY, jitter_seconds=1),
        *talk,
        Tick("digests", MakeDigests(store, clock), DIGESTS_EVERY, jitter_seconds=5),
        Tick("tidy", tidy, TIDY_EVERY, jitter_seconds=600),
        Tick("rederive", rederive, REDERIVE_EVERY, jitter_seconds=5),
        Tick("rejudge", rejudge, REDERIVE_EVERY, jitter_seconds=5),
    )
    return Scheduler(ticks, clock, lambda jump: clock_was_set(store, clock(), jump))


@asynccontextmanager
async def open_house(
    settings: Settings,
    clients: tuple[AsyncWebClient, AsyncWebClient] | None = None,
    clock: Clock = utc_now,
) -> AsyncIterator[House]:
    """Put everything together; on leaving, close it in the opposite order."""
    listening, posting = clients or slack_clients(settings, clock)
    async with open_works(settings, clock) as works, _checking(settings, works, clock) as checking:
        store = works.store
        identity = await who_we_are(listening)
        # The token works, so a workspace that was given up is posted to again.
        await store.workspaces.reactivate(tenant_of(identity))
        homes = Homes(store, posting, clock, settings.command_name)
        messenger = messenger_of(store, posting, homes)
        ours = tenant_of(identity)
        send_due = SendDue(store, messenger, clock, settings.history_lookup, ours)
        talk = (Tick(SEND, send_due, SEND_EVERY), Tick("homes", homes, HOMES_EVERY))
        scheduler = _scheduler(settings, works, checking, talk, clock)

        async def nudge() -> None:
            scheduler.soon(CHECK, clock())

        context = ListenerContext(
            store=store,
            catalogue=Catalogue.load(
                settings.extra_catalogue, settings.data_dir / "catalogue.jsonl.gz"
            ),
            clock=clock,
            command=settings.command_name,
            is_private_allowed=settings.allow_private_addresses,
            take_feedback=feedback_of(settings, listening),
            home_changed=homes.changed,
            nudge=nudge,
        )
        app = app_of(settings, context, listening, identity)
        check_due, metrics = works.check_due, works.metrics
        yield House(
            settings, store, works.workers, context, app, check_due, send_due, scheduler, metrics
        )


async def run(settings: Settings) -> None:
    """Run until told to stop. Raises UserError where it cannot start."""
    set_up(settings.log_level, as_json=settings.log_json)
    is_sqlite = settings.database.startswith("sqlite")
    # On a server several may run: locks, leases and paces are rows there.
    with only_one(settings.data_dir) if is_sqlite else nullcontext():
        async with open_house(settings) as house, house.store.upkeep.alone() as is_alone:
            if is_alone:
                # Nobody else works on this database, so what is leased was left by a crash.
                await house.store.upkeep.release_leases(utc_now(), has_workers=settings.fleet)
            await _serve(settings, house)
            log.info("stopped")


async def _serve(settings: Settings, house: House) -> None:
    """Tick and listen until told to stop, then finish what is under way."""
    stopped = stop_signal()
    warm = asyncio.create_task(house.workers.warm())
    house.scheduler.start()
    for name in (SEND, CHECK):
        house.scheduler.soon(name, utc_now())
    health = health_server(settings.health_port, house.store, house.metrics, utc_now)
    async with health, listening_to(settings, house.app):
        await warm
        log.info("running", slack=settings.has_slack, database=named(settings.database))
        await stopped.wait()
    house.scheduler.stop()
    await house.context.running.drained(DRAIN_SECONDS)


async def work(settings: Settings, concurrency: int) -> None:
    """Check documents for a fleet until told to stop, then finish those under way."""
    set_up(settings.log_level, as_json=settings.log_json)
    async with open_works(settings) as works:
        await schema.require_queue(works.store.database.engine)
        from jobs.fleet import Worker, opened_queue  # noqa: PLC0415  # an extra, perhaps not there

        stopped = stop_signal()
        health = health_server(settings.health_port, works.store, works.metrics, utc_now)
        async with opened_queue(settings.database) as queue, health:
            await works.workers.warm()
            log.info("working", concurrency=concurrency, database=named(settings.database))
            await Worker(works.store, queue, works.check_due, utc_now, concurrency).run(stopped)
        log.info("stopped")


async def slash(settings: Settings, line: str, channel: str, user: str) -> None:
    """Send a line through the real listeners, then do at once what it made due.

    Always in the terminal, even where tokens are set: what waits for Slack is left to `run`.
    """
    set_up("WARNING", as_json=settings.log_json)
    show = Printer()
    terminal = TerminalSlack(show, utc_now)
    async with open_house(settings, (terminal, terminal)) as house:
        console = Console(house.app, house.context.running, show, settings.command_name)
        async with console:
            await console.command(line, channel=channel, user=user)
        await house.check_due()
        await house.send_due()


async def examine_installation(settings: Settings) -> bool:
    """Print what the doctor finds; False where something is not well."""
    set_up("ERROR", as_json=settings.log_json)
    is_well = True
    async with fetcher_of(settings) as fetcher:
        async for finding in findings(settings, fetcher, utc_now()):
            is_well = is_well and finding.is_well
            mark = "well" if finding.is_well else "NOT WELL"
            advice = f"\n    → {finding.advice}" if finding.advice else ""
            sys.stdout.write(f"{finding.name}: {mark}: {finding.text}{advice}\n")
    return is_well
