"""Clause types by what people call them: `ai training`, `training my data`, `can they sell it`."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from rapidfuzz import fuzz

from clausewatch.provisions.taxonomy import ClauseType, Taxonomy
from clausewatch.provisions.words import tokenise

NEAR_SCORE = 78.0
"""From this likeness (0 to 100) a name is taken as meant; below it is only suggested."""
SUGGEST_SCORE = 55.0
SUGGESTIONS_MAX = 5
LEAD_SCORE = 6.0
"""A name is taken alone only if it leads over the next type by this much."""
_ALIKE = 100.0
COVERED, COVER_LEAD = 0.75, 0.25
"""Of the weight of the words typed: a type whose own words are most of them, and no other's, is
meant. A word weighs the more, the fewer types it belongs to."""
_SAME = {"information": "data", "info": "data", "ad": "advertis", "email": "mail"}
"""Words, cut to their roots, that people use for one another."""
_WITHIN_MIN_LETTERS = 4
_IDLE_WORDS = """
a an the my our your their his her its on of for to and or in is are am be it about clause clauses
do does did can could may might will would should have has get i you they we me us them this that
if when how what who where which why there any some by with please tell show
"""
_IDLE = frozenset(_IDLE_WORDS.split())


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The types that a typed name may mean, best first; `is_sure` where the first is meant."""

    clauses: tuple[ClauseType, ...]
    is_sure: bool


def find_clause_types(typed: str, taxonomy: Taxonomy) -> NameMatch:
    """Return the clause types that a person may mean; an exact id, name or alias is sure."""
    typed = " ".join(tokenise(typed.replace("_", " ")))
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
    if is_exact or (best >= NEAR_SCORE and best - second >= LEAD_SCORE):
        return NameMatch(tuple(clause for _, clause in near[:SUGGESTIONS_MAX]), is_sure=True)
    covering = _covering(wanted.split(), taxonomy) if best <= _ALIKE else None
    shown = [clause for _, clause in near]
    if covering is not None:
        shown = [covering, *(clause for clause in shown if clause is not covering)]
    return NameMatch(tuple(shown[:SUGGESTIONS_MAX]), is_sure=covering is not None)


def _covering(typed: Sequence[str], taxonomy: Taxonomy) -> ClauseType | None:
    """Return the one type that most of the typed words belong to, in whatever order.

    One word alone is too little: `terms` is in the name of one type and in the mind for many.
    """
    if len(typed) == 1:
        return None
    owned = {clause.id: _roots(clause) for clause in taxonomy.clauses.values()}
    weights = {
        word: log(1 + len(owned) / max(1, sum(word in roots for roots in owned.values())))
        for word in set(typed)
    }
    total = sum(weights.values())
    shares = sorted(
        (sum(weights[word] for word in weights if word in roots) / total, clause_id)
        for clause_id, roots in owned.items()
    )
    (second, _), (best, clause_id) = shares[-2:]
    is_meant = best >= COVERED and best - second >= COVER_LEAD
    return taxonomy.clauses[clause_id] if is_meant else None


def _roots(clause: ClauseType) -> frozenset[str]:
    names = (clause.id.replace("_", " "), clause.name, clause.practice, *clause.aliases)
    return frozenset(root for name in names for root in _key(tokenise(name)).split())


def _key(tokens: Sequence[str]) -> str:
    """Return the words that carry meaning, cut back to what their forms share."""
    kept = [token for token in tokens if token not in _IDLE] or list(tokens)
    return " ".join(_root(token) for token in kept)


def _root(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "e", "y"):
        if word.endswith(ending) and len(word) - len(ending) > len("abc"):
            word = word[: -len(ending)]
            break
    return _SAME.get(word, word)


def _likeness(typed: str, wanted: str, clause: ClauseType) -> float:
    """Return how like the typed words are to id, name or an alias of the type.

    0 to 100; 101 where they share every root in order, 102 where they are the same.
    """
    best = 0.0
    for name in (clause.id.replace("_", " "), clause.name, *clause.aliases):
        if " ".join(tokenise(name)) == typed:
            return _ALIKE + 2
        key = _key(tokenise(name))
        if key == wanted:
            best = _ALIKE + 1
        best = max(best, fuzz.token_sort_ratio(wanted, key), _within(wanted, key))
    return best


def _within(wanted: str, key: str) -> float:
    """Return how far one name is part of the other; a single word is never more than a hint."""
    if " " in wanted and " " in key and min(len(wanted), len(key)) >= _WITHIN_MIN_LETTERS:
        return 0.95 * fuzz.token_set_ratio(wanted, key)
    typed, own = set(wanted.split()), set(key.split())
    return NEAR_SCORE - 1 if typed <= own or own <= typed else 0.0
