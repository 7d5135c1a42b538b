"""Dates as people type them: `yesterday`, `last week`, `until friday`, `2 weeks`. Pure."""

import re
from datetime import UTC, datetime

_COUNTED = re.compile(r"^(?:the\s++)?(?:last|past|next)\s++(?=\d)", re.IGNORECASE)
"""Before a number: `last 30 days` is `30 days`."""
LANGUAGES = (["en"], ["de", "fr", "es", "pt", "it", "nl"])
"""Days are read in English first, as some words are days in several languages."""
MAX_CHARACTERS = 40
"""Longer texts are not dates, and parsing them would take long."""


def parse_past(text: str, now: datetime) -> datetime | None:
    """Return the start of the past day that a text means, or None if it means none."""
    moment = _parse(text, now, "past")
    return moment if moment is None or moment <= now else None


def parse_future(text: str, now: datetime) -> datetime | None:
    """Return the start of the future day that a text means, or None if it means none."""
    moment = _parse(text, now, "future")
    return moment if moment is None or moment > now else None


def _parse(text: str, now: datetime, preference: str) -> datetime | None:
    """Return the start of a day in UTC; a bare number is no date, as it may count anything."""
    # The library takes a third of a second to load: `run` loads it at its start, in a thread.
    import dateparser  # noqa: PLC0415  # see above

    typed = _COUNTED.sub("", " ".join(text.split()))
    if not typed or len(typed) > MAX_CHARACTERS or not any(map(str.isalpha, typed)):
        return None
    settings = {
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "PREFER_DATES_FROM": preference,
        "PREFER_DAY_OF_MONTH": "first",
    }
    moment: datetime | None = None
    for languages in LANGUAGES:
        moment = moment or dateparser.parse(typed, languages=languages, settings=settings)
    if moment is None:
        return None
    return moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
