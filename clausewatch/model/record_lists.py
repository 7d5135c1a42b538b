"""Lines of the lists that record pages and exports show."""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId, ProvisionId, record_id


@dataclass(frozen=True, slots=True)
class PlatformLine:
    """A platform with the number of its documents on record."""

    key: str
    name: str
    documents: int
    changed_at: datetime | None
    """When the last change was detected; None if there is none."""


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A snapshot without its bytes."""

    sha256: str
    position: int
    """Of its page in the document, from 0."""
    final_url: str
    status: int
    verdict: str
    """What the check made of it."""
    first_seen_at: datetime
    last_seen_at: datetime
    looks: int
    """Fetches that brought these bytes."""
    has_bytes: bool
    """Whether the bytes are still stored."""


@dataclass(frozen=True, slots=True)
class ChangeMark:
    """A change as a mark on a timeline."""

    id: ChangeId
    detected_at: datetime
    severity: Severity
    significance: str


@dataclass(frozen=True, slots=True)
class PositionMark:
    """A clause type of a document, as a matrix shows it."""

    id: ProvisionId
    platform_key: str
    clause: str
    polarity: str
    severity: Severity

    @property
    def record_id(self) -> str:
        """Its `CW-P-` id."""
        return record_id("P", self.id)
