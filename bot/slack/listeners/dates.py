"""Dates as people type them: `yesterday`, `q3`, `until friday`, `end of the week`. Pure."""

import re
from datetime import UTC, datetime, timedelta

from bot.slack.listeners.day_names import MONTH_NAME
from bot.slack.listeners.request_words import (
    END,
    PAST,
    START,
    UNITS,
    find_phrases,
    fold_word,
    split_words,
)
from clausewatch.text.number_words import NUMBER_WORDS, read_number_words

_COUNTED = re.compile(r"^(?:the\s++)?(?:last|past|next)\s++(?=\d)", re.IGNORECASE)
"""Before a number: `last 30 days` is `30 days`."""
_NUMBER = re.compile(
    rf"\b(?P<number>{NUMBER_WORDS})(?=\s++(?:minute|hour|day|week|month|quarter|year)s?\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:q(?P<quarter>[1-4])(?:\s++(?=\d))?+)?(?P<year>20\d\d)?", re.IGNORECASE)
_SHORT_END = re.compile(r"eo([dwmqy])", re.IGNORECASE)
"""`eow` is the end of the week."""
_DAY_AND_MONTH = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?(?P<year>20\d\d)?")
"""With dots, the day comes first everywhere."""
_ISO_DAY = re.compile(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)")
_ISO_MONTH = re.compile(r"20\d\d-\d\d")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?!\d)")
_PART = re.compile(
    rf"(?P<part>early|mid|late)[\s-]{{1,3}}(?P<month>{MONTH_NAME}(?P<year>\s{{1,3}}20\d\d)?)",
    re.IGNORECASE,
)
_PART_DAYS = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
"""The first and the last day of a part of a month."""
MONTHS_OF_YEAR = 12
MAX_MONTH_DAYS = 31
LANGUAGES = (["en"], ["de", "fr", "es", "pt", "it", "nl"])
"""Days are read in English first, as some words are days in several languages."""
MAX_CHARACTERS = 40
"""Longer texts are not dates, and parsing them would take long."""
LEAD_WORDS = 3
"""A period follows the word for its start or end within so many words: `fin de la semana`."""
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def parse_past(text: str, now: datetime) -> datetime | None:
    """Return the start of the past day or period that a text means, or None if it means none."""
    moment = parse_start(text, now)
    return moment if moment is None or moment <= now else None


def parse_start(text: str, now: datetime) -> datetime | None:
    """Return the start of a day or period, the last one if the text leaves the year open.

    It is still to come if the text says so: `december 2030`, `tomorrow`.
    """
    typed = text.strip()
    if _is_ambiguous(typed):
        return None
    moment = _find_start(typed, now) or _read_past_numbers(typed, now)
    if moment is None and (part := find_month_part(typed, now)) is not None:
        return part[0]
    return moment or _parse(text, now, "past")


def _is_ambiguous(text: str) -> bool:
    """Return whether a text has a date as `1/2/2026`, whose month comes first in some countries."""
    pairs = [(int(first), int(second)) for first, second in _SLASHED.findall(text)]
    return any(max(pair) <= MONTHS_OF_YEAR and len(set(pair)) > 1 for pair in pairs)


def parse_future(text: str, now: datetime) -> datetime | None:
    """Return the start of the future day that a text means, or None if it means none.

    A period ends at the start of the day after it: `end of the week` is the next Monday.
    """
    if _is_ambiguous(text):
        return None
    moment = _find_end(text, now) or _read_numbers(text.strip(), now) or _parse(text, now, "future")
    return moment if moment is None or moment > now else None


def replace_number_words(text: str) -> str:
    """Return the text with the numbers before units of time as digits: `2 weeks`."""
    return _NUMBER.sub(lambda match: str(read_number_words(match["number"])), text)


def _find_start(text: str, now: datetime) -> datetime | None:
    """Return the start of a period, such as `2025`, `q3 2025` or `beginning of the month`."""
    if (unit := _find_unit(text, START)) is not None:
        return _start_period(unit, now)
    if _find_unit(text, PAST) == "quarter":
        return _start_period("quarter", _start_period("quarter", now) - timedelta(days=1))
    match = _YEAR.fullmatch(text)
    if match is None or not text:
        return None
    month = _MONTHS["quarter"] * (int(match["quarter"] or 1) - 1) + 1
    start = datetime(int(match["year"] or now.year), month, 1, tzinfo=UTC)
    is_next = match["year"] is None and start > now
    return start.replace(year=start.year - 1) if is_next else start


def _find_end(text: str, now: datetime) -> datetime | None:
    """Return the end of the day, week, month, quarter or year that the text names, if any."""
    match = _SHORT_END.fullmatch(text.strip())
    letter = match[1].casefold() if match is not None else ""
    unit = next((unit for unit in UNITS if unit[0] == letter), None) or _find_unit(text, END)
    return None if unit is None else _end_period(unit, now)


def _find_unit(text: str, lead: str) -> str | None:
    """Return the unit of the period that follows a word of the table `lead`, if any."""
    words = [fold_word(word) for word in split_words(text)]
    for unit in UNITS:
        for phrase in find_phrases(words, unit):
            # the unit too, as `new year` leads to itself
            if find_phrases(words[max(0, phrase.start - LEAD_WORDS) : phrase.end], lead):
                return unit
    return None


def _start_period(unit: str, now: datetime) -> datetime:
    """Return the start of the day, week, month, quarter or year that is running."""
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "day":
        return today
    if unit == "week":
        return today - timedelta(days=today.weekday())
    months = _MONTHS[unit]
    return today.replace(month=today.month - (today.month - 1) % months, day=1)


def _end_period(unit: str, now: datetime) -> datetime:
    """Return the start of the day after the period."""
    start = _start_period(unit, now)
    if unit in _DAYS:
        return start + timedelta(days=_DAYS[unit])
    for _ in range(_MONTHS[unit]):
        start = find_next_month(start)
    return start


def find_next_month(first: datetime) -> datetime:
    """Return the first day of the month after the month of a first day."""
    return (first + timedelta(days=MAX_MONTH_DAYS)).replace(day=1)


def _read_numbers(text: str, now: datetime) -> datetime | None:
    """Return the next day that is written as `24.12.`, `24.12.2026` or `2026-12-24`."""
    match = _DAY_AND_MONTH.fullmatch(text) or _ISO_DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    try:
        moment = datetime(year or now.year, month, day, tzinfo=UTC)
        return moment if year or moment > now else moment.replace(year=now.year + 1)
    except ValueError:
        return None


def _read_past_numbers(text: str, now: datetime) -> datetime | None:
    """Return the last day that is written as `24.12.`, `24/12/2025` or `2025-12`."""
    match = _ISO_MONTH.fullmatch(text)
    text = f"{text}-01" if match is not None else text
    match = _DAY_AND_MONTH.fullmatch(text.replace("/", ".")) or _ISO_DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(match[name] or 0) for name in ("year", "month", "day"))
    if "/" in text and month > MONTHS_OF_YEAR:
        month, day = day, month
    try:
        moment = datetime(year or now.year, month, day, tzinfo=UTC)
        return moment if year or moment <= now else moment.replace(year=now.year - 1)
    except ValueError:
        return None


def find_month_part(text: str, now: datetime) -> tuple[datetime, datetime] | None:
    """Return about when `mid january` begins, and the day after it."""
    match = _PART.fullmatch(text)
    first = _parse(match["month"], now, "past") if match is not None else None
    if match is None or first is None:
        return None
    first_day, last_day = _PART_DAYS[match["part"].casefold()]
    if match["year"] is None and first.replace(day=first_day) > now:
        first = first.replace(year=first.year - 1)
    end = min(first + timedelta(days=last_day), find_next_month(first))
    return first.replace(day=first_day), end


def _parse(text: str, now: datetime, preference: str) -> datetime | None:
    """Return the start of a day in UTC; a bare number is no date, as it may count anything."""
    # The library takes a third of a second to load: `run` loads it at its start, in a thread.
    import dateparser  # noqa: PLC0415  # see above

    typed = " ".join(text.split())
    if not typed or len(typed) > MAX_CHARACTERS or not any(map(str.isalpha, typed)):
        return None
    typed = _COUNTED.sub("", replace_number_words(typed))
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
