"""The dates of a change that its new text states."""

from collections.abc import Sequence
from dataclasses import replace

from clausewatch.model.reading import Comparison, EditKind, Reading
from clausewatch.model.subprocessors import SubprocessorEditKind
from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.text.deadlines import find_term_dates


def add_dates(comparison: Comparison, after: Reading, stated: Sequence[TermDate]) -> Comparison:
    """Return a comparison with the dates of its new text.

    A new subprocessor also has the period to object that the page of the list states; `stated` are
    all dates of the page.
    """
    texts = (e.after for e in comparison.edits if e.after and e.kind is not EditKind.MOVED)
    dates = list(find_term_dates(texts, after.language))
    kinds = {edit.kind for edit in comparison.subprocessors}
    if SubprocessorEditKind.ADDED in kinds:
        dates += [each for each in stated if each.kind is TermDateKind.OBJECTION]
    starts = (each.on for each in dates if each.kind is TermDateKind.EFFECTIVE)
    effective = comparison.effective or next(starts, None)
    return replace(comparison, dates=tuple(dict.fromkeys(dates)), effective=effective)
