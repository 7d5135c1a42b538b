"""The days of a change's deadlines, which are known once it is known when its text appeared."""

from dataclasses import replace
from datetime import date

from clausewatch.model.reading import Comparison
from clausewatch.model.subprocessors import SubprocessorEditKind
from clausewatch.model.term_dates import TermDate, TermDateKind


def resolve_dates(comparison: Comparison, first_seen_on: date) -> Comparison:
    """Return a comparison whose periods to object end on a day, and whose past ones are gone.

    A new text may state when an earlier one took effect; that is no deadline any more.
    """
    resolved = (each.resolve(first_seen_on) for each in comparison.dates)
    dates = tuple(each for each in resolved if each.on is None or each.on >= first_seen_on)
    return replace(comparison, dates=_keep_first(dates))


def lacks_objection_period(comparison: Comparison) -> bool:
    """Return whether a list has new companies and does not say until when to object to them."""
    kinds = {edit.kind for edit in comparison.subprocessors}
    has_period = any(each.kind is TermDateKind.OBJECTION for each in comparison.dates)
    return SubprocessorEditKind.ADDED in kinds and not has_period


def add_objection_period(
    comparison: Comparison, period: TermDate, first_seen_on: date
) -> Comparison:
    """Return a comparison with the period to object that another document states."""
    return replace(comparison, dates=(*comparison.dates, period.resolve(first_seen_on)))


def _keep_first(dates: tuple[TermDate, ...]) -> tuple[TermDate, ...]:
    """Return the dates with one deadline per kind: the first one stated, a date before a period."""
    ordered = sorted(dates, key=lambda each: each.counted_from is not None)
    kept: dict[tuple[TermDateKind, bool], TermDate] = {}
    for each in ordered:
        kept.setdefault((each.kind, each.on is not None), each)
    return tuple(kept.values())
