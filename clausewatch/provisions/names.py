"""Clause types by what people call them: `ai training`, `training my data`, `can they sell it`."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from clausewatch.provisions.taxonomy import Clause, Taxonomy
from clausewatch.provisions.words import words

NEAR_SCORE = 78.0
"""From this likeness (0 to 100) a name is taken as meant; below it is only suggested."""
SUGGEST_SCORE = 55.0
SUGGESTIONS_MAX = 5
LEAD_SCORE = 6.0
"""A name is taken alone only if it leads over the next type by this much."""
_ALIKE = 100.0
_WITHIN_MIN_LETTERS = 4
_IDLE_WORDS = "a an the my our your their on of for to and or in is are it about clause clauses"
_IDLE = frozenset(_IDLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The types that a typed name may mean, best first; `is_sure` where the first is meant."""

    clauses: tuple[Clause, ...]
    is_sure: bool


def by_name(typed: str, taxonomy: Taxonomy) -> NameMatch:
    """Return the clause types that a person may mean; an exact id, name or alias is sure."""
    typed = " ".join(words(typed.replace("_", " ")))
    wanted = _key(typed.split())
    if not wanted:
        return NameMatch((), is_sure=False)
    scored = sorted(
        ((_likeness(typed, wanted, clause), clause) for clause in taxonomy.clauses.values()),
        key=lambda pair: -pair[0],
    )
    near = [(score, clause) for score, clause in scored if score >= SUGGEST_SCORE]
    if not near:
        return NameMatch((), is_sure=False)
    best = near[0][0]
    second = near[1][0] if len(near) > 1 else 0.0
    is_exact = best > _ALIKE and best > second
    is_sure = is_exact or (best >= NEAR_SCORE and best - second >= LEAD_SCORE)
    return NameMatch(tuple(clause for _, clause in near[:SUGGESTIONS_MAX]), is_sure)


def _key(tokens: Sequence[str]) -> str:
    """Return the words that carry meaning, cut back to what their forms share."""
    kept = [token for token in tokens if token not in _IDLE] or list(tokens)
    return " ".join(_root(token) for token in kept)


def _root(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) > len("abc"):
            return word[: -len(ending)]
    return word


def _likeness(typed: str, wanted: str, clause: Clause) -> float:
    """Return how like the typed words are to id, name or an alias of the type.

    0 to 100; 101 where they share every root in order, 102 where they are the same.
    """
    best = 0.0
    for name in (clause.id.replace("_", " "), clause.name, *clause.aliases):
        if " ".join(words(name)) == typed:
            return _ALIKE + 2
        key = _key(words(name))
        if key == wanted:
            best = _ALIKE + 1
        best = max(best, fuzz.token_sort_ratio(wanted, key), _within(wanted, key))
    return best


def _within(wanted: str, key: str) -> float:
    """Return how far one name is part of the other; a single word is never more than a hint."""
    if " " in wanted and min(len(wanted), len(key)) >= _WITHIN_MIN_LETTERS:
        return 0.95 * fuzz.token_set_ratio(wanted, key)
    return NEAR_SCORE - 1 if set(wanted.split()) <= set(key.split()) else 0.0
