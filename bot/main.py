"""The composition root: settings become values, rooms get their doors, and the clock lives here."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.runtime.checker import Checker, open_checker
from bot.runtime.clock import Clock
from bot.runtime.in_flight import InFlight
from bot.runtime.lock import hold_lock
from bot.runtime.logs import configure_logs
from bot.runtime.process import (
    adjust_waits,
    freeze_memory,
    raise_file_limit,
    redact_password,
    trim_memory,
    watch_stop_signals,
)
from bot.slack.app import build_app
from bot.slack.app_home import HomeUpdates, make_messenger
from bot.slack.clients import make_clients
from bot.slack.connection import Connection
from bot.slack.context import ListenerContext
from bot.slack.feedback import make_feedback
from bot.slack.http_server import serve_http
from bot.terminal.console import Console
from bot.terminal.printer import Printer
from bot.terminal.terminal_slack import TerminalSlack
from bot.web.health import serve_health
from clausewatch import extract, provisions
from clausewatch.catalogue import Catalogue
from clausewatch.checks.workers import stand_back
from clausewatch.config import Settings
from clausewatch.model.documents import Tenant
from clausewatch.store import Store, schema
from jobs.check_due import CheckDue
from jobs.digests import MakeDigests
from jobs.outage import Outage
from jobs.reanalyse import Rejudge
from jobs.rederive import Rederive
from jobs.scheduler import Scheduler, Tick
from jobs.send_due import SendDue
from jobs.tidy import Tidy

log = structlog.get_logger(__name__)

Clients = tuple[AsyncWebClient, AsyncWebClient]
"""The client of listeners and that of the outbox."""
Run = Callable[[], Awaitable[object]]
"""What a tick does."""
CHECK, SEND = "check due", "send due"
CHECK_EVERY = timedelta(seconds=2)
SEND_EVERY = timedelta(seconds=1)
HOMES_EVERY = timedelta(seconds=5)
DIGESTS_EVERY = timedelta(minutes=2)
TIDY_EVERY = timedelta(hours=6)
GIVE_BACK_EVERY = timedelta(hours=1)
REDERIVE_EVERY = timedelta(minutes=1)
DRAIN_SECONDS = 10.0


def utc_now() -> datetime:
    """Return the time: the one place where it is asked for."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Application:
    """The parts of a running bot, composed."""

    settings: Settings
    works: Checker
    context: ListenerContext
    app: AsyncApp
    send_due: SendDue
    scheduler: Scheduler
    connection: Connection

    @property
    def store(self) -> Store:
        """The store that everything shares."""
        return self.works.store

    @property
    def check_due(self) -> CheckDue:
        """The job that checks."""
        return self.works.check_due


@asynccontextmanager
async def _checking(settings: Settings, works: Checker, clock: Clock) -> AsyncIterator[Run]:
    """Yield what a tick does about documents that are due: check them, or put them on a queue."""
    if not settings.fleet:
        yield works.check_due
        return
    await schema.require_queue(works.store.database.engine)
    from jobs.fleet import Enqueue, opened_queue  # noqa: PLC0415  # an extra, perhaps not there

    async with opened_queue(settings.database) as queue:
        yield Enqueue(works.store, queue, clock)


def _scheduler(
    settings: Settings, works: Checker, run: Run, talk: tuple[Tick, ...], clock: Clock
) -> Scheduler:
    store = works.store
    tidy = Tidy(store, timedelta(days=settings.keep_noise_days), clock)
    rederive = Rederive(store, works.workers, extract.RELEASE)
    rejudge = Rejudge(store, works.workers.find, provisions.get_engine_release(), clock)
    ticks = (
        Tick(CHECK, run, CHECK_EVERY, jitter_seconds=1),
        *talk,
        Tick("digests", MakeDigests(store, clock), DIGESTS_EVERY, jitter_seconds=5),
        Tick("tidy", tidy, TIDY_EVERY, jitter_seconds=600),
        Tick("memory", trim_memory, GIVE_BACK_EVERY),
        Tick("rederive", rederive, REDERIVE_EVERY, jitter_seconds=5),
        Tick("rejudge", rejudge, REDERIVE_EVERY, jitter_seconds=5),
    )
    return Scheduler(ticks, clock, lambda jump: adjust_waits(store, clock(), jump))


def _posting(store: Store, send_due: SendDue, connection: Connection) -> Run:
    """Return the tick that posts: whose posts are ours is known once Slack has said who we are."""

    async def joined(tenant: Tenant) -> None:
        # The token works, so a workspace that was given up is posted to again.
        await store.workspaces.reactivate(tenant)
        send_due.tenant = tenant

    async def send() -> int:
        return await send_due() if send_due.tenant is not None else 0

    connection.on_identity = joined
    return send


def open_clients(settings: Settings, clock: Clock) -> Clients:
    """Return the clients for listeners and for posts: Slack's, or this terminal twice."""
    terminal = TerminalSlack(Printer(), clock)
    return make_clients(settings) or (terminal, terminal)


def _catalogue(settings: Settings) -> Catalogue:
    return Catalogue.load(settings.extra_catalogue, settings.data_dir / "catalogue.jsonl.gz")


def app_of(
    settings: Settings, context: ListenerContext, client: AsyncWebClient, connection: Connection
) -> AsyncApp:
    """Return the app; requests over HTTP are refused where no secret is set to check them with."""
    secret = settings.slack_signing_secret
    return build_app(
        context,
        client=client,
        signing_secret="" if secret is None else secret.get_secret_value(),
        authorize=connection.make_authorize(),
    )


@asynccontextmanager
async def open_application(
    settings: Settings, clients: Clients | None = None, clock: Clock = utc_now
) -> AsyncIterator[Application]:
    """Put everything together; on leaving, close it in the opposite order."""
    listening, posting = clients or open_clients(settings, clock)
    in_flight = InFlight()
    async with AsyncExitStack() as stack:
        opening = open_checker(settings, clock, in_flight.yield_to_requests)
        works = await stack.enter_async_context(opening)
        checking = await stack.enter_async_context(_checking(settings, works, clock))
        store = works.store
        slack = Outage("Slack", clock)
        connection = Connection(listening, slack)
        homes = HomeUpdates(store, posting, clock, settings.command_name)
        messenger = make_messenger(store, posting, homes)
        send_due = SendDue(store, messenger, clock, settings.history_lookup, slack=slack)
        send = _posting(store, send_due, connection)
        await connection.identify()
        talk = (Tick(SEND, send, SEND_EVERY), Tick("homes", homes, HOMES_EVERY))
        scheduler = _scheduler(settings, works, checking, talk, clock)

        async def schedule_jobs() -> None:
            scheduler.soon(CHECK, clock())

        context = ListenerContext(
            store=store,
            catalogue=_catalogue(settings),
            clock=clock,
            command=settings.command_name,
            is_private_allowed=settings.allow_private_addresses,
            send_feedback=make_feedback(settings, listening),
            refresh_homes=homes.mark_changed,
            schedule_jobs=schedule_jobs,
            search_site=works.find,
            searches=works.searches,
            in_flight=in_flight,
        )
        app = app_of(settings, context, listening, connection)
        yield Application(settings, works, context, app, send_due, scheduler, connection)


async def run(settings: Settings) -> None:
    """Run until told to stop. Raises UserError where it cannot start."""
    configure_logs(settings.log_level, as_json=settings.log_json)
    raise_file_limit()
    is_sqlite = settings.database.startswith("sqlite")
    # On a server several may run: locks, leases and paces are rows there.
    with hold_lock(settings.data_dir) if is_sqlite else nullcontext():
        async with (
            open_application(settings) as application,
            application.store.maintenance.hold_sender_lock() as is_alone,
        ):
            if is_alone:
                # Nobody else works on this database, so what is leased was left by a crash.
                await application.store.maintenance.release_leases(
                    utc_now(), has_workers=settings.fleet
                )
            await _serve(settings, application)
            log.info("stopped")


async def _serve(settings: Settings, application: Application) -> None:
    """Tick and listen until told to stop, then finish what is under way."""
    stopped = asyncio.create_task(watch_stop_signals().wait())
    freeze_memory()
    warm = asyncio.create_task(application.works.workers.warm())
    application.scheduler.start()
    for name in (SEND, CHECK):
        application.scheduler.soon(name, utc_now())
    health = serve_health(
        settings.health_port, application.store, application.works.metrics, utc_now
    )
    async with health, serve_http(settings, application.app):
        talking = asyncio.create_task(application.connection.serve(application.app, settings))
        # Processes that die while they start keep this waiting; a stop is heard all the same.
        await asyncio.wait({warm, stopped, talking}, return_when=asyncio.FIRST_COMPLETED)
        if warm.done():
            warm.result()
            log.info(
                "running", slack=settings.has_slack, database=redact_password(settings.database)
            )
        await asyncio.wait({stopped, talking}, return_when=asyncio.FIRST_COMPLETED)
        if not stopped.done():
            talking.result()
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)
    application.scheduler.stop()
    await application.context.in_flight.drain(DRAIN_SECONDS)


async def work(settings: Settings, concurrency: int) -> None:
    """Check documents for a fleet until told to stop, then finish those under way."""
    configure_logs(settings.log_level, as_json=settings.log_json)
    raise_file_limit()
    stand_back()
    async with open_checker(settings, utc_now) as works:
        await schema.require_queue(works.store.database.engine)
        from jobs.fleet import Worker, opened_queue  # noqa: PLC0415  # an extra, perhaps not there

        stopped = watch_stop_signals()
        health = serve_health(settings.health_port, works.store, works.metrics, utc_now)
        async with opened_queue(settings.database) as queue, health:
            await works.workers.warm()
            log.info(
                "working", concurrency=concurrency, database=redact_password(settings.database)
            )
            await Worker(works.store, queue, works.check_due, utc_now, concurrency).run(stopped)
        log.info("stopped")


async def slash(settings: Settings, line: str, channel: str, user: str) -> None:
    """Send a line through the real listeners, then do at once what it made due.

    Always in the terminal, even where tokens are set: what waits for Slack is left to `run`.
    """
    configure_logs("WARNING", as_json=settings.log_json)
    show = Printer()
    terminal = TerminalSlack(show, utc_now)
    async with open_application(settings, (terminal, terminal)) as application:
        in_flight = application.context.in_flight
        console = Console(application.app, in_flight, show, settings.command_name)
        async with console:
            await console.command(line, channel=channel, user=user)
        await application.check_due()
        await application.send_due()
