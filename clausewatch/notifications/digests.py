"""A channel's own choices, and when its digests are due in its own time zone.

A digest is due once per channel, cadence and local date: where the clock is set back an hour
nothing is told twice, and where it is set forward over the hour nothing is left out.
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
    """What a channel chose; the defaults are those of a channel that chose nothing."""

    minimum: Severity = Severity.LOW
    """Nothing of a lower severity is told here, whatever its watch says."""
    is_threaded: bool = True
    """Overflow and notes go into the thread of their card."""
    digest: Cadence = Cadence.WEEKLY
    """Which digest takes what no watch put into another: wording without a change of terms."""
    digest_day: int = 0
    """Of the weekly digest; 0 is Monday."""
    digest_time: time = time(9, 0)
    """Local, in `zone`."""
    zone: str = "UTC"
    """A name of the IANA time zone database."""
    tells_quiet: bool = False
    """A digest in which nothing happened is one line instead of silence."""
    health_channel: ChannelId | None = None
    """Where the health of documents is told; None for the channel itself."""


DEFAULTS = ChannelSettings()
Minimums = Mapping[ChannelId, Severity]


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest that a channel is to have: for which local date, and when that became due."""

    channel_id: ChannelId
    cadence: Cadence
    on: date
    due_at: datetime


def find_last_due(
    settings: ChannelSettings, cadence: Cadence, now: datetime
) -> tuple[date, datetime]:
    """Return the local date and the moment in UTC of the latest digest that is due by now.

    An hour that does not exist counts as the one after it, one that comes twice as its first.
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
    """Return the names of the time zones that people choose from, in order."""
    names = (name for name in available_timezones() if "/" in name or name == "UTC")
    return tuple(sorted(n for n in names if not n.startswith(("Etc/", "SystemV/", "US/"))))


def find_time_zone(text: str) -> str | None:
    """Return the time zone that was typed: its name or its city, whatever the case; or None."""
    wanted = text.strip().casefold().replace(" ", "_")
    named = [zone for zone in list_time_zones() if zone.casefold() == wanted]
    city = [zone for zone in list_time_zones() if zone.rpartition("/")[2].casefold() == wanted]
    found = named or (city if len(city) == 1 else [])
    return found[0] if found else None


def search_time_zones(typed: str, limit: int) -> tuple[str, ...]:
    """Return the time zones whose names hold what was typed, those that begin with it first."""
    wanted = typed.strip().casefold().replace(" ", "_")
    hits = [zone for zone in list_time_zones() if wanted in zone.casefold()]
    cities = [zone for zone in hits if zone.rpartition("/")[2].casefold().startswith(wanted)]
    return tuple(dict.fromkeys((*cities, *hits)))[:limit]
