"""Settings and digests of a channel: by verb, by modal, and their effects."""

from datetime import time, timedelta
from typing import Any

import pytest

from bot.slack import ids
from bot.slack.listeners.settings_modal import find_zone_options
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.checks.outcome import CheckOutcome, DocumentState, NotThePolicy
from clausewatch.errors import DeliveryError
from clausewatch.model.reading import Severity, Significance
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.notifications.digests import ChannelSettings
from clausewatch.notifications.events import BecameUnreadable
from jobs.digests import MakeDigests
from tests.bot.block_rules import assert_view
from tests.bot.example_values import make_edit
from tests.bot.team import LEASE, Team

TENANT = Tenant(None, TEAM_ID)
EDITORIAL = Significance.EDITORIAL
LONG = tuple(make_edit(f"We keep item {n}. " * 120, f"We sell item {n}. " * 120) for n in range(8))


async def load_settings(team: Team, channel: str = "GENERAL") -> ChannelSettings:
    """The stored settings of the channel."""
    workspace = await team.store.workspaces.ensure(TENANT, team.now)
    row = await team.store.workspaces.ensure_channel(workspace, f"C-{channel}", team.now)
    return await team.store.channel_settings.find(row.id)


async def post_digests(team: Team) -> list[RenderedMessage]:
    """Make the digests that are due; return their posts."""
    await MakeDigests(team.store, lambda: team.now)()
    return await team.posts()


async def watch_and_read(team: Team, line: str, documents: int = 1) -> None:
    """A channel watches read documents, and has had its digests so far."""
    await team.types(line)
    for number in range(1, documents + 1):
        await team.reads(number)
    await team.posts()
    assert await post_digests(team) == []


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("settings min:medium", ChannelSettings(minimum=Severity.MEDIUM)),
        (
            "settings threads:off empty:on",
            ChannelSettings(is_threaded=False, tells_quiet=True),
        ),
        (
            "settings zone:berlin time:7:30 day:fri digest:daily",
            ChannelSettings(
                zone="Europe/Berlin",
                digest_time=time(7, 30),
                digest_day=4,
                digest=Cadence.DAILY,
            ),
        ),
        ("settings reminders:false", ChannelSettings(reminders=None)),
        ("settings reminders:of", ChannelSettings(reminders=None)),
        ("settings reminders off", ChannelSettings(reminders=None)),
        ("settings threads off zone Berlin", ChannelSettings(
            is_threaded=False, zone="Europe/Berlin")),
        ("digest daily", ChannelSettings(digest=Cadence.DAILY)),
        ("digest weekly friday 17:05", ChannelSettings(digest_day=4, digest_time=time(17, 5))),
        ("digest weekly on Tuesdays at 9 am", ChannelSettings(digest_day=1)),
        ("digest daily 5pm zone:Asia/Tokyo", ChannelSettings(
            digest=Cadence.DAILY, digest_time=time(17), zone="Asia/Tokyo")),
        ("digest daily 12am", ChannelSettings(digest=Cadence.DAILY, digest_time=time(0))),
    ],
)  # fmt: skip
async def test_what_can_be_set(team: Team, line: str, wanted: ChannelSettings) -> None:
    """The post names the user and the settings."""
    (post,) = await team.types(line)
    assert post.kind == "post"
    assert "@you" in post.plain
    assert await load_settings(team) == wanted
    assert await load_settings(team, "OTHER") == ChannelSettings()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("settings medium", "Did you mean /policy settings min:medium?"),
        ("settings loud", "settings takes options"),
        ("settings min:purple", "min: takes low, medium or high"),
        ("settings threads:maybe", "threads: takes on or off"),
        ("settings zone:Atlantis", "as a time zone"),
        ("settings day:someday", "isn't a day"),
        ("settings time:25:00", "isn't a time. Enter one, such as time:9:00"),
        ("settings health:legal-team", "isn't a channel"),
        ("settings colour:red", "There's no"),
        ("digest hourly", "Enter a schedule, such as weekly monday 9:00"),
        ("digest weekly 25:00", "Enter a schedule, such as weekly monday 9:00"),
        ("digest off", "You can't turn the digest off"),
        ("settings digest:off", "You can't turn the digest off"),
        ("digest daily zone:Mars", "as a time zone"),
        ("digest daily zone:york", "Did you mean zone:America/New_York?"),
    ],
)
async def test_what_cannot_be_set(team: Team, line: str, said: str) -> None:
    """The user gets one sentence on what to type, and nothing is stored."""
    (shown,) = await team.types(line)
    assert shown.kind == "answer"
    assert said in shown.plain
    assert await load_settings(team) == ChannelSettings()


def fill_modal(**other: str) -> dict[str, dict[str, dict[str, Any]]]:
    """The state of the *Settings* modal."""

    def option(block: str, value: str) -> dict[str, dict[str, Any]]:
        return {ids.SETTINGS_FIELD: {"selected_option": {"value": other.get(block, value)}}}

    return {
        ids.LEAST_SEVERITY_BLOCK: option("minimum", "high"),
        ids.THREADS_BLOCK: option("threads", "off"),
        ids.DIGEST_BLOCK: option("digest", "daily"),
        ids.DAY_BLOCK: option("day", "2"),
        ids.TIME_BLOCK: {ids.SETTINGS_FIELD: {"selected_time": other.get("time", "08:15")}},
        ids.ZONE_BLOCK: option("zone", "Europe/Berlin"),
        ids.QUIET_BLOCK: option("quiet", "on"),
        ids.MONTHLY_BLOCK: option("monthly", "on"),
        ids.HEALTH_BLOCK: {
            ids.SETTINGS_FIELD: {"selected_conversation": other.get("health") or None}
        },
    }


async def open_modal(team: Team, **where: str) -> RenderedMessage:
    """The opened *Settings* modal."""
    (shown,) = await team.types("settings", **where)
    assert "Minimum severity: as set for each watch" in shown.plain
    (opened,) = await team.presses(shown, "Change settings")
    assert_view({"type": "modal", "title": {"type": "plain_text", "text": "Settings"},
                 "blocks": list(opened.blocks)})  # fmt: skip
    return opened


async def test_the_modal_does_what_the_verb_does(team: Team) -> None:
    """All fields are saved for the channel of the pressed button."""
    errors, (post,) = await team.submits(await open_modal(team, channel="legal"), fill_modal())
    assert (errors, post.channel) == ({}, "C-LEGAL")
    assert "Minimum severity: high" in post.plain
    assert await load_settings(team, "LEGAL") == ChannelSettings(
        minimum=Severity.HIGH,
        is_threaded=False,
        digest=Cadence.DAILY,
        digest_day=2,
        digest_time=time(8, 15),
        zone="Europe/Berlin",
        tells_quiet=True,
        has_monthly_report=True,
    )
    (again,) = await team.types("digest", channel="legal")
    (reopened,) = await team.presses(again, "Change settings")
    assert "Europe/Berlin" in reopened.plain


@pytest.mark.parametrize(("typed", "days"), [("3, 30", (30, 3)), ("off", ()), (None, (14, 7, 1))])
async def test_the_modal_sets_the_days_of_deadline_reminders(
    team: Team, typed: str | None, days: tuple[int, ...]
) -> None:
    """A modal without the field, from an earlier release, leaves the days as they are."""
    fields = fill_modal()
    if typed is not None:
        fields[ids.DEADLINES_BLOCK] = {ids.SETTINGS_FIELD: {"value": typed}}
    errors, _ = await team.submits(await open_modal(team), fields)
    assert errors == {}
    assert (await load_settings(team)).deadline_days == days


@pytest.mark.parametrize("typed", ["soon", "14,-1", "99999"])
async def test_days_that_are_none_are_refused(team: Team, typed: str) -> None:
    """The error is at the field, and nothing is stored."""
    fields = {**fill_modal(), ids.DEADLINES_BLOCK: {ids.SETTINGS_FIELD: {"value": typed}}}
    errors, shown = await team.submits(await open_modal(team), fields)
    assert (list(errors), shown) == ([ids.DEADLINES_BLOCK], [])
    assert await load_settings(team) == ChannelSettings()


@pytest.mark.parametrize(
    ("wrong", "block"),
    [({"zone": "Mars/Base"}, ids.ZONE_BLOCK), ({"time": "tea"}, ids.TIME_BLOCK)],
)
async def test_a_modal_filled_in_wrongly_says_where(
    team: Team, wrong: dict[str, str], block: str
) -> None:
    """Nothing is stored."""
    errors, shown = await team.submits(await open_modal(team), fill_modal(**wrong))
    assert (list(errors), shown) == ([block], [])
    assert await load_settings(team) == ChannelSettings()


async def test_time_zones_are_offered_while_typing(team: Team) -> None:
    """The options come from memory and fit in a select."""
    body = {
        "type": "block_suggestion",
        "action_id": ids.ZONE_SELECT,
        "block_id": ids.ZONE_BLOCK,
        "value": "ber",
        "team": {"id": TEAM_ID},
        "user": {"id": "UYOU"},
    }
    assert '"Europe/Berlin"' in await team.console._send(body)
    assert find_zone_options.__doc__


async def make_unreadable(team: Team, number: int = 1) -> None:
    """A document becomes unreadable."""
    due = await team.store.checks.claim_one(number, team.now, LEASE)  # type: ignore[arg-type]
    assert due is not None
    reason = "the page asks for a captcha"
    event = BecameUnreadable(due.document.id, "captcha", reason, team.now)
    outcome = CheckOutcome(
        due.document.id, due.lease_token, team.now, team.now + LEASE, NotThePolicy((), "a captcha"),
        DocumentState(due.state.baseline_id), events=(event,),
    )  # fmt: skip
    await team.store.checks.record((outcome,), timedelta(0))


async def test_health_is_told_where_the_channel_chose(team: Team) -> None:
    """A test post comes first, then health notes go to that channel alone."""
    await watch_and_read(team, "watch brillo docs:privacy")
    tried, said = await team.types("settings health:<#C-SECURITY|security>")
    assert (tried.channel, said.channel) == ("C-SECURITY", "C-GENERAL")
    assert "posted in #security" in said.plain
    await make_unreadable(team)
    (post,) = await team.posts()
    assert post.channel == "C-SECURITY"
    assert "Brillo Privacy Policy is unavailable" in post.plain
    # set again, nothing is tried
    assert len(await team.types("settings health:<#C-SECURITY|security> min:low")) == 1


@pytest.mark.parametrize("code", ["not_in_channel", "is_archived", "missing_scope"])
async def test_a_channel_that_falls_silent_is_told_where_health_is(team: Team, code: str) -> None:
    """The health channel reads it once, with what to do; the posts wait until it works again."""
    await watch_and_read(team, "watch brillo docs:privacy")
    await team.types("settings health:<#C-SECURITY|security>")
    await team.changes(1)
    refused = DeliveryError(code, transient=False)
    for hour in range(3):
        card = await team.store.outbox.claim(team.now, LEASE)
        assert card is not None
        await team.store.outbox.mark_failed(card, refused, team.now)
        said = [post.plain for post in await team.posts() if post.channel == "C-SECURITY"]
        assert len(said) == (hour == 0)
        assert all(each.startswith("I can't post in #general: ") for each in said)
        team.now += timedelta(hours=1)
    (told,) = await team.posts()
    assert told.channel == "C-GENERAL"


async def test_whoever_added_last_is_told_where_health_goes_nowhere_else(team: Team) -> None:
    """That user gets one direct message, unless the health channel reads it anyway."""
    for user in ("0ADA00001", "0BEN00002"):
        await team.types("watch brillo docs:privacy", user=user)
    await team.reads(1)
    await team.posts()
    await team.changes(1)
    for hour in range(3):
        card = await team.store.outbox.claim(team.now, LEASE)
        assert card is not None
        refused = DeliveryError("not_in_channel", transient=False)
        await team.store.outbox.mark_failed(card, refused, team.now)
        said = await team.posts()
        assert [post.channel for post in said] == ["U0BEN00002"] * (hour == 0)
        assert all("I can't post in #general: I'm not in" in s.plain for s in said)
        assert all("You're receiving this" in each.plain for each in said)
        team.now += timedelta(hours=1)
    (told,) = await team.posts()
    assert told.channel == "C-GENERAL"
    team.slack.refuses["chat.postMessage"] = "not_in_channel"
    (answer,) = await team.types("watch brillo docs:terms", user="0BEN00002")
    assert "/invite" in answer.plain
    team.slack.refuses.clear()
    assert "U0BEN00002" not in {post.channel for post in await team.posts()}


@pytest.mark.parametrize("code", ["messages_tab_disabled", "user_disabled"])
async def test_a_person_who_cannot_be_written_to_is_left_alone(team: Team, code: str) -> None:
    """The message is dropped, and no one else gets it instead."""
    await watch_and_read(team, "watch brillo docs:privacy")
    await team.types("watch brillo min:low", user="0ADA00001")
    await team.changes(1)
    for refusal in ("is_archived", code):
        post = await team.store.outbox.claim(team.now, LEASE)
        assert post is not None
        await team.store.outbox.mark_failed(post, DeliveryError(refusal, transient=False), team.now)
        team.now += timedelta(seconds=1)
    assert post.channel.slack_id == "U0ADA00001"
    assert await team.posts() == []


async def test_a_health_channel_without_the_bot_is_not_taken(team: Team) -> None:
    """The user gets the reason, and the setting stays."""
    team.slack.refuses["chat.postMessage"] = "not_in_channel"
    (shown,) = await team.types("settings health:#C-SECURITY")
    assert shown.kind == "answer"
    assert "I can't post in #security, so the setting wasn't changed" in shown.plain
    assert await load_settings(team) == ChannelSettings()


async def test_the_floor_of_a_channel_holds_for_all_its_watches(team: Team) -> None:
    """Changes below the minimum are on record only."""
    await watch_and_read(team, "watch brillo docs:privacy")
    await team.types("settings min:high")
    await team.changes(1, severity=Severity.MEDIUM)
    assert await team.posts() == []
    await team.changes(1, severity=Severity.HIGH)
    assert len(await team.posts()) == 1


async def test_without_threads_nothing_is_a_reply(team: Team) -> None:
    """Further revisions are posts; a review appears on the card alone."""
    await watch_and_read(team, "watch brillo docs:privacy")
    await team.types("settings threads:off")
    await team.changes(1, edits=LONG)
    card, further = await team.posts()
    assert [card.kind, further.kind] == ["post", "post"]
    (edited,) = await team.presses(card, "Mark reviewed")
    assert "Acknowledged by @you" in edited.plain
    assert await team.posts() == []


async def test_a_digest_takes_what_waits_for_it_once(team: Team) -> None:
    """Daily at nine, without changes that were posted at once, and empty the next day."""
    await watch_and_read(team, "watch brillo docs:privacy deliver:daily")
    await team.changes(1)
    assert await team.posts() == []
    assert await post_digests(team) == []
    team.now += timedelta(days=1)
    (post,) = await post_digests(team)
    for said in (
        "Daily digest for 3 March 2026: 1 policy change (1 high)",
        "High · Privacy Policy · CW-C-000001",
        "“Retention”: 30 days → 12 months",
    ):
        assert said in post.plain
    *_, view = await team.presses(post, "View redline")
    assert "12 months" in view.plain
    assert await post_digests(team) == []
    team.now += timedelta(days=1)
    assert await post_digests(team) == []


async def test_wording_goes_into_the_channels_own_digest(team: Team) -> None:
    """Editorial changes wait for the channel's digest, whatever the cadence of the watch."""
    await watch_and_read(team, "watch brillo docs:privacy")
    await team.types("digest weekly wednesday 10:00")
    await team.changes(1, significance=EDITORIAL, severity=Severity.LOW)
    team.now += timedelta(days=1)
    assert await post_digests(team) == []
    team.now += timedelta(days=1)
    (post,) = await post_digests(team)
    assert "Digest for 4 March 2026" in post.plain
    assert "1 editorial" in post.plain


async def test_a_quiet_digest_is_silent_unless_it_was_asked_for(team: Team) -> None:
    """One line if the setting is on."""
    await watch_and_read(team, "watch brillo docs:privacy")
    await team.types("settings empty:on digest:daily")
    team.now += timedelta(days=1)
    (post,) = await post_digests(team)
    assert "Daily digest for 3 March 2026: no changes on" in post.plain
    assert await post_digests(team) == []


async def test_a_new_channel_gets_no_digest_of_the_time_before(team: Team) -> None:
    """Not even the line of an empty digest."""
    await team.types("settings empty:on digest:daily")
    await team.types("watch brillo docs:privacy")
    assert await post_digests(team) == []


async def test_what_is_muted_waits_for_a_later_digest(team: Team) -> None:
    """No change is lost."""
    await watch_and_read(team, "watch brillo docs:privacy deliver:daily")
    await team.types("mute brillo for:2d")
    await team.changes(1)
    team.now += timedelta(days=1)
    assert await post_digests(team) == []
    team.now += timedelta(days=2)
    (post,) = await post_digests(team)
    assert "CW-C-000001" in post.plain


async def test_a_digest_after_a_day_without_the_program_is_made_up_for(team: Team) -> None:
    """A missed weekly digest comes with the next tick, not a week later."""
    await watch_and_read(team, "watch brillo docs:privacy deliver:weekly")
    await team.changes(1)
    team.now += timedelta(days=9)
    (post,) = await post_digests(team)
    assert "Weekly digest for 9 March 2026" in post.plain


async def test_a_digest_of_a_busy_week_goes_on_in_its_thread(team: Team) -> None:
    """Sixty changes of thirty platforms are one post with a thread, and each is named once."""
    await watch_and_read(
        team, "watch " + ", ".join(f"Vendor {n:02}" for n in range(30)) + " deliver:daily", 60
    )
    for number in range(1, 61):
        await team.changes(number)
        team.now -= timedelta(hours=6)
    team.now += timedelta(days=1)
    post, *rest = await post_digests(team)
    assert [each.kind for each in (post, *rest)] == ["post", *["reply"] * len(rest)]
    assert rest
    assert "60 policy changes across 30 platforms" in post.plain
    text = "\n".join(each.plain for each in (post, *rest))
    assert all(text.count(f"CW-C-{number:06}") == 1 for number in range(1, 61))
