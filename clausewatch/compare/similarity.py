"""How much of one page another page has: its text, and its vocabulary."""

import math
from collections import Counter
from itertools import pairwise

from clausewatch.compare.page_index import PageIndex
from clausewatch.model.reading import Reading
from clausewatch.text.normal_form import tokenise
from clausewatch.text.scripts import is_unspaced

_MIN_TOKENS = 4
"""Shorter statements occur on many pages, so they count as not shared."""
_MIN_LETTERS = 4


def measure_shared_text(page: PageIndex, other: PageIndex, *, is_quick: bool = False) -> float:
    """Return the share of a page's tokens in statements that the other page has too, 0 to 1.

    The quick measure compares whole statements only and is never higher.
    """
    total = shared = 0
    for i, statement in enumerate(page.statements):
        total += statement.size
        if statement.size < _MIN_TOKENS:
            continue
        if statement.key in other.keys or (not is_quick and other.contains(page.statements, i)):
            shared += statement.size
    return shared / total if total else 0.0


def _build_vector(reading: Reading) -> dict[str, float]:
    """Return the damped count of each word."""
    counts: Counter[str] = Counter()
    for block in reading.blocks:
        words = tokenise(block.text)
        counts.update(word for word in words if len(word) >= _MIN_LETTERS and word.isalpha())
        # In scripts without spaces two neighbouring characters count as a word.
        counts.update(a + b for a, b in pairwise(words) if is_unspaced(a) and is_unspaced(b))
    return {word: 1 + math.log(count) for word, count in counts.items()}


def measure_vocabulary_similarity(reading: Reading, other: Reading) -> float:
    """Return the cosine of the damped word counts of two texts: 1 for the same vocabulary.

    A rewritten policy keeps the vocabulary of its field. A home page in the same language does not
    share it.
    """
    left, right = _build_vector(reading), _build_vector(other)
    if not left or not right:
        return 0.0
    product = sum(weight * right.get(word, 0.0) for word, weight in left.items())
    lengths = sum(w * w for w in left.values()) * sum(w * w for w in right.values())
    return product / math.sqrt(lengths)
