"""Changes between two versions of a document, and their reviews."""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.documents import Document, StoredVersion
from clausewatch.model.reading import Comparison
from clausewatch.model.record_ids import ChangeId, record_id


@dataclass(frozen=True, slots=True)
class Review:
    """A member of a workspace has reviewed a change."""

    user_id: str
    reviewed_at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """The difference between two versions of a document."""

    id: ChangeId
    document: Document
    detected_at: datetime
    comparison: Comparison
    before: StoredVersion
    after: StoredVersion
    standing: str = "new"
    """`new`, `seen again` (the earlier text shows up too) or `reverted`."""
    reviews: tuple[Review, ...] = ()
    """Those of one workspace."""
    denied_by: tuple[str, ...] = ()
    """Members of that workspace who marked it as not a change."""

    @property
    def record_id(self) -> str:
        """Its `CW-C-` id."""
        return record_id("C", self.id)
