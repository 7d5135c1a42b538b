"""When a channel is reminded of a deadline: in its own zone, once per number of days."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from clausewatch.notifications.deadlines import (
    count_days_left,
    find_due_threshold,
    parse_days,
)
from clausewatch.notifications.digests import ChannelSettings

BERLIN = ChannelSettings(zone="Europe/Berlin", digest_time=time(9, 0))
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
ON = date(2026, 3, 31)


def find_at(hour: int, day: int, month: int = 3, settings: ChannelSettings = BERLIN) -> int | None:
    """The reminder that is due at an hour in UTC."""
    now = datetime(2026, month, day, hour, tzinfo=UTC)
    return find_due_threshold(settings, ON, LONG_AGO, now)


@pytest.mark.parametrize(
    ("day", "due"),
    [(16, None), (17, 14), (23, 14), (24, 7), (29, 7), (30, 1), (31, 1)],
)
def test_each_number_of_days_has_its_time(day: int, due: int | None) -> None:
    """Of 14, 7 and 1 days, the smallest that the deadline is within is due."""
    assert find_at(12, day) == due


def test_nothing_is_due_after_the_deadline() -> None:
    """The day after, nobody is reminded."""
    assert find_at(12, 1, month=4) is None


def test_the_morning_is_that_of_the_channel() -> None:
    """Nine o'clock in Berlin is eight in UTC, and seven once the clocks are set forward."""
    assert [find_at(7, 28), find_at(8, 28)] == [None, 7]
    assert [find_at(6, 30), find_at(7, 30)] == [None, 1]


def test_the_days_are_those_of_the_channels_calendar() -> None:
    """Late in the evening in UTC it is the next day in Auckland."""
    auckland = ChannelSettings(zone="Pacific/Auckland", digest_time=time(9, 0))
    now = datetime(2026, 3, 29, 21, tzinfo=UTC)
    assert count_days_left(auckland, ON, now) == 1
    assert find_due_threshold(auckland, ON, LONG_AGO, now) == 1
    assert count_days_left(BERLIN, ON, now) == 2


def test_the_day_of_the_card_has_no_reminder() -> None:
    """The card says the same; the first reminder is a day later."""
    now = datetime(2026, 3, 26, 12, tzinfo=UTC)
    assert find_due_threshold(BERLIN, ON, now - timedelta(hours=2), now) is None
    assert find_due_threshold(BERLIN, ON, now - timedelta(days=1), now) == 7


@pytest.mark.parametrize(
    ("zone", "notified_at", "now", "due"),
    [
        ("Pacific/Auckland", (16, 21), (16, 23), None),
        ("Pacific/Auckland", (16, 10), (16, 23), 14),
        ("Pacific/Honolulu", (17, 5), (17, 20), 14),
        ("Pacific/Honolulu", (17, 11), (17, 20), None),
    ],
)
def test_the_day_of_the_card_is_that_of_the_channel(
    zone: str, notified_at: tuple[int, int], now: tuple[int, int], due: int | None
) -> None:
    """The card and the reminder may be on one day in UTC, and on two in the channel."""
    settings = ChannelSettings(zone=zone, digest_time=time(9, 0))
    card, moment = (datetime(2026, 3, *when, tzinfo=UTC) for when in (notified_at, now))
    assert find_due_threshold(settings, ON, card, moment) == due


def test_without_days_nobody_is_reminded() -> None:
    """A channel that wants no reminder of deadlines gets none."""
    assert find_at(12, 30, settings=ChannelSettings(deadline_days=())) is None


def test_days_are_sorted_and_bounded() -> None:
    """Days in any order are taken; none may be more than two months before."""
    assert parse_days("1, 14,7") == (14, 7, 1)
    for wrong in ("0", "61", "x"):
        with pytest.raises(ValueError, match=r"\d|x"):
            parse_days(wrong)
