"""Deadlines in Slack: the line of the card, reminders, what comes up, and the calendar."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar

from bot.cli.calendar_export import write_calendar
from bot.slack.app_home import build_home
from bot.slack.messages.deadlines import (
    MAX_UPCOMING,
    format_deadlines,
    format_reminder,
    render_deadlines,
    render_upcoming,
)
from bot.terminal.rendered_message import render_blocks
from clausewatch.model.deadlines import Deadline
from clausewatch.model.record_ids import ChangeId, DocumentId, WorkspaceId
from clausewatch.model.reviews import ALL_WAITING
from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.notifications.events import DeadlineReminder
from clausewatch.store.app_homes import OpenHome
from clausewatch.store.deadlines import record_change_dates
from tests.bot.block_rules import assert_blocks
from tests.bot.example_values import NOON, make_change
from tests.bot.team import Team

EFFECTIVE = TermDate(
    TermDateKind.EFFECTIVE, "It applies from then on.", on=NOON.date() + timedelta(days=34)
)
OBJECTION = TermDate(
    TermDateKind.OBJECTION, "Object until then.", on=NOON.date() + timedelta(days=25)
)
DEADLINE = Deadline(
    ChangeId(7),
    "Pixelgarten <!channel> terms",
    "https://pixelgarten.example/terms",
    TermDateKind.EFFECTIVE,
    date(2026, 3, 29),
    "The terms apply from 29 March 2026 & <!channel>.",
)


def format_line(*dates: TermDate) -> str:
    """The line of a card of a change with these dates, detected at noon."""
    change = make_change()
    comparison = replace(change.comparison, dates=dates)
    return format_deadlines(replace(change, comparison=comparison, detected_at=NOON))


def test_the_card_says_when_and_until_when() -> None:
    """Both deadlines are on one line, with the days until the first."""
    line = format_line(EFFECTIVE, OBJECTION)
    assert line.startswith("Takes effect ")
    assert "(in 34 days) · objections until " in line
    assert format_line() == ""
    assert format_line(replace(OBJECTION, on=None, days=30)) == ""


def test_a_counted_period_says_from_when() -> None:
    """A period to object is counted from the day on which the change was first seen."""
    line = format_line(replace(OBJECTION, days=25, counted_from=NOON.date()))
    assert line.startswith("Objections until ")
    assert line.endswith(" when the change was detected")


@pytest.mark.parametrize("url", [DEADLINE.url, ""])
def test_a_reminder_is_safe_and_has_its_sentence(url: str) -> None:
    """Foreign text in a reminder mentions nobody, with or without a link."""
    text = format_reminder(DeadlineReminder(replace(DEADLINE, url=url), 7, 5))
    assert text.startswith("*Takes effect in 5 days* (29 March 2026)")
    assert "CW-C-000007" in text
    assert "<!channel>" not in text


def test_what_comes_up_is_cut_with_the_number_of_the_rest() -> None:
    """Eight deadlines are listed, and the others are counted."""
    (block,) = render_upcoming([DEADLINE] * 10, date(2026, 3, 28))
    assert "29 March 2026 (tomorrow): takes effect" in block["text"]["text"]
    assert "and 2 more deadlines" in block["text"]["text"]
    assert render_upcoming([], NOON.date()) == []


def test_a_calendar_has_whole_days() -> None:
    """On the day on which the clocks are set forward an entry is still that one day."""
    text = write_calendar([DEADLINE], NOON)
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    assert entry.decoded("dtstart") == date(2026, 3, 29)
    assert entry.decoded("dtend") == date(2026, 3, 30)
    assert not isinstance(entry.decoded("dtstart"), datetime)
    assert str(entry["uid"]) == "CW-C-000007-effective@clausewatch"
    assert write_calendar([DEADLINE], NOON) == text


async def test_the_days_of_reminders_are_a_setting(team: Team) -> None:
    """Days are taken in any order, `off` stops reminders, and nonsense is refused."""
    shown = (await team.types("/policy settings deadlines:3,30"))[-1]
    assert "Reminders of deadlines: 30 and 3 days before" in shown.plain
    shown = (await team.types("/policy settings deadlines:off"))[-1]
    assert "Reminders of deadlines: off" in shown.plain
    (refused,) = await team.types("/policy settings deadlines:soon")
    assert "such as 14,7,1" in refused.plain


async def test_a_reminder_is_posted_once(team: Team) -> None:
    """The channel is told of the change, reminded in its morning, and not again that week."""
    await team.types("/policy watch pixelgarten docs:terms")
    await team.reads(1)
    await team.posts()
    change_id = await team.changes(1)
    await team.posts()
    on = team.now.date() + timedelta(days=7)
    async with team.store.database.write() as connection:
        dates = [replace(EFFECTIVE, on=on)]
        await record_change_dates(connection, 1, change_id, dates, team.now)
    team.now += timedelta(days=1)
    queued = [await team.store.deadlines.queue_reminders(team.now) for _ in range(2)]
    assert queued == [1, 0]
    (reminder,) = await team.posts()
    assert "Takes effect in 6 days" in reminder.plain
    team.now += timedelta(days=1)
    assert await team.store.deadlines.queue_reminders(team.now) == 0


async def test_the_home_and_the_digest_list_what_comes_up(team: Team) -> None:
    """The next deadline is in the App Home, and in the digest that lists what waits."""
    await team.types("/policy watch pixelgarten docs:terms")
    await team.reads(1)
    await team.posts()
    change_id = await team.changes(1)
    await team.posts()
    on = team.now.date() + timedelta(days=40)
    async with team.store.database.write() as connection:
        dates = [replace(EFFECTIVE, on=on)]
        await record_change_dates(connection, 1, change_id, dates, team.now)
    home = OpenHome("UADA", 0, ALL_WAITING)
    view = await build_home(team.store, WorkspaceId(1), "/policy", team.now, home)
    texts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    assert any(text.startswith("*Coming up*") and "in 40 days" in text for text in texts)
    team.now += timedelta(days=8)
    for due in await team.store.digests.find_due(team.now):
        await team.store.digests.queue(due, team.now)
    (digest,) = await team.posts()
    assert "Coming up" in digest.plain
    assert "in 32 days" in digest.plain or "in 33 days" in digest.plain


def test_days_of_a_document_are_entries_apart() -> None:
    """Two days that a document announces without a change are two entries of a calendar."""
    first = replace(DEADLINE, change_id=None, document_id=DocumentId(5))
    second = replace(first, on=date(2026, 4, 29))
    entries = Calendar.from_ical(write_calendar([first, second], NOON)).walk("VEVENT")
    ids = [str(entry["uid"]) for entry in entries]
    assert ids == [f"CW-D-00005-effective-{day.on}@clausewatch" for day in (first, second)]


def test_deadlines_are_listed_in_full() -> None:
    """Each has one line, the next day first; with none, the answer is not for sharing."""
    today = date(2026, 3, 27)
    several = [replace(DEADLINE, on=today + timedelta(days=n)) for n in range(MAX_UPCOMING + 1)]
    message = render_deadlines(several, today, "in this channel", "/policy")
    assert_blocks(message.blocks)
    assert message.text == f"*{MAX_UPCOMING + 1} deadlines coming up* in this channel"
    plain = render_blocks(message.blocks).plain
    assert plain.count("Pixelgarten <!channel> terms · CW-C-000007") == MAX_UPCOMING + 1
    assert plain.index("(today)") < plain.index("(tomorrow)") < plain.index("(in 8 days)")
    assert render_deadlines([], today, "in this channel", "/policy").is_empty
