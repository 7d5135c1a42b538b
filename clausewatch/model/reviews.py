"""The review of a change by the members of a workspace, and the steps that led to it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId, record_id


class ReviewStatus(StrEnum):
    """What a workspace decided about a change; a change has one status at a time."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED = "accepted"
    ACTION_NEEDED = "action needed"
    NOT_A_CHANGE = "not a change"


WAITING_STATUSES = (ReviewStatus.OPEN, ReviewStatus.ACTION_NEEDED)
"""Statuses of changes that somebody must still deal with."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a workspace decided about one change; without a step nobody has touched it."""

    status: ReviewStatus = ReviewStatus.OPEN
    assignee: str = ""
    """Slack's id of the person who deals with the change; empty for nobody."""
    note: str = ""
    due_on: date | None = None
    user_id: str = ""
    """Slack's id of the person who made the last step."""
    updated_at: datetime | None = None
    step_id: int = 0
    """The last step; 0 without one. Two people who edit at once are told apart by it."""
    can_undo: bool = False

    @property
    def is_waiting(self) -> bool:
        """Return whether somebody must still deal with the change."""
        return self.status in WAITING_STATUSES

    def is_overdue(self, today: date) -> bool:
        """Return whether the due date of a waiting change has passed."""
        return self.is_waiting and self.due_on is not None and self.due_on < today

    @property
    def decision(self) -> tuple[ReviewStatus, str, str, date | None]:
        """What people decide: status, assignee, note and due date, without who and when."""
        return self.status, self.assignee, self.note, self.due_on


NO_REVIEW = Review()
ACKNOWLEDGED_REVIEW = Review(ReviewStatus.ACKNOWLEDGED)


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """One entry of the audit log: the review after a person's step."""

    id: int
    change_id: ChangeId
    platform_name: str
    document_kind: str
    severity: Severity
    review: Review
    previous: Review
    """The review before the step."""
    is_undo: bool = False

    @property
    def change_record_id(self) -> str:
        """The `CW-C-` id of the change."""
        return record_id("C", self.change_id)


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """Which waiting changes a worklist shows; the default shows all."""

    assignee: str = ""
    """Slack's id of a person; empty for everybody."""
    is_unassigned: bool = False
    is_overdue: bool = False
    minimum: Severity = Severity.LOW
    platform_key: str = ""


ALL_WAITING = WorklistFilter()
