"""The tables of reviews: the present decision per change, and the log of steps."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlmodel import Field

from clausewatch.store.column_types import SafeText, UtcTime
from clausewatch.store.tables.base import (
    Row,
    find_table,
    keep_ids_unique,
    make_key,
    make_reference,
)


class ReviewStepRow(Row, table=True):
    """A step of a review as it was left; rows are added and never altered."""

    __tablename__: ClassVar[str] = "review_step"
    __table_args__ = keep_ids_unique(
        Index(None, "change_id"), Index(None, "workspace_id", "made_at")
    )
    id: int | None = make_key()
    workspace_id: int = make_reference("workspace.id")
    change_id: int = make_reference("change.id")
    user_id: str = Field(sa_type=SafeText)
    made_at: datetime = Field(sa_type=UtcTime)
    status: str = Field(sa_type=SafeText)
    assignee: str = Field(sa_type=SafeText)
    note: str = Field(sa_type=SafeText)
    due_on: str = Field(sa_type=SafeText)
    """An ISO date; empty for none."""
    is_undo: bool
    before_id: int | None = make_reference("review_step.id", optional=True)
    """The step before it; None for the first."""
    return_id: int | None = make_reference("review_step.id", optional=True)
    """The step whose state *Undo* restores; None for the open state without one."""


REVIEW_STEP = find_table(ReviewStepRow)


class ReviewRow(Row, table=True):
    """What a workspace decided about a change; a change without a row is open."""

    __tablename__: ClassVar[str] = "review"
    __table_args__ = (Index(None, "change_id"), Index(None, "step_id"))
    workspace_id: int = make_reference("workspace.id", primary_key=True)
    change_id: int = make_reference("change.id", primary_key=True)
    step_id: int = make_reference("review_step.id")
    """The step that made it so."""


REVIEW = find_table(ReviewRow)
