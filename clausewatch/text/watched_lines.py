"""Lines around a document that may state a term: in page headers, footers, forms and dialogs.

They are not read as text of the document, because little there is. A line that keeps most of its
words and alters what it says may be an amended term: so they are watched, and the comparison tells
amendments from counters, offers and slogans. What states its own age alters daily and is no term.
"""

import re
from collections.abc import Iterable

from clausewatch.model.drop_reasons import UNWATCHED
from clausewatch.model.reading import Dropped
from clausewatch.text.date_lines import AGO, is_date_age_or_copyright
from clausewatch.text.date_words import list_long_units, list_recent_days
from clausewatch.text.document_titles import find_kinds
from clausewatch.text.normal_form import tokenise
from clausewatch.text.sentences import SENTENCE_ENDS, split_sentences
from clausewatch.text.word_lists import has_limit_word, has_rule_word

MAX_CHARS = 400
_MIN_WORDS = 5
_MIN_UNSPACED_CHARS = 10
_CALLS = ("?", "!", "\uff1f", "\uff01")
"""Ends of what invites to something, or asks."""
_FIGURE = re.compile(r"\d\s?[%€£$¥]|[€£$¥]\s?\d|\d\s?[^\W\d_]{2}")
"""A figure with what it counts or measures behind it."""
_LABELLED_FIGURE = re.compile(r"^[^:\d]{4,80}[:\uff1a]\s?\d[\d.,]{0,9}\s[^\W\d_]{2,20}\.?$")
"""A particular and its value, "Minimum age: 16 years"."""
_PERIODS = frozenset(list_long_units())
"""Units of time without minutes and seconds, which tell how long something takes on average."""
_LIMITS = ("more than", "over")
"""Before the age of what a rule is about."""
_COOKIES = frozenset({"cookies"})


def list_lines(dropped: Iterable[Dropped]) -> list[str]:
    """Return the sentences and labels around a document, watched or not."""
    pieces = (piece.text for piece in dropped if piece.reason not in UNWATCHED)
    return [line for text in pieces for line in split_sentences(text)]


def is_watched(text: str) -> bool:
    """Return whether a line is a sentence with a rule, period or figure, or a label with one."""
    line = text.strip()
    if len(line) > MAX_CHARS or line.endswith(_CALLS):
        return False
    if is_date_age_or_copyright(line) or is_of_moment(line) or "\u00a9" in line:
        return False
    if find_kinds(line) & _COOKIES:
        return False
    if _LABELLED_FIGURE.match(line):
        return True
    if not _is_sentence(line):
        return False
    return bool(_FIGURE.search(line)) or has_rule(line) or has_period(tokenise(line))


def is_of_moment(line: str) -> bool:
    """Return whether a line names the present day, or says how long ago something was.

    A rule may be about what is older than a period: "Orders from over 14 days ago are final".
    """
    words = tokenise(line)
    text = f" {' '.join(words)} "
    if any(f" {day} " in text for day in list_recent_days()):
        return True
    ages = [match.group().casefold() for match in AGO.finditer(text)]
    return bool(ages) and not (
        has_rule_word(words) or any(a.strip().startswith(_LIMITS) for a in ages)
    )


def has_period(words: Iterable[str]) -> bool:
    """Return whether a unit of time is among words, in any language of the lists."""
    return not _PERIODS.isdisjoint(words)


def has_rule(line: str) -> bool:
    """Return whether a line binds, denies or restricts in any language that is known here."""
    words = tokenise(line)
    return has_rule_word(words) or has_limit_word(words)


def _is_sentence(line: str) -> bool:
    if not line.endswith(SENTENCE_ENDS):
        return False
    words = line.split()
    return len(words) >= _MIN_WORDS or (len(words) == 1 and len(line) >= _MIN_UNSPACED_CHARS)
