"""Splits a sentence into the main clauses that could stand alone.

What one of them says voids no other: "We are not liable for what partners do, and we share your
data with them" is about both.
"""

from collections.abc import Iterator
from itertools import combinations

from clausewatch.provisions.parties import RELATIVES
from clausewatch.provisions.sentences import Sentence

_MARKS = frozenset({",", ";", ":", "(", ")"})
_SUBJECT_WORDS = 6
"""A subject that is no party has fewer words ("and any further dispute will be settled")."""


def find_spans(sentence: Sentence) -> Iterator[list[str]]:
    """Yield the words of every run of main clauses but the whole sentence, without marks.

    A condition and what follows from it state a term together, so single clauses are not enough.
    """
    words, first = sentence.words, sentence.lead_in_size
    later = (at for at in range(first + 1, len(words)) if _opens_main_clause(sentence, at))
    bounds = [first, *later, len(words)]
    for start, end in combinations(bounds, 2):
        if (start, end) != (first, len(words)):
            yield [word for word in words[start:end] if word[0].isalnum()]


def _opens_main_clause(sentence: Sentence, index: int) -> bool:
    """Return whether somebody or something acts from a word on, after an "and" or a semicolon."""
    words, joining = sentence.words, sentence.grammar.breaks_joining
    if not joining.is_at(words, index - 1):
        return False
    is_after_mark = words[index - 1] == ";" or words[index - 2] in _MARKS
    if _continues_condition(sentence, index - 1, is_after_mark=is_after_mark):
        return False
    if sentence.opens_with_subject(index):
        return True
    return is_after_mark and (sentence.is_party(index) or _has_predicate(sentence, index))


def _continues_condition(sentence: Sentence, index: int, *, is_after_mark: bool) -> bool:
    """Return whether an "and" stands in a condition; what follows from one is not free of it.

    A comma ends a condition, unless the sentence opens with it.
    """
    words, (opening, _) = sentence.words, sentence.find_clause(index)
    grammar = sentence.grammar
    is_condition = grammar.breaks_subordinating.is_at(words, opening)
    is_open = opening <= sentence.lead_in_size or not is_after_mark
    return is_condition and is_open and not grammar.breaks_joining.is_at(words, opening)


def _has_predicate(sentence: Sentence, index: int) -> bool:
    """Return whether a finite word follows closely, with no mark and no relative before it."""
    for position in range(index, min(len(sentence.words), index + _SUBJECT_WORDS)):
        if sentence.words[position] in _MARKS or sentence.words[position] in RELATIVES:
            return False
        if sentence.is_finite(position):
            return position > index
    return False
