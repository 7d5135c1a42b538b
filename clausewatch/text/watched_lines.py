"""Lines around a document that may state a term: in page headers, footers, forms and dialogs.

They are not read as text of the document, because little there is. But a line that keeps its words
and alters a figure or a denial is amended, which no headline, counter or menu is: so they are
watched, and an amendment of one is told.
"""

import re
from collections.abc import Iterable

from clausewatch.model.drop_reasons import UNWATCHED
from clausewatch.model.reading import Dropped
from clausewatch.text.date_lines import is_copyright
from clausewatch.text.date_words import list_age_words
from clausewatch.text.document_titles import find_kinds
from clausewatch.text.normal_form import tokenise
from clausewatch.text.sentences import SENTENCE_ENDS, split_sentences
from clausewatch.text.word_lists import has_limit_word, has_rule_word

_MAX_CHARS = 400
_MIN_WORDS = 5
_MIN_UNSPACED_CHARS = 10
_CALLS = ("?", "!", "\uff1f", "\uff01")
"""Ends of what invites to something, or asks."""
_FIGURE = re.compile(r"\d\s?[%€£$¥]|[€£$¥]\s?\d|\d\s?[^\W\d_]{2}")
"""A figure with what it counts or measures behind it."""
_LABELLED_FIGURE = re.compile(r"^[^:\d]{4,80}[:\uff1a]\s?\d[\d.,]{0,9}\s[^\W\d_]{2,20}\.?$")
"""A particular and its value, "Minimum age: 16 years"."""
_PERIODS = frozenset(
    word
    for word in list_age_words("periods")
    if not word.startswith(("min", "мин", "sec", "sek", "seg"))
)
"""Units of time without minutes and seconds, which tell how long something takes on average."""
_COOKIES = frozenset({"cookies"})


def list_lines(dropped: Iterable[Dropped]) -> list[str]:
    """Return the sentences and labels around a document, watched or not."""
    pieces = (piece.text for piece in dropped if piece.reason not in UNWATCHED)
    return [line for text in pieces for line in split_sentences(text)]


def is_watched(text: str) -> bool:
    """Return whether a line is a sentence with a rule, period or figure, or a label with one."""
    line = text.strip()
    if len(line) > _MAX_CHARS or line.endswith(_CALLS):
        return False
    if is_copyright(line) or "\u00a9" in line or find_kinds(line) & _COOKIES:
        return False
    if _LABELLED_FIGURE.match(line):
        return True
    if not _is_sentence(line):
        return False
    return bool(_FIGURE.search(line)) or has_rule(line) or has_period(tokenise(line))


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
