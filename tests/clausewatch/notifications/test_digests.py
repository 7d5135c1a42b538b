"""When digests are due: by the channel's own clock, whatever becomes of that clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clausewatch.model.watches import Cadence
from clausewatch.notifications.digests import (
    ChannelSettings,
    find_last_due,
    find_time_zone,
    list_time_zones,
    search_time_zones,
)

BERLIN, NEW_YORK, KOLKATA = "Europe/Berlin", "America/New_York", "Asia/Kolkata"
DAILY, WEEKLY = Cadence.DAILY, Cadence.WEEKLY


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("settings", "cadence", "now", "due"),
    [
        (
            ChannelSettings(zone="UTC", digest_time=time(9)),
            DAILY,
            "2026-03-02T09:00",
            ("2026-03-02", "2026-03-02T09:00"),
        ),
        (
            ChannelSettings(zone="UTC", digest_time=time(9)),
            DAILY,
            "2026-03-02T08:59",
            ("2026-03-01", "2026-03-01T09:00"),
        ),
        (
            ChannelSettings(zone=BERLIN, digest_time=time(9)),
            DAILY,
            "2026-03-28T12:00",
            ("2026-03-28", "2026-03-28T08:00"),
        ),
        (
            ChannelSettings(zone=BERLIN, digest_time=time(9)),
            DAILY,
            "2026-03-29T12:00",
            ("2026-03-29", "2026-03-29T07:00"),
        ),
        # 02:30 does not exist on this day: it counts as 03:30
        (
            ChannelSettings(zone=BERLIN, digest_time=time(2, 30)),
            DAILY,
            "2026-03-29T01:29",
            ("2026-03-28", "2026-03-28T01:30"),
        ),
        (
            ChannelSettings(zone=BERLIN, digest_time=time(2, 30)),
            DAILY,
            "2026-03-29T01:30",
            ("2026-03-29", "2026-03-29T01:30"),
        ),
        # 02:30 comes twice on this day: the first counts, the second is the same date
        (
            ChannelSettings(zone=BERLIN, digest_time=time(2, 30)),
            DAILY,
            "2026-10-25T00:30",
            ("2026-10-25", "2026-10-25T00:30"),
        ),
        (
            ChannelSettings(zone=BERLIN, digest_time=time(2, 30)),
            DAILY,
            "2026-10-25T01:30",
            ("2026-10-25", "2026-10-25T00:30"),
        ),
        (
            ChannelSettings(zone=NEW_YORK, digest_time=time(23)),
            DAILY,
            "2026-03-03T04:30",
            ("2026-03-02", "2026-03-03T04:00"),
        ),
        (
            ChannelSettings(zone=KOLKATA, digest_time=time(0)),
            DAILY,
            "2026-03-01T18:30",
            ("2026-03-02", "2026-03-01T18:30"),
        ),
        (
            ChannelSettings(zone="UTC", digest_time=time(9)),
            WEEKLY,
            "2026-03-02T09:00",
            ("2026-03-02", "2026-03-02T09:00"),
        ),
        (
            ChannelSettings(zone="UTC", digest_time=time(9)),
            WEEKLY,
            "2026-03-08T23:00",
            ("2026-03-02", "2026-03-02T09:00"),
        ),
        (
            ChannelSettings(zone="UTC", digest_time=time(9)),
            WEEKLY,
            "2026-03-02T08:00",
            ("2026-02-23", "2026-02-23T09:00"),
        ),
    ],
)
def test_the_last_due_digest(
    settings: ChannelSettings, cadence: Cadence, now: str, due: tuple[str, str]
) -> None:
    """The local date and the moment, also on the days on which the clock is set."""
    on, moment = due
    assert find_last_due(settings, cadence, at(now)) == (date.fromisoformat(on), at(moment))


@given(
    st.sampled_from((BERLIN, NEW_YORK, KOLKATA, "Australia/Lord_Howe", "Pacific/Apia")),
    st.times(timezones=st.none()).map(lambda t: t.replace(second=0, microsecond=0)),
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from((DAILY, WEEKLY)),
    st.integers(0, 6),
)
def test_every_local_date_has_one_digest(
    zone: str, when: time, start: datetime, cadence: Cadence, day: int
) -> None:
    """Looking every few minutes, dates only go on, each by one day or one week."""
    settings = ChannelSettings(zone=zone, digest_time=when, digest_day=day)
    dates = []
    for hours in range(0, 24 * 15, 3):
        on, moment = find_last_due(settings, cadence, start + timedelta(hours=hours))
        assert moment <= start + timedelta(hours=hours)
        local = moment.astimezone(ZoneInfo(zone))
        assert abs(local.replace(tzinfo=None) - datetime.combine(on, when)) <= timedelta(hours=1)
        dates.append(on)
    steps = {later - earlier for earlier, later in pairwise(dates)}
    assert steps <= {timedelta(0), timedelta(days=1 if cadence is DAILY else 7)}


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", BERLIN),
        ("europe/berlin", BERLIN),
        ("berlin", BERLIN),
        ("New York", NEW_YORK),
        ("utc", "UTC"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_a_time_zone_by_its_name_or_city(typed: str, zone: str | None) -> None:
    """Whatever the case; what is no zone is none."""
    assert find_time_zone(typed) == zone


def test_time_zones_are_searched() -> None:
    """Cities that begin with what was typed come first."""
    assert search_time_zones("ber", 3)[0].rpartition("/")[2].startswith("Ber")
    assert BERLIN in search_time_zones("ber", 100)
    assert len(search_time_zones("a", 100)) == 100
    assert search_time_zones("zzz", 5) == ()
    assert len(list_time_zones()) > 300
