"""The words that a rewording replaced, and what the sentence around them says."""

import re

from clausewatch.compare.quantity_measures import is_about
from clausewatch.compare.replacements import find_replaced_runs
from clausewatch.compare.shift_words import RULE_WORDS, find_shift_words
from clausewatch.compare.vocabulary import OPERATIVE_WORDS
from clausewatch.text.normal_form import tokenise

MARKS = '.,;:()[]"“”!?·|'
_COUNTED = re.compile(r"\d \w{1,30}(?: \w{1,30})?")
_LIGHT = frozenset({"in", "out", "over", "and", "or", "et", "ou", "und", "oder", "eller", "och"})
LIMITS = OPERATIVE_WORDS - _LIGHT
"""Words that make a number a term."""


class ReplacedWords:
    """The words of a rewording, and which of them were replaced."""

    def __init__(self, before: str, after: str) -> None:
        self.before, self.text = before, after
        self.written = after.split()
        self.old, self.new = (
            [fold_word(word) for word in text.split()] for text in (before, after)
        )
        self.runs = find_replaced_runs(before, after)
        self.removed = [word for i, j, _, _ in self.runs for word in self.old[i:j] if word]
        self.added = [word for _, _, k, m in self.runs for word in self.new[k:m] if word]

    @property
    def changed(self) -> list[str]:
        """Every replaced word, and every word that replaces one."""
        return [*self.removed, *self.added]

    @property
    def pairs(self) -> list[tuple[str, str, int]] | None:
        """Each replaced word with its successor and that one's place; None if some have none."""
        if any(j - i != m - k for i, j, k, m in self.runs):
            return None
        return [
            (self.old[i + n], self.new[k + n], k + n)
            for i, j, k, _ in self.runs
            for n in range(j - i)
        ]

    def has_limit(self) -> bool:
        """Tell whether a word of the sentence permits, requires or limits something."""
        return bool(LIMITS.intersection(tokenise(self.text)))

    def has_party(self) -> bool:
        """Tell whether the company or users are named, other than as what is counted."""
        grammar = find_shift_words(self.text).grammar
        counted = _COUNTED.sub(" ", self.text)
        return any(grammar[name].search(counted) for name in ("company", "user"))

    def has_measure(self) -> bool:
        """Tell whether the sentence is about a price, a refund, a quota or another amount."""
        amounts = find_shift_words(self.text).amounts
        return any(is_about(measure, self.text) for measure in amounts)

    def has_rule(self) -> bool:
        """Tell whether a modal verb or a negation is in the sentence."""
        grammar = find_shift_words(self.text).grammar
        return any(grammar[name].search(self.text) for name in RULE_WORDS)

    def is_bound(self) -> bool:
        """Tell whether the sentence limits something, names a party or has a word of a rule."""
        return self.has_limit() or self.has_party() or self.has_rule()


def fold_word(word: str) -> str:
    """Return a word without case and the marks around it."""
    return word.casefold().strip(MARKS)
