"""Dates as policies write them, in the languages of `data/date_words.toml`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clausewatch.text.date_words import build_alternation, find_month, list_month_names

MONTH = build_alternation(list_month_names())
"""Any name of a month in any language, as a part of a regular expression."""
_BEFORE_NUMBER = r"(?=[^\d\n]{2,16}\d)"
"""A cheap test before a name of a month that starts a date."""
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|er|\.|:e)?"
_SHAPES = (
    rf"\b{_BEFORE_NUMBER}(?P<m1>{MONTH})\.?\s+{_DAY.format('d1')}(?:\s*+,)?\s++(?P<y1>\d{{4}})\b",
    (
        rf"\b{_DAY.format('d2')}\s*(?:of\s+|de\s+|d['\u2019])?[-/]?(?P<m2>{MONTH})\.?,?\s*"
        rf"(?:de\s+|del\s+)?[-/]?(?P<y2>\d{{4}})\b"
    ),
    r"\b(?P<y3>\d{4})\s*[-/.年년]\s*(?P<m3>\d{1,2})\s*[-/.月월]\s*(?P<d3>\d{1,2})\s*[日일]?",
    r"\b(?P<a4>\d{1,2})\s?[/.\-]\s?(?P<b4>\d{1,2})\s?[/.\-]\s?(?P<y4>\d{4})\b",
    rf"\b{_BEFORE_NUMBER}(?P<m5>{MONTH})\.?(?:\s*+,)?\s++(?:de\s)?(?P<y5>\d{{4}})\b",
    rf"\b(?P<y7>\d{{4}})\.?\s(?:m\.\s)?(?P<m7>{MONTH})\.?\s(?P<d7>\d{{1,2}})\b",
    rf"\b(?P<y8>\d{{4}})\.\sgada\s(?P<d8>\d{{1,2}})\.\s(?P<m8>{MONTH})",
    r"\b(?P<d9>\d{1,2})\stháng\s(?P<n9>\d{1,2})(?:,|\snăm)?\s(?P<y9>\d{4})\b",
    r"(?P<y6>\d{4})\s*年\s*(?P<m6>\d{1,2})\s*月",
)
DATE = re.compile("|".join(f"(?:{shape})" for shape in _SHAPES), re.IGNORECASE)
FOUR_DIGITS = re.compile(r"\d{4}")
"""A cheap test: every date has a year."""
YEAR = re.compile(r"\b(?:19|20|25)\d{2}\b")
_MONTHS_IN_A_YEAR = 12
_FIRST_BUDDHIST_YEAR = 2400
_BUDDHIST_YEARS = 543
"""The Thai calendar counts from 543 years earlier."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text, with its position."""

    start: int
    end: int
    day: date


def _make_date(year: str, month: int, day: int) -> date | None:
    number = int(year)
    try:
        return date(number - _BUDDHIST_YEARS * (number > _FIRST_BUDDHIST_YEAR), month, day)
    except ValueError:
        return None


def _parse_numeric(match: re.Match[str], language: str) -> date | None:
    first, second = int(match["a4"]), int(match["b4"])
    is_month_first = (
        language in {"en", "und"} and "." not in match.group() and first <= _MONTHS_IN_A_YEAR
    )
    order = (
        ((first, second), (second, first)) if is_month_first else ((second, first), (first, second))
    )
    for month, day in order:
        if parsed_date := _make_date(match["y4"], month, day):
            return parsed_date
    return None


def _parse_match(match: re.Match[str], language: str) -> date | None:
    if match["a4"]:
        return _parse_numeric(match, language)
    for i in ("1", "2", "5", "7", "8"):
        if match[f"m{i}"]:
            day = 1 if i == "5" else int(match[f"d{i}"])
            month = find_month(match[f"m{i}"], language)
            return _make_date(match[f"y{i}"], month, day) if month else None
    if match["n9"]:
        return _make_date(match["y9"], int(match["n9"]), int(match["d9"]))
    if match["y3"]:
        return _make_date(match["y3"], int(match["m3"]), int(match["d3"]))
    return _make_date(match["y6"], int(match["m6"]), 1)


def find_dates(text: str, language: str = "en") -> Iterator[DateMention]:
    """Yield the dates in a text, in order; a month without a day stands for its first day."""
    for match in DATE.finditer(text):
        if (day := _parse_match(match, language)) is not None:
            yield DateMention(match.start(), match.end(), day)


def remove_dates(text: str) -> str:
    """Return the text without its dates and bare years."""
    return YEAR.sub(" ", DATE.sub(" ", text))
