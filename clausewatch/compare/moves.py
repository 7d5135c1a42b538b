"""Paragraphs that stand elsewhere in the new version, word for word."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from clausewatch.compare.page_index import Side
from clausewatch.model.reading import Edit, EditKind, Severity, Significance
from clausewatch.text.normal_form import make_key

_MIN_TOKENS = 8
"""Shorter blocks recur by chance: where they stand says nothing."""


def _places(side: Side) -> dict[str, int]:
    keys = [make_key(block.text) for block in side.reading.blocks]
    once = {found for found, count in Counter(keys).items() if count == 1}
    return {
        found: i
        for i, found in enumerate(keys)
        if found in once and found.count(" ") + 1 >= _MIN_TOKENS
    }


def _in_order(places: Sequence[int]) -> set[int]:
    """Return the indices of a longest increasing run: what stayed in order, by patience sorting."""
    tops: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for i, place in enumerate(places):
        pile = bisect_left(tops, place)
        previous.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(place)
            ends.append(i)
        else:
            tops[pile] = place
            ends[pile] = i
    kept: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]
    return kept


def moved(before: Side, after: Side) -> list[Edit]:
    """Return an edit for every block that both sides have once and that left its order."""
    old, new = _places(before), _places(after)
    shared = [found for found in old if found in new]
    stayed = _in_order([new[found] for found in shared])
    out = []
    for i, found in enumerate(shared):
        if i in stayed:
            continue
        one, other = before.reading.blocks[old[found]], after.reading.blocks[new[found]]
        left, right = (b.path[-1] if b.path else "the start" for b in (one, other))
        where = (
            "within its section"
            if left == right
            else f"from \u201c{left}\u201d to \u201c{right}\u201d"
        )
        out.append(
            Edit(
                EditKind.MOVED,
                one.text,
                other.text,
                other.path[-1] if other.path else "",
                Significance.EDITORIAL,
                Severity.LOW,
                f"the same text stands elsewhere: moved {where}",
            )
        )
    return out
