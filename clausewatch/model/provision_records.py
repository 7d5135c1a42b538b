"""Provisions on record, with their documents, versions and history."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from clausewatch.model.documents import Document, StoredVersion
from clausewatch.model.provisions import Polarity, Provision, ProvisionEventKind
from clausewatch.model.record_ids import ChangeId, ProvisionId, record_id


@dataclass(frozen=True, slots=True)
class RecordedProvision:
    """A provision on record; its quotes are passages of `version`."""

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
    """When the document lost the provision."""

    @property
    def record_id(self) -> str:
        """Its `CW-P-` id."""
        return record_id("P", self.id)


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """A change of a provision; its cause is a change of the document or a new release."""

    kind: ProvisionEventKind
    clause: str
    happened_at: datetime
    engine: str
    change_id: ChangeId | None
    """None if a new release reads the same document differently."""
    before: Provision | None
    after: Provision | None
    facets_gained: tuple[str, ...] = ()
    facets_lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prevalence:
    """The number of platforms with a clause type, and of those whose documents were read."""

    found: int
    read: int
    positions: Mapping[Polarity, int] = field(default_factory=dict)
    """The number of platforms by position; each platform counts once, with its widest use."""

    @property
    def silent(self) -> int:
        """The number of platforms that were read and say nothing about it."""
        return max(0, self.read - self.found)


@dataclass(frozen=True, slots=True)
class OutdatedProvisions:
    """A document whose provisions come from another version or another engine release."""

    document_id: int
    version: StoredVersion
    """With its blocks."""
    kind: str = ""
    """Of the document."""


@dataclass(frozen=True, slots=True)
class QuoteCheck:
    """The result of checking all quotes on record."""

    provisions: int
    quotes: int
    behind: int
    """Provisions of versions that were read again since; they are analysed again soon."""
    wrong: tuple[str, ...]
    """Record ids with a quote that its version lacks, or with a wrong hash."""
