"""Pair each statement that only one version has with its counterpart in the other."""

import heapq
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from rapidfuzz import fuzz

from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.text.statements import Statement

_MAX_CANDIDATES = 6
_MAX_LOOKUP_WORDS = 14
_MAX_UNPAIRED = 400
_MIN_CONTAINED_TOKENS = 8
_MIN_OPENING_WORDS, _MIN_OPENING_SHARE = 8, 0.6
_MIN_FREQUENCY_LIMIT = 40
"""A word is looked up if it occurs in at most this many statements, or in 1% of them."""


@dataclass(frozen=True, slots=True)
class StatementPair:
    """A reworded statement, an added one (`before` is None) or a removed one (`after` is None)."""

    before: Statement | None
    after: Statement | None
    similarity: float = 0.0
    """From 0 to 1, plus a bonus if both statements have the same section."""


def _index_by_word(statements: Sequence[Statement]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for i, statement in enumerate(statements):
        for word in set(statement.key.split()):
            places[word].append(i)
    return places


def _find_candidates(statement: Statement, places: dict[str, list[int]], total: int) -> list[int]:
    weights: dict[int, float] = defaultdict(float)
    limit = max(_MIN_FREQUENCY_LIMIT, total // 100)
    # A dict and not a set: the choice of words must not depend on the hash seed of the run.
    words = dict.fromkeys(statement.key.split())
    places_by_word = [indices for word in words if (indices := places.get(word))]
    for indices in sorted(places_by_word, key=len)[:_MAX_LOOKUP_WORDS]:
        if len(indices) <= limit:
            for i in indices:
                weights[i] += 1.0 / len(indices)
    return heapq.nlargest(_MAX_CANDIDATES, weights, key=weights.__getitem__)


def _measure_similarity(before: Statement, after: Statement) -> float:
    bonus = THRESHOLDS.same_section_bonus if before.section == after.section else 0.0
    cutoff = 100 * (THRESHOLDS.min_similarity - bonus)
    return fuzz.ratio(before.key, after.key, score_cutoff=cutoff) / 100 + bonus


def pair_statements(before: Sequence[Statement], after: Sequence[Statement]) -> list[StatementPair]:
    """Pair the statements of two versions, the most similar first; the rest stay unpaired."""
    places = _index_by_word(after)
    scored: list[tuple[float, int, int]] = []
    for i, statement in enumerate(before):
        for j in _find_candidates(statement, places, len(after)):
            similarity = _measure_similarity(statement, after[j])
            if similarity >= THRESHOLDS.min_similarity:
                scored.append((similarity, i, j))
    scored.sort(key=lambda row: (-row[0], abs(row[1] - row[2]), row[1], row[2]))
    partners: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for similarity, i, j in scored:
        if i not in partners and j not in taken:
            partners[i] = (j, similarity)
            taken.add(j)
    pairs = [
        StatementPair(statement, after[partners[i][0]], partners[i][1])
        if i in partners
        else StatementPair(statement, None)
        for i, statement in enumerate(before)
    ]
    rest = [StatementPair(None, s) for j, s in enumerate(after) if j not in taken]
    return _pair_same_openings([*pairs, *rest])


def _pair_same_openings(pairs: Sequence[StatementPair]) -> list[StatementPair]:
    """Pair unpaired statements of one section that open alike and end otherwise.

    A rule whose end was written anew, or merged with the sentence behind it, is the same rule.
    """
    openings: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for i, pair in enumerate(pairs):
        statement = pair.before or pair.after
        if statement is not None and not (pair.before and pair.after):
            words = statement.key.split()[:_MIN_OPENING_WORDS]
            if len(words) == _MIN_OPENING_WORDS:
                openings[statement.section, *words][pair.before is None].append(i)
    partners = {
        old[0]: new[0]
        for old, new in openings.values()
        if len(old) == len(new) == 1 and _is_same_opening(pairs[old[0]].before, pairs[new[0]].after)
    }
    dropped = set(partners.values())
    return [
        StatementPair(pair.before, pairs[partners[i]].after) if i in partners else pair
        for i, pair in enumerate(pairs)
        if i not in dropped
    ]


def _is_same_opening(before: Statement | None, after: Statement | None) -> bool:
    """Tell whether two statements share the beginning that is most of the shorter one."""
    if before is None or after is None:
        return False
    old, new = before.key.split(), after.key.split()
    shared = next(
        (i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b),
        min(len(old), len(new)),
    )
    return shared >= _MIN_OPENING_SHARE * min(len(old), len(new))


def pair_contained_statements(
    pairs: Sequence[StatementPair], before: Sequence[Statement], after: Sequence[Statement]
) -> list[StatementPair]:
    """Pair an unpaired statement with the one of the other version that overlaps with it.

    A sentence that only gained words at its end still occurs on the new page, so it does not count
    as missing there. Without this step its longer form would look like a new statement.
    """
    unpaired = [pair for pair in pairs if pair.before is None or pair.after is None]
    if not unpaired or len(unpaired) > _MAX_UNPAIRED:
        return list(pairs)
    old_places, new_places = _index_by_word(before), _index_by_word(after)
    kept = {s.key for s in before} & {s.key for s in after}
    result = []
    for pair in pairs:
        if pair.before is None and pair.after is not None:
            partner = _find_overlapping(pair.after, before, old_places, kept)
            result.append(StatementPair(partner, pair.after, pair.similarity))
        elif pair.after is None and pair.before is not None:
            partner = _find_overlapping(pair.before, after, new_places, kept)
            result.append(StatementPair(pair.before, partner, pair.similarity))
        else:
            result.append(pair)
    return _drop_repeated(result)


def _drop_repeated(pairs: list[StatementPair]) -> list[StatementPair]:
    """Return the pairs without lone statements that another pair has: each goes or comes once."""
    both = [pair for pair in pairs if pair.before and pair.after]
    old = {pair.before.index for pair in both if pair.before}
    new = {pair.after.index for pair in both if pair.after}
    return [
        pair
        for pair in pairs
        if (pair.before and pair.after)
        or (pair.before is not None and pair.before.index not in old)
        or (pair.after is not None and pair.after.index not in new)
    ]


def _find_overlapping(
    statement: Statement,
    others: Sequence[Statement],
    places: dict[str, list[int]],
    kept: AbstractSet[str],
) -> Statement | None:
    """Return a statement that is a large part of this one, or that contains this one.

    `kept` are the keys that both versions have: a longer sentence that stays replaces nothing.
    """
    for i in _find_candidates(statement, places, len(others)):
        other = others[i].key
        is_contained = f" {other} " in f" {statement.key} "
        if is_contained and len(other) >= THRESHOLDS.min_contained_share * len(statement.key):
            return others[i]
        # A sentence that lost its last word and its full stop runs into the next sentence.
        if other in kept and f" {statement.key} " in f" {other} ":
            continue
        is_part = statement.size >= _MIN_CONTAINED_TOKENS and len(other) > len(statement.key)
        if is_part and fuzz.partial_ratio(statement.key, other) >= THRESHOLDS.min_part_percent:
            return others[i]
    return None
