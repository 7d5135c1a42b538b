"""A channel's settings, and when its digests are due in its own time zone.

A digest is due once per channel, cadence and local date: a clock that is set back an hour repeats
nothing, and a clock that is set forward past the hour skips nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChannelId
from clausewatch.model.watches import Cadence

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In the order of `date.weekday`."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """The settings of a channel, with the defaults of a channel without any."""

    minimum: Severity = Severity.LOW
    """The channel is not notified of anything less severe, whatever a watch asks for."""
    is_threaded: bool = True
    """Post overflow and notes in the thread of their card."""
    digest: Cadence = Cadence.WEEKLY
    """The digest for changes whose watch asks for none: editorial changes."""
    digest_day: int = 0
    """The day of the weekly digest; 0 is Monday."""
    digest_time: time = time(9, 0)
    """Local, in `zone`."""
    zone: str = "UTC"
    """A name of the IANA time zone database."""
    tells_quiet: bool = False
    """Post one line for a digest without changes, instead of nothing."""
    health_channel: ChannelId | None = None
    """Where the health of documents is posted; None for the channel itself."""
    reminders: Cadence | None = Cadence.WEEKLY
    """The digest that lists the changes that wait for a decision; None for none."""
    deadline_days: tuple[int, ...] = (14, 7, 1)
    """The days before a deadline on which the channel is reminded; none for no reminder."""
    has_monthly_report: bool = False
    """Post what a month brought, on the first day after it."""


ZONE_ABBREVIATIONS = {
    "est": "America/New_York", "edt": "America/New_York", "et": "America/New_York",
    "cst": "America/Chicago", "cdt": "America/Chicago", "ct": "America/Chicago",
    "mst": "America/Denver", "mdt": "America/Denver", "mt": "America/Denver",
    "pst": "America/Los_Angeles", "pdt": "America/Los_Angeles", "pt": "America/Los_Angeles",
    "gmt": "Europe/London", "bst": "Europe/London", "cet": "Europe/Berlin",
    "cest": "Europe/Berlin", "eet": "Europe/Athens", "ist": "Asia/Kolkata", "jst": "Asia/Tokyo",
    "aest": "Australia/Sydney", "sgt": "Asia/Singapore",
}  # fmt: skip
"""What people type for the zone of a city, summer time included."""
DEFAULTS = ChannelSettings()
Minimums = Mapping[ChannelId, Severity]


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest of a channel, with its local date and the moment when it became due."""

    channel_id: ChannelId
    cadence: Cadence
    on: date
    due_at: datetime


def find_local_day(settings: ChannelSettings, moment: datetime) -> date:
    """Return the day of a moment by the clock of a channel."""
    return moment.astimezone(ZoneInfo(settings.zone)).date()


def find_last_due(
    settings: ChannelSettings, cadence: Cadence, now: datetime
) -> tuple[date, datetime]:
    """Return the local date and the moment in UTC of the latest digest that is due by now.

    An hour that does not exist counts as the next one, an hour that repeats as its first.
    """
    zone = ZoneInfo(settings.zone)
    on = now.astimezone(zone).date()
    while True:
        moment = datetime.combine(on, settings.digest_time, zone).astimezone(UTC)
        is_its_day = cadence is Cadence.DAILY or on.weekday() == settings.digest_day
        if is_its_day and moment <= now:
            return on, moment
        on -= timedelta(days=1)


@cache
def list_time_zones() -> tuple[str, ...]:
    """Return the names of the time zones that people choose from, sorted."""
    names = (name for name in available_timezones() if "/" in name or name == "UTC")
    return tuple(sorted(n for n in names if not n.startswith(("Etc/", "SystemV/", "US/"))))


def find_time_zone(text: str) -> str | None:
    """Return the time zone with a name or a city, without regard to case, or None."""
    wanted = text.strip().casefold().replace(" ", "_")
    if wanted in ZONE_ABBREVIATIONS:
        return ZONE_ABBREVIATIONS[wanted]
    zones = list_time_zones()
    by_name = [zone for zone in zones if zone.casefold() == wanted]
    by_city = [zone for zone in zones if zone.rpartition("/")[2].casefold() == wanted]
    matches = by_name or (by_city if len(by_city) == 1 else [])
    return matches[0] if matches else None


def search_time_zones(typed: str, limit: int) -> tuple[str, ...]:
    """Return the time zones whose names contain a text, those that begin with it first."""
    wanted = typed.strip().casefold().replace(" ", "_")
    hits = [zone for zone in list_time_zones() if wanted in zone.casefold()]
    cities = [zone for zone in hits if zone.rpartition("/")[2].casefold().startswith(wanted)]
    return tuple(dict.fromkeys((*cities, *hits)))[:limit]
