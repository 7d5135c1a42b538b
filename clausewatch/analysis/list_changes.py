"""Changes of lists of subprocessors: told by company instead of as rows of text.

Edits of the text of entries that both versions list are replaced by what became different in the
entries. Text that no entry was read from is compared as in any document.
"""

import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import replace

from clausewatch.analysis.change_dates import add_dates
from clausewatch.analysis.document_facts import may_list
from clausewatch.analysis.impact import grade_comparison
from clausewatch.compare import compare
from clausewatch.compare.assessment import assess
from clausewatch.model.provisions import VersionAnalysis
from clausewatch.model.reading import (
    Comparison,
    Edit,
    EditKind,
    Expected,
    Reading,
    Severity,
    Significance,
)
from clausewatch.model.subprocessors import Subprocessor, SubprocessorEdit, SubprocessorEditKind
from clausewatch.subprocessors import SubprocessorList, find_subprocessors
from clausewatch.subprocessors.list_comparison import (
    ListComparison,
    compare_lists,
    has_same_details,
)
from clausewatch.subprocessors.names import make_name_key
from clausewatch.subprocessors.sentences import describe_edits, list_bullets
from clausewatch.text.document_titles import normalise_label

MAX_BULLETS = 4
_SEVERITIES = {
    SubprocessorEditKind.ADDED: Severity.MEDIUM,
    SubprocessorEditKind.RELOCATED: Severity.MEDIUM,
    SubprocessorEditKind.REPURPOSED: Severity.MEDIUM,
    SubprocessorEditKind.DATA_CHANGED: Severity.MEDIUM,
    SubprocessorEditKind.REMOVED: Severity.LOW,
    SubprocessorEditKind.RENAMED: Severity.LOW,
}
_NUMBER = re.compile(r"\d+")


def compare_documents(
    before: Reading,
    after: Reading,
    expected: Expected,
    volatile: frozenset[str] = frozenset(),
) -> Comparison:
    """Compare two readings of a document, and their lists of subprocessors by company."""
    comparison = compare(before, after, volatile)
    return _tell_companies(comparison, before, after, expected)


def _tell_companies(
    comparison: Comparison, before: Reading, after: Reading, expected: Expected
) -> Comparison:
    """Return a comparison in which what became different in a list is told by company."""
    if not all(may_list(expected.kind, each.title, each.blocks) for each in (before, after)):
        return comparison
    lists = [find_subprocessors(reading, expected.kind) for reading in (before, after)]
    if not (lists[0].entries and lists[1].entries):
        return comparison
    difference = compare_lists(lists[0].entries, lists[1].entries)
    if comparison.significance is None and not difference.edits:
        return comparison
    if not _is_credible(difference.edits, (before, after), lists):
        return comparison
    rest = _leave_out_entries(comparison.edits, difference, (before, after), lists)
    edits = (*_make_edits(difference.edits), *rest)
    refined = replace(comparison, edits=edits, subprocessors=difference.edits)
    return _lead_with_companies(assess(refined, before, after), expected.platform)


def grade_document(
    comparison: Comparison,
    analysis: VersionAnalysis,
    before: Reading,
    after: Reading,
    expected: Expected,
) -> Comparison:
    """Grade a comparison by provisions; what became different in a list stays its headline."""
    graded = grade_comparison(comparison, analysis, before, after)
    return add_dates(_lead_with_companies(graded, expected.platform), after, analysis.dates)


def _lead_with_companies(comparison: Comparison, platform: str) -> Comparison:
    """Return a comparison whose headline and first bullets tell the companies by name."""
    if not comparison.subprocessors:
        return comparison
    bullets = list_bullets(comparison.subprocessors, platform)
    told = {edit.after or edit.before for edit in _make_edits(comparison.subprocessors)}
    others = [e for e in comparison.edits if e.kind is not EditKind.MOVED and not _tells(e, told)]
    tail = (f"{len(others)} more {'edit' if len(others) == 1 else 'edits'}.",) if others else ()
    return replace(
        comparison,
        headline=describe_edits(comparison.subprocessors, platform),
        summary=(*bullets[: MAX_BULLETS - len(tail)], *tail),
    )


def _tells(edit: Edit, told: set[str | None]) -> bool:
    return (edit.after or edit.before) in told


def _is_credible(
    edits: Sequence[SubprocessorEdit],
    readings: tuple[Reading, Reading],
    lists: Sequence[SubprocessorList],
) -> bool:
    """Return whether the companies that are gone are gone from the page, and the new ones new.

    Otherwise one of the lists was not read whole, and its text is compared instead.
    """
    removed = _list_keys(edit.before for edit in edits if edit.kind is SubprocessorEditKind.REMOVED)
    added = _list_keys(edit.after for edit in edits if edit.kind is SubprocessorEditKind.ADDED)
    return _are_mostly_absent(removed - added, readings[1], lists[1]) and _are_mostly_absent(
        added - removed, readings[0], lists[0]
    )


def _list_keys(entries: Iterable[Subprocessor | None]) -> set[str]:
    return {make_name_key(entry.name) for entry in entries if entry is not None}


def _are_mostly_absent(keys: Collection[str], reading: Reading, found: SubprocessorList) -> bool:
    """Return whether the text around the entries of a page says few of these names."""
    entries = frozenset[int]().union(*found.blocks)
    around = [block.text for index, block in enumerate(reading.blocks) if index not in entries]
    text = "".join(map(normalise_label, around))
    present = sum(f" {key} " in text for key in keys)
    return present <= len(keys) / 2


def _make_edits(edits: Sequence[SubprocessorEdit]) -> Iterator[Edit]:
    """Yield one edit of the text per company, for redline, card and severity."""
    severities: dict[tuple[Subprocessor | None, Subprocessor | None], Severity] = {}
    for edit in edits:
        key, severity = (edit.before, edit.after), _SEVERITIES[edit.kind]
        severities[key] = max(severities.get(key, severity), severity, key=lambda s: s.rank)
    for (before, after), severity in severities.items():
        kind = EditKind.ADDED if before is None else EditKind.REMOVED
        is_pair = before is not None and after is not None
        entry = after or before
        yield Edit(
            kind=EditKind.REWORDED if is_pair else kind,
            before=before.quote if before else None,
            after=after.quote if after else None,
            section=entry.group if entry else "",
            significance=Significance.SUBSTANTIVE,
            severity=severity,
            reason="an entry of the list of subprocessors is different",
        )


def _leave_out_entries(
    edits: Sequence[Edit],
    difference: ListComparison,
    readings: tuple[Reading, Reading],
    lists: Sequence[SubprocessorList],
) -> Iterator[Edit]:
    """Yield the edits of text that is no part of an entry, and of details that differ."""
    told = {entry for edit in difference.edits for entry in (edit.before, edit.after)}
    others = [pair for pair in difference.pairs if not has_same_details(pair)]
    kept = {entry for pair in others for entry in pair if entry not in told}
    covered = [_join_covered(*sides, kept) for sides in zip(readings, lists, strict=True)]
    counts = (len(lists[0].entries), len(lists[1].entries))
    for edit in edits:
        before = edit.before if edit.before and _join(edit.before) not in covered[0] else None
        after = edit.after if edit.after and _join(edit.after) not in covered[1] else None
        if (before or after) and not _is_count(edit, counts):
            yield _keep_sides(edit, before, after)


def _join_covered(
    reading: Reading, found: SubprocessorList, kept: Container[Subprocessor | None]
) -> str:
    """Return the text of all entries but those whose text is compared."""
    indexes = (
        index
        for entry, blocks in zip(found.entries, found.blocks, strict=True)
        if entry not in kept
        for index in sorted(blocks)
    )
    return "\n".join(_join(reading.blocks[index].text) for index in indexes)


def _join(text: str) -> str:
    return " ".join(text.split())


def _keep_sides(edit: Edit, before: str | None, after: str | None) -> Edit:
    if (before is None) == (edit.before is None) and (after is None) == (edit.after is None):
        return edit
    return replace(
        edit,
        kind=EditKind.ADDED if before is None else EditKind.REMOVED,
        before=before,
        after=after,
    )


def _is_count(edit: Edit, counts: tuple[int, int]) -> bool:
    """Return whether an edit only changes the number of entries: `14 subprocessors`."""
    before, after = edit.before or "", edit.after or ""
    if not (before and after) or _NUMBER.sub("", before) != _NUMBER.sub("", after):
        return False
    numbers, other_numbers = (Counter(_NUMBER.findall(text)) for text in (before, after))
    lost, new = numbers - other_numbers, other_numbers - numbers
    return set(lost) <= {str(counts[0])} and set(new) <= {str(counts[1])}
