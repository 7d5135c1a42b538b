"""Blocks that are at another place in the new version, word for word."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from clausewatch.compare.page_index import PageIndex
from clausewatch.model.reading import Block, Edit, EditKind, Severity, Significance
from clausewatch.text.normal_form import make_key

_MIN_TOKENS = 8
"""Shorter blocks recur by chance, so their position means nothing."""


def _index_unique_blocks(page: PageIndex) -> dict[str, int]:
    """Return the block index by key for every long block that occurs once on the page."""
    keys = [make_key(block.text) for block in page.reading.blocks]
    counts = Counter(keys)
    return {
        block_key: i
        for i, block_key in enumerate(keys)
        if counts[block_key] == 1 and block_key.count(" ") + 1 >= _MIN_TOKENS
    }


def _find_longest_increasing(places: Sequence[int]) -> set[int]:
    """Return the indices of a longest increasing subsequence, found by patience sorting."""
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
    indices: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        indices.add(at)
        at = previous[at]
    return indices


def find_moves(before: PageIndex, after: PageIndex) -> list[Edit]:
    """Return an edit for every block that occurs once on both pages and changed its order."""
    old, new = _index_unique_blocks(before), _index_unique_blocks(after)
    shared_keys = [block_key for block_key in old if block_key in new]
    in_order = _find_longest_increasing([new[block_key] for block_key in shared_keys])
    return [
        _build_move(before.reading.blocks[old[block_key]], after.reading.blocks[new[block_key]])
        for i, block_key in enumerate(shared_keys)
        if i not in in_order
    ]


def _build_move(old: Block, new: Block) -> Edit:
    left, right = (block.section or "the start" for block in (old, new))
    where = (
        "within its section" if left == right else f"from \u201c{left}\u201d to \u201c{right}\u201d"
    )
    return Edit(
        EditKind.MOVED,
        old.text,
        new.text,
        section=new.section,
        significance=Significance.EDITORIAL,
        severity=Severity.LOW,
        reason=f"the same text stands elsewhere: moved {where}",
    )
