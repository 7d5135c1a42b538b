"""Splits a sentence into the main clauses that could stand alone.

What one of them says voids no other: "We are not liable for what partners do, and we share your
data with them" is about both.
"""

from collections.abc import Iterator
from itertools import pairwise

from clausewatch.provisions.sentences import Sentence


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
    words, grammar = sentence.words, sentence.grammar
    opening, _ = sentence.find_clause(index - 1)
    is_condition = grammar.breaks_subordinating.is_at(words, opening)
    has_subject = grammar.breaks_joining.is_at(words, index - 1) and sentence.opens_with_subject(
        index
    )
    return has_subject and not is_condition
