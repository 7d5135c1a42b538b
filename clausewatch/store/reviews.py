"""Owns the tables `review` and `review_step`: what each workspace decided about its changes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.model.reviews import Review, ReviewStatus
from clausewatch.notifications.digests import DEFAULTS
from clausewatch.notifications.events import ChangeReviewed
from clausewatch.store import deliveries
from clausewatch.store.changes import load_changes, select_visible_changes
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.review_rows import (
    History,
    NewStep,
    insert_step,
    load_history,
    plan_decision,
    plan_status,
    plan_undo,
)
from clausewatch.store.tables import CHANGE


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """What became of a step: the change as it is now, and whether the step was recorded."""

    change: Change
    is_recorded: bool
    """False if the step changes nothing, or if another person made a step in the meantime."""


@dataclass(frozen=True, slots=True)
class Reviews:
    """The reviews of all workspaces. A step on a change that a workspace has not returns None."""

    database: Database

    async def decide(
        self,
        workspace_id: WorkspaceId,
        change_id: ChangeId,
        decision: Review,
        now: datetime,
        expected_step: int | None = None,
    ) -> ReviewResult | None:
        """Record what `decision.user_id` decides, unless a step after the expected one exists."""
        return await self._record(
            (workspace_id, change_id),
            (decision.user_id, now),
            lambda history: plan_decision(history, decision, expected_step),
        )

    async def set_status(
        self,
        workspace_id: WorkspaceId,
        change_id: ChangeId,
        status: ReviewStatus,
        by: tuple[str, datetime],
        *,
        is_only_open: bool = False,
    ) -> ReviewResult | None:
        """Record a status and keep the rest; `by` is the person and the time.

        With `is_only_open` nothing is recorded if the change is no longer open.
        """
        return await self._record(
            (workspace_id, change_id),
            by,
            lambda history: plan_status(history, status, is_only_open=is_only_open),
        )

    async def undo(
        self,
        workspace_id: WorkspaceId,
        change_id: ChangeId,
        by: tuple[str, datetime],
        expected_step: int | None = None,
    ) -> ReviewResult | None:
        """Restore the state before the last step, unless a step after the expected one exists."""
        return await self._record(
            (workspace_id, change_id), by, lambda history: plan_undo(history, expected_step)
        )

    @uninterrupted
    async def _record(
        self,
        key: tuple[WorkspaceId, ChangeId],
        by: tuple[str, datetime],
        plan: Callable[[History], NewStep | None],
    ) -> ReviewResult | None:
        """Record the planned step, if any, and queue a note in the thread of each card."""
        query = select_visible_changes(key[0]).where(CHANGE.c.id == key[1])
        async with self.database.write() as connection:
            # The lock keeps another person's step waiting until this one is recorded.
            if (await connection.execute(query.with_for_update(of=CHANGE))).one_or_none() is None:
                return None
            history = await load_history(connection, *key)
            step = plan(history)
            if step is not None:
                review = replace(step.review, user_id=by[0], updated_at=by[1])
                step = replace(step, review=review)
                step_id = await insert_step(connection, key, step, history.last_id)
                event = ChangeReviewed(
                    key[1], by[0], replace(review, step_id=step_id), is_undo=step.is_undo
                )
                await _queue_notes(connection, key, event, by[1])
            changes = await load_changes(connection, query, key[0])
        return ReviewResult(changes[0], step is not None)


async def _queue_notes(
    connection: AsyncConnection,
    key: tuple[WorkspaceId, ChangeId],
    event: ChangeReviewed,
    now: datetime,
) -> None:
    """Queue a note in the thread of each card of the change."""
    cards = await deliveries.find_cards(connection, key[1], key[0])
    settings = await load_settings(connection, [card.channel_id for card in cards])
    # Without threads the card itself shows the review, and a post would be noise.
    notes = [
        deliveries.make_thread_row(card, event, now)
        for card in cards
        if settings.get(card.channel_id, DEFAULTS).is_threaded
    ]
    await deliveries.add(connection, notes)
