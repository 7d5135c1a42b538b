"""Which statement became which: the statements that only one side has, paired by likeness."""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.text.statements import Statement

_CANDIDATES = 6
_LOOKED_UP = 14
_LONE_LOOKED_AT = 400
_MIN_INSIDE = 8
_COMMON_IN = 40
"""A word in more of the statements than this tells too little to look them up by."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement that was reworded, came (before is None) or went (after is None)."""

    before: Statement | None
    after: Statement | None
    likeness: float = 0.0


def _index(statements: Sequence[Statement]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for i, statement in enumerate(statements):
        for word in set(statement.key.split()):
            places[word].append(i)
    return places


def _candidates(statement: Statement, places: dict[str, list[int]], total: int) -> list[int]:
    weights: dict[int, float] = defaultdict(float)
    limit = max(_COMMON_IN, total // 100)
    # Not a set: what is looked up must not depend on the run's hash seed.
    words = dict.fromkeys(statement.key.split())
    known = [found for word in words if (found := places.get(word))]
    for found in sorted(known, key=len)[:_LOOKED_UP]:
        if len(found) <= limit:
            for i in found:
                weights[i] += 1.0 / len(found)
    return heapq.nlargest(_CANDIDATES, weights, key=weights.__getitem__)


def _likeness(one: Statement, other: Statement) -> float:
    bonus = THRESHOLDS.same_section if one.section == other.section else 0.0
    cutoff = 100 * (THRESHOLDS.similar - bonus)
    return fuzz.ratio(one.key, other.key, score_cutoff=cutoff) / 100 + bonus


def pairs(before: Sequence[Statement], after: Sequence[Statement]) -> list[Pair]:
    """Pair the statements of two sides, the likest first; what finds no partner stands alone."""
    places = _index(after)
    scored: list[tuple[float, int, int]] = []
    for i, one in enumerate(before):
        for j in _candidates(one, places, len(after)):
            likeness = _likeness(one, after[j])
            if likeness >= THRESHOLDS.similar:
                scored.append((likeness, i, j))
    scored.sort(key=lambda row: (-row[0], abs(row[1] - row[2]), row[1], row[2]))
    partner: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for likeness, i, j in scored:
        if i not in partner and j not in taken:
            partner[i] = (j, likeness)
            taken.add(j)
    made = [
        Pair(one, after[partner[i][0]], partner[i][1]) if i in partner else Pair(one, None)
        for i, one in enumerate(before)
    ]
    return made + [Pair(None, one) for j, one in enumerate(after) if j not in taken]


def extended(
    found: Sequence[Pair], before: Sequence[Statement], after: Sequence[Statement]
) -> list[Pair]:
    """Pair a lone statement with the one of the other side that it holds whole.

    A sentence that only got words at its end still stands on the new page, so it is not missing
    there: without this its longer form would look like a statement out of nowhere.
    """
    lone = [pair for pair in found if pair.before is None or pair.after is None]
    if not lone or len(lone) > _LONE_LOOKED_AT:
        return list(found)
    old, new = _index(before), _index(after)
    out = []
    for pair in found:
        if pair.before is None and pair.after is not None:
            out.append(Pair(_held(pair.after, before, old), pair.after, pair.likeness))
        elif pair.after is None and pair.before is not None:
            out.append(Pair(pair.before, _held(pair.before, after, new), pair.likeness))
        else:
            out.append(pair)
    return out


def _held(
    statement: Statement, others: Sequence[Statement], places: dict[str, list[int]]
) -> Statement | None:
    for i in _candidates(statement, places, len(others)):
        other = others[i].key
        is_whole = f" {other} " in f" {statement.key} "
        if is_whole and len(other) >= THRESHOLDS.held_share * len(statement.key):
            return others[i]
        # A sentence that lost its last word runs into the next one, stop and all.
        is_inside = statement.size >= _MIN_INSIDE and len(other) > len(statement.key)
        if is_inside and fuzz.partial_ratio(statement.key, other) >= THRESHOLDS.inside:
            return others[i]
    return None
