"""Moves the period or the day that ends a line into an option: `for two weeks`. Pure."""

import re

from bot.slack.listeners.day_names import MONTH_BEGINNING, WEEKDAY
from bot.slack.listeners.request_options import find_mute_end, read_span
from bot.slack.listeners.request_words import fold_word
from clausewatch.text.number_words import NUMBER_WORDS

MAX_END_WORDS = 5
"""Of a day or a period at the end of a line."""
_SINCE = re.compile(
    r"(?<!\S)since\s++(?P<since>[^,:;]{1,40})$"
    r"|(?<!\S)(?:(?:in|over|during|from|for|of)\s++)?(?:the\s++)?"
    r"(?P<span>(?:last|past|this)\s[^,:;]{1,40}|yesterday|today)$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?<!\S)(?P<lead>until|till|til|through|thru)[:\s](?P<until>[^,:;]{1,40})$", re.IGNORECASE
)
_FOR = re.compile(
    r"(?<!\S)for\s++(?:(?:the\s++)?next\s++(?=\d))?+(?P<span>(?:an?|the\s++next|next|the\s++rest\s++of|\d{1,4})\s[^,:;]{1,40}"
    rf"|{NUMBER_WORDS}\s(?:minute|hour|day|week|month|quarter|year)s?)$",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?<=\S)\s++(?:(?:on|this)\s++)?(?P<day>20\d\d-\d\d-\d\d|tomorrow"
    rf"|(?:next\s++)?{WEEKDAY})$",
    re.IGNORECASE,
)
"""A day without a word before it: `mute zoom tomorrow`."""
_TRAILING_SPAN = re.compile(
    rf"(?<!\S)(?:(?:in|from)\s++(?P<month>{MONTH_BEGINNING}[a-z]{{0,6}}+(?:\s++20\d\d)?)$)"
    r"|(?<!\S)(?:(?:in|over|during|from|for|of)\s++)?"
    r"(?P<span>\d{1,4}\s?(?:[dwmy]|(?:day|week|wk|month|year)s?)|q[1-4](?:\s20\d\d)?|20\d\d)$",
    re.IGNORECASE,
)
_SPAN_VALUE = re.compile(
    r"(?<!\S)(for|since):(\d{1,4})\s++((?:minute|hour|day|week|month|quarter|year)s?)\b",
    re.IGNORECASE,
)


def quote_spans(rest: str) -> str:
    """Return the rest with `for:2 weeks` as `for:"2 weeks"`."""
    return _SPAN_VALUE.sub(lambda m: f'{m[1]}:"{m[2]} {m[3]}"', rest)


def move_since(rest: str) -> str:
    """Return the rest with the period that ends it as `since:`."""
    match = _SINCE.search(rest)
    if match is None:
        return _TRAILING_SPAN.sub(lambda m: f'since:"{m["month"] or m["span"]}"', rest)
    return f'{rest[: match.start()]}since:"{(match["since"] or match["span"]).strip()}"'


def move_end(rest: str) -> str:
    """Return the rest with the day or the period that ends it as `for:`."""
    if (match := _UNTIL.search(rest)) is not None:
        lead = "through" if match["lead"].casefold().startswith("th") else "until"
        return f'{rest[: match.start()].rstrip()} for:"{lead} {match["until"].strip()}"'
    if (match := _DAY.search(rest)) is not None:
        return f'{rest[: match.start()].rstrip()} for:"until {match["day"]}"'
    if (match := _FOR.search(rest)) is not None:
        return f'{rest[: match.start()].rstrip()} for:"{match["span"].strip()}"'
    return _move_foreign_end(rest)


def _move_foreign_end(rest: str) -> str:
    """Return the rest with another end as `for:`: `für 10 Tage`, `two weeks`."""
    words = rest.split()
    for start in range(len(words) - 1, 0, -1):
        end = words[start:]
        found = find_mute_end(" ".join(end), [fold_word(word) for word in end]).get("for")
        found = found or read_span(" ".join(end))
        if found and len(end) > 1 and "weekend" not in end:
            return f'{" ".join(words[:start])} for:"{found}"'
        if len(end) == MAX_END_WORDS:
            break
    return rest
