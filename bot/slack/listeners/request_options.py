"""The options in a sentence: periods, severities, times, zones. Pure."""

import re
from collections.abc import Sequence

from bot.slack.listeners.date_ranges import cut_range
from bot.slack.listeners.dates import replace_number_words
from bot.slack.listeners.request_words import (
    DEADLINE,
    FOR,
    ONLY,
    PAST,
    UNITS,
    find_phrases,
    names_verb,
)
from bot.slack.listeners.settings_options import NO_DIGEST, parse_digest
from bot.slack.messages.settings import OFF
from clausewatch.catalogue.document_kinds import find_kind
from clausewatch.errors import UserError
from clausewatch.notifications.digests import ChannelSettings, find_time_zone

_DAYS = {"day": 1, "d": 1, "week": 7, "wk": 7, "w": 7, "month": 30, "m": 30, "quarter": 91,
         "year": 365, "y": 365}  # fmt: skip
_SPAN = re.compile(
    r"\b(?:last|past|this|previous)\s++(?:(?P<count>\d{1,3})\s*+)?"
    r"(?P<unit>day|week|wk|month|quarter|year|d|w|m|y)s?\b",
    re.IGNORECASE,
)
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_UNTIL_WORDS = "until|till|til|bis|hasta|tot|jusqu(?:au|a|'a|'au|'à|à)|ate|até|fino\\s++a"
_SINCE = re.compile(
    r"\b(?:since|in(?=\s+(?:" + MONTHS + r")))\s++(?P<since>[\w .,-]{1,30})"
    r"|\b(?P<day>yesterday|today)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:" + _UNTIL_WORDS + r")\s++(?:(?:el|la|il|le|o|den|zum)\s++)?(?P<until>[\w .-]{1,30}?)"
    r"(?=\s++(?:please|pls|plz|thanks|thx|bitte|merci|por\s++favor|alsjeblieft)\b|[^\w .-]|\.?$)",
    re.IGNORECASE,
)
"""The day, without an article before it and thanks after it."""
_FOR = re.compile(
    r"\bfor\s++(?P<count>an?|the\s++next|next|\d{1,3})\s*+"
    r"(?P<unit>minute|hour|day|week|month|quarter|year)s?\b",
    re.IGNORECASE,
)
_WEEKEND = re.compile(r"\bweekend\b", re.IGNORECASE)
_ZONE = re.compile(
    r"\b(?:to|in|is|tz|zone|timezone)\s++(?=(?P<zone>[A-Za-z_/]{2,30}(?:\s[A-Za-z]{2,20})?))"
    r"|(?<!\S)(?=(?P<city>[A-Za-z_/]{2,30}(?:\s[A-Za-z]{2,20})?)\stime\b)",
    re.IGNORECASE,
)
"""A zone or a city after a word that leads to it, or before `time`."""
_TABLES = {"provision": "provisions", "clause": "provisions", "watchlist": "watchlist",
           "vendor": "watchlist", "platform": "watchlist", "review": "reviews",
           "decision": "reviews", "subprocessor": "subprocessors", "audit": "audit"}  # fmt: skip
"""The table of `export` for words of a sentence, without their plural; otherwise changes."""
FORMATS = {"csv": "csv", "excel": "csv", "spreadsheet": "csv", "json": "json"}
SWITCHES = ("reminders", "monthly")
"""Settings that a sentence can turn off."""
SWITCHED_OFF = frozenset({"off", "disable", "no", "stop", "without"})
MAIN_KINDS = frozenset({"privacy", "terms"})
_LEVELS = {"high": "high", "important": "high", "serious": "high", "severe": "high",
           "critical": "high", "major": "high", "medium": "medium"}  # fmt: skip
ONE = frozenset({"a", "an", "1", "next", "the next"})
CHANGES = "changes"
Options = dict[str, str]


def find_period(words: Sequence[str], lead: str) -> tuple[int, str] | None:
    """Return the count and the unit of the period beside a word of the table `lead`, if any.

    The word precedes the period (`voor 2 weken`, `les 2 dernières semaines`) or follows it
    (`le mois dernier`).
    """
    for unit in UNITS:
        for phrase in find_phrases(words, unit):
            before = words[max(0, phrase.start - 2) : phrase.start]
            if find_phrases([*before, *words[phrase.end :][:1]], lead):
                counts = [int(word) for word in before if word.isdecimal() and len(word) <= 3]  # noqa: PLR2004
                return (counts or [1])[-1], unit
    return None


def find_since(text: str, words: Sequence[str]) -> Options:
    """Return `since:` and `until:` for a past period of the sentence."""
    if range_options := cut_range(text)[1]:
        return dict(range_options)
    if (match := _SPAN.search(replace_number_words(text))) is not None:
        return {"since": f"{int(match['count'] or 1) * _DAYS[match['unit'].casefold()]}d"}
    if (match := _SINCE.search(text)) is not None:
        return {"since": (match["since"] or match["day"]).strip(" .,")}
    if (period := find_period(words, PAST)) is not None:
        return {"since": f"{period[0] * _DAYS[period[1]]}d"}
    return {}


def find_mute_end(text: str, words: Sequence[str]) -> Options:
    """Return `for:` for a future period or day of the sentence."""
    if (match := _UNTIL.search(text)) is not None:
        return {"for": f"until {match['until'].strip(' .')}"}
    if (match := _FOR.search(replace_number_words(text))) is not None:
        count, unit = match["count"].casefold(), match["unit"]
        return {"for": f"{count} {unit}{'' if count in ONE else 's'}"}
    if (period := find_period(words, FOR)) is not None:
        return {"for": f"{period[0]} {period[1]}{'' if period[0] == 1 else 's'}"}
    return {"for": "until monday"} if _WEEKEND.search(text) else {}


def find_watch_options(_text: str, words: Sequence[str]) -> Options:
    """Return documents, severity and cadence that the words of the sentence name.

    `terms` and `privacy` alone may mean a policy in general, unless the sentence says `only`.
    """
    level = next((level for word, level in _LEVELS.items() if word in words), None)
    cadence = next((word for word in ("daily", "weekly") if word in words), None)
    is_narrow = bool(find_phrases(words, ONLY))
    # `tracking` is a verb, and a name of cookie policies
    found = [find_kind(word) for word in words if not names_verb(word)]
    kinds = [kind.key for kind in found if kind is not None]
    kinds = list(dict.fromkeys(kinds))
    docs = ",".join(kinds) if is_narrow or not MAIN_KINDS.issuperset(kinds) else ""
    options = {"docs": docs, "min": level or "", "deliver": cadence or ""}
    return {key: value for key, value in options.items() if value}


def find_export(_text: str, words: Sequence[str]) -> str:
    """Return the table that the words name, or changes."""
    stems = [word.removesuffix("s") for word in words]
    return next((table for word, table in _TABLES.items() if word in stems), CHANGES)


def find_export_options(text: str, words: Sequence[str]) -> Options:
    """Return the period and the file format of an export."""
    formats = [FORMATS[word] for word in words if word in FORMATS]
    return {**find_since(text, words), **({"format": formats[0]} if formats else {})}


def find_schedule(text: str, words: Sequence[str]) -> str:
    """Return the words of a digest's schedule: cadence, day and time, or `off`."""
    if {*NO_DIGEST, "dont"} & set(words):
        return OFF
    kept: list[str] = []
    previous = ""
    for word in re.sub(r"(?<=\d)\s(?=[ap]m\b)", "", text.casefold()).split():
        token, is_hour = word.strip(",.!?"), previous == "at"
        previous = token
        try:
            parse_digest(ChannelSettings(), [token])
        except UserError:
            continue
        # `at` and `on` say nothing, `mo` is rare in sentences
        if is_hour or len(token) > 2:  # noqa: PLR2004
            kept.append(token)
    return " ".join(kept)


def find_zone(text: str, _words: Sequence[str]) -> Options:
    """Return the time zone that the sentence names."""
    for match in _ZONE.finditer(text):
        named = match["zone"] or match["city"]
        # the city is next to the word that leads to it
        nearest = named.split()[0 if match["zone"] else -1]
        for zone in (named, nearest):
            if find_time_zone(zone) is not None:
                return {"zone": zone}
    return {}


def find_settings(text: str, words: Sequence[str]) -> Options:
    """Return the settings of a channel that the sentence names."""
    if zone := find_zone(text, words):
        return zone
    if find_phrases(words, DEADLINE):
        days = [word for word in words if word.isdecimal() and len(word) <= 3]  # noqa: PLR2004
        return {"deadlines": ",".join(days)} if days else {}
    for name in SWITCHES:
        if name in words and not SWITCHED_OFF.isdisjoint(words):
            return {name: OFF}
    if "low" in words or "noisy" in words:
        return {"min": "medium"}
    level = next((level for word, level in _LEVELS.items() if word in words), "")
    return {"min": level} if level else {}


def find_filters(_text: str, words: Sequence[str]) -> str:
    """Return the words that narrow the list of changes to review."""
    mine = "mine" if {"me", "my", "i"} & set(words) and "assigned" in words else ""
    overdue = "overdue" if "overdue" in words else ""
    return f"{mine} {overdue}".strip()
