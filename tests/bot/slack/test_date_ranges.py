"""Past periods of `changes`, `log` and `export`, as options and as times."""

from datetime import datetime, timedelta

import pytest

from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.date_ranges import cut_range, read_period
from tests.bot.example_values import NOON

DEFAULT = timedelta(days=30)


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
        ("after the 3rd of february", "", "since 3 February 2026"),
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
    ],
)
def test_an_impossible_period_is_refused(options: dict[str, str], said: str) -> None:
    """One sentence says why."""
    with pytest.raises(ArgumentError, match=said):
        read_period(options, NOON, DEFAULT)


def test_a_period_up_to_now_has_no_end() -> None:
    """What happens while the answer is made belongs to it."""
    period = read_period({"since": "2026-02-01", "until": "today"}, NOON, DEFAULT)
    assert (period.start, period.end) == (datetime(2026, 2, 1, tzinfo=NOON.tzinfo), NOON)
