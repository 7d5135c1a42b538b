"""The months of a channel's clock, and when the report of the last one is due."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from clausewatch.model.record_ids import ChannelId
from clausewatch.notifications.digests import ChannelSettings, find_local_day

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class LocalMonth:
    """A month in the time zone of a channel."""

    first: date
    since: datetime
    """In UTC, as the next two."""
    until: datetime
    """The first moment after it."""
    due_at: datetime
    """When its report is due: on the first day after it, at the time of the channel's digests."""


@dataclass(frozen=True, slots=True)
class DueReport:
    """The report of a month that is due in a channel."""

    channel_id: ChannelId
    month: LocalMonth


def find_month(settings: ChannelSettings, first: date) -> LocalMonth:
    """Return the month that begins on a day, by the clock of a channel."""
    zone = ZoneInfo(settings.zone)
    after = find_next_month(first)
    since, until, due_at = (
        datetime.combine(day, at, zone).astimezone(UTC)
        for day, at in ((first, time()), (after, time()), (after, settings.digest_time))
    )
    return LocalMonth(first, since, until, due_at)


def find_last_due_month(settings: ChannelSettings, now: datetime) -> LocalMonth:
    """Return the latest month whose report is due by now."""
    today = find_local_day(settings, now)
    last = find_month(settings, find_previous_month(today))
    if last.due_at <= now:
        return last
    return find_month(settings, find_previous_month(last.first))


def find_next_month(day: date) -> date:
    """Return the first day of the month after a day."""
    if day.month == DECEMBER:
        return date(day.year + 1, 1, 1)
    return date(day.year, day.month + 1, 1)


def find_previous_month(day: date) -> date:
    """Return the first day of the month before a day."""
    return date(day.year - 1, DECEMBER, 1) if day.month == 1 else date(day.year, day.month - 1, 1)
