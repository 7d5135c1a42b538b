"""Provisions on record: what a document says under a clause type, since when, and its history."""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.documents import Document, StoredVersion
from clausewatch.model.provisions import Provision, ProvisionEventKind
from clausewatch.model.record_ids import ChangeId, ProvisionId, record_id


@dataclass(frozen=True, slots=True)
class RecordedProvision:
    """A provision on record; its quotes stand in `version`."""

    id: ProvisionId
    document: Document
    provision: Provision
    version: StoredVersion
    """Without its blocks."""
    first_tracked_at: datetime
    judged_at: datetime
    """When the engine wrote this record."""
    last_verified_at: datetime
    removed_at: datetime | None = None
    """Since when the document does not hold it any more."""

    @property
    def record_id(self) -> str:
        """Its `CW-P-` id."""
        return record_id("P", self.id)


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One thing that happened to a provision; tied to a change, or to a release of ours."""

    kind: ProvisionEventKind
    clause: str
    happened_at: datetime
    engine: str
    change_id: ChangeId | None
    """None where the record moved and the document did not."""
    before: Provision | None
    after: Provision | None
    facets_gained: tuple[str, ...] = ()
    facets_lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prevalence:
    """On how many platforms a clause type was found, of those whose documents were read."""

    found: int
    read: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A document whose provisions are not those of its version by the running engine."""

    document_id: int
    version: StoredVersion
    """Whole."""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """What a look at all quotes on record found."""

    provisions: int
    quotes: int
    behind: int
    """Provisions of versions that were read anew since; they are judged again soon."""
    wrong: tuple[str, ...]
    """Record ids with a quote that its version does not hold, or with another hash."""
