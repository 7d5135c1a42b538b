"""A comparison graded by the provisions that it touches: severity, direction, what the card names.

Whether something is told is decided before and stays as it is; only how grave it is moves here.
"""

from dataclasses import replace

from clausewatch.compare.summary import summary
from clausewatch.model.provisions import READ_LANGUAGES, Recognised
from clausewatch.model.reading import Comparison, Edit, EditKind, Reading, Severity, Significance
from clausewatch.provisions.impact import Touched, touched
from clausewatch.provisions.taxonomy_files import taxonomy


def graded(
    comparison: Comparison, recognised: Recognised, before: Reading, after: Reading
) -> Comparison:
    """Return the comparison with the severity of the gravest provision that it touches.

    Edits that touch no known clause type keep their own; a change that alters no term stays low.
    """
    if comparison.significance is not Significance.SUBSTANTIVE:
        return comparison
    if not {before.language, after.language} <= READ_LANGUAGES:
        return replace(comparison, is_unread=True)
    found = touched(comparison.edits, recognised, taxonomy())
    if not found.touches:
        return comparison
    ordered = _ordered(found)
    telling = [edit for edit in ordered if edit.kind is not EditKind.MOVED]
    return replace(
        comparison,
        edits=ordered,
        severity=max((e.severity for e in telling), key=lambda s: s.rank, default=Severity.LOW),
        summary=summary(telling, before, after, comparison.effective),
        touched=found.touches,
    )


def _ordered(found: Touched) -> tuple[Edit, ...]:
    """Return the edits gravest first; those that show what the card names lead among equals."""
    led = {number: place for place, number in enumerate(found.leading)}

    def weight(number: int) -> tuple[bool, int, int, int]:
        edit = found.edits[number]
        significance = list(Significance).index(edit.significance)
        lead = led.get(number, len(led))
        return edit.kind is EditKind.MOVED, significance, -edit.severity.rank, lead

    return tuple(found.edits[number] for number in sorted(range(len(found.edits)), key=weight))
