"""What a word of a clause is besides a verb of its subject: passive, excepted, or only a noun."""

import re

from clausewatch.compare.clause_grammar import Predicate

_PASSIVE = re.compile(r"\b(?:is|are|be|been|wird|werden|est|sont|être|es|son|ser)\b", re.IGNORECASE)
_BY = re.compile(r"(?: \w{1,24}){0,8}? (?:by|von|par|por) ", re.IGNORECASE)
"""Between a verb in the passive and who does it."""
_AGENT_CHARS = 24
_CIRCLE_CHARS = 24
"""Behind a verb, in which it says to whom of a user's own circle something goes."""
_SUBJECT_CHARS = 120
"""Before a verb, in which its subject or its exception starts."""

_DETERMINED = re.compile(
    r"\b(?:the|an?|our|its|their|of|to|about|any|such|this|these|those|each|all|making)"
    r"(?: [\w-]{1,20}){0,2} $",
    re.IGNORECASE,
)
_MADE = re.compile(r"\bmake(?: [\w-]{1,20}){0,3} $", re.IGNORECASE)
_DETERMINED_CHARS = 60
_CHANGE = re.compile(r"(?:change|changes|increase|discontinue)\b", re.IGNORECASE)
"""A word that is a verb or, behind a word such as "any", a noun."""


def is_done_to_users(predicate: Predicate) -> bool:
    """Tell whether a verb in the passive is done to what users own, and neither by nor for them.

    "Your data will be shared", but not "with people you invite".
    """
    grammar, first = predicate.words.grammar, max(0, predicate.start - _SUBJECT_CHARS)
    _, comma, part = predicate.clause[first : predicate.start].rpartition(", ")
    if first and not comma:
        return False
    part = part.lstrip()
    has_party = any(grammar[name].search(part) for name in ("company", "user"))
    if has_party or not grammar["yours"].match(part):
        return False
    by = _BY.match(predicate.clause, predicate.end)
    end = by.end() if by else 0
    is_by_user = by and any(
        grammar[name].search(predicate.clause, end, end + _AGENT_CHARS)
        for name in ("user", "yours")
    )
    circle = predicate.end + _CIRCLE_CHARS
    is_for_user = (
        predicate.has("chosen", "received")
        or grammar["own_circle"].search(predicate.clause, predicate.end, circle) is not None
    )
    return bool(_PASSIVE.search(part)) and not is_by_user and not is_for_user


def is_excepted(predicate: Predicate) -> bool:
    """Tell whether a verb stands in an exception from a denial.

    "We do not store it, other than encrypted".
    """
    grammar, clause = predicate.words.grammar, predicate.clause
    first = max(0, predicate.start - _SUBJECT_CHARS)
    exception = grammar["exception"].search(clause, first, predicate.start)
    if exception is None or ", " in clause[exception.end() : predicate.start]:
        return False
    return grammar["negation"].search(clause, first, exception.start()) is not None


def is_named_change(predicate: Predicate) -> bool:
    """Tell whether a word is no verb but a noun: "we tell you of material changes to the terms"."""
    if not _CHANGE.match(predicate.clause, predicate.start):
        return False
    first = max(0, predicate.start - _DETERMINED_CHARS)
    is_made = _MADE.search(predicate.clause, first, predicate.start)
    if is_made and predicate.is_main and predicate.actor == "company":
        return False  # "we may make any changes to the fees"
    return _DETERMINED.search(predicate.clause, first, predicate.start) is not None
