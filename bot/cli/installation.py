"""Tests of an installation: whether all that the bot needs works and, if not, how to fix it."""

import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.links.site_links import find_return_url
from bot.main import utc_now
from bot.runtime.fetchers import make_fetcher
from bot.runtime.logs import configure_logs
from bot.slack.manifest_age import list_differences, read_manifest
from bot.slack.scopes import REQUIRED_SCOPES, SCOPES
from bot.slack.slack_errors import read_code
from clausewatch.config import Settings, reveal
from clausewatch.errors import FetchError, UserError
from clausewatch.model.pages import PageRequest
from clausewatch.model.webhooks import DeadMessage
from clausewatch.store import Store

MAX_CLOCK_SKEW_SECONDS = 120
"""Slack refuses signatures older than five minutes; a clock needs fixing well before that."""
PROBE_URL = "https://example.com/"
"""Reserved for such use (RFC 2606) and always up."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one test; `advice` says how to fix a failure."""

    name: str
    is_well: bool
    text: str
    advice: str = ""


Probe = Callable[[PageRequest, datetime], Awaitable[object]]
"""Fetches one page. Raises FetchError."""


async def examine_installation(settings: Settings, manifest: Path | None = None) -> bool:
    """Print the result of each test; return whether all passed.

    `manifest` is a file with the installed app's manifest, copied from Slack. Raises UserError.
    """
    configure_logs("ERROR", as_json=settings.log_json)
    is_well = True
    if manifest is not None:
        finding = compare_manifest(manifest, settings.command_name, find_return_url(settings))
        is_well = finding.is_well
        _print_finding(finding)
    async with make_fetcher(settings) as fetcher:
        async for finding in run_tests(settings, fetcher, utc_now()):
            is_well = is_well and finding.is_well
            _print_finding(finding)
    return is_well


def _print_finding(finding: Finding) -> None:
    mark = "ok" if finding.is_well else "PROBLEM"
    advice = f"\n    → {finding.advice}" if finding.advice else ""
    sys.stdout.write(f"{finding.name}: {mark}: {finding.text}{advice}\n")


def compare_manifest(path: Path, command: str, return_url: str = "") -> Finding:
    """Return whether the installed app has the manifest of this release. Raises UserError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UserError(f"{path} can't be read ({error.strerror}). Check the path.") from None
    differences = list_differences(read_manifest(text), command, return_url)
    if not differences:
        return Finding("manifest", is_well=True, text="matches this release")
    return Finding(
        "manifest",
        is_well=False,
        text=f"is older than this release: {'; '.join(differences)}",
        advice="paste what `clausewatch manifest` prints on the page App Manifest, and reinstall"
        " the app",
    )


async def run_tests(settings: Settings, probe: Probe, now: datetime) -> AsyncIterator[Finding]:
    """Yield the result of each test, in the order in which a start-up needs the tested parts."""
    yield _test_data_dir(settings.data_dir)
    async for finding in _test_database(settings.database):
        yield finding
    if settings.has_slack:
        async for finding in _test_slack(settings, now):
            yield finding
    else:
        yield Finding(
            "Slack",
            is_well=True,
            text="no tokens are set, so posts appear in the terminal",
            advice="for Slack set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (README, ten minutes)",
        )
    yield await _test_network(probe, now, is_proxied=settings.fetch_proxy is not None)


def _test_data_dir(path: Path) -> Finding:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return Finding(
            "data", is_well=False, text=str(error), advice="set DATA_DIR to a directory of yours"
        )
    if os.access(path, os.W_OK):
        return Finding("data", is_well=True, text=f"{path} can be written")
    return Finding(
        "data",
        is_well=False,
        text=f"{path} cannot be written",
        advice="give the user that runs Clausewatch permission to write there",
    )


async def _test_database(url: str) -> AsyncIterator[Finding]:
    """Yield the result for the database, and the messages to webhooks that were given up."""
    try:
        store = await Store.open(url)
    except UserError as error:
        yield Finding("database", is_well=False, text=str(error))
        return
    counts = await store.maintenance.count_rows()
    dead = await store.webhooks.find_dead()
    await store.close()
    listed = ", ".join(f"{count} {name}" for name, count in sorted(counts.items()) if count)
    yield Finding("database", is_well=True, text=f"opens and is up to date ({listed or 'empty'})")
    if dead:
        yield _describe_dead(dead)


def _describe_dead(messages: Sequence[DeadMessage]) -> Finding:
    """Return the finding about messages that were given up."""
    # Of a URL only the host: the path of many receivers is a secret.
    listed = "; ".join(
        f"{each.message_id} ({each.change_id}) to {urlsplit(each.url).hostname}: {each.error}"
        for each in messages
    )
    return Finding(
        "webhooks",
        is_well=False,
        text=f"given up: {listed}",
        advice="fix the receiver, then `clausewatch webhook retry`",
    )


async def _test_slack(settings: Settings, now: datetime) -> AsyncIterator[Finding]:
    """Yield the results for the bot token, its scopes, the clock and the app token."""
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if bot is None:
        return
    proxy = reveal(settings.slack_proxy)
    client = AsyncWebClient(bot.get_secret_value(), base_url=settings.slack_api_url, proxy=proxy)
    began = time.monotonic()
    try:
        answer = await client.auth_test()
    except (SlackApiError, OSError) as error:
        yield _report_refusal("bot token", error, "SLACK_BOT_TOKEN")
        return
    yield Finding("bot token", is_well=True, text=f"{answer['user']} in {answer['team']}")
    headers = {key.lower(): value for key, value in (answer.headers or {}).items()}
    yield _test_scopes(str(headers.get("x-oauth-scopes", "")))
    yield _test_clock(headers.get("date"), now, time.monotonic() - began)
    if app is None:
        yield Finding("requests", is_well=True, text="come over HTTP, with the signing secret")
        return
    try:
        await client.apps_connections_open(app_token=app.get_secret_value())
    except (SlackApiError, OSError) as error:
        yield _report_refusal("app token", error, "SLACK_APP_TOKEN")
        return
    yield Finding("app token", is_well=True, text="Socket Mode opens")


def _report_refusal(name: str, error: Exception, setting: str) -> Finding:
    """Return the failure of a token: Slack refused it, or did not answer."""
    if isinstance(error, SlackApiError):
        code = read_code(error) or "nothing that can be read"
        advice = f"copy {setting} again from the app's page at Slack, or reinstall the app"
        return Finding(name, is_well=False, text=f"Slack says {code}", advice=advice)
    advice = "check the network, SLACK_PROXY and SLACK_API_URL"
    return Finding(name, is_well=False, text=f"Slack does not answer ({error})", advice=advice)


def _test_scopes(granted: str) -> Finding:
    scopes = {scope.strip() for scope in granted.split(",") if scope.strip()}
    if not scopes:
        return Finding("scopes", is_well=True, text="Slack did not name them")
    missing = set(REQUIRED_SCOPES) - scopes
    if missing:
        return Finding(
            "scopes",
            is_well=False,
            text=f"missing: {', '.join(sorted(missing))}",
            advice="add them under OAuth & Permissions and reinstall the app",
        )
    ungranted = [f"{scope.name} ({scope.purpose})" for scope in SCOPES if scope.name not in scopes]
    hint = f"optional and not granted: {'; '.join(ungranted)}" if ungranted else ""
    return Finding("scopes", is_well=True, text=", ".join(sorted(scopes)), advice=hint)


def _test_clock(date: str | None, now: datetime, elapsed_seconds: float) -> Finding:
    """Compare this machine's clock with the `Date` header of an answer of Slack's."""
    if date is None:
        return Finding("clock", is_well=True, text=f"{now:%H:%M} UTC; Slack did not say its own")
    skew = abs((parsedate_to_datetime(date).astimezone(UTC) - now).total_seconds())
    is_well = skew - elapsed_seconds < MAX_CLOCK_SKEW_SECONDS
    return Finding(
        "clock",
        is_well,
        f"{skew:.0f} s off Slack's",
        "" if is_well else "set the machine's clock (NTP): Slack refuses requests that look old",
    )


async def _test_network(probe: Probe, now: datetime, *, is_proxied: bool) -> Finding:
    try:
        await probe(PageRequest(PROBE_URL, ignore_robots=True), now)
    except FetchError as error:
        return Finding(
            "network",
            is_well=False,
            text=f"policies cannot be fetched: {error.reason}",
            advice="check the network, DNS, FETCH_PROXY and CA_BUNDLE",
        )
    text = "policies can be fetched"
    if not is_proxied:
        return Finding("network", is_well=True, text=text)
    advice = "FETCH_PROXY resolves host names, so it must refuse private addresses itself"
    return Finding("network", is_well=True, text=f"{text} through FETCH_PROXY", advice=advice)
