"""Reads and writes the tables `review` and `review_step` in a transaction of their caller."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.model.reviews import NO_REVIEW, Review, ReviewStatus
from clausewatch.store.database import insert_into
from clausewatch.store.tables import REVIEW, REVIEW_STEP


@dataclass(frozen=True, slots=True)
class History:
    """The last step on a change, and the state that *Undo* restores."""

    last: Review = NO_REVIEW
    goal: Review = NO_REVIEW
    goal_return_id: int | None = None

    @property
    def last_id(self) -> int | None:
        """Return the id of the last step, or None without one."""
        return self.last.step_id or None


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step before it is recorded."""

    review: Review
    return_id: int | None
    """The step whose state a later *Undo* restores; None for the open state."""
    is_undo: bool = False


async def load_reviews(
    connection: AsyncConnection, change_ids: Sequence[int], workspace_id: WorkspaceId
) -> Mapping[int, Review]:
    """Return the review of each change in a workspace; one without a step is open."""
    query = _select_last_steps(workspace_id).where(REVIEW.c.change_id.in_(change_ids))
    reviews: dict[int, Review] = defaultdict(lambda: NO_REVIEW)
    for row in await connection.execute(query):
        reviews[row.change_id] = map_review(row)
    return reviews


async def load_history(
    connection: AsyncConnection, workspace_id: WorkspaceId, change_id: ChangeId
) -> History:
    """Return what a further step on a change starts from."""
    query = _select_last_steps(workspace_id).where(REVIEW.c.change_id == change_id)
    last = (await connection.execute(query)).one_or_none()
    if last is None:
        return History()
    goal_query = select(REVIEW_STEP).where(REVIEW_STEP.c.id == last.return_id)
    goal = (await connection.execute(goal_query)).one_or_none()
    return History(map_review(last), map_review(goal), None if goal is None else goal.return_id)


async def insert_step(
    connection: AsyncConnection,
    key: tuple[WorkspaceId, ChangeId],
    step: NewStep,
    before_id: int | None,
) -> int:
    """Add a step to the log, make it the last one and return its id."""
    review = step.review
    values = {
        "workspace_id": key[0],
        "change_id": key[1],
        "user_id": review.user_id,
        "made_at": review.updated_at,
        "status": review.status,
        "assignee": review.assignee,
        "note": review.note,
        "due_on": review.due_on.isoformat() if review.due_on else "",
        "is_undo": step.is_undo,
        "before_id": before_id,
        "return_id": step.return_id,
    }
    row = insert(REVIEW_STEP).values(values).returning(REVIEW_STEP.c.id)
    step_id: int = (await connection.execute(row)).scalar_one()
    pointer = insert_into(connection, REVIEW).values(
        workspace_id=key[0], change_id=key[1], step_id=step_id
    )
    upsert = pointer.on_conflict_do_update(
        index_elements=[REVIEW.c.workspace_id, REVIEW.c.change_id], set_={"step_id": step_id}
    )
    await connection.execute(upsert)
    return step_id


def plan_decision(history: History, decision: Review, expected_step: int | None) -> NewStep | None:
    """Return the step of a decision, or None if it changes nothing or a later step exists."""
    if expected_step is not None and expected_step != history.last.step_id:
        return None
    if decision.decision == history.last.decision:
        return None
    return NewStep(decision, history.last_id)


def plan_status(history: History, status: ReviewStatus, *, is_only_open: bool) -> NewStep | None:
    """Return the step to a status that keeps the rest, or None if it changes nothing."""
    if is_only_open and history.last.status is not ReviewStatus.OPEN:
        return None
    return plan_decision(history, replace(history.last, status=status), None)


def plan_undo(history: History, expected_step: int | None) -> NewStep | None:
    """Return the step back to the state before, or None if there is none or a later step exists."""
    if not history.last.can_undo or expected_step not in {None, history.last.step_id}:
        return None
    return NewStep(history.goal, history.goal_return_id, is_undo=True)


def map_review(row: Row[Any] | None) -> Review:
    """Return the review that a step left; without one it is open."""
    if row is None:
        return NO_REVIEW
    review = Review(
        status=ReviewStatus(row.status),
        assignee=row.assignee,
        note=row.note,
        due_on=date.fromisoformat(row.due_on) if row.due_on else None,
        user_id=row.user_id,
        updated_at=row.made_at,
        step_id=row.id,
    )
    can_undo = row.return_id is not None or review.decision != NO_REVIEW.decision
    return replace(review, can_undo=can_undo)


def _select_last_steps(workspace_id: WorkspaceId) -> Select[Any]:
    joined = REVIEW_STEP.join(REVIEW, REVIEW.c.step_id == REVIEW_STEP.c.id)
    return select(REVIEW_STEP).select_from(joined).where(REVIEW.c.workspace_id == workspace_id)
