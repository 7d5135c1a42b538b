"""The values of options: choices, periods and dates. Pure."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.dates import parse_future, parse_start, replace_number_words
from bot.slack.messages.escape import code, escape

_UNTIL = re.compile(r"(?:until|till|til|(?P<inclusive>through|thru))\s++", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,4})\s*([a-z]+)", re.IGNORECASE)
NOT_BEGUN = "That period hasn't begun yet."
_ONE = frozenset({"a", "an", "next", "the next"})
"""A date parser takes `a month` for the next first of a month."""
_UNITS = {
    "min mins minute minutes": 1 / 1440, "h hr hrs hour hours": 1 / 24, "d day days": 1,
    "w wk wks week weeks": 7,
    "m mo mos mth mths month months": 30, "quarter quarters": 91, "y yr yrs year years": 365,
}  # fmt: skip
_DAYS = {word: days for words, days in _UNITS.items() for word in words.split()}
"""Days of a unit. Whole words, because `5 may` is a day and not five months."""
CHOICE_ALIASES = {
    "week": "weekly", "day": "daily", "immediately": "now", "instant": "now", "at once": "now",
    "realtime": "now", "all": "low", "any": "low", "everything": "low", "critical": "high",
    "severe": "high", "mid": "medium", "med": "medium", "moderate": "medium", "yes": "on",
    "true": "on", "no": "off", "false": "off", "none": "off",
}  # fmt: skip
"""Other words for the values of options."""


def parse_choice(value: str, key: str, choices: Iterable[str]) -> str:
    """Return the choice that was typed, in full or its beginning, or by another word for it.

    Raises ArgumentError with the choices.
    """
    known = tuple(choices)
    typed = value.casefold().strip()
    choice = CHOICE_ALIASES.get(typed, typed)
    matches = [name for name in known if name == choice] or [
        name for name in known if len(choice) > 1 and name.startswith(choice)
    ]
    if len(matches) == 1:
        return matches[0]
    *first_names, last_name = [code(name) for name in known]
    listed = f"{', '.join(first_names)} or {last_name}" if first_names else last_name
    raise ArgumentError(f"{code(key + ':')} takes {listed}, not “{escape(value, 60)}”.")


def parse_span(value: str, key: str, max_days: int = 3_650, *, instead: str = "") -> timedelta:
    """Return the time span that `30d`, `2w`, `3m`, `1y` or `12h` means. Raises ArgumentError."""
    days = _count_days(value)
    if days is not None and 0 < days <= max_days:
        return timedelta(days=days)
    raise ArgumentError(
        f"“{escape(value, 60)}” isn't a period. For {code(key + ':')} use one such as `30d`, `2w`"
        f" or `3m`{instead}."
    )


def _count_days(value: str) -> float | None:
    """Return the days of a number with a unit of time, or None for any other text."""
    count, _, unit = value.strip().casefold().rpartition(" ")
    if count in _ONE and unit in _DAYS:
        return _DAYS[unit]
    match = _SPAN.fullmatch(replace_number_words(value.strip()))
    days = _DAYS.get(match[2].casefold()) if match is not None else None
    return None if match is None or days is None else int(match[1]) * days


def parse_since(value: str, now: datetime) -> datetime:
    """Return the time that `30d`, `yesterday` or `2026-10-01` means. Raises ArgumentError."""
    try:
        start = datetime.fromisoformat(value)
    except ValueError:
        day = parse_start(value, now) if _count_days(value) is None else None
        if day is not None and day > now:
            raise ArgumentError(NOT_BEGUN) from None
        if day is not None:
            return day
        return now - parse_span(value, "since", instead=", or a date such as `2026-10-01`")
    return start.replace(tzinfo=start.tzinfo or now.tzinfo)


def parse_end(value: str, now: datetime, key: str, max_days: int) -> datetime:
    """Return the time at which `2w`, `two weeks` or `until friday` ends. Raises ArgumentError.

    `through friday` ends a day later than `until friday`.
    """
    lead = _UNTIL.match(value.strip())
    text = value.strip()[lead.end() if lead is not None else 0 :]
    day = parse_future(text, now) if _count_days(text) is None else None
    if day is not None and lead is not None and lead["inclusive"]:
        day += timedelta(days=1)
    if day is not None and day - now <= timedelta(days=max_days):
        return day
    return now + parse_span(text, key, max_days, instead=", or a day such as `friday`")
