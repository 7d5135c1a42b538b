"""Lines that only state a date, a version, an age or a copyright: no terms.

An edit of such a line is date-only, and the extractor keeps a date line that is outside the main
text.
"""

import re
from datetime import date
from functools import lru_cache

from clausewatch.text.date_words import (
    build_alternation,
    build_label_pattern,
    has_capitals,
    list_age_phrases,
    list_beginnings,
    list_byline_leads,
    list_labels,
    list_month_names,
    list_other_words,
    list_recent_days,
    list_units,
    list_unspaced_words,
    list_version_labels,
)
from clausewatch.text.dates import DATE, FOUR_DIGITS, MONTH, YEAR, find_dates, remove_dates
from clausewatch.text.normal_form import fold_typography
from clausewatch.text.scripts import DIGITS, WORD, is_unspaced

_UPDATED_LABELS = list_labels("updated")
LABEL = re.compile(
    build_label_pattern([*_UPDATED_LABELS, *list_labels("effective"), *list_version_labels()]),
    re.IGNORECASE,
)
_UPDATED = re.compile(build_label_pattern(_UPDATED_LABELS), re.IGNORECASE)
_BYLINE = re.compile(
    rf"^(?:[^\W\d_]{{1,12}} )?(?:{build_alternation(list_byline_leads())}):? (?P<names>.+)$",
    re.IGNORECASE,
)
"""A remark on who wrote or reviewed a page, and the names."""
VERSION = re.compile(
    rf"(?<!\w)(?:{build_alternation(list_labels('version'))})[.:]?\s{{0,4}}(?:(?:no|nr|n°|№)\.?\s{{0,4}})?"
    r"\d{1,4}(?:[.\-]\d{1,6}){0,3}(?![\d%])",
    re.IGNORECASE,
)
"""A version with its number; only a line that says nothing else is about the version."""
_SHORT_DATE = re.compile(
    r"(?<![\d./])\d{1,2}([/.-])\d{1,2}\1\d{2}(?![\d/%]|\.\d)"
    r"|(?:令和|平成)\s?(?:\d{1,2}|元)\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日"
)
"""A date with a year of two digits, which anywhere else may be a section or a version."""
_DAY_AND_MONTH = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|er|\.)?\s(?:de\s)?(?:{MONTH})\b|\b(?:{MONTH})\.?\s\d{{1,2}}\b",
    re.IGNORECASE,
)
"""The first day of a period, whose year follows with its last day."""
_TIME = re.compile(
    r"(?<![\d:])\d{1,2}(?::\d{2}){1,2}(?:\s?[ap]\.?\s?m\b\.?)?|(?<!\d)\d{1,2}\s?(?:[ap]\.?m\b\.?|uhr\b|h\s?\d{2})"
    r"|(?<!\d)\d{1,2}\.\d{2}\s?(?:uhr\b|klo\b)|[+-]\d{2}:?\d{2}\b",
    re.IGNORECASE,
)
_DATE_WORDS = list_other_words() | frozenset(
    word.casefold()
    for labels in (_UPDATED_LABELS, list_labels("effective"), list_labels("version"))
    for label in labels
    for word in label.split()
)
"""Words of a line that only states a date; such a line may also contain names."""
_BEGINNINGS = list_beginnings()
_UNSPACED_WORD = re.compile(build_alternation(list_unspaced_words()))
_DIGIT = re.compile(r"\d")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_WORD = re.compile(WORD)
_PARTS_OF_DATES = "of de del gada tháng năm st nd rd th er e d m no nr n a p am pm uhr h klo"
"""Words in the patterns of dates, versions and times that no data file has."""
_MIN_PART_LETTERS = 3
_DATED = frozenset(
    word.replace("ı", "i")  # noqa: RUF001
    for word in (
        *_DATE_WORDS,
        *_PARTS_OF_DATES.split(),
        *" ".join(list_month_names()).casefold().split(),
    )
)
"""Words of dates, versions and times, as patterns that ignore case match them."""
_DATED_BEGINNINGS = (
    *_BEGINNINGS,
    *sorted(word for word in _DATED if len(word) >= _MIN_PART_LETTERS),
)
_YEARS = r"(?:19|20)\d{2}"
COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|\bcopyright\b|版权所有)[\s©,:\-]*(?:\(c\)\s*)?{_YEARS}|©[^.]{{0,40}}{_YEARS}|"
    rf"{_YEARS}\s*(?:©|\bcopyright\b)",
    re.IGNORECASE,
)
_PERIOD = (
    r"(?:\d+|an?|one|einem?r?|une?|en|ett|et|een|un|una|um|uma|uno)\s+"
    rf"(?:{build_alternation(list_units())})"
)
_RECENT = build_alternation(list_recent_days())
_EDITED = r"(?:last\s+)?(?:updated|edited|published|posted|modified|written)(?:\s+by)?"
AGO = re.compile(
    rf"\b(?:{_EDITED}\s+)?(?:(?:over|about|more than|almost)\s*)?{_PERIOD}\s+"
    rf"(?:{build_alternation(list_age_phrases('ago_after'))})\b|"
    rf"\b(?:{build_alternation(list_age_phrases('ago_before'))})\s+{_PERIOD}\b|"
    rf"\b{_EDITED}\s+(?:{_RECENT}|{_PERIOD})|^\s*(?:{_RECENT})\s*$",
    re.IGNORECASE,
)
_MAX_OTHER_LETTERS = 6
"""In a script without spaces, a name takes so many letters of a date line at most."""
_MAX_COPYRIGHT_CHARS = 160
_MAX_AGE_CHARS = 60
_MAX_AGE_OTHER_WORDS = 4
_MAX_LINE_CHARS = 80
_MAX_LEAD_CHARS = 60


def is_date_line(text: str) -> bool:
    """Return whether a text only states when the document was changed or takes effect.

    A figure, or a word that is neither a name nor about dates, makes the text a term.
    """
    # Most texts are longer or have no digit, so the cheap tests come first.
    if len(text) > 2 * _MAX_COPYRIGHT_CHARS or not _DIGIT.search(text):
        return False
    folded = fold_typography(text)
    if any(_is_term(match.group()) for match in _WORD.finditer(folded)):
        return False
    if _OTHER_DIGIT.search(folded):
        folded = folded.translate(DIGITS)
    is_line = len(text) <= _MAX_LINE_CHARS
    undated = VERSION.sub(" ", _SHORT_DATE.sub(" ", folded)) if is_line else folded
    has_date = DATE.search(folded) or YEAR.search(folded)
    if undated == folded and not has_date:
        return False
    has_version = VERSION.search(folded) is not None
    if not has_date and not (has_version or LABEL.search(folded)):
        return False
    undated = DATE.sub(" ", undated)
    rest = _TIME.sub(" ", remove_dates(_DAY_AND_MONTH.sub(" ", undated) if has_date else undated))
    other_words = [w for w in _WORD.findall(rest) if not _is_date_word(w.casefold())]
    if _DIGIT.search(rest) or any(map(_is_common_word, other_words)):
        return False
    letters = _UNSPACED_WORD.sub("", "".join(w for w in other_words if is_unspaced(w)))
    is_bare = not _WORD.search(rest)
    has_label = bool(LABEL.search(rest)) or (has_version and not other_words)
    return len(letters) <= _MAX_OTHER_LETTERS and (is_bare or has_label)


@lru_cache(maxsize=4096)
def _is_term(word: str) -> bool:
    """Return whether a word alone shows that its line is a term.

    It is in small letters, and no part of a date, a version or a time.
    """
    return (
        word.isascii()
        and word.islower()
        and word not in _DATED
        and not word.startswith(_DATED_BEGINNINGS)
    )


def _is_date_word(word: str) -> bool:
    return word in _DATE_WORDS or word.startswith(_BEGINNINGS)


def _is_common_word(word: str) -> bool:
    """Tell whether a word cannot be a name: in small letters, or in a script without capitals."""
    return word[0].islower() or not (has_capitals(word) or is_unspaced(word))


def is_copyright(text: str) -> bool:
    """Return whether a text is a copyright line."""
    if len(text) >= _MAX_COPYRIGHT_CHARS or not _DIGIT.search(text):
        return False
    return bool(COPYRIGHT.search(text))


def is_byline(text: str) -> bool:
    """Return whether a text only says who last changed or reviewed the page."""
    match = _BYLINE.match(text.strip()) if len(text) <= _MAX_LINE_CHARS else None
    if match is None or _DIGIT.search(text) or text.rstrip().endswith("."):
        return False
    words = _WORD.findall(match["names"])
    return len(words) > 1 and not any(map(_is_common_word, words))


def is_age(text: str) -> bool:
    """Return whether a short text only says how long ago something was: "Updated yesterday"."""
    text = fold_typography(text).strip()
    if len(text) >= _MAX_AGE_CHARS or not AGO.search(text):
        return False
    words = re.findall(r"[^\W_]+", AGO.sub(" ", text))
    other_words = [word for word in words if word.casefold() not in _DATE_WORDS]
    is_edit = re.search(_EDITED, text, re.IGNORECASE) is not None
    return len(other_words) <= (_MAX_AGE_OTHER_WORDS if is_edit else 0)


def is_date_age_or_copyright(text: str) -> bool:
    """Return whether a line contains only a date, an age or a copyright notice."""
    return is_date_line(text) or is_copyright(text) or is_age(text)


def find_stated_date(text: str, language: str) -> tuple[int, date] | None:
    """Return (rank, date) of a line that states its document's date, or None.

    The rank is 2 for the date of an update, 1 for the date of effect.
    """
    # A date has a year and few texts have one, so the cheap test comes first.
    if not FOUR_DIGITS.search(text) or not LABEL.search(text):
        return None
    for mention in find_dates(text, language):
        lead = text[max(0, mention.start - _MAX_LEAD_CHARS) : mention.start]
        if LABEL.search(lead) or len(text) <= _MAX_LINE_CHARS:
            return (2 if _UPDATED.search(lead) else 1), mention.day
    return None
