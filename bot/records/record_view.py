"""The values that every display of a provision's record shows: card, page and file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.provision_records import Prevalence, RecordedEvent, RecordedProvision
from clausewatch.provisions.record import Record


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
