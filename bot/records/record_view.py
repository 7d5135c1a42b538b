"""The values that every display of a provision's record shows: card, page and file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.provision_records import Prevalence, RecordedEvent, RecordedProvision
from clausewatch.provisions.record import Record

MEMO_PARTS = (
    ("landscape", "Regulatory landscape"),
    ("exposure", "Governance exposure"),
    ("jurisdictions", "Jurisdiction flags"),
    ("contracts", "Contract and vendor implications"),
    ("compliance", "Compliance considerations"),
)
"""The parts of the institutional analysis, in the order of every display, with their headings."""


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything that a display of a record shows."""

    recorded: RecordedProvision
    record: Record
    history: tuple[RecordedEvent, ...]
    prevalence: Prevalence
    elsewhere: tuple[RecordedProvision, ...]
    """The same clause type on other platforms."""
    also: tuple[RecordedProvision, ...]
    """The same clause type in other documents of the platform."""
    related: tuple[RecordedProvision, ...]
    """All provisions of the platform, highest severity first."""
    changes: int
    """Of the document in the last 30 days."""
    has_quote: bool
    """Whether the stored version contains the quote."""
    is_intact: bool
    """Whether the stored bytes match their hashes."""
    accessed_at: datetime
    """For the citation."""
    names: Mapping[str, str]
    """Names of the clause types by id."""

    @property
    def memo(self) -> tuple[tuple[str, str], ...]:
        """The parts of the institutional analysis that have a text, each below its heading."""
        texts = self.record.texts.memo
        parts = ((heading, getattr(texts, part)) for part, heading in MEMO_PARTS)
        return tuple((heading, text) for heading, text in parts if text)

    @property
    def siblings(self) -> tuple[RecordedProvision, ...]:
        """The other provisions of the document, highest severity first."""
        document_id = self.recorded.document.id
        return tuple(
            other
            for other in self.related
            if other.document.id == document_id and other.id != self.recorded.id
        )
