"""A comparison graded by the provisions that it touches: severity, direction, what the card names.

Whether something is told is decided before and stays as it is; only how grave it is moves here.
"""

from dataclasses import replace

from clausewatch.compare.summary import summary
from clausewatch.provision import Recognised
from clausewatch.provisions.taxonomy_files import taxonomy
from clausewatch.provisions.touching import touched
from clausewatch.reading import Comparison, EditKind, Reading, Severity, Significance


def graded(
    comparison: Comparison, recognised: Recognised, before: Reading, after: Reading
) -> Comparison:
    """Return the comparison with the severity of the gravest provision that it touches.

    Edits that touch no known clause type keep their own; a change that alters no term stays low.
    """
    if comparison.significance is not Significance.SUBSTANTIVE or not recognised.events:
        return comparison
    edits, provisions = touched(comparison.edits, recognised.events, taxonomy())
    if not provisions:
        return comparison
    ordered = tuple(
        sorted(
            edits,
            key=lambda e: (
                e.kind is EditKind.MOVED,
                list(Significance).index(e.significance),
                -e.severity.rank,
            ),
        )
    )
    telling = [edit for edit in ordered if edit.kind is not EditKind.MOVED]
    return replace(
        comparison,
        edits=ordered,
        severity=max((e.severity for e in telling), key=lambda s: s.rank, default=Severity.LOW),
        summary=summary(telling, before, after, comparison.effective),
        touched=provisions,
    )
