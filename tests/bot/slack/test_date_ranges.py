"""Past periods of `changes`, `log` and `export`, as options and as times."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.date_ranges import cut_range, find_month, read_period
from tests.bot.example_values import NOON

DEFAULT = timedelta(days=30)
FEBRUARY = datetime(2026, 2, 10, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "rest", "text"),
    [
        ("between october and december", "", "from 1 October 2025 to 31 December 2025"),
        ("brillo from 1 jan to 15 feb", "brillo", "from 1 January 2026 to 15 February 2026"),
        ("from 1 jan to 15 feb brillo", "brillo", "from 1 January 2026 to 15 February 2026"),
        ("2025-12-01 - 2025-12-24", "", "from 1 December 2025 to 24 December 2025"),
        ("q3 to q4 2025", "", "from 1 July 2025 to 31 December 2025"),
        ("from november through january", "", "from 1 November 2025 to 31 January 2026"),
        ("from january to june", "", "since 1 January 2026"),
        ("since 24.12.2025", "", "since 24 December 2025"),
        ("since 24/12/2025", "", "since 24 December 2025"),
        ("after the 3rd of february", "", "since 4 February 2026"),
        ("after january", "", "since 1 February 2026"),
        ("after 2025", "", "since 1 January 2026"),
        ("after q4", "", "since 1 January 2026"),
        ("after early february", "", "since 11 February 2026"),
        ("since mid january", "", "since 11 January 2026"),
        ("since 2025-12", "", "since 1 December 2025"),
        ("before february", "", "from 2 January 2026 to 31 January 2026"),
        ("until 31 january", "", "from 2 January 2026 to 31 January 2026"),
        ("brillo in december", "brillo", "from 1 December 2025 to 31 December 2025"),
        ("brillo for 2025", "brillo", "from 1 January 2025 to 31 December 2025"),
        ("brillo in march", "brillo", "since 1 March 2026"),
    ],
)
def test_a_period_has_a_start_and_an_end(typed: str, rest: str, text: str) -> None:
    """A month, quarter or year is meant whole; a day without a year is the last one."""
    other_words, options = cut_range(typed)
    assert (other_words, read_period(options, NOON, DEFAULT).text) == (rest, text)


@pytest.mark.parametrize(
    "typed", ["brillo", "marketing to sales", "what may change", "watch in 30 days", "brillo 3m"]
)
def test_other_words_are_no_period(typed: str) -> None:
    """The text stays as it is."""
    assert cut_range(typed) == (typed, {})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"since": "2026-02-01", "until": "2026-01-01"}, "ends before it begins"),
        ({"since": "2026-02-01", "until": "soonish"}, "isn't a past day"),
        ({"since": "whenever"}, "isn't a period"),
        ({"since": "1/2/2026"}, "isn't a period.*2026-10-01"),
        ({"since": "the 1/2/2026"}, "isn't a period.*2026-10-01"),
        ({"until": "3/2/2026"}, "isn't a past day"),
        ({"since": "new changes last week"}, "isn't a period"),
        ({"since": "late last week"}, "isn't a period"),
        ({"since": "after march"}, "hasn't begun"),
    ],
)
def test_an_impossible_period_is_refused(options: dict[str, str], said: str) -> None:
    """One sentence says why."""
    with pytest.raises(ArgumentError, match=said):
        read_period(options, NOON, DEFAULT)


def test_a_period_up_to_now_has_no_end() -> None:
    """What happens while the answer is made belongs to it."""
    period = read_period({"since": "2026-02-01", "until": "today"}, NOON, DEFAULT)
    assert (period.start, period.end) == (datetime(2026, 2, 1, tzinfo=NOON.tzinfo), None)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("from november to january 2026", "from 1 November 2025 to 31 January 2026"),
        ("from november to february 2026", "since 1 November 2025"),
        ("15 december to 15 january 2026", "from 15 December 2025 to 15 January 2026"),
        ("15.12. to 15.1.2026", "from 15 December 2025 to 15 January 2026"),
        ("q3 to q1 2026", "since 1 July 2025"),
        ("q3 to q4 2025", "from 1 July 2025 to 31 December 2025"),
        ("yesterday to december 2026", "since 9 February 2026"),
    ],
)
def test_the_year_of_the_end_leads_to_that_of_the_start(typed: str, text: str) -> None:
    """A period may begin in the year before."""
    assert read_period(cut_range(typed)[1], FEBRUARY, DEFAULT).text == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("until today", "since 11 January 2026"),
        ("until february", "since 11 January 2026"),
        ("until 2026", "since 11 January 2026"),
        ("until 2026-02-11", "since 11 January 2026"),
        ("until 2026-12", "since 11 January 2026"),
        ("before 2027", "since 11 January 2026"),
        ("from january to today", "since 1 January 2026"),
        ("january to december 2026", "since 1 January 2026"),
        ("until yesterday", "from 11 January 2026 to 9 February 2026"),
        ("before today", "from 11 January 2026 to 9 February 2026"),
    ],
)
def test_an_end_that_has_not_come_is_open(typed: str, text: str) -> None:
    """Its period reaches to now, and so does the default length before it."""
    assert read_period(cut_range(typed)[1], FEBRUARY, DEFAULT).text == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("since late february", "since 21 February 2025"),
        ("from december through mid january", "from 1 December 2025 to 20 January 2026"),
        ("from december to early january", "from 1 December 2025 to 10 January 2026"),
        ("from december to late january", "from 1 December 2025 to 31 January 2026"),
        ("from january to late february 2026", "since 1 January 2026"),
        ("before mid january", "from 12 December 2025 to 10 January 2026"),
    ],
)
def test_a_part_of_a_month_is_ten_days(typed: str, text: str) -> None:
    """It is last year's if this year's is still to come."""
    assert read_period(cut_range(typed)[1], FEBRUARY, DEFAULT).text == text


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("may i get the report", ""),
        ("the report of the march", "march"),
        ("the report for may", "may"),
        ("may i get the report of march", "march"),
        ("report may 2025", "may 2025"),
        ("we march on, send the january report", "january"),
    ],
)
def test_a_month_that_is_another_word_needs_a_lead(text: str, month: str) -> None:
    """`may` asks more often than it names a month."""
    assert find_month(text) == month
