"""The assessment of a comparison: its order, severity, direction and headline.

One function decides them, from the edits and from the provisions that they affect. Cards, digests,
`judge` and `explain` show what it decided, so that they cannot differ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from clausewatch.compare.headline import describe_edit
from clausewatch.compare.shift import find_comparison_shifts, find_shifts
from clausewatch.compare.summary import summarise
from clausewatch.model.reading import (
    Comparison,
    Direction,
    Edit,
    EditKind,
    ProvisionImpact,
    Reading,
    Severity,
    Shift,
    Significance,
)

_SIGNIFICANCE_ORDER = list(Significance)
_DIRECTION_ORDER = (Direction.LESS_FAVOURABLE, Direction.MIXED, None, Direction.MORE_FAVOURABLE)
Leads = Mapping[int, ProvisionImpact]
"""By the index of an edit: the most severe provision that this edit shows best."""


def assess(
    comparison: Comparison, before: Reading, after: Reading, leads: Leads | None = None
) -> Comparison:
    """Return a comparison with its edits in order, and what the order decides.

    The severity is the highest of all edits that do more than move text. `leads` are indexes into
    `comparison.edits`.
    """
    leads = leads or {}
    order = rank_edits(comparison.edits, leads)
    edits = tuple(comparison.edits[index] for index in order)
    telling = [edit for edit in edits if edit.kind is not EditKind.MOVED]
    shifts = find_comparison_shifts(telling)
    lead = leads.get(order[0]) if telling else None
    return replace(
        comparison,
        edits=edits,
        significance=telling[0].significance if telling else None,
        severity=max((e.severity for e in telling), key=lambda s: s.rank, default=Severity.LOW),
        summary=summarise(telling, before, after, comparison.effective),
        headline=describe_edit(edits[0], lead) if telling else "",
        shifts=tuple(sorted(shifts, key=_rank_shift)),
        impacts=tuple(sorted(comparison.impacts, key=lambda impact: impact is not lead)),
    )


def rank_edits(edits: Sequence[Edit], leads: Leads) -> list[int]:
    """Return the indexes of the edits, most severe first.

    Edits that only move text come last. Among equals, what users lose comes first, then what shows
    a known clause type, the most severe type first.
    """
    places = {index: place for place, index in enumerate(leads)}

    def rank(index: int) -> tuple[bool, int, int, int, int]:
        edit = edits[index]
        significance = _SIGNIFICANCE_ORDER.index(edit.significance)
        place = places.get(index, len(places))
        is_moved = edit.kind is EditKind.MOVED
        return is_moved, significance, -edit.severity.rank, _rank_direction(edit), place

    return sorted(range(len(edits)), key=rank)


def _rank_direction(edit: Edit) -> int:
    if edit.significance is not Significance.SUBSTANTIVE or edit.kind is EditKind.MOVED:
        return 0
    return min(
        (_DIRECTION_ORDER.index(shift.direction) for shift in find_shifts(edit.before, edit.after)),
        default=_DIRECTION_ORDER.index(None),
    )


def _rank_shift(shift: Shift) -> tuple[int, int]:
    return -shift.severity.rank, _DIRECTION_ORDER.index(shift.direction)
