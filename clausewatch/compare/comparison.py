"""Two readings of one document, compared."""

from collections.abc import Mapping

from clausewatch.compare.edits import edits_of
from clausewatch.compare.page_index import side_of
from clausewatch.compare.summary import effective_date, summary
from clausewatch.model.reading import Comparison, Edit, EditKind, Reading, Severity, Significance
from clausewatch.text.statements import hash_key, make_statements

_WEIGHT = {Significance.SUBSTANTIVE: 0, Significance.EDITORIAL: 1, Significance.DATE_ONLY: 2}


def statements(reading: Reading) -> Mapping[str, str]:
    """Return the statements of a reading by fingerprint: what a document's memory is made of."""
    return {hash_key(s.key): s.text for s in make_statements(reading.blocks)}


def _gravest_first(edits: list[Edit]) -> tuple[Edit, ...]:
    return tuple(
        sorted(
            edits,
            key=lambda e: (e.kind is EditKind.MOVED, _WEIGHT[e.significance], -e.severity.rank),
        )
    )


def compare(before: Reading, after: Reading, volatile: frozenset[str] = frozenset()) -> Comparison:
    """Compare two readings by content; `volatile` names statements known to come and go.

    Text that only moved says the same: it is shown as an edit and leaves the significance None.
    """
    edits = _gravest_first(edits_of(side_of(before), side_of(after), volatile))
    telling = [edit for edit in edits if edit.kind is not EditKind.MOVED]
    effective = effective_date(telling, after.language)
    return Comparison(
        edits=edits,
        significance=telling[0].significance if telling else None,
        severity=max((e.severity for e in telling), key=lambda s: s.rank, default=Severity.LOW),
        summary=summary(telling, before, after, effective),
        stated_before=before.stated_date,
        stated_after=after.stated_date,
        effective=effective,
    )
