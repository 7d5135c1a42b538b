"""The sentences in which two texts differ, each paired with the one that replaced it."""

from clausewatch.compare.clause_grammar import split_assertions
from clausewatch.compare.replacements import find_replaced_runs
from clausewatch.text.cache import cache_edits
from clausewatch.text.normal_form import make_key, tokenise

_MIN_SIMILARITY = 0.3
_MIN_TWIN_SIMILARITY = 0.5
_MAX_SHORT_WORDS = 14
_MAX_SHORT_CHARS = 90
MAX_CHANGED_WORDS = 14
"""More changed words make another sentence, whose grammar tells nothing about the first one."""
SentencePair = tuple[str, str]
"""The wording before and after; an empty text for a sentence without a partner."""


def pair_sentences(before: str, after: str) -> list[SentencePair]:
    """Return the differing sentences of two texts in pairs, the best matches first paired."""
    old, new = split_assertions(before), split_assertions(after)
    old_keys, new_keys = {make_key(s) for s in old}, {make_key(s) for s in new}
    old = [sentence for sentence in old if make_key(sentence) not in new_keys]
    new = [sentence for sentence in new if make_key(sentence) not in old_keys]
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    old_words, new_words = ([set(tokenise(s)) for s in side] for side in (old, new))
    scores = sorted(
        (-score, i, j)
        for i, a in enumerate(old_words)
        for j, b in enumerate(new_words)
        if (score := _measure_overlap(a, b)) >= _MIN_SIMILARITY
    )
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in scores:
        if i not in partners and j not in taken:
            partners[i] = j
            taken.add(j)
    pairs = [
        (sentence, new[partners[i]] if i in partners else "") for i, sentence in enumerate(old)
    ]
    return pairs + [("", sentence) for j, sentence in enumerate(new) if j not in taken]


def is_same_sentence(before: str, after: str, *, is_only: bool) -> bool:
    """Tell whether the second sentence is the first one with some words changed.

    A flip can change most words of a short sentence. `is_only` says that the edit has no others.
    """
    if not (before and after):
        return False
    if is_only and max(len(before), len(after)) <= _MAX_SHORT_CHARS:
        return True
    longest = max(len(before.split()), len(after.split()))
    least = _MIN_TWIN_SIMILARITY if longest > _MAX_SHORT_WORDS else _MIN_SIMILARITY
    return _measure_overlap(set(tokenise(before)), set(tokenise(after))) >= least


def _measure_overlap(old: set[str], new: set[str]) -> float:
    """Return the share of words that two sentences have in common, 0 to 1."""
    return 2 * len(old & new) / max(len(old) + len(new), 1)


def count_changed_words(before: str, after: str) -> int:
    """Return how many words only one of two sentences has, on the side with more of them."""
    return max(len(side.split()) for side in find_changed_words(before, after))


@cache_edits
def find_changed_words(before: str | None, after: str | None) -> tuple[str, str]:
    """Return the words that only one of two sentences has, in order: removed, added."""
    old, new = (before or "").split(), (after or "").split()
    runs = find_replaced_runs(before, after)
    removed = [word for i, j, _, _ in runs for word in old[i:j]]
    added = [word for _, _, k, m in runs for word in new[k:m]]
    return " ".join(removed), " ".join(added)
