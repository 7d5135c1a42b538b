"""`clausewatch doctor`: does everything that the bot needs work, and if not, what to do."""

import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.slack_errors import code_of
from clausewatch.config import Settings
from clausewatch.errors import FetchError, UserError
from clausewatch.model.pages import PageRequest
from clausewatch.store import Store

REQUIRED_SCOPES = frozenset({"commands", "chat:write"})
OPTIONAL_SCOPES = {
    "channels:history": "settle a post of unknown fate by looking it up (HISTORY_LOOKUP)",
    "channels:read": "notice that a channel was renamed or archived",
    "chat:write.public": "post in public channels without being invited",
}
MOST_CLOCK_SKEW_SECONDS = 120
"""Slack refuses signatures older than five minutes; well before that a clock needs mending."""
PROBE_URL = "https://example.com/"
"""Reserved for such use (RFC 2606) and always up."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `advice` says what to do where it is not well."""

    name: str
    is_well: bool
    text: str
    advice: str = ""


Probe = Callable[[PageRequest, datetime], Awaitable[object]]


async def findings(settings: Settings, probe: Probe, now: datetime) -> AsyncIterator[Finding]:
    """Yield what each test found, in the order in which a start-up needs them."""
    yield _data_dir(settings.data_dir)
    yield await _database(settings.database)
    if settings.has_slack:
        async for finding in _slack(settings, now):
            yield finding
    else:
        yield Finding(
            "Slack",
            is_well=True,
            text="no tokens are set, so posts are shown in the terminal",
            advice="for Slack set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README, ten minutes)",
        )
    yield await _network(probe, now)


def _data_dir(path: Path) -> Finding:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        return Finding(
            "data", is_well=False, text=str(fault), advice="set DATA_DIR to a directory of yours"
        )
    is_well = os.access(path, os.W_OK)
    return Finding(
        "data",
        is_well,
        f"{path} {'can' if is_well else 'cannot'} be written",
        "" if is_well else "give the user that runs Clausewatch the right to write there",
    )


async def _database(url: str) -> Finding:
    try:
        store = await Store.open(url)
    except UserError as fault:
        return Finding("database", is_well=False, text=str(fault))
    counts = await store.maintenance.count_rows()
    await store.close()
    known = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()) if count)
    return Finding("database", is_well=True, text=f"opens and is up to date ({known or 'empty'})")


async def _slack(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if bot is None:
        return
    client = AsyncWebClient(
        bot.get_secret_value(), base_url=settings.slack_api_url, proxy=settings.slack_proxy
    )
    asked = time.monotonic()
    try:
        answer = await client.auth_test()
    except (SlackApiError, OSError) as fault:
        yield _refused("bot token", fault, "SLACK_BOT_TOKEN")
        return
    yield Finding("bot token", is_well=True, text=f"{answer['user']} in {answer['team']}")
    headers = {key.lower(): value for key, value in (answer.headers or {}).items()}
    yield _scopes(str(headers.get("x-oauth-scopes", "")))
    yield _clock(headers.get("date"), now, time.monotonic() - asked)
    if app is None:
        yield Finding("requests", is_well=True, text="taken over HTTP, with the signing secret")
        return
    try:
        await client.apps_connections_open(app_token=app.get_secret_value())
    except (SlackApiError, OSError) as fault:
        yield _refused("app token", fault, "SLACK_APP_TOKEN")
        return
    yield Finding("app token", is_well=True, text="Socket Mode opens")


def _refused(name: str, fault: Exception, setting: str) -> Finding:
    if isinstance(fault, SlackApiError):
        code = code_of(fault) or "nothing that can be read"
        advice = f"copy {setting} again from the app's page at Slack, or reinstall the app"
        return Finding(name, is_well=False, text=f"Slack says {code}", advice=advice)
    advice = "check the network, SLACK_PROXY and SLACK_API_URL"
    return Finding(name, is_well=False, text=f"Slack does not answer ({fault})", advice=advice)


def _scopes(granted: str) -> Finding:
    scopes = {scope.strip() for scope in granted.split(",") if scope.strip()}
    if not scopes:
        return Finding("scopes", is_well=True, text="Slack did not name them")
    missing = REQUIRED_SCOPES - scopes
    if missing:
        return Finding(
            "scopes",
            is_well=False,
            text=f"missing: {', '.join(sorted(missing))}",
            advice="add them under OAuth & Permissions and reinstall the app",
        )
    without = [f"{name} ({why})" for name, why in OPTIONAL_SCOPES.items() if name not in scopes]
    hint = f"optional and not granted: {'; '.join(without)}" if without else ""
    return Finding("scopes", is_well=True, text=", ".join(sorted(scopes)), advice=hint)


def _clock(date: str | None, now: datetime, took_seconds: float) -> Finding:
    if date is None:
        return Finding("clock", is_well=True, text=f"{now:%H:%M} UTC; Slack did not say its own")
    skew = abs((parsedate_to_datetime(date).astimezone(UTC) - now).total_seconds())
    is_well = skew - took_seconds < MOST_CLOCK_SKEW_SECONDS
    return Finding(
        "clock",
        is_well,
        f"{skew:.0f} s off Slack's",
        "" if is_well else "set the machine's clock (NTP): Slack refuses requests that look old",
    )


async def _network(probe: Probe, now: datetime) -> Finding:
    try:
        await probe(PageRequest(PROBE_URL, ignore_robots=True), now)
    except FetchError as fault:
        return Finding(
            "network",
            is_well=False,
            text=f"policies cannot be fetched: {fault.reason}",
            advice="check the network, DNS, FETCH_PROXY and CA_BUNDLE",
        )
    return Finding("network", is_well=True, text="policies can be fetched")
