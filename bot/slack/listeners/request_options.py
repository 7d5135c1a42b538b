"""The options in a sentence: periods, severities, times, zones. Pure."""

import re
from collections.abc import Sequence

from bot.slack.listeners.date_ranges import cut_range, find_month
from bot.slack.listeners.dates import replace_number_words
from bot.slack.listeners.day_names import MONTH_BEGINNING
from bot.slack.listeners.questions import find_clause_id
from bot.slack.listeners.request_words import (
    DEADLINE,
    DOUBT,
    FOR,
    MINE,
    ONLY,
    OVERDUE,
    PAST,
    REMINDER,
    SINCE,
    UNASSIGNED,
    UNITS,
    WORKSPACE,
    find_phrases,
    fold_word,
    is_ignored,
    is_negation,
    names_verb,
    split_words,
)
from bot.slack.listeners.setting_switches import REMINDERS, find_switch
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
_UNTIL_WORDS = "until|till|til|bis|hasta|tot|jusqu(?:au|a|'a|'au|'à|à)|ate|até|fino\\s++a"
_SINCE = re.compile(
    rf"\b(?:since|in(?=\s+{MONTH_BEGINNING}))\s++(?P<since>[\w .,/-]{{1,30}})"
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
    r"\bfor\s++(?:(?:the\s++)?next\s++(?=\d))?+(?P<count>an?|the\s++next|next|\d{1,3})\s*+"
    r"(?P<unit>minute|hour|day|week|month|quarter|year)s?\b",
    re.IGNORECASE,
)
_BARE_SPAN = re.compile(
    r"(?<!\bin\s)\b\d{1,3}\s?(?:[dwm]|(?:minute|hour|day|week|month)s?)\b", re.IGNORECASE
)
"""A period without a word before it; what is `in 2 weeks` begins then."""
_COUNTED_DAYS = re.compile(
    r"\b(?P<count>\d{1,3})\b(?:\s(?P<unit>day|week|month)s?\b)?", re.IGNORECASE
)
_WEEKEND = re.compile(r"\bweekend\b", re.IGNORECASE)
_ZONE = re.compile(
    r"\b(?:to|in|is|be|tz|zone|timezone)\s++(?=(?P<zone>[A-Za-z_/]{2,30}(?:\s[A-Za-z]{2,20})?))"
    r"|(?<!\S)(?=(?P<city>[A-Za-z_/]{2,30}(?:\s[A-Za-z]{2,20})?)\stime\b)",
    re.IGNORECASE,
)
"""A zone or a city after a word that leads to it, or before `time`."""
_TABLES = {"provision": "provisions", "clause": "provisions", "watchlist": "watchlist",
           "vendor": "watchlist", "supplier": "watchlist", "platform": "watchlist",
           "review": "reviews", "decision": "reviews", "log": "reviews",
           "subprocessor": "subprocessors", "audit": "audit"}  # fmt: skip
"""The table of `export` for words of a sentence, without their plural; otherwise changes."""
FORMATS = {"csv": "csv", "excel": "csv", "spreadsheet": "csv", "json": "json"}
MAIN_KINDS = frozenset({"privacy", "terms"})
_LEVELS = {"high": "high", "important": "high", "serious": "high", "severe": "high",
           "critical": "high", "major": "high", "medium": "medium"}  # fmt: skip
MAX_START_CHARACTERS = 30
"""Of a day or a month with which a period begins."""
ONE = frozenset({"a", "an", "1", "next", "the next"})
CADENCES = {"daily": "daily", "every day": "daily", "weekly": "weekly", "every week": "weekly"}
CHANGES, REPORT = "changes", "report"
REPORTS = frozenset({"report", "reports"})
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
    return _find_start(words)


def _find_start(words: Sequence[str]) -> Options:
    """Return `since:` for the words after one such as `depuis`, which end the sentence."""
    leads = find_phrases(words, SINCE)
    start = " ".join(words[leads[-1].end :]) if leads else ""
    return {"since": start} if 0 < len(start) <= MAX_START_CHARACTERS else {}


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


def find_mute_options(text: str, words: Sequence[str]) -> Options:
    """Return `for:` for a future period or day of the sentence, or for its only bare period."""
    return find_mute_end(text, words) or _find_bare_span(replace_number_words(text))


def _find_bare_span(text: str) -> Options:
    """Return `for:` for the only period, unless a word beside it gives it another meaning.

    `the last 2 weeks` are past, and what is `2 weeks late` or `3 days old` lasts no such time.
    """
    spans = list(_BARE_SPAN.finditer(text))
    if len(spans) != 1:
        return {}
    (span,) = spans
    before = [fold_word(word) for word in split_words(text[: span.start()])]
    after = [fold_word(word) for word in split_words(text[span.end() :])]
    is_past = bool(find_phrases(before[-1:], PAST))
    is_alone = not after or is_ignored(after[0]) or names_verb(after[0])
    return {"for": span[0]} if is_alone and not is_past else {}


def read_span(text: str) -> str | None:
    """Return the period that a whole text is, with its number in digits, if it is one."""
    match = _BARE_SPAN.fullmatch(replace_number_words(text))
    return match[0] if match is not None else None


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


def find_export(text: str, words: Sequence[str]) -> str:
    """Return the table or the report that the words name, or changes."""
    if not REPORTS.isdisjoint(words):
        return _find_report(text, words)
    stems = [word.removesuffix("s") for word in words]
    return next((table for word, table in _TABLES.items() if word in stems), CHANGES)


def _find_report(text: str, words: Sequence[str]) -> str:
    """Return the report on a clause type, or that of a month."""
    others = [word for word in words if word not in REPORTS and not is_ignored(word)]
    if others and (clause_id := find_clause_id(others)) is not None:
        return f"{REPORT} {clause_id}"
    return f"month {find_month(text)}".strip()


def find_export_options(text: str, words: Sequence[str]) -> Options:
    """Return the period and the file format of an export."""
    formats = [FORMATS[word] for word in words if word in FORMATS]
    period = {} if not REPORTS.isdisjoint(words) else find_since(text, words)
    return {**period, **({"format": formats[0]} if formats else {})}


def find_schedule(text: str, words: Sequence[str]) -> str:
    """Return the words of a digest's schedule: cadence, day and time, or `off`.

    `not on fridays` and `except fridays` name no schedule.
    """
    if {*NO_DIGEST, "dont"} & set(words):
        return OFF
    if any(map(is_negation, words)) or find_phrases(words, DOUBT):
        return ""
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
        days = _list_days(text)
        return {"deadlines": ",".join(days)} if days else {}
    if find_phrases(words, REMINDER) and (cadence := _find_cadence(words)) is not None:
        return {REMINDERS: cadence}
    if switch := find_switch(text, words):
        return dict(switch)
    if "low" in words or "noisy" in words:
        return {"min": "medium"}
    level = next((level for word, level in _LEVELS.items() if word in words), "")
    return {"min": level} if level else {}


def _find_cadence(words: Sequence[str]) -> str | None:
    """Return the cadence that words name: `daily`, `every day`."""
    text = " ".join(words)
    return next((value for phrase, value in CADENCES.items() if phrase in text), None)


def _list_days(text: str) -> list[str]:
    """Return the numbers of days in a text: `two weeks` are 14."""
    spans = _COUNTED_DAYS.finditer(replace_number_words(text))
    pairs = [(int(match["count"]), (match["unit"] or "day").casefold()) for match in spans]
    return [str(count * _DAYS[unit]) for count, unit in pairs]


def find_filters(_text: str, words: Sequence[str]) -> str:
    """Return the words that narrow the list of changes to review."""
    tables = {"all": WORKSPACE, "mine": MINE, "unassigned": UNASSIGNED, "overdue": OVERDUE}
    filters = [name for name, table in tables.items() if find_phrases(words, table)]
    return " ".join([*filters, *(word for word in ("high", "medium") if word in words)])
