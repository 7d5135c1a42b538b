"""When a channel is reminded of a deadline: some days before, in the morning of its own zone."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from clausewatch.notifications.digests import ChannelSettings, find_local_day

MAX_DAYS = 60
"""Before a deadline on which a channel may be reminded."""


def find_due_threshold(
    settings: ChannelSettings, on: date, notified_at: datetime, now: datetime
) -> int | None:
    """Return the number of days of the reminder that is due, or None if none is.

    Of 14, 7 and 1 days, 7 is due from the seventh to the second day before. Nothing is due before
    the channel's digest time, so an hour that is set forward or back changes nothing, and nothing
    on the day of the card, which says the same.
    """
    local = now.astimezone(ZoneInfo(settings.zone))
    if local.time() < settings.digest_time:
        return None
    if find_local_day(settings, notified_at) >= local.date():
        return None
    left = (on - local.date()).days
    due = [days for days in settings.deadline_days if 0 <= left <= days]
    return min(due, default=None)


def count_days_left(settings: ChannelSettings, on: date, now: datetime) -> int:
    """Return the days until a deadline in the zone of a channel; 0 is today."""
    return (on - find_local_day(settings, now)).days


def parse_days(text: str) -> tuple[int, ...]:
    """Return the days of a stored setting, most first. Raises ValueError."""
    days = {int(part) for part in text.split(",") if part.strip()}
    if any(not 0 < day <= MAX_DAYS for day in days):
        raise ValueError(text)
    return tuple(sorted(days, reverse=True))


def format_days(days: Sequence[int]) -> str:
    """Return days as they are stored and typed: `14,7,1`."""
    return ",".join(map(str, days))
