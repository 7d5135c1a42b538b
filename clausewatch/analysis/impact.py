"""Grading a comparison by the provisions that it touches: severity, direction, what a card names.

Whether a change is reported is decided elsewhere; only its severity is decided here.
"""

from dataclasses import replace

from clausewatch.compare.assessment import assess
from clausewatch.compare.severity import adjust_severity, limit_severity
from clausewatch.model.provisions import READ_LANGUAGES, VersionAnalysis
from clausewatch.model.reading import Comparison, Edit, EditKind, Reading, Significance
from clausewatch.provisions.impact import assess_impact
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
    graded = replace(
        comparison, edits=tuple(map(_adjust_edit, impact.edits)), impacts=impact.impacts
    )
    return assess(graded, before, after, impact.leads)


def _adjust_edit(edit: Edit) -> Edit:
    """Grade an edit by its move: a protective clause is low, and its loss is not."""
    if edit.significance is not Significance.SUBSTANTIVE or edit.kind is EditKind.MOVED:
        return edit
    severity = adjust_severity(edit.before, edit.after, limit_severity(edit), edit.section)
    return replace(edit, severity=severity)
