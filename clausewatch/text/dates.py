"""Dates as policies write them, in several languages, and the lines that state a date.

The words of English, French, German, Swedish and Chinese are here; further words and all other
languages are in `data/date_words.toml`. An edit of a date line is date-only, and the extractor
keeps a date line that is outside the main text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from clausewatch.text.date_words import list_labels, list_month_names, list_other_words
from clausewatch.text.normal_form import fold_typography

_MONTHS = (
    "january jan janvier janv januar januari",
    "february feb fevrier fev février févr februar februari",
    "march mar mars märz maerz mär",
    "april apr avril avr",
    "may mai maj",
    "june jun juin juni",
    "july jul juillet juil juli",
    "august aug août aout augusti",
    "september sep sept septembre",
    "october oct octobre oktober okt",
    "november nov novembre",
    "december dec décembre decembre dezember dez",
)
MONTHS = list_month_names() | {
    name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()
}
_NAME = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th|er|\.|:e)?"
_SHAPES = (
    rf"\b(?P<m1>{_NAME})\.?\s+{_DAY.format('d1')}(?:\s*+,)?\s++(?P<y1>\d{{4}})\b",
    (
        rf"\b{_DAY.format('d2')}\s*(?:of\s+|de\s+|d['\u2019])?[-/]?(?P<m2>{_NAME})\.?,?\s*"
        rf"(?:de\s+|del\s+)?[-/]?(?P<y2>\d{{4}})\b"
    ),
    r"\b(?P<y3>\d{4})\s*[-/.年년]\s*(?P<m3>\d{1,2})\s*[-/.月월]\s*(?P<d3>\d{1,2})\s*[日일]?",
    r"\b(?P<a4>\d{1,2})\s?[/.\-]\s?(?P<b4>\d{1,2})\s?[/.\-]\s?(?P<y4>\d{4})\b",
    rf"\b(?P<m5>{_NAME})\.?(?:\s*+,)?\s++(?P<y5>\d{{4}})\b",
    rf"\b(?P<y7>\d{{4}})\.?\s(?P<m7>{_NAME})\.?\s(?P<d7>\d{{1,2}})\b",
    r"(?P<y6>\d{4})\s*年\s*(?P<m6>\d{1,2})\s*月",
)
DATE = re.compile("|".join(f"(?:{shape})" for shape in _SHAPES), re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_DIGIT = re.compile(r"\d")

_LABELS = (
    r"updat|effective|modified|revis|amended|as of|version|posted|published|in force|changed on|"
    r"applies from|t(?:akes|ook) effect|went into|came into|last change|\bdated?\b|"
    r"mis(?:e)? à jour|modifi|en vigueur|dernière|actualis|datée?\b|"
    r"\bstand\b|aktualisier|gültig|geändert|änderung|fassung|inkrafttreten|in kraft|"
    r"更新|生效|发布|修订|版本|日期|uppdatera|gäller|senast|ändrad|träder i kraft|\bdatum\b"
)
_MORE_UPDATED = "|".join(map(re.escape, list_labels("updated")))
_MORE_EFFECTIVE = "|".join(map(re.escape, list_labels("effective")))
_VERSION_NAMES = "|".join(map(re.escape, sorted(list_labels("version"), key=len, reverse=True)))
LABEL = re.compile(f"{_LABELS}|{_MORE_UPDATED}|{_MORE_EFFECTIVE}", re.IGNORECASE)
VERSION = re.compile(
    rf"(?<!\w)(?:{_VERSION_NAMES})[.:]?\s{{0,4}}(?:(?:no|nr)\.?\s{{0,4}})?\d{{1,4}}(?:\.\d{{1,6}}){{0,3}}(?![\d%])",
    re.IGNORECASE,
)
"""A version with its number; only a line that says nothing else is about the version."""
_SHORT_DATE = re.compile(r"(?<![\d./])\d{1,2}([/.-])\d{1,2}\1\d{2}(?![\d./%])")
"""A date with a year of two digits, which anywhere else may be a section or a version."""
_TIME = re.compile(
    r"(?<![\d:])\d{1,2}(?::\d{2}){1,2}(?:\s?[ap]\.?\s?m\b\.?)?|(?<!\d)\d{1,2}\s?(?:[ap]\.?m\b\.?|uhr\b|h\s?\d{2})"
    r"|[+-]\d{2}:?\d{2}\b",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"updat|modified|revis|jour|modifi|actualis|stand\b|aktualisier|geändert|更新|修订|"
    rf"uppdatera|ändrad|{_MORE_UPDATED}",
    re.IGNORECASE,
)
_DATE_WORDS = frozenset(
    word
    for words in (
        "last latest updated update updates effective date dates dated as of on from since the",
        "this these our your document documents policy policies privacy terms term service use",
        "conditions",
        "version versions and is was were are in force revised revision modified amended posted",
        "published changed change applies takes took went came into effect starting cookie cookies",
        "notice statement",
        "agreement guidelines page at by until superseded previous current",
        "dernière mise à jour le la les du de des en vigueur depuis version modifiée",
        "modification actualisée politique générales confidentialité",
        "présente est entrée applicable",
        "stand letzte zuletzt aktualisiert aktualisierung gültig ab seit vom am der die das diese",
        "fassung gilt geändert änderung kraft getreten datum und nutzungsbedingungen tritt",
        "senast uppdaterad uppdaterades datum gäller från och med den träder i kraft",
        "ändrad",
    )
    for word in words.split()
)
"""Words of a line that only states a date; such a line may also contain names."""
_DATE_WORDS |= list_other_words() | frozenset(
    word.casefold() for kind in ("updated", "effective", "version") for word in list_labels(kind)
)
_DATE_CJK = re.compile(
    r"最近|最新|更新|生效|发布|修订|版本|日期|时间|本|协议|政策|版|于|的|自|起|年|月|日|隐私|条款|用户"
)
_YEARS = r"(?:19|20)\d{2}"
COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|\bcopyright\b|版权所有)[\s©,:\-]*(?:\(c\)\s*)?{_YEARS}|©[^.]{{0,40}}{_YEARS}|"
    rf"{_YEARS}\s*(?:©|\bcopyright\b)",
    re.IGNORECASE,
)
_PERIOD = (
    r"(?:\d+|an?|one|einem?r?|une?|en|ett)\s+(?:second|minute|hour|day|week|month|year|jour|mois|"
    r"heure|semaine|an|tag|tagen|woche|wochen|monat|monaten|jahr|jahren|stunde|stunden|dag|dagar|"
    r"vecka|veckor|månad|månader)s?"
)
_TODAY = (
    r"today|yesterday|this week|last week|just now|hier|aujourd'hui|gestern|heute|"
    r"昨天|今天|idag|igår"
)
_EDITED = r"(?:last\s+)?(?:updated|edited|published|posted|modified|written)(?:\s+by)?"
AGO = re.compile(
    rf"\b(?:{_EDITED}\s+)?(?:over|about|more than|almost)?\s*{_PERIOD}\s+(?:ago|sedan)\b|"
    rf"\bil y a\s+{_PERIOD}|\bvor\s+{_PERIOD}|\b{_EDITED}\s+(?:{_TODAY}|{_PERIOD})|"
    rf"^\s*(?:{_TODAY})\s*$",
    re.IGNORECASE,
)
_LABEL_STARTS = tuple(label for label in list_labels("updated") if len(label) > 5)  # noqa: PLR2004  # letters that no other word begins with
_MAX_OTHER_CJK = 6
_MAX_COPYRIGHT_CHARS = 160
_MAX_AGE_CHARS = 60
_MAX_AGE_OTHER_WORDS = 4
_MAX_LINE_CHARS = 80
_MAX_LEAD_CHARS = 60
_MONTHS_IN_A_YEAR = 12


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text, with its position."""

    start: int
    end: int
    day: date


def _make_date(year: str, month: int, day: int) -> date | None:
    try:
        return date(int(year), month, day)
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
    for i in ("1", "2", "5", "7"):
        if match[f"m{i}"]:
            day = 1 if i == "5" else int(match[f"d{i}"])
            month = MONTHS.get(match[f"m{i}"].casefold()) or MONTHS.get(match[f"m{i}"].lower())
            return _make_date(match[f"y{i}"], month, day) if month else None
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
    return _YEAR.sub(" ", DATE.sub(" ", text))


def is_date_line(text: str) -> bool:
    """Return whether a text only states when the document was changed or takes effect.

    A figure, or a word that is neither a name nor about dates, makes the text a term.
    """
    # Most texts are longer or have no digit, so the cheap tests come first.
    if len(text) > 2 * _MAX_COPYRIGHT_CHARS or not _DIGIT.search(text):
        return False
    folded = fold_typography(text)
    is_line = len(text) <= _MAX_LINE_CHARS
    dated = VERSION.sub(" ", _SHORT_DATE.sub(" ", folded)) if is_line else folded
    has_date = DATE.search(text) or _YEAR.search(text)
    if dated == folded and not has_date:
        return False
    if not has_date and not (VERSION.search(folded) or LABEL.search(folded)):
        return False
    rest = _TIME.sub(" ", remove_dates(dated))
    other_words = [w for w in re.findall(r"[^\W\d_]+", rest) if not _is_date_word(w.casefold())]
    if re.search(r"\d", rest) or any(w[0].islower() for w in other_words):
        return False
    cjk = _DATE_CJK.sub("", "".join(w for w in other_words if w[0] > "\u3000"))
    is_bare = not re.search(r"[^\W\d_]", rest)
    has_label = bool(LABEL.search(rest)) or (VERSION.search(folded) is not None and not other_words)
    return len(cjk) <= _MAX_OTHER_CJK and (is_bare or has_label)


def _is_date_word(word: str) -> bool:
    return word in _DATE_WORDS or word.startswith(_LABEL_STARTS)


def is_copyright(text: str) -> bool:
    """Return whether a text is a copyright line."""
    return len(text) < _MAX_COPYRIGHT_CHARS and bool(COPYRIGHT.search(text))


def is_age(text: str) -> bool:
    """Return whether a short text only says how long ago something was: "Updated yesterday"."""
    text = fold_typography(text).strip()
    if len(text) >= _MAX_AGE_CHARS or not AGO.search(text):
        return False
    words = re.findall(r"[^\W_]+", AGO.sub(" ", text))
    other_words = [word for word in words if word.casefold() not in _DATE_WORDS]
    is_edit = re.search(_EDITED, text, re.IGNORECASE) is not None
    return len(other_words) <= (_MAX_AGE_OTHER_WORDS if is_edit else 0)


def find_stated_date(text: str, language: str) -> tuple[int, date] | None:
    """Return (rank, date) of a line that states its document's date, or None.

    The rank is 2 for the date of an update, 1 for the date of effect.
    """
    if not LABEL.search(text):
        return None
    for mention in find_dates(text, language):
        lead = text[max(0, mention.start - _MAX_LEAD_CHARS) : mention.start]
        if LABEL.search(lead) or len(text) <= _MAX_LINE_CHARS:
            return (2 if _UPDATED.search(lead) else 1), mention.day
    return None
