"""A name that is replaced throughout: many rewordings that make one edit."""

from collections import Counter
from collections.abc import Sequence

from clausewatch.compare.alignment import StatementPair
from clausewatch.compare.thresholds import THRESHOLDS
from clausewatch.compare.word_diff import Swap, WordDiff
from clausewatch.text.dates import find_dates

NameReplacement = tuple[tuple[str, ...], tuple[str, ...]]
"""The tokens of the old name and those of the new one."""
_MAX_NAME_TOKENS = 5


def _find_swaps(pair: StatementPair) -> tuple[Swap, ...]:
    if pair.before is None or pair.after is None:
        return ()
    return WordDiff(pair.before.key, pair.after.key).swaps


def _find_name_replacements(
    pair: StatementPair, swaps: Sequence[Swap]
) -> frozenset[NameReplacement]:
    return frozenset((swap.removed, swap.added) for swap in swaps if _is_name(swap, pair))


def _is_name(swap: Swap, pair: StatementPair) -> bool:
    if not swap.removed or not swap.added or pair.before is None or pair.after is None:
        return False
    if max(len(swap.removed), len(swap.added)) > _MAX_NAME_TOKENS:
        return False
    old_word, new_word = swap.removed[0], swap.added[0]
    return _is_capitalised(old_word, pair.before.text) and _is_capitalised(
        new_word, pair.after.text
    )


def _is_capitalised(word: str, text: str) -> bool:
    return word[:1].isalpha() and (word.title() in text or word.upper() in text or "@" in word)


def _is_rename_only(
    pair: StatementPair, swaps: Sequence[Swap], renames: frozenset[NameReplacement]
) -> bool:
    """Tell whether a pair differs in nothing but replaced names, and states no date."""
    if pair.before is None or not all((s.removed, s.added) in renames for s in swaps):
        return False
    return bool(swaps) and next(find_dates(pair.before.text), None) is None


def fold_renames(pairs: Sequence[StatementPair]) -> tuple[list[StatementPair], dict[int, int]]:
    """Fold the pairs that only replace one name by another into the first of them.

    Returns the remaining pairs and, by index among them, the number of statements folded into one.
    """
    swaps_by_pair = [_find_swaps(pair) for pair in pairs]
    replacements_by_pair = [
        _find_name_replacements(pair, swaps)
        for pair, swaps in zip(pairs, swaps_by_pair, strict=True)
    ]
    counts = Counter(r for replacements in replacements_by_pair for r in replacements)
    renames = frozenset(
        r for r, count in counts.items() if count >= THRESHOLDS.min_rename_statements
    )
    kept: list[StatementPair] = []
    statement_counts: dict[int, int] = {}
    first_index: dict[NameReplacement, int] = {}
    for pair, swaps, replacements in zip(pairs, swaps_by_pair, replacements_by_pair, strict=True):
        if not renames or not _is_rename_only(pair, swaps, renames):
            kept.append(pair)
            continue
        # The lowest index and not just any: a set has no order, and every process must agree.
        index = min((first_index[r] for r in replacements if r in first_index), default=None)
        if index is None:
            index = len(kept)
            kept.append(pair)
            statement_counts[index] = 0
        first_index.update(dict.fromkeys(replacements, index))
        statement_counts[index] += 1
    return kept, {index: count for index, count in statement_counts.items() if count > 1}
