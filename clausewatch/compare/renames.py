"""A name that was replaced throughout: many rewordings that are one."""

from collections import Counter
from collections.abc import Sequence

from clausewatch.compare.alignment import Pair
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.compare.word_diff import Swap, WordDiff
from clausewatch.text.dates import find_dates

Phrases = tuple[tuple[str, ...], tuple[str, ...]]
_MAX_WORDS = 5


def _swaps(pair: Pair) -> tuple[Swap, ...]:
    if pair.before is None or pair.after is None:
        return ()
    return WordDiff(pair.before.key, pair.after.key).swaps


def _names(pair: Pair, swaps: Sequence[Swap]) -> frozenset[Phrases]:
    return frozenset((swap.removed, swap.added) for swap in swaps if _is_name(swap, pair))


def _is_name(swap: Swap, pair: Pair) -> bool:
    if not swap.removed or not swap.added or pair.before is None or pair.after is None:
        return False
    if max(len(swap.removed), len(swap.added)) > _MAX_WORDS:
        return False
    one, other = swap.removed[0], swap.added[0]
    return _is_capital(one, pair.before.text) and _is_capital(other, pair.after.text)


def _is_capital(word: str, text: str) -> bool:
    return word[:1].isalpha() and (word.title() in text or word.upper() in text or "@" in word)


def _is_all(pair: Pair, swaps: Sequence[Swap], phrases: frozenset[Phrases]) -> bool:
    if pair.before is None or not all((s.removed, s.added) in phrases for s in swaps):
        return False
    return bool(swaps) and next(find_dates(pair.before.text), None) is None


def folded(pairs: Sequence[Pair]) -> tuple[list[Pair], dict[int, int]]:
    """Fold rewordings that only replace one name by one other into the first of them.

    Returns the pairs that remain and, by index among them, in how many statements the name was.
    """
    swapped = [_swaps(pair) for pair in pairs]
    named = [_names(pair, swaps) for pair, swaps in zip(pairs, swapped, strict=True)]
    counts = Counter(phrases for found in named for phrases in found)
    throughout = frozenset(p for p, count in counts.items() if count >= THRESHOLDS.rename_places)
    kept: list[Pair] = []
    places: dict[int, int] = {}
    first: dict[Phrases, int] = {}
    for pair, swaps, names in zip(pairs, swapped, named, strict=True):
        if not throughout or not _is_all(pair, swaps, throughout):
            kept.append(pair)
            continue
        # The earliest, and not any: names have no order, and all processes must come to the same.
        known = min((first[p] for p in names if p in first), default=None)
        if known is None:
            known = len(kept)
            kept.append(pair)
            places[known] = 0
        first.update(dict.fromkeys(names, known))
        places[known] += 1
    return kept, {at: count for at, count in places.items() if count > 1}
