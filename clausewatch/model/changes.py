"""Changes between two versions of a document, and their reviews."""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.documents import Document, StoredVersion
from clausewatch.model.reading import Comparison
from clausewatch.model.record_ids import ChangeId, record_id


@dataclass(frozen=True, slots=True)
class Review:
    """Somebody of a workspace has read a change."""

    user_id: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """What became different between two versions of a document."""

    id: ChangeId
    document: Document
    detected_at: datetime
    comparison: Comparison
    before: StoredVersion
    after: StoredVersion
    standing: str = "new"
    """`new`, `seen again` (the earlier text shows up too) or `reverted`."""
    reviews: tuple[Review, ...] = ()
    """Of the workspace that asked."""
    denied_by: tuple[str, ...] = ()
    """Members of that workspace who say that it is not a change."""

    @property
    def record_id(self) -> str:
        """Its `CW-C-` id."""
        return record_id("C", self.id)
