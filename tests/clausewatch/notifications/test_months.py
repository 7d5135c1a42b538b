"""When the report of a month is due: on the first of the next, by the channel's own clock."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.notifications.digests import ChannelSettings, list_time_zones
from clausewatch.notifications.months import (
    find_last_due_month,
    find_month,
    find_next_month,
    find_previous_month,
)


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "first"),
    [
        ("UTC", "2026-04-01T09:00", date(2026, 3, 1)),
        ("UTC", "2026-04-01T08:59", date(2026, 2, 1)),
        ("UTC", "2026-01-01T09:00", date(2025, 12, 1)),
        ("UTC", "2026-01-01T08:00", date(2025, 11, 1)),
        ("Asia/Tokyo", "2026-04-01T00:00", date(2026, 3, 1)),
        ("Asia/Tokyo", "2026-03-31T23:59", date(2026, 2, 1)),
        ("America/Los_Angeles", "2026-04-01T15:59", date(2026, 2, 1)),
        ("America/Los_Angeles", "2026-04-01T16:00", date(2026, 3, 1)),
        # Hours and weeks late, the same report is due.
        ("UTC", "2026-04-29T12:00", date(2026, 3, 1)),
    ],
)
def test_a_report_is_due_from_the_first_day_after_the_month(
    zone: str, now: str, first: date
) -> None:
    """At the time of the channel's digests, and until the next report is due."""
    settings = ChannelSettings(zone=zone, digest_time=time(9))
    assert find_last_due_month(settings, at(now)).first == first


ZONES = st.sampled_from(list_time_zones())
MOMENTS = st.integers(1_000_000_000, 2_800_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))


@given(ZONES, st.times(), MOMENTS)
def test_months_follow_each_other_without_gap(zone: str, digest: time, now: datetime) -> None:
    """A month ends where the next begins, in any zone, and its report is due after its end."""
    settings = ChannelSettings(zone=zone, digest_time=digest.replace(tzinfo=None))
    month = find_last_due_month(settings, now)
    following = find_month(settings, find_next_month(month.first))
    assert find_previous_month(following.first) == month.first
    assert month.until == following.since
    assert month.since < month.until <= month.due_at <= now < following.due_at
    assert timedelta(days=27) < month.until - month.since < timedelta(days=32)
