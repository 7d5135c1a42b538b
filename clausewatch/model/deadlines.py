"""Deadlines as the store returns them: a date that a change states, for one channel."""

from dataclasses import dataclass
from datetime import date

from clausewatch.model.record_ids import ChangeId, record_id
from clausewatch.model.term_dates import TermDateKind


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day on which something happens to a document: its text applies, or objections end."""

    change_id: ChangeId
    document_name: str
    url: str
    kind: TermDateKind
    on: date
    quote: str
    counted_from: date | None = None
    """The day from which a period was counted; None for a date that the text states."""
    assignee: str = ""
    """Slack's id of the person who deals with the change; empty for nobody."""

    source: str = ""
    """The document that states it, as in TermDate; empty for the changed one itself."""

    @property
    def record_id(self) -> str:
        """The `CW-C-` id of its change."""
        return record_id("C", self.change_id)
