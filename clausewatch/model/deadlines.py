"""Deadlines as the store returns them: a date that a change or a document states."""

from dataclasses import dataclass
from datetime import date

from clausewatch.model.record_ids import ChangeId, DocumentId, record_id
from clausewatch.model.term_dates import TermDateKind


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day on which something happens to a document: its text applies, or objections end."""

    change_id: ChangeId | None
    """None for a date that a document announced before any change of it was on record."""
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
    document_id: DocumentId | None = None
    """Set if there is no change."""

    @property
    def record_id(self) -> str:
        """The `CW-C-` id of its change, or else the `CW-D-` id of its document."""
        if self.change_id is not None:
            return record_id("C", self.change_id)
        return record_id("D", self.document_id or 0)
