"""What people type instead of command lines, as a table."""

from datetime import UTC, datetime

import pytest

from bot.slack.listeners.command_line import parse_line
from bot.slack.listeners.commands.verbs import ALLOWED_OPTIONS
from bot.slack.listeners.option_values import parse_end, parse_since
from bot.slack.listeners.phrases import rewrite

NOW = datetime(2026, 3, 4, 18, 30, tzinfo=UTC)
"""A Wednesday."""
NAMES = frozenset({"3m", "epos now", "figma", "free now", "geforce now", "science daily", "zoom"})
"""Of platforms."""

LINES = (
    # politeness
    ("can you watch dropbox please?", "watch", "dropbox", {}),
    ("please watch zoom", "watch", "zoom", {}),
    ("could you please show midjourney", "show", "midjourney", {}),
    ("hey, watch figma thanks!", "watch", "figma", {}),
    ("i'd like to watch notion", "watch", "notion", {}),
    ("I want to mute tinder", "mute", "tinder", {}),
    ("let's watch slack for us", "watch", "slack", {}),
    ("just list please", "list", "", {}),
    ("thanks", "help", "", {}),
    ("thank you!", "help", "", {}),
    ("hi", "help", "", {}),
    ("help me", "help", "", {}),
    ("what can you do?", "help", "", {}),
    ("how does this work", "help", "", {}),
    # other words for verbs
    ("monitor zoom", "watch", "zoom", {}),
    ("track acme.example", "watch", "acme.example", {}),
    ("subscribe to notion", "watch", "notion", {}),
    ("stop watching zoom", "unwatch", "zoom", {}),
    ("unsubscribe from slack", "unwatch", "slack", {}),
    ("what changed?", "changes", "", {}),
    ("what's new at figma?", "changes", "figma", {}),
    ("what are you watching?", "list", "", {}),
    ("tell me about midjourney", "show", "midjourney", {}),
    ("show me discord", "show", "discord", {}),
    ("what needs review?", "review", "", {}),
    ("resume tinder", "unmute", "tinder", {}),
    ("assign", "review", "", {}),
    ("version", "debug", "", {}),
    ("report", "changes", "", {}),
    # flags, equals signs, bare words
    ("watch dropbox --weekly", "watch", "dropbox", {"deliver": "weekly"}),
    ("watch dropbox weekly", "watch", "dropbox", {"deliver": "weekly"}),
    ("watch dropbox every week", "watch", "dropbox", {"deliver": "weekly"}),
    ("watch dropbox daily", "watch", "dropbox", {"deliver": "daily"}),
    ("watch dropbox --min=high", "watch", "dropbox", {"min": "high"}),
    ("watch dropbox --min high", "watch", "dropbox", {"min": "high"}),
    ("settings --digest=daily", "settings", "", {"digest": "daily"}),
    ("mute --for=30d tinder", "mute", "tinder", {"for": "30d"}),
    ("mute tinder --until=friday", "mute", "tinder", {"for": "until friday"}),
    ("subprocessors --using=aws", "subprocessors", "", {"using": "aws"}),
    ("changes --about=subprocessors", "changes", "", {"about": "subprocessors"}),
    ("watch --no dropbox", "watch", "no dropbox", {}),
    ("changes --vendor=dropbox", "changes", "dropbox", {}),
    ("unwatch: dropbox, zoom", "unwatch", "dropbox, zoom", {}),
    ("Watch: zoom", "watch", "zoom", {}),
    ("digest: daily", "digest", "daily", {}),
    ("watch dropbox min=high", "watch", "dropbox", {"min": "high"}),
    ("watch dropbox severity:high", "watch", "dropbox", {"min": "high"}),
    ("watch dropbox high only", "watch", "dropbox", {"min": "high"}),
    ("watch dropbox topics:ai_training", "watch", "dropbox", {"clauses": "ai_training"}),
    ("watch zoom documents:privacy, terms", "watch", "zoom", {"docs": "privacy,terms"}),
    ("settings min=high", "settings", "", {"min": "high"}),
    ("settings zone:New York", "settings", "", {"zone": "New York"}),
    ("settings timezone=Tokyo", "settings", "", {"zone": "Tokyo"}),
    ("digest daily 9:00 zone:EST", "digest", "daily 9:00", {"zone": "EST"}),
    # dates and periods
    ("changes since yesterday", "changes", "", {"since": "yesterday"}),
    ("changes last week", "changes", "", {"since": "last week"}),
    ("changes zoom since last monday", "changes", "zoom", {"since": "last monday"}),
    ("changes in the last 30 days", "changes", "", {"since": "last 30 days"}),
    ("changes today", "changes", "", {"since": "today"}),
    ("changes since:2 weeks", "changes", "", {"since": "2 weeks"}),
    ("log since march", "log", "", {"since": "march"}),
    ("changes zoom 3 weeks", "changes", "zoom", {"since": "3 weeks"}),
    ("changes zoom 30d", "changes", "zoom", {"since": "30d"}),
    ("check zoom now", "check", "zoom", {}),
    ("re-check zoom right away", "check", "zoom", {}),
    ("mute tinder for:2 weeks", "mute", "tinder", {"for": "2 weeks"}),
    ("snooze discord until friday", "snooze", "discord", {"for": "until friday"}),
    ("mute discord until:friday", "mute", "discord", {"for": "until friday"}),
    ("mute figma for two weeks", "mute", "figma", {"for": "two weeks"}),
    ("mute figma for the next month", "mute", "figma", {"for": "the next month"}),
    ("watch zoom, figma weekly", "watch", "zoom, figma", {"deliver": "weekly"}),
    ("mute figma für 10 Tage", "mute", "figma", {"for": "10 days"}),
    ("mute figma bis Freitag", "mute", "figma", {"for": "until Freitag"}),
    ("mute figma hasta el viernes", "mute", "figma", {"for": "until viernes"}),
    ("export changes as csv", "export", "changes", {"format": "csv"}),
    (
        "export changes since january as JSON",
        "export",
        "changes",
        {"since": "january", "format": "json"},
    ),
    ("export changes in brillo", "export", "changes in brillo", {}),
    # names that end in such words
    ("check geforce now", "check", "geforce now", {}),
    ("mute epos now", "mute", "epos now", {}),
    ("watch zoom, free now", "watch", "zoom, free now", {}),
    ("watch science daily", "watch", "science daily", {}),
    ("changes 3m", "changes", "3m", {}),
    ("changes 6m", "changes", "", {"since": "6m"}),
    # lines that stay as they are
    ("watch zoom, slack", "watch", "zoom, slack", {}),
    ("watch https://a.example/terms?x=1", "watch", "https://a.example/terms?x=1", {}),
    ("feedback please watch min=high", "feedback", "please watch min=high", {}),
    ("watch daily", "watch", "daily", {}),
    ("watch the weekly", "watch", "the weekly", {}),
    ("show today", "show", "today", {}),
    ("show now", "show", "now", {}),
    ("compare ai training, zoom", "compare", "ai training, zoom", {}),
)


@pytest.mark.parametrize(("typed", "verb", "rest", "options"), LINES, ids=[row[0] for row in LINES])
def test_what_people_type_is_a_command(
    typed: str, verb: str, rest: str, options: dict[str, str]
) -> None:
    """Verb, names and options, as if typed by the manual."""
    line = parse_line(rewrite(typed, ALLOWED_OPTIONS, NAMES.__contains__), ALLOWED_OPTIONS)
    assert (line.verb, line.rest, dict(line.options)) == (verb, rest, options)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("yesterday", (2026, 3, 3)),
        ("last week", (2026, 2, 25)),
        ("last monday", (2026, 3, 2)),
        ("30 days ago", (2026, 2, 2)),
        ("march", (2026, 3, 1)),
        ("2026-01-02", (2026, 1, 2)),
        ("1 february", (2026, 2, 1)),
        ("a fortnight ago", (2026, 2, 18)),
        ("1 december", (2025, 12, 1)),
        ("3 march", (2026, 3, 3)),
        ("2 wochen", (2026, 2, 18)),
    ],
)
def test_since_takes_days(value: str, day: tuple[int, int, int]) -> None:
    """A day in the past begins at midnight."""
    start = parse_since(value, NOW)
    assert (start.year, start.month, start.day) == day


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2 weeks", 14),
        ("2w", 14),
        ("until friday", 2),
        ("until monday", 5),
        ("two weeks", 14),
        ("until 20 december", 291),
        ("until 5 may", 62),
        ("until 5. dezember", 276),
        ("3 mos", 90),
        ("a month", 30),
        ("the next month", 30),
        ("two months", 60),
    ],
)
def test_for_takes_periods_and_days(value: str, days: int) -> None:
    """A period ends at this time of day, a day at its beginning."""
    end = parse_end(value, NOW, "for", 365)
    assert (end.date() - NOW.date()).days == days
