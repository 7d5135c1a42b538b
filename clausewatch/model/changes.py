"""Changes between two versions of a document."""

from dataclasses import dataclass
from datetime import datetime

from clausewatch.model.documents import Document, StoredVersion
from clausewatch.model.reading import Comparison
from clausewatch.model.record_ids import ChangeId, record_id
from clausewatch.model.reviews import NO_REVIEW, Review


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
    review: Review = NO_REVIEW
    """That of one workspace."""

    @property
    def record_id(self) -> str:
        """Its `CW-C-` id."""
        return record_id("C", self.id)
