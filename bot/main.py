"""The composition root: opens every part of the bot and connects them. It also owns the clock."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.exports.webhook_payload import sign_message
from bot.links.attempts import AttemptSigner, SignIn, assume_member
from bot.links.keys import load_keys
from bot.links.site_links import open_site_links
from bot.runtime.checker import Checker, open_checker
from bot.runtime.clock import Clock
from bot.runtime.fetchers import make_fetch_options
from bot.runtime.in_flight import InFlight
from bot.runtime.process import adjust_waits, trim_memory
from bot.slack.app import build_app
from bot.slack.app_home import HomeUpdates, make_messenger
from bot.slack.clients import make_clients, make_listener_client
from bot.slack.connection import Connection
from bot.slack.context import ListenerContext
from bot.slack.feedback import make_feedback
from bot.slack.membership import Membership
from bot.terminal.printer import Printer
from bot.terminal.terminal_slack import TerminalSlack
from clausewatch import extract, provisions
from clausewatch.catalogue import Catalogue
from clausewatch.config import Settings, reveal
from clausewatch.errors import ConfigError
from clausewatch.fetch.webhook_client import WebhookClient
from clausewatch.model.watches import Tenant
from clausewatch.model.webhooks import SignedRequest, WebhookMessage
from clausewatch.store import Store, schema
from jobs.archive_versions import ArchiveVersions
from jobs.check_due import CheckDue
from jobs.deadlines import RemindOfDeadlines
from jobs.digests import MakeDigests
from jobs.monthly_reports import MakeMonthlyReports
from jobs.outage import Outage
from jobs.reanalyse import Reanalyse
from jobs.rederive import Rederive
from jobs.scheduler import Scheduler, Tick
from jobs.send_due import SendDue
from jobs.send_webhooks import SendWebhooks
from jobs.tidy import Tidy

Clients = tuple[AsyncWebClient, AsyncWebClient]
"""The client of the listeners, and the client that posts."""
Job = Callable[[], Awaitable[object]]
"""What a tick runs."""
CATALOGUE_FILE = "catalogue.jsonl.gz"
"""In the data directory: the catalogue as the operator updated it."""
CHECK_TICK, SEND_TICK = "check due", "send due"
CHECK_INTERVAL = timedelta(seconds=2)
SEND_INTERVAL = timedelta(seconds=1)
HOMES_INTERVAL = timedelta(seconds=5)
DIGESTS_INTERVAL = timedelta(minutes=2)
ARCHIVE_INTERVAL = timedelta(minutes=1)
"""Also the rate limit of requests to the archive."""
TIDY_INTERVAL = timedelta(hours=6)
MEMORY_INTERVAL = timedelta(hours=1)
RELEASE_INTERVAL = timedelta(minutes=1)
"""Of the jobs that bring records to the running release."""


def utc_now() -> datetime:
    """Return the current time. Nothing else in the program reads the clock."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Application:
    """The parts of a running bot."""

    settings: Settings
    checker: Checker
    context: ListenerContext
    app: AsyncApp
    send_due: SendDue
    scheduler: Scheduler
    connection: Connection

    @property
    def store(self) -> Store:
        """The store that all parts share."""
        return self.checker.store

    @property
    def check_due(self) -> CheckDue:
        """The job that checks due documents."""
        return self.checker.check_due


@dataclass(frozen=True, slots=True)
class SlackParts:
    """The parts that talk to Slack besides the listeners."""

    connection: Connection
    homes: HomeUpdates
    send_due: SendDue


@asynccontextmanager
async def open_application(
    settings: Settings, clients: Clients | None = None, clock: Clock = utc_now
) -> AsyncIterator[Application]:
    """Open all parts of the bot; on leaving, close them in the opposite order.

    Raises UserError for settings or a database that the bot cannot start with.
    """
    clients = clients or open_clients(settings, clock)
    async with AsyncExitStack() as stack:
        # Checks: the store, the web and the worker processes. They pause while a request waits.
        in_flight = InFlight()
        opening = open_checker(settings, clock, in_flight.yield_to_requests)
        checker = await stack.enter_async_context(opening)
        check = await stack.enter_async_context(_open_check_job(settings, checker, clock))

        # Slack: the connection, the App Homes and the outbox.
        slack = _make_slack_parts(settings, checker.store, clients, clock)
        await slack.connection.identify()

        # Jobs: fixed ticks, each of which handles due rows.
        ticks = _make_ticks(settings, checker, check, slack, clock)
        scheduler = Scheduler(ticks, clock, lambda jump: adjust_waits(checker.store, clock(), jump))

        # Listeners: the Slack app and the services that its listeners use.
        context = _make_context(settings, checker, slack, scheduler, in_flight, clock=clock)
        app = make_app(settings, context, slack.connection)
        yield Application(
            settings, checker, context, app, slack.send_due, scheduler, slack.connection
        )


def open_clients(settings: Settings, clock: Clock) -> Clients:
    """Return Slack's clients, or without tokens a client that shows everything in this terminal."""
    terminal = TerminalSlack(Printer(), clock)
    return make_clients(settings) or (terminal, terminal)


def make_app(settings: Settings, context: ListenerContext, connection: Connection) -> AsyncApp:
    """Return the Slack app; without a signing secret it refuses all requests over HTTP."""
    secret = settings.slack_signing_secret
    return build_app(
        context,
        client=connection.client,
        signing_secret="" if secret is None else secret.get_secret_value(),
        authorize=connection.make_authorize(),
    )


@asynccontextmanager
async def _open_check_job(settings: Settings, checker: Checker, clock: Clock) -> AsyncIterator[Job]:
    """Open the job for due documents: it checks them, or queues them for a fleet."""
    if not settings.fleet:
        yield checker.check_due
        return
    await schema.require_queue(checker.store.database.engine)
    from jobs.fleet import Enqueue, open_queue  # noqa: PLC0415  # an extra that may be missing

    async with open_queue(settings.database) as queue:
        yield Enqueue(checker.store, queue, clock)


def _make_slack_parts(
    settings: Settings, store: Store, clients: Clients, clock: Clock
) -> SlackParts:
    """Connect the outbox to Slack: it posts once Slack has told which workspace the bot is in."""
    listening_client, posting_client = clients
    outage = Outage("Slack", clock)
    connection = Connection(listening_client, outage)
    homes = HomeUpdates(store, posting_client, clock, settings.command_name)
    messenger = make_messenger(
        store, posting_client, homes, has_site=settings.public_url is not None
    )
    send_due = SendDue(store, messenger, clock, settings.history_lookup, slack=outage)

    async def adopt_identity(tenant: Tenant) -> None:
        # The token works, so a workspace that was deactivated gets posts again.
        await store.workspaces.reactivate(tenant)
        send_due.tenant = tenant

    connection.on_identity = adopt_identity
    return SlackParts(connection, homes, send_due)


def _make_ticks(
    settings: Settings, checker: Checker, check: Job, slack: SlackParts, clock: Clock
) -> tuple[Tick, ...]:
    store, workers = checker.store, checker.workers
    tidy = Tidy(store, timedelta(days=settings.keep_noise_days), clock)
    rederive = Rederive(store, workers, extract.RELEASE)
    engine = provisions.get_engine_release()
    rejudge = Reanalyse(store, workers.find, engine, clock, workers.find_facts)

    fetch = checker.check_due.ports.fetch
    archive_versions = ArchiveVersions(store, fetch, settings.wayback_url, clock)

    async def archive() -> bool:
        return await archive_versions() if settings.wayback_save else False

    async def send() -> int:
        return await slack.send_due() if slack.send_due.tenant is not None else 0

    return (
        Tick(CHECK_TICK, check, CHECK_INTERVAL, jitter_seconds=1),
        Tick(SEND_TICK, send, SEND_INTERVAL),
        Tick("homes", slack.homes, HOMES_INTERVAL),
        Tick("digests", MakeDigests(store, clock), DIGESTS_INTERVAL, jitter_seconds=5),
        Tick("reports", MakeMonthlyReports(store, clock), DIGESTS_INTERVAL, jitter_seconds=5),
        Tick("deadlines", RemindOfDeadlines(store, clock), DIGESTS_INTERVAL, jitter_seconds=5),
        Tick("tidy", tidy, TIDY_INTERVAL, jitter_seconds=600),
        Tick("archive", archive, ARCHIVE_INTERVAL, jitter_seconds=10),
        Tick("webhooks", _make_webhooks(settings, store, clock), SEND_INTERVAL, jitter_seconds=1),
        Tick("memory", trim_memory, MEMORY_INTERVAL),
        Tick("rederive", rederive, RELEASE_INTERVAL, jitter_seconds=5),
        Tick("rejudge", rejudge, RELEASE_INTERVAL, jitter_seconds=5),
    )


def _make_webhooks(settings: Settings, store: Store, clock: Clock) -> SendWebhooks:
    """Return the job that sends messages to webhooks; it reads the keys once one is due."""
    public_url = settings.public_url or ""

    def sign(message: WebhookMessage, now: datetime) -> SignedRequest:
        return sign_message(message, load_keys(settings), public_url, now)

    options = make_fetch_options(settings)
    return SendWebhooks(store, sign, lambda: WebhookClient(options), clock)


def make_sign_in(settings: Settings) -> SignIn | None:
    """Return how people sign in to the record site; None if links have tokens.

    Raises ConfigError without the packages that verify tokens.
    """
    if not settings.has_sign_in:
        return None
    try:
        from bot.slack.openid import SlackOpenId  # noqa: PLC0415  # an extra that may be missing
    except ModuleNotFoundError:
        raise ConfigError(
            "Sign in with Slack needs packages that are missing;"
            " `pip install 'clausewatch[sign-in]'` brings them."
        ) from None
    client = make_listener_client(
        None, base_url=settings.slack_api_url, proxy=reveal(settings.slack_proxy)
    )
    provider = SlackOpenId(
        settings.slack_client_id or "",
        reveal(settings.slack_client_secret) or "",
        client,
        has_pkce=settings.sign_in_pkce,
    )
    lifetime = timedelta(hours=settings.session_hours)
    clients = make_clients(settings)
    # The client of posts does not wait where Slack limits the rate: a page would wait with it.
    has_left = assume_member if clients is None else Membership(clients[1]).has_left
    return SignIn(provider, AttemptSigner(load_keys(settings)), lifetime, has_left)


def _make_context(
    settings: Settings,
    checker: Checker,
    slack: SlackParts,
    scheduler: Scheduler,
    in_flight: InFlight,
    *,
    clock: Clock,
) -> ListenerContext:
    """Return the services of the listeners."""

    async def schedule_jobs() -> None:
        scheduler.run_soon(CHECK_TICK, clock())

    return ListenerContext(
        store=checker.store,
        catalogue=Catalogue.load(settings.extra_catalogue, settings.data_dir / CATALOGUE_FILE),
        clock=clock,
        command=settings.command_name,
        url_guard=make_fetch_options(settings).make_guard(),
        send_feedback=make_feedback(settings, slack.connection.client),
        refresh_homes=slack.homes.mark_changed,
        schedule_jobs=schedule_jobs,
        search_site=checker.search_site,
        searches=checker.searches,
        site_links=open_site_links(settings),
        make_webhook_key=lambda: load_keys(settings)[-1],
        in_flight=in_flight,
    )
