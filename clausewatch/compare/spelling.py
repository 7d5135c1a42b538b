"""The spelling rule: which swaps of words correct a typing error and leave a term as it was.

Two letters can make another term: seven and seventy, retain and retrain, "deberá" and "debería". So
a swap is a correction only on positive evidence that the earlier word is an error: the word list of
the language does not have it, but has the later one. No list, no spelling rule.
"""

import re
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from clausewatch.compare.page_index import PageIndex
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.compare.word_diff import Swap
from clausewatch.text.scripts import is_same_with_points
from clausewatch.text.word_lists import find_list_code, is_deciding, is_known

_VARIANTS = (
    (re.compile(r"(?<=\wvis)or(?=s?$)"), "er"),
    (re.compile(r"(?<=\w{3})is(?=(?:e|ed|es|ing|er|ers|ation|ations|ational|able)$)"), "iz"),
    (re.compile(r"(?<=\w{3})ys(?=(?:e|ed|es|ing|er|ers)$)"), "yz"),
    (re.compile(r"(?<=\w{3})our(?=(?:s|ed|ing|able|al|ful|ite|ites)?$)"), "or"),
    (re.compile(r"(?<=\w{3})nc(?=(?:e|ed|es|ing)$)"), "ns"),
    (re.compile(r"(?<=\w{3})([tb])re(?=s?$)"), r"\1er"),
    (re.compile(r"(?<=\w{3})ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=\w{3})amme(?=s?$)"), "am"),
    (re.compile(r"(?<=\w{3})gement(?=s?$)"), "gment"),
    (re.compile(r"(?<=\w{3}[ae])ll(?=(?:ed|ing|er|ers|ation|ations)$)"), "l"),
    (re.compile(r"(?<=\w{3}[io])ll(?=(?:ment|ments)?$)"), "l"),
    (re.compile(r"(?<=ward)s$"), ""),
)
"""British endings of English words and their American forms."""


def _fold_variant(word: str) -> str:
    for pattern, replacement in _VARIANTS:
        word = pattern.sub(replacement, word)
    return word


@dataclass(frozen=True, slots=True)
class SpellingRule:
    """The spelling rule for the rewordings between two pages."""

    list_code: str | None = None
    """The code of the word list; None if the language has none."""
    later: PageIndex | None = None
    """The later page: a word that it still has is none that was corrected."""

    def is_correction(self, swap: Swap, names: frozenset[str]) -> bool:
        """Tell whether a swap only corrects spelling; `names` are the names of both statements."""
        if "".join(swap.removed) == "".join(swap.added):
            return True
        if len(swap.removed) != 1 or len(swap.added) != 1:
            return False
        old, new = swap.removed[0], swap.added[0]
        if is_same_with_points(old, new):
            return True
        # German writes every noun like a name.
        if self.list_code is None or (self.list_code != "de" and {old, new} & names):
            return False
        return self._is_variant(old, new) or self._is_typing_error(old, new)

    def _is_variant(self, old: str, new: str) -> bool:
        """Tell whether both are one English word, in British and in American spelling."""
        return self.list_code == "en" and _fold_variant(old) == _fold_variant(new)

    def _is_typing_error(self, old: str, new: str) -> bool:
        code = self.list_code
        if code is None or not _is_near(old, new):
            return False
        if is_deciding(old, code) or is_deciding(new, code):
            return False
        if self.later is not None and old in self.later.words:
            return False
        return is_known(new, code) and not is_known(old, code)


def _is_near(old: str, new: str) -> bool:
    """Tell whether two long words differ by at most two letters inside them.

    Prefixes deny (lawful, unlawful) and endings tell the tense and the party (employer, employee).
    """
    limit = THRESHOLDS.max_spelling_distance
    if min(len(old), len(new)) <= 2 * limit or not (old + new).isalpha():
        return False
    if old[0] != new[0] or old[-1] != new[-1] or old.endswith(new) or new.endswith(old):
        return False
    return OSA.distance(old, new, score_cutoff=limit) <= limit


def find_spelling_rule(before: PageIndex, after: PageIndex) -> SpellingRule:
    """Return the spelling rule for two pages, which is strict if their languages differ."""
    language = after.reading.language
    code = find_list_code(language) if language == before.reading.language else None
    return SpellingRule(code, after)
