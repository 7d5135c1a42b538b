"""The comparison of two readings of one document."""

from collections.abc import Mapping

from clausewatch.compare.edits import find_edits
from clausewatch.compare.page_index import index_page
from clausewatch.compare.summary import find_effective_date, summarise
from clausewatch.model.reading import Comparison, Edit, EditKind, Reading, Severity, Significance
from clausewatch.text.statements import hash_key, make_statements

_SIGNIFICANCE_RANK = {
    Significance.SUBSTANTIVE: 0,
    Significance.EDITORIAL: 1,
    Significance.DATE_ONLY: 2,
}


def map_statements(reading: Reading) -> Mapping[str, str]:
    """Return the text of every statement by its fingerprint, which is how a document stores it."""
    return {hash_key(s.key): s.text for s in make_statements(reading.blocks)}


def _sort_most_severe_first(edits: list[Edit]) -> tuple[Edit, ...]:
    """Sort edits by significance, then by severity; edits that only move text come last."""
    return tuple(
        sorted(
            edits,
            key=lambda e: (
                e.kind is EditKind.MOVED,
                _SIGNIFICANCE_RANK[e.significance],
                -e.severity.rank,
            ),
        )
    )


def compare(before: Reading, after: Reading, volatile: frozenset[str] = frozenset()) -> Comparison:
    """Compare two readings by content, ignoring the statements whose fingerprints are `volatile`.

    A volatile statement appears and disappears between fetches. Text that only moved is reported
    as an edit but has no significance.
    """
    edits = _sort_most_severe_first(find_edits(index_page(before), index_page(after), volatile))
    text_edits = [edit for edit in edits if edit.kind is not EditKind.MOVED]
    effective = find_effective_date(text_edits, after.language)
    return Comparison(
        edits=edits,
        significance=text_edits[0].significance if text_edits else None,
        severity=max((e.severity for e in text_edits), key=lambda s: s.rank, default=Severity.LOW),
        summary=summarise(text_edits, before, after, effective),
        stated_before=before.stated_date,
        stated_after=after.stated_date,
        effective=effective,
    )
