"""A comparison graded by the provisions that it touches: severity, direction, what the card names.

Whether something is told is decided before and stays as it is; only how grave it is moves here.
"""

from dataclasses import replace

from clausewatch.compare.summary import summarise
from clausewatch.model.provisions import READ_LANGUAGES, Recognised
from clausewatch.model.reading import Comparison, Edit, EditKind, Reading, Severity, Significance
from clausewatch.provisions.impact import ChangeImpact, assess_impact
from clausewatch.provisions.taxonomy_files import load_taxonomy


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
    impact = assess_impact(comparison.edits, recognised, load_taxonomy())
    if not impact.impacts:
        return comparison
    ordered = _ordered(impact)
    telling = [edit for edit in ordered if edit.kind is not EditKind.MOVED]
    return replace(
        comparison,
        edits=ordered,
        severity=max((e.severity for e in telling), key=lambda s: s.rank, default=Severity.LOW),
        summary=summarise(telling, before, after, comparison.effective),
        impacts=impact.impacts,
    )


def _ordered(impact: ChangeImpact) -> tuple[Edit, ...]:
    """Return the edits gravest first; those that show what the card names lead among equals."""
    led = {number: place for place, number in enumerate(impact.leading_edits)}

    def weight(number: int) -> tuple[bool, int, int, int]:
        edit = impact.edits[number]
        significance = list(Significance).index(edit.significance)
        lead = led.get(number, len(led))
        return edit.kind is EditKind.MOVED, significance, -edit.severity.rank, lead

    return tuple(impact.edits[number] for number in sorted(range(len(impact.edits)), key=weight))
