"""Kinds of sentences through the real app: what is not meant, whose work, periods, lists."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.slack.listeners.dates import parse_future, parse_past, replace_number_words
from bot.slack.listeners.request_options import find_mute_options
from bot.slack.listeners.request_words import find_phrases, list_negated_phrases
from tests.bot.block_rules import assert_blocks
from tests.bot.example_values import NOON
from tests.bot.team import Team, assert_answer, open_team

OFFERED = [
    ("stop telling me about brillo", "Did you mean /policy mute Brillo?"),
    ("stop telling us about brillo changes", "Did you mean /policy mute Brillo?"),
    ("quit bugging me about brillo", "Did you mean /policy mute Brillo?"),
    ("i don't want any more alerts from brillo", "Did you mean /policy mute Brillo?"),
    ("please resume notifications for brillo", "Did you mean /policy unmute Brillo?"),
    ("turn off monthly reports", "Did you mean /policy settings monthly:off?"),
    ("turn off reminders", "Did you mean /policy settings reminders:off?"),
    ("mute all but brillo", "isn't on this channel's watchlist"),
    ("no longer need brillo", "Did you mean /policy unwatch Brillo?"),
    ("delete all", "This removes all 1 platform"),
    ("delete everything", "This removes all 1 platform"),
    ("clear the list", "This removes all 1 platform"),
    ("un watch pixelgarten", "“pixelgarten” isn't on this channel's watchlist"),
    ("un-watch pixelgarten", "“pixelgarten” isn't on this channel's watchlist"),
    ("mute brillo 1 week 2 days", "isn't on this channel's watchlist"),
    ("only high severity for brillo", "Did you mean /policy watch Brillo min:high?"),
    (
        "send the digest on fridays at 4 pm berlin time",
        "Did you mean /policy digest fridays 4pm zone:berlin?",
    ),
    ("make the digest daily at 7", "Did you mean /policy digest daily 7?"),
    ("make digest daily", "Did you mean /policy digest daily?"),
    ("make min high", "Did you mean /policy settings min:high?"),
    ("put reminders off", "[ settings reminders:off ]"),
    ("set the digest daily", "Did you mean /policy digest daily?"),
    ("mute brillo 3 days ago", "isn't on this channel's watchlist"),
    ("mute brillo 2 weeks late", "isn't on this channel's watchlist"),
    ("mute brillo 3 weeks old", "isn't on this channel's watchlist"),
    ("mute brillo in two weeks", "isn't on this channel's watchlist"),
    ("i want no alerts about brillo from the last 2 weeks", "/policy mute Brillo?"),
    ("no alerts about brillo, 2 weeks", 'mute Brillo for:"2 weeks"?'),
    ("silence brillo and pixelgarten", "Did you mean /policy mute Brillo, Pixelgarten?"),
    ("silence pixelgarten and brillo", "Did you mean /policy mute Pixelgarten, Brillo?"),
    ("stop telling me about brillo, pixelgarten", "/policy mute Brillo, Pixelgarten?"),
    ("brillo und pixelgarten stummschalten", "/policy mute Brillo, Pixelgarten?"),
    ("pixels, kick brillo off the list", "Did you mean /policy unwatch Brillo?"),
    ("give me a csv of all reviews", "Did you mean /policy export reviews format:csv?"),
    ("never mind", "/policy help watch"),
    ("🤔", "/policy help watch"),
]
"""A sentence that may mean a loss is a question, and what is not clear has no effect."""
ANSWERED = [
    ("who is responsible for the brillo change", "to review for Brillo"),
    ("who's handling the brillo change?", "to review for Brillo"),
    ("is anybody looking at the brillo change", "to review for Brillo"),
    ("who is responsible for security at brillo", "Brillo: Security"),
    ("assign brillo change to <@U9|ada>", "to review for Brillo"),
    ("what needs my attention", "to review in this channel"),
    ("show everything high", "to review in this channel"),
    ("any deadlines coming up?", "No deadline is coming up in this channel"),
    ("what's due this week?", "No deadline is coming up in this channel"),
    ("deadlines for brillo", "No deadline is coming up in this channel"),
    ("deadlines all", "No deadline is coming up in this workspace"),
    ("brillo's privacy policy", "Brillo: 2 documents"),
    ("is everything ok?", "Watchlist for this channel"),
    ("are all documents available?", "Watchlist for this channel"),
    ("list all platforms that mention arbitration", "Mandatory arbitration"),
    ("arbitration", "Mandatory arbitration"),
    ("attention please", "I don't recognise"),
    ("does brillo share data with police?", "Brillo: Disclosure to governments"),
    ("check whether brillo sells data", "Brillo: Sale of personal data"),
    ("please tell me if brillo trains on our data", "Brillo: AI model training"),
    ("changes in brillo over the last two weeks", "for Brillo since 16 February 2026"),
    ("changes since the beginning of the year", "since 1 January 2026"),
    ("changes in february", "from 1 February 2026 to 28 February 2026"),
    ("changes last quarter", "since 1 October 2025"),
    ("brillo ai training opt-out?", "Brillo: AI model training"),
    ("is there an opt-out at brillo?", "Brillo: Opt-out and consent choices"),
    ("changes q4 2025", "from 1 October 2025 to 31 December 2025"),
    ("check now", "Which platform?"),
    ("<@U7|bob> can you look at brillo", "Brillo: 2 documents"),
]
"""The person gets the list or the record that the question is about."""
DONE = [
    ("mute brillo until end of the month", "until 1 Apr 2026"),
    ("mute brillo bis ende der woche", "until 9 Mar 2026"),
    ("mute brillo through friday", "until 7 Mar 2026"),
    ("mute brillo tomorrow", "until 3 Mar 2026"),
    ("mute brillo 2026-12-24", "until 24 Dec 2026"),
    ("mute brillo until friday", "until 6 Mar 2026"),
    ("mute brillo this friday", "until 6 Mar 2026"),
    ("mute brillo on friday", "until 6 Mar 2026"),
    ("mute brillo until eod", "until 3 Mar 2026"),
    ("mute brillo for the rest of the day", "until 3 Mar 2026"),
    ("mute brillo for forty-five days", "until 16 Apr 2026"),
    ("mute brillo for 30 minutes", "until 2 Mar 2026, 12:30"),
    ("mute brillo until 24.12.", "until 24 Dec 2026"),
    ("mute brillo 2 weeks", "until 16 Mar 2026"),
    ("mute brillo two weeks", "until 16 Mar 2026"),
    ("switch reminders off", "Reminders of changes to review: off"),
    ("set the minimum severity to high", "Minimum severity: high"),
    ("settings minimum high", "Minimum severity: high"),
    ("turn monthly reports on", "Monthly report"),
    ("turn the monthly report on", "Monthly report"),
    ("set reminders to off", "Reminders of changes to review: off"),
    ("watch brillo min high", "high severity only"),
]
"""The channel sees what was understood."""


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team that watches Brillo; every message it gets must be valid."""
    async with open_team(tmp_path) as new_team:
        await new_team.types("watch brillo")
        yield new_team
        for shown in new_team.seen:
            assert_blocks(shown.blocks)


@pytest.mark.parametrize(
    ("typed", "said", "kind"),
    [
        *((*row, "answer") for row in (*OFFERED, *ANSWERED)),
        *((*row, "post") for row in DONE),
    ],
)
async def test_a_line_gets_what_it_means(team: Team, typed: str, said: str, kind: str) -> None:
    """Only what is clear and no question acts at once, and the channel sees it."""
    await assert_answer(team, typed, said, kind=kind)


@pytest.mark.parametrize(
    ("typed", "end"),
    [
        ("end of the quarter", "2026-04-01"),
        ("fin de l'année", "2027-01-01"),
        ("new year", "2027-01-01"),
        ("fim do mês", "2026-04-01"),
        ("1.3.", "2027-03-01"),
        ("29.2.2028", "2028-02-29"),
        ("32.1.", None),
        ("31.12.2020", None),
        ("eox", None),
    ],
)
def test_the_end_of_a_period(typed: str, end: str | None) -> None:
    """A period ends at the start of the day after it, and a past day is none."""
    found = parse_future(typed, NOON)
    assert (found and f"{found:%Y-%m-%d}") == end


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("2025", "2025-01-01"),
        ("q1", "2026-01-01"),
        ("q3", "2025-07-01"),
        ("start of the week", "2026-03-02"),
        ("anfang des quartals", "2026-01-01"),
        ("beginning of the day", "2026-03-02"),
        ("last three days", "2026-02-27"),
        ("2099", None),
        ("", None),
    ],
)
def test_the_start_of_a_period(typed: str, start: str | None) -> None:
    """A quarter without a year is the last one that has begun."""
    found = parse_past(typed, NOON)
    assert (found and f"{found:%Y-%m-%d}") == start


@pytest.mark.parametrize("period", ["3 months old", "2 weeks late", "in 2 weeks", "past 3 days"])
def test_a_bare_period_may_mean_something_else(period: str) -> None:
    """A word beside it says that it is no length of a mute."""
    assert find_mute_options("no alerts about zoom, 3 days", ()) == {"for": "3 days"}
    assert find_mute_options(f"no alerts about zoom {period}", ()) == {}


def test_number_words_count_units_of_time_only() -> None:
    """`sept` may be a month, and `one` a pronoun."""
    assert replace_number_words("twenty one days") == "21 days"
    assert replace_number_words("since sept") == "since sept"
    assert replace_number_words("the one i mean") == "the one i mean"


def test_a_star_stands_for_letters_of_one_word() -> None:
    """`stop *ing me` is `stop bothering me`, and not `stop the alerts for me`."""
    assert find_phrases(["stop", "bothering", "me"], "mute")[-1].length == 3
    phrases = find_phrases(["stop", "the", "bothering", "me"], "mute")
    assert all(phrase.length < 3 for phrase in phrases)


def test_only_negated_phrases_are_listed_as_such() -> None:
    """`don't mute` is one, `mute` is none."""
    assert [phrase.verb for phrase in list_negated_phrases(["dont", "mute", "zoom"])] == ["mute"]
    assert list_negated_phrases(["mute", "zoom"]) == []


async def test_the_list_of_a_trade_is_offered(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words beside the trade tell it from a platform of that name."""
    rows = (("Payment vendors", ("Pixelgarten", "Vendor 01")),)
    monkeypatch.setattr("clausewatch.catalogue.starter_lists.read_starter_names", lambda: rows)
    (answer,) = await team.types("add all our payment vendors")
    assert "Did you mean the list Payment vendors (2)?" in answer.plain
    (post,) = await team.presses(answer, "Watch Payment vendors (2)")
    assert "added 2 platforms" in post.plain
    (answer,) = await team.types("watch payments")
    assert "I don't have “payments”" in answer.plain
