"""Dates and periods that a text states about its own changes, with their quotes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class TermDateKind(StrEnum):
    """What a date or a period is about."""

    EFFECTIVE = "effective"
    """From when a text applies."""
    OBJECTION = "objection"
    """Until when, or how long, people may object."""
    NOTICE = "notice"
    """How long beforehand people are told, or the day on which they were told."""
    ACCEPTANCE = "acceptance"
    """Using the service on, from a date or at all, counts as consent."""


@dataclass(frozen=True, slots=True)
class TermDate:
    """A date, or a period in days, that a sentence states."""

    kind: TermDateKind
    quote: str
    """The sentence."""
    on: date | None = None
    days: int | None = None
    """A period; None for a date, and for an acceptance without either."""
    counted_from: date | None = None
    """The day from which a period was counted: the one on which the change was first seen."""
    source: str = ""
    """The name and record id of the document that states it; empty for the changed one itself."""

    def resolve(self, first_seen_on: date) -> "TermDate":
        """Return a period to object as the date on which it ends, counted from a day."""
        if self.on is not None or self.days is None or self.kind is not TermDateKind.OBJECTION:
            return self
        return replace(
            self, on=first_seen_on + timedelta(days=self.days), counted_from=first_seen_on
        )

    @property
    def is_deadline(self) -> bool:
        """Return whether something happens on a day: a text applies, or objections end."""
        return self.on is not None and self.kind in DEADLINE_KINDS


DEADLINE_KINDS = (TermDateKind.EFFECTIVE, TermDateKind.OBJECTION)


def find_deadlines(dates: Iterable[TermDate], today: date) -> tuple[TermDate, ...]:
    """Return the deadlines after a day, the first day first, one per day and kind."""
    coming = {
        (each.on, each.kind): each
        for each in reversed(tuple(dates))
        if each.is_deadline and each.on is not None and each.on > today
    }
    return tuple(coming[key] for key in sorted(coming))
