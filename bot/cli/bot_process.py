"""The process that `clausewatch run` starts: ticks and listeners until a stop signal."""

import asyncio
from contextlib import nullcontext

import structlog

from bot.main import (
    CHECK_TICK,
    SEND_TICK,
    Application,
    make_sign_in,
    open_application,
    utc_now,
)
from bot.runtime.lock import hold_lock
from bot.runtime.logs import configure_logs
from bot.runtime.process import (
    freeze_memory,
    ignore_stop_signals,
    raise_file_limit,
    redact_password,
    watch_stop_signals,
)
from bot.slack.http_server import serve_http
from bot.slack.listeners import dates
from bot.web.health import serve_health
from bot.web.routes import ROUTES
from bot.web.site import SiteParts, serve_site
from clausewatch.config import Settings
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.subprocessors.places import load_places

log = structlog.get_logger(__name__)

TERMINAL_COMMAND = ".venv/bin/clausewatch slash '/policy watch zoom'"
"""What a person types in another terminal, where the bot runs without Slack."""
DRAIN_SECONDS = 10.0
"""How long a stop waits for listeners to finish."""


async def run_bot(settings: Settings) -> None:
    """Run the bot until a stop signal. Raises UserError if it cannot start."""
    configure_logs(settings.log_level, as_json=settings.log_json)
    raise_file_limit()
    stopped, serving = watch_stop_signals(), asyncio.Event()
    bot = asyncio.create_task(_open_and_serve(settings, stopped, serving))
    stop = asyncio.create_task(stopped.wait())
    await asyncio.wait({bot, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if not serving.is_set():
        # A start may wait long for a database. It is cancelled once, however often Ctrl-C is
        # pressed: a second time would interrupt what closes the connections.
        bot.cancel()
    try:
        await bot
    except asyncio.CancelledError:
        if not stopped.is_set():
            raise
    ignore_stop_signals()
    log.info("stopped")


async def _open_and_serve(
    settings: Settings, stopped: asyncio.Event, serving: asyncio.Event
) -> None:
    """Open the application, set `serving`, and serve until `stopped` is set."""
    is_sqlite = settings.database.startswith("sqlite")
    # Several processes may share a database server: its locks, leases and rate limits are rows.
    with hold_lock(settings.data_dir) if is_sqlite else nullcontext():
        async with open_application(settings) as application:
            maintenance = application.store.maintenance
            async with maintenance.hold_sender_lock() as is_alone:
                if is_alone:
                    # No other process uses this database, so a crash left the leases there.
                    await maintenance.release_leases(utc_now(), has_workers=settings.fleet)
                serving.set()
                await _serve(application, stopped)


async def _serve(application: Application, stopped: asyncio.Event) -> None:
    """Run ticks and listeners until a stop signal, then let running listeners finish."""
    settings = application.settings
    stop = asyncio.create_task(stopped.wait())
    warm_up = asyncio.create_task(application.checker.workers.warm_up())
    # Listeners run meanwhile; one that needs the data earlier loads it itself.
    data = asyncio.create_task(asyncio.to_thread(_load_data, application))
    application.scheduler.start()
    for name in (SEND_TICK, CHECK_TICK):
        application.scheduler.run_soon(name, utc_now())
    health = serve_health(
        settings.health_port, application.store, application.checker.metrics, utc_now
    )
    parts = SiteParts(
        application.store, application.checker.workers.read, utc_now, make_sign_in(settings)
    )
    site = serve_site(settings, parts, ROUTES)
    async with health, serve_http(settings, application.app), site:
        slack = asyncio.create_task(application.connection.serve(application.app, settings))
        # Worker processes that die while they start delay the warm-up, but never a stop.
        await asyncio.wait({warm_up, stop, slack}, return_when=asyncio.FIRST_COMPLETED)
        # Ctrl-C also ends a fork server that still loads, and a warm-up with it.
        if warm_up.done() and not stopped.is_set():
            warm_up.result()
            database = redact_password(settings.database)
            log.info("running", slack=settings.has_slack, database=database)
            if not settings.has_slack:
                log.info("posts appear here without Slack tokens", commands=TERMINAL_COMMAND)
        await asyncio.wait({stop, slack}, return_when=asyncio.FIRST_COMPLETED)
        if not stop.done():
            slack.result()
        slack.cancel()
        warm_up.cancel()
        await asyncio.gather(slack, data, warm_up, return_exceptions=True)
    application.scheduler.stop()
    await application.context.in_flight.drain(DRAIN_SECONDS)


def _load_data(application: Application) -> None:
    """Load what commands look things up in or read with before they need it, and keep it."""
    application.context.catalogue.prepare()
    load_taxonomy()
    # Records of subprocessors tell names of companies from places.
    load_places()
    # A third of a second each, in which no other request would be answered.
    dates.parse_past("yesterday", utc_now())
    from clausewatch.extract import selection  # noqa: F401, PLC0415  # for `select:`

    freeze_memory()
