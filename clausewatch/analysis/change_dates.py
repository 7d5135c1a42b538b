"""The dates of a change: those that its new text states, and the periods that count from it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

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


def resolve_dates(comparison: Comparison, first_seen_on: date) -> Comparison:
    """Return a comparison whose periods to object end on a day, and whose past ones are gone.

    A new text may state when an earlier one took effect; that is no deadline any more.
    """
    resolved = (each.resolve(first_seen_on) for each in comparison.dates)
    dates = tuple(each for each in resolved if each.on is None or each.on >= first_seen_on)
    return replace(comparison, dates=_keep_first(dates))


def _keep_first(dates: tuple[TermDate, ...]) -> tuple[TermDate, ...]:
    """Return the dates with one deadline per kind: the first one stated, a date before a period."""
    ordered = sorted(dates, key=lambda each: each.counted_from is not None)
    kept: dict[tuple[TermDateKind, bool], TermDate] = {}
    for each in ordered:
        kept.setdefault((each.kind, each.on is not None), each)
    return tuple(kept.values())
