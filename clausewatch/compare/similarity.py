"""How far a page is the document that it was: measures of relation, none of length alone."""

import math
from collections import Counter
from itertools import pairwise

from clausewatch.compare.page_index import Side
from clausewatch.model.reading import BlockKind, Reading
from clausewatch.text.normal_form import tokenise

_MIN_SIZE = 4
_MIN_LETTERS = 4
_HEADINGS_LOOKED_AT = 4
_OPENING_BLOCKS = 4
_OPENING_CHARS = 200
_BETWEEN = " \u00b7 "


def share_said(side: Side, other: Side, *, is_quick: bool = False) -> float:
    """Return which share of a side's tokens stands in statements that the other page has, too."""
    total = kept = 0
    for i, statement in enumerate(side.statements):
        total += statement.size
        if statement.size < _MIN_SIZE:
            continue
        if statement.key in other.keys or (not is_quick and other.says(side.statements, i)):
            kept += statement.size
    return kept / total if total else 0.0


def _vector(reading: Reading) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for block in reading.blocks:
        words = tokenise(block.text)
        counts.update(word for word in words if len(word) >= _MIN_LETTERS and word.isalpha())
        # Scripts without spaces: two neighbouring characters stand for a word.
        counts.update(a + b for a, b in pairwise(words) if a > "\u3000" < b)
    return {word: 1 + math.log(count) for word, count in counts.items()}


def vocabulary_likeness(one: Reading, other: Reading) -> float:
    """Return the cosine of two texts' words, counts damped: 1 for the same vocabulary.

    A rewritten policy keeps the words of its trade, a home page in the same language does not.
    """
    left, right = _vector(one), _vector(other)
    if not left or not right:
        return 0.0
    product = sum(weight * right.get(word, 0.0) for word, weight in left.items())
    lengths = sum(w * w for w in left.values()) * sum(w * w for w in right.values())
    return product / math.sqrt(lengths)


def names(reading: Reading) -> str:
    """Return what a page calls itself: its title and its first headings of the highest rank."""
    headings = [b for b in reading.blocks if b.kind is BlockKind.HEADING][:_HEADINGS_LOOKED_AT]
    top = min((b.level for b in headings), default=0)
    return _BETWEEN.join([reading.title, *(b.text for b in headings[:2] if b.level == top)])


def opening(reading: Reading) -> str:
    """Return what a page calls itself or starts with, for a page that is seen the first time."""
    starts = [block.text[:_OPENING_CHARS] for block in reading.blocks[:_OPENING_BLOCKS]]
    return _BETWEEN.join([names(reading), *starts])


def headings(reading: Reading) -> str:
    """Return all headings of a page."""
    return _BETWEEN.join(b.text for b in reading.blocks if b.kind is BlockKind.HEADING)
