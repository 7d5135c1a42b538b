"""Past periods with a start and an end: `from october to december`, `in q4`, `before march`.

A text becomes the options `since:` and `until:`; their values become two times. Pure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.dates import find_month_part, find_next_month, parse_start
from bot.slack.listeners.day_names import MONTH_NAME, WEEKDAY
from bot.slack.listeners.option_values import NOT_BEGUN, parse_since
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_date

SINCE, UNTIL, BEFORE, AFTER = "since", "until", "before ", "after "
OPTIONS = (SINCE, UNTIL)
_MONTH = MONTH_NAME
_LONG = rf"(?:{_MONTH}(?:\s20\d\d)?|q[1-4](?:\s20\d\d)?|20\d\d(?:-\d\d)?)(?![\w./-])"
"""A month, a quarter or a year."""
_DAY = (
    r"(?:20\d\d-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./](?:20\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH}(?:\s20\d\d)?"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s20\d\d)?"
    rf"|(?:early|mid|late)[\s-]{_MONTH}(?:\s20\d\d)?"
    rf"|today|now|yesterday|(?:last\s)?{WEEKDAY})(?![\w/-])"
)
_DATE = rf"(?:the\s)?(?:{_DAY}|{_LONG})"
_RANGE = re.compile(
    rf"(?<!\S)(?:(?:between|from|since|over|during|in|for|of)\s)?(?P<since>{_DATE})"
    rf"(?:\s?[-\u2013\u2014]\s?|\s(?:to|and|until|till|til|through|thru|up\sto)\s)"
    rf"(?P<until>{_DATE})",
    re.IGNORECASE,
)
_OPEN = re.compile(
    rf"(?<!\S)(?:since|(?P<after>after)|from|as\sof|starting)\s(?P<since>{_DATE})"
    rf"|(?<!\S)(?P<lead>before|prior\sto|until|till|up\sto|through)\s(?P<until>{_DATE})",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    rf"(?<!\S)(?:in|for|during|of|over)\s(?:the\s)?(?P<whole>{_LONG})"
    rf"|(?<!\S)(?P<bare>q[1-4](?:\s20\d\d)?|(?:{_MONTH}\s)?20\d\d)$",
    re.IGNORECASE,
)
_ANY_MONTH = re.compile(
    rf"\b(?:(?!(?:may|march)\b(?!\s20\d\d)){_MONTH}(?:\s20\d\d)?|20\d\d-\d\d|last\smonth)\b"
    r"|\b(?:for|in|of|from|the)\s(?P<word>may|march)\b",
    re.IGNORECASE,
)
"""`may` and `march` are other words too: they follow a word for a month, or a year follows them."""
_ORDINAL_QUARTER = re.compile(
    r"(?:\bthe\s)?\b(first|second|third|fourth|1st|2nd|3rd|4th)\squarter(?:\sof)?\b", re.IGNORECASE
)
_QUARTERS = {"fi": "q1", "se": "q2", "th": "q3", "fo": "q4"} | {
    f"{number}{letter}": f"q{number}" for number, letter in enumerate("snrt", 1)
}
"""By the first two letters: `first`, `1st`."""
_YEAR = re.compile(r"\b20\d\d\b")
_DAY_OF_YEAR = re.compile(rf"\b(?:{_MONTH}|q[1-4])\b|\d[./]$", re.IGNORECASE)
"""In a text that a year may follow."""
_ENDS_BEFORE = re.compile(r"before|prior", re.IGNORECASE)
_LENGTHS = (
    (re.compile(r"20\d\d", re.IGNORECASE), 12),
    (re.compile(r"q[1-4](?:\s20\d\d)?", re.IGNORECASE), 3),
    (re.compile(rf"20\d\d-\d\d|{_MONTH}(?:\s20\d\d)?", re.IGNORECASE), 1),
)
"""The months of a period by what its text is."""


@dataclass(frozen=True, slots=True)
class Period:
    """The time from `start` to just before `end`; None is now."""

    start: datetime
    end: datetime | None

    @property
    def text(self) -> str:
        """The period as an answer names it: `since 1 March 2026`."""
        if self.end is None:
            return f"since {format_date(self.start.date())}"
        last_day = (self.end - timedelta(days=1)).date()
        return f"from {format_date(self.start.date())} to {format_date(last_day)}"


def cut_range(text: str) -> tuple[str, Mapping[str, str]]:
    """Return the text without the period that it names, and the period as options."""
    text = _ORDINAL_QUARTER.sub(lambda match: _QUARTERS[match[1][:2].casefold()], text)
    for pattern in (_RANGE, _OPEN, _WHOLE):
        if (match := pattern.search(text)) is not None:
            rest = f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}"
            return rest.strip(), _list_options(match.groupdict())
    return text, {}


def find_month(text: str) -> str:
    """Return the month that a text names, or an empty text."""
    match = _ANY_MONTH.search(text)
    return (match["word"] or match[0]) if match is not None else ""


def _list_options(groups: Mapping[str, str | None]) -> Mapping[str, str]:
    if (whole := groups.get("whole") or groups.get("bare")) is not None:
        return {SINCE: whole, UNTIL: whole}
    since, until = groups["since"] or "", groups["until"] or ""
    if groups.get("after") is not None:
        since = AFTER + since
    if _ENDS_BEFORE.match(groups.get("lead") or ""):
        until = BEFORE + until
    return {key: value for key, value in ((SINCE, since), (UNTIL, until)) if value}


def read_period(options: Mapping[str, str], now: datetime, default: timedelta) -> Period:
    """Return the period of the options, which has the default length if only its end is given.

    Raises ArgumentError.
    """
    end = _read_end(options[UNTIL], now) if UNTIL in options else None
    start = _read_start(options, end, now) if SINCE in options else None
    if end is not None and start is not None and end <= start:
        if _YEAR.search(options[UNTIL]):
            raise ArgumentError("That period ends before it begins.")
        end = None  # a month that is still to come
    if end is not None and end >= now:
        end = None
    return Period((end or now) - default if start is None else start, end)


def _read_start(options: Mapping[str, str], end: datetime | None, now: datetime) -> datetime:
    """Return the time at which a period starts. Raises ArgumentError.

    A start without a year is in the year of the end, or in the year before it.
    """
    value = options[SINCE].strip()
    if value.casefold().startswith(AFTER):
        start = _find_end(value[len(AFTER) :].strip(), now)
        if start is not None and start > now:
            raise ArgumentError(NOT_BEGUN)
        return start or parse_since(value[len(AFTER) :], now)
    year = _YEAR.search(options.get(UNTIL, ""))
    if end is not None and year and not _YEAR.search(value) and _DAY_OF_YEAR.search(value):
        joint = "" if value.endswith((".", "/")) else " "
        for number in (int(year[0]), int(year[0]) - 1):
            dated = f"{value}{joint}{number}"
            start = parse_start(dated, now)
            if start is not None and start < end:
                return parse_since(dated, now)
    return parse_since(value, now)


def _read_end(value: str, now: datetime) -> datetime:
    """Return the time just after the day or period that ends a period. Raises ArgumentError."""
    text = value.strip()
    is_before = text.casefold().startswith(BEFORE)
    text = text[len(BEFORE) :].strip() if is_before else text
    if text.casefold() == "now":
        return now
    end = parse_start(_drop_article(text), now) if is_before else _find_end(text, now)
    if end is None:
        raise ArgumentError(f"“{escape(value, 60)}” isn't a past day, such as `2026-01-31`.")
    return end


def _find_end(text: str, now: datetime) -> datetime | None:
    """Return the time just after a day or a period, or None for any other text."""
    text = _drop_article(text)
    if (part := find_month_part(text, now)) is not None:
        return part[1]
    start = parse_start(text, now)
    months = next((months for shape, months in _LENGTHS if shape.fullmatch(text)), 0)
    if start is None or not months:
        return None if start is None else start + timedelta(days=1)
    for _ in range(months):
        start = find_next_month(start)
    return start


def _drop_article(text: str) -> str:
    return text.removeprefix("the ").strip()
