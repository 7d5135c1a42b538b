"""The composition root: settings become values, rooms get their doors, and the clock lives here."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import build_app
from bot.clients import listener_client, posting_client
from bot.console import Console
from bot.context import Clock, ListenerContext
from bot.doctor import findings
from bot.lock import only_one
from bot.logs import set_up
from bot.messenger import SlackMessenger
from bot.printing import Printer
from bot.terminal import TerminalSlack
from clausewatch.catalogue import Catalogue
from clausewatch.check import Ports
from clausewatch.config import Settings
from clausewatch.fetch import Fetcher, FetchOptions
from clausewatch.fetch import Ports as FetchPorts
from clausewatch.schedule import Timing
from clausewatch.store import Store
from clausewatch.workers import Workers
from jobs.check_due import CheckDue
from jobs.scheduler import Scheduler, Tick
from jobs.send_due import SendDue
from jobs.tidy import Tidy

log = structlog.get_logger(__name__)

CHECK, SEND = "check due", "send due"
CHECK_EVERY = timedelta(seconds=2)
SEND_EVERY = timedelta(seconds=1)
TIDY_EVERY = timedelta(hours=6)
DRAIN_SECONDS = 10.0


def utc_now() -> datetime:
    """Return the time: the one place where it is asked for."""
    return datetime.now(UTC)


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


@dataclass(frozen=True, slots=True)
class StoreGate:
    """The pace at hosts that a redirect leads to, kept in the store across processes."""

    store: Store
    pace: timedelta
    clock: Clock

    async def wait(self, host: str) -> None:
        """Return when a request to the host is due."""
        wait = await self.store.hosts.wait(host, self.clock(), self.pace)
        await asyncio.sleep(wait.total_seconds())


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


def _checks(settings: Settings, store: Store, ports: Ports, clock: Clock) -> CheckDue:
    timing, at_a_time = timing_of(settings), settings.check_concurrency
    return CheckDue(store, ports, timing, _pace(settings), clock, at_a_time)


def slack_clients(settings: Settings) -> tuple[AsyncWebClient, AsyncWebClient]:
    """Return the clients for listeners and for posts: Slack's, or this terminal twice."""
    if settings.slack_bot_token is None:
        terminal = TerminalSlack(Printer(), utc_now)
        return terminal, terminal
    token = settings.slack_bot_token.get_secret_value()
    at, proxy = settings.slack_api_url, settings.slack_proxy
    return (
        listener_client(token, base_url=at, proxy=proxy),
        posting_client(token, base_url=at, proxy=proxy),
    )


@asynccontextmanager
async def open_house(
    settings: Settings,
    clients: tuple[AsyncWebClient, AsyncWebClient] | None = None,
    clock: Clock = utc_now,
) -> AsyncIterator[House]:
    """Put everything together; on leaving, close it in the opposite order."""
    listening, posting = clients or slack_clients(settings)
    resend = timedelta(minutes=settings.resend_after_minutes)
    async with AsyncExitStack() as stack:
        store = await Store.open(settings.database, resend_after=resend)
        stack.push_async_callback(store.close)
        gate = StoreGate(store, _pace(settings), clock)
        fetcher = await stack.enter_async_context(fetcher_of(settings, FetchPorts(gate=gate)))
        workers = await stack.enter_async_context(workers_of(settings))
        check_due = _checks(settings, store, Ports(fetcher, store.checks, workers), clock)
        messenger = SlackMessenger(posting, store.changes.posts_of)
        send_due = SendDue(store, messenger, clock, settings.history_lookup)
        tidy = Tidy(store, timedelta(days=settings.keep_noise_days), clock)
        scheduler = Scheduler(
            (
                Tick(CHECK, check_due, CHECK_EVERY, jitter_seconds=1),
                Tick(SEND, send_due, SEND_EVERY),
                Tick("tidy", tidy, TIDY_EVERY, jitter_seconds=600),
            )
        )

        async def nudge() -> None:
            scheduler.soon(CHECK, clock())

        context = ListenerContext(
            store=store,
            catalogue=Catalogue.load(settings.extra_catalogue),
            clock=clock,
            command=settings.command_name,
            is_private_allowed=settings.allow_private_addresses,
            nudge=nudge,
        )
        app = build_app(context, client=listening)
        yield House(settings, store, workers, context, app, check_due, send_due, scheduler)


async def run(settings: Settings) -> None:
    """Run until told to stop. Raises UserError where it cannot start."""
    set_up(settings.log_level, as_json=settings.log_json)
    with only_one(settings.data_dir):
        async with open_house(settings) as house:
            if settings.database.startswith("sqlite"):
                # Nobody else works on this file, so what is leased was left by a crash.
                await house.store.upkeep.release_leases(utc_now())
            stopped = _stop_signal()
            warm = asyncio.create_task(house.workers.warm())
            house.scheduler.start()
            for name in (SEND, CHECK):
                house.scheduler.soon(name, utc_now())
            async with _listening(settings, house.app):
                await warm
                log.info("running", slack=settings.has_slack, database=_named(settings.database))
                await stopped.wait()
            house.scheduler.stop()
            await house.context.running.drained(DRAIN_SECONDS)
            log.info("stopped")


@asynccontextmanager
async def _listening(settings: Settings, app: AsyncApp) -> AsyncIterator[None]:
    """Keep Socket Mode open where there are tokens."""
    if settings.slack_app_token is None:
        yield
        return
    handler = AsyncSocketModeHandler(app, settings.slack_app_token.get_secret_value())
    await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK has no types here
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # as above


async def slash(settings: Settings, line: str, channel: str, user: str) -> None:
    """Send a line through the real listeners, then do at once what it made due."""
    set_up("WARNING", as_json=settings.log_json)
    async with open_house(settings) as house:
        show = Printer()
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


def _stop_signal() -> asyncio.Event:
    """Return an event that Ctrl-C or SIGTERM sets."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    return stopped


def _named(database: str) -> str:
    """Return the database without its password."""
    scheme, _, rest = database.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2]}"
