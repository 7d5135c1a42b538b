"""Grading a comparison by the provisions that it touches: severity, direction, what a card names.

Whether a change is reported is decided elsewhere; only its severity is decided here.
"""

from dataclasses import replace

from clausewatch.compare.severity import adjust_severity
from clausewatch.compare.summary import summarise
from clausewatch.model.provisions import READ_LANGUAGES, VersionAnalysis
from clausewatch.model.reading import Comparison, Edit, EditKind, Reading, Severity, Significance
from clausewatch.provisions.impact import ChangeImpact, assess_impact
from clausewatch.provisions.taxonomy_files import load_taxonomy


def grade_comparison(
    comparison: Comparison, analysis: VersionAnalysis, before: Reading, after: Reading
) -> Comparison:
    """Return the comparison with the highest severity of the provisions that it touches.

    Edits that touch no known clause type keep their own severity, and a change that alters no term
    stays low.
    """
    if comparison.significance is not Significance.SUBSTANTIVE:
        return comparison
    if not {before.language, after.language} <= READ_LANGUAGES:
        return replace(comparison, is_unread=True)
    impact = assess_impact(comparison.edits, analysis, load_taxonomy())
    if not impact.impacts:
        return comparison
    impact = replace(impact, edits=tuple(map(_adjust_edit, impact.edits)))
    ordered = _order_edits(impact)
    telling = [edit for edit in ordered if edit.kind is not EditKind.MOVED]
    return replace(
        comparison,
        edits=ordered,
        severity=max((e.severity for e in telling), key=lambda s: s.rank, default=Severity.LOW),
        summary=summarise(telling, before, after, comparison.effective),
        impacts=impact.impacts,
    )


def _adjust_edit(edit: Edit) -> Edit:
    """Grade an edit by its move: a protective clause is low, and its loss is not."""
    if edit.significance is not Significance.SUBSTANTIVE or edit.kind is EditKind.MOVED:
        return edit
    return replace(edit, severity=adjust_severity(edit.before, edit.after, edit.severity))


def _order_edits(impact: ChangeImpact) -> tuple[Edit, ...]:
    """Return the edits, most severe first, then those that show what the card names."""
    led = {number: place for place, number in enumerate(impact.leading_edits)}

    def rank(number: int) -> tuple[bool, int, int, int]:
        edit = impact.edits[number]
        significance = list(Significance).index(edit.significance)
        lead = led.get(number, len(led))
        return edit.kind is EditKind.MOVED, significance, -edit.severity.rank, lead

    return tuple(impact.edits[number] for number in sorted(range(len(impact.edits)), key=rank))
