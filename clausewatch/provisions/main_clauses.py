"""Splits a sentence into the main clauses that could stand alone.

What one of them says voids no other: "We are not liable for what partners do, and we share your
data with them" is about both.
"""

from collections.abc import Iterator
from itertools import pairwise

from clausewatch.provisions.sentences import Sentence

_COORDINATING = frozenset({"and", "but", ";"})


def split_main_clauses(sentence: Sentence) -> Iterator[list[str]]:
    """Yield the words of each main clause after the lead-in, without marks."""
    words, first = sentence.words, sentence.lead_in_size
    starts = [first, *(at for at in sentence.clause_starts if _opens_main_clause(sentence, at))]
    for start, end in pairwise([*starts, len(words)]):
        yield [word for word in words[start:end] if word[0].isalnum()]


def _opens_main_clause(sentence: Sentence, index: int) -> bool:
    """Return whether a main clause begins here that does not continue a condition."""
    if index <= sentence.lead_in_size:
        return False
    before = sentence.words[index - 1]
    opening, _ = sentence.find_clause(index - 1)
    is_condition = sentence.grammar.breaks_subordinating.is_at(sentence.words, opening)
    has_subject = before in _COORDINATING and sentence.opens_with_subject(index)
    return has_subject and not is_condition
