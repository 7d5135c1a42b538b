"""The comparison of two lists of subprocessors, by company."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from clausewatch.model.subprocessors import Subprocessor, SubprocessorEdit, SubprocessorEditKind
from clausewatch.subprocessors.names import (
    is_related,
    is_same_company,
    list_name_keys,
    make_name_key,
)
from clausewatch.subprocessors.places import name_same_places
from clausewatch.text.document_titles import normalise_label

MIN_SHARED_SHARE = 0.5
"""Share of the companies of a list that another reading of it still names."""
MIN_SHARED_WORD_CHARS = 4
MAX_WORD_MATCHES = 40
"""Names with one word in common, such as `Global`, among which a renamed one is looked for."""
Pair = tuple[Subprocessor, Subprocessor]
Matches = Callable[[Subprocessor, Subprocessor], bool]


@dataclass(frozen=True, slots=True)
class ListComparison:
    """How two lists differ, and the companies that both have."""

    edits: tuple[SubprocessorEdit, ...]
    pairs: tuple[Pair, ...]


def compare_lists(before: Sequence[Subprocessor], after: Sequence[Subprocessor]) -> ListComparison:
    """Compare two lists by company: order, links and logos do not count.

    A company is found again under the same name, else under an alias or with a typing error, and
    else under a related name with the same purpose and place, as a renamed one.
    """
    removed, added = list(before), list(after)
    pairs: list[Pair] = []
    for matches in (_is_same_entry, _has_same_key, _is_same_company, _is_renamed):
        pairs += _pair(removed, added, matches)
    edits = [edit for pair in pairs for edit in _compare_pair(*pair)]
    kind = SubprocessorEditKind
    return ListComparison(
        (
            *(SubprocessorEdit(kind.ADDED, None, entry) for entry in added),
            *(SubprocessorEdit(kind.REMOVED, entry, None) for entry in removed),
            *edits,
        ),
        tuple(pairs),
    )


def is_same_list(before: Sequence[Subprocessor], after: Sequence[Subprocessor]) -> bool:
    """Return whether a list still has so many companies of an earlier one that it is that list."""
    keys = {make_name_key(entry.name) for entry in before}
    shared = keys & {make_name_key(entry.name) for entry in after}
    return bool(keys) and len(shared) >= MIN_SHARED_SHARE * len(keys)


def _pair(
    removed: list[Subprocessor], added: list[Subprocessor], matches: Matches
) -> Iterator[Pair]:
    """Yield the entries that match, in order, and take them off both lists."""
    by_key: dict[str, list[Subprocessor]] = {}
    for entry in added:
        for key in _list_index_keys(entry):
            by_key.setdefault(key, []).append(entry)
    taken: set[int] = set()
    for entry in list(removed):
        candidates = (c for key in _list_index_keys(entry) for c in _list_few(by_key.get(key)))
        other = next((c for c in candidates if id(c) not in taken and matches(entry, c)), None)
        if other is not None:
            taken |= {id(entry), id(other)}
            yield entry, other
    removed[:] = [entry for entry in removed if id(entry) not in taken]
    added[:] = [entry for entry in added if id(entry) not in taken]


def _list_few(entries: list[Subprocessor] | None) -> list[Subprocessor]:
    """Return the entries of a key, or none if a word that so many names have proves nothing."""
    return entries if entries is not None and len(entries) <= MAX_WORD_MATCHES else []


def _list_index_keys(entry: Subprocessor) -> tuple[str, ...]:
    """Return the keys under which a match is looked for: names, and the first letters of words."""
    keys = list_name_keys(entry.name)
    words = dict.fromkeys(word[:MIN_SHARED_WORD_CHARS] for key in keys for word in key.split())
    return (*keys, *(f"{word}*" for word in words))


def _is_same_entry(one: Subprocessor, other: Subprocessor) -> bool:
    return _has_same_key(one, other) and one.group == other.group


def _has_same_key(one: Subprocessor, other: Subprocessor) -> bool:
    return make_name_key(one.name) == make_name_key(other.name)


def _is_same_company(one: Subprocessor, other: Subprocessor) -> bool:
    return is_same_company(one.name, other.name)


def _is_renamed(one: Subprocessor, other: Subprocessor) -> bool:
    """Return whether a company has a related name, and does the same in the same place."""
    has_same_purpose = bool(one.purpose) and _is_same_text(one.purpose, other.purpose)
    has_same_place = bool(one.location) and _is_same_place(one.location, other.location)
    if is_related(one.name, other.name):
        return has_same_purpose or has_same_place
    return has_same_purpose and has_same_place and _share_word(one.name, other.name)


def _share_word(first: str, second: str) -> bool:
    words, other_words = (
        {word for key in list_name_keys(name) for word in key.split()} for name in (first, second)
    )
    return any(len(word) >= MIN_SHARED_WORD_CHARS for word in words & other_words)


def _compare_pair(before: Subprocessor, after: Subprocessor) -> Iterator[SubprocessorEdit]:
    kind = SubprocessorEditKind
    if not _has_same_key(before, after) and not _has_typing_error(before.name, after.name):
        yield SubprocessorEdit(kind.RENAMED, before, after)
    if not _is_same_place(before.location, after.location):
        yield SubprocessorEdit(kind.RELOCATED, before, after)
    if not _is_same_text(before.purpose, after.purpose):
        yield SubprocessorEdit(kind.REPURPOSED, before, after)
    if not _is_same_text(before.data, after.data):
        yield SubprocessorEdit(kind.DATA_CHANGED, before, after)


def _has_typing_error(first: str, second: str) -> bool:
    """Return whether two names differ in letters only and have no alias in common."""
    shared = set(list_name_keys(first)) & set(list_name_keys(second))
    return not shared and is_same_company(first, second)


def _is_same_place(first: str, second: str) -> bool:
    return _is_same_text(first, second) or name_same_places(first, second)


def _is_same_text(first: str, second: str) -> bool:
    """Return whether two values have the same words, in any order."""
    return sorted(normalise_label(first).split()) == sorted(normalise_label(second).split())


def has_same_details(pair: Pair) -> bool:
    """Return whether what else two entries say is the same."""
    before, after = pair
    return _is_same_text(before.details, after.details) and _is_same_text(before.since, after.since)
