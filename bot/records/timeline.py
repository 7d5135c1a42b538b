"""Changes by month and severity: the values of a timeline and of the table beside it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.reading import Severity, Significance
from clausewatch.model.record_lists import ChangeMark

MONTHS_SHOWN = 24
GRADES = (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Month:
    """The changes of terms of one month."""

    year: int
    month: int
    counts: tuple[int, int, int]
    """High, medium, low."""

    @property
    def name(self) -> str:
        """The month, such as `2026-03`."""
        return f"{self.year}-{self.month:02}"

    @property
    def total(self) -> int:
        """All changes of terms."""
        return sum(self.counts)


def count_months(marks: Iterable[ChangeMark], now: datetime) -> tuple[Month, ...]:
    """Return the last months, oldest first, without the empty ones before the first change."""
    counted = Counter(
        (_number_month(mark.detected_at), mark.severity)
        for mark in marks
        if mark.significance == Significance.SUBSTANTIVE
    )
    last = _number_month(now)
    months = [
        Month(
            number // MONTHS_PER_YEAR,
            number % MONTHS_PER_YEAR + 1,
            (
                counted[number, Severity.HIGH],
                counted[number, Severity.MEDIUM],
                counted[number, Severity.LOW],
            ),
        )
        for number in range(last - MONTHS_SHOWN + 1, last + 1)
    ]
    while months and not months[0].total:
        months.pop(0)
    return tuple(months)


def _number_month(moment: datetime) -> int:
    return moment.year * MONTHS_PER_YEAR + moment.month - 1
