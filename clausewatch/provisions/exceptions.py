"""Finds what a denial excepts: "except as described below", "other than in these cases:".

A denial with an exception rules no practice out as a whole, and a list after it states what does
take place. An exception for the law alone is taken for granted and changes nothing.
"""

from collections.abc import Sequence

from clausewatch.provisions.grammar import Grammar

_MAX_EXCEPTION_WORDS = 14
_MAX_BARE_WORDS = 2
"""A list after "unless we:" or "except to:" continues the exception itself."""
_MARKS = frozenset({",", ";", ":", "(", ")"})
_JOINTS = frozenset({"or", "and"})


def lists_exceptions(lead_in: Sequence[str], grammar: Grammar) -> bool:
    """Return whether the items after a lead-in are the exceptions of its denial.

    "We do not share it except in these cases:" lists them, and "We will not, unless you agree:"
    lists what is denied.
    """
    places = grammar.limits_excepting.find(lead_in)
    if not places:
        return False
    phrase = [word for word in lead_in[places[-1] + 1 :] if word not in {":", "than"}]
    if not _MARKS.isdisjoint(phrase):
        return False
    return len(phrase) <= _MAX_BARE_WORDS or grammar.limits_listing.is_in(phrase)


def has_exception(words: Sequence[str], start: int, end: int, grammar: Grammar) -> bool:
    """Return whether an exception begins in a part of a sentence, and not for the law alone."""
    return any(
        not _is_for_law_alone(words, at, grammar)
        for at in grammar.limits_excepting.find(words)
        if start <= at <= end
    )


def _is_for_law_alone(words: Sequence[str], start: int, grammar: Grammar) -> bool:
    last = min(len(words), start + 1 + _MAX_EXCEPTION_WORDS)
    stop = next((at for at in range(start + 1, last) if words[at] in _MARKS), last)
    phrase = words[start + 1 : stop]
    return grammar.limits_legal.is_in(phrase) and _JOINTS.isdisjoint(phrase)
