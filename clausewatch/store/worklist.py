"""Reads which changes wait for a decision, highest severity first; it owns no table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change
from clausewatch.model.reading import Severity, Significance
from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.model.reviews import ALL_WAITING, WAITING_STATUSES, ReviewStatus, WorklistFilter
from clausewatch.model.watches import RefusedCard
from clausewatch.store import deliveries
from clausewatch.store.changes import load_changes, select_visible_changes
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.mappers import map_channel
from clausewatch.store.tables import CHANGE, CHANNEL, DELIVERY, DOCUMENT, REVIEW, REVIEW_STEP

UNREACHABLE_CODES = ("user_not_found", "user_disabled")
"""Slack's codes for a message to a person who left."""
MAX_REFUSED_CARDS = 50
SEVERITY_RANK = case(
    {severity.value: severity.rank for severity in Severity}, value=CHANGE.c.severity
)


@dataclass(frozen=True, slots=True)
class Worklist:
    """The waiting changes of all workspaces."""

    database: Database

    @uninterrupted
    async def find_waiting(
        self,
        workspace_id: WorkspaceId,
        today: date,
        *,
        channel_id: ChannelId | None = None,
        choice: WorklistFilter = ALL_WAITING,
        limit: int = 200,
    ) -> tuple[Change, ...]:
        """Return the changes that wait in a channel or a workspace, highest severity first."""
        async with self.database.read() as connection:
            return await load_waiting(
                connection, workspace_id, today, channel_id=channel_id, choice=choice, limit=limit
            )

    @uninterrupted
    async def count_waiting(self, workspace_id: WorkspaceId, today: date) -> Counter[str]:
        """Return the number of changes that wait in a workspace, by assignee."""
        async with self.database.read() as connection:
            return await count_waiting(connection, (workspace_id, None), today)

    @uninterrupted
    async def find_refused(
        self, workspace_id: WorkspaceId, channel_id: ChannelId | None = None
    ) -> tuple[RefusedCard, ...]:
        """Return the refused cards of waiting changes in a workspace or a channel, oldest first."""
        query = _select_refused(workspace_id, channel_id).limit(MAX_REFUSED_CARDS)
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            RefusedCard(map_channel(row), ChangeId(row.change_id), row.code) for row in rows
        )

    @uninterrupted
    async def find_unreachable(
        self, workspace_id: WorkspaceId, user_ids: Sequence[str]
    ) -> frozenset[str]:
        """Return those of the people whom Slack could not deliver a reminder to."""
        query = (
            select(CHANNEL.c.slack_id)
            .join(DELIVERY, DELIVERY.c.channel_id == CHANNEL.c.id)
            .where(
                CHANNEL.c.workspace_id == workspace_id,
                CHANNEL.c.slack_id.in_(sorted(set(user_ids))),
                DELIVERY.c.state == deliveries.DROPPED,
                DELIVERY.c.error.in_(UNREACHABLE_CODES),
            )
        )
        async with self.database.read() as connection:
            return frozenset((await connection.execute(query)).scalars())


async def load_waiting(
    connection: AsyncConnection,
    workspace_id: WorkspaceId,
    today: date,
    *,
    channel_id: ChannelId | None = None,
    choice: WorklistFilter = ALL_WAITING,
    limit: int = 200,
) -> tuple[Change, ...]:
    """Return the changes that wait, in a transaction: highest severity, then next due, first."""
    query = select_waiting(workspace_id, today, channel_id=channel_id, choice=choice)
    return await load_changes(connection, query.limit(limit), workspace_id)


async def count_waiting(
    connection: AsyncConnection, recipient: tuple[WorkspaceId, ChannelId | None], today: date
) -> Counter[str]:
    """Return how many changes wait in a channel or a workspace, by assignee, in a transaction."""
    assignee = func.coalesce(REVIEW_STEP.c.assignee, "")
    query = (
        select_waiting(recipient[0], today, channel_id=recipient[1])
        .with_only_columns(assignee.label("assignee"), func.count().label("number"))
        .order_by(None)
        .group_by(assignee)
        .order_by(assignee)
    )
    return Counter({row.assignee: row.number for row in await connection.execute(query)})


def select_waiting(
    workspace_id: WorkspaceId,
    today: date,
    *,
    channel_id: ChannelId | None = None,
    choice: WorklistFilter = ALL_WAITING,
) -> Select[Any]:
    """Return the query of the changes that wait: highest severity, then next due, first."""
    return (
        select_visible_changes(workspace_id)
        .outerjoin(
            REVIEW,
            and_(REVIEW.c.change_id == CHANGE.c.id, REVIEW.c.workspace_id == workspace_id),
        )
        .outerjoin(REVIEW_STEP, REVIEW_STEP.c.id == REVIEW.c.step_id)
        .where(
            CHANGE.c.significance == Significance.SUBSTANTIVE,
            CHANGE.c.id.in_(select_notified(workspace_id, channel_id)),
            _is_waiting(),
            *_list_conditions(choice, today),
        )
        .order_by(
            SEVERITY_RANK.desc(),
            func.coalesce(func.nullif(REVIEW_STEP.c.due_on, ""), literal("9999")),
            CHANGE.c.detected_at,
            CHANGE.c.id,
        )
    )


def select_notified(workspace_id: WorkspaceId, channel_id: ChannelId | None) -> Select[Any]:
    """Return the query of the changes that the workspace or one channel is to be notified of.

    A change whose card Slack refuses is one too: it was found, and somebody must decide on it.
    """
    query = select(DELIVERY.c.change_id).where(
        DELIVERY.c.workspace_id == workspace_id,
        DELIVERY.c.kind.in_(deliveries.CHANGE_KINDS),
        DELIVERY.c.change_id.is_not(None),
    )
    return query if channel_id is None else query.where(DELIVERY.c.channel_id == channel_id)


def _select_refused(workspace_id: WorkspaceId, channel_id: ChannelId | None) -> Select[Any]:
    """Return the query of refused cards: few rows, which an index finds by their state."""
    is_own = and_(REVIEW.c.change_id == CHANGE.c.id, REVIEW.c.workspace_id == workspace_id)
    query = (
        select(CHANNEL, DELIVERY.c.change_id, DELIVERY.c.error.label("code"))
        .join(DELIVERY, DELIVERY.c.channel_id == CHANNEL.c.id)
        .join(CHANGE, CHANGE.c.id == DELIVERY.c.change_id)
        .outerjoin(REVIEW, is_own)
        .outerjoin(REVIEW_STEP, REVIEW_STEP.c.id == REVIEW.c.step_id)
        .where(
            DELIVERY.c.workspace_id == workspace_id,
            DELIVERY.c.kind.in_(deliveries.CHANGE_KINDS),
            DELIVERY.c.state == deliveries.DROPPED,
            CHANGE.c.significance == Significance.SUBSTANTIVE,
            _is_waiting(),
        )
        .order_by(DELIVERY.c.id)
    )
    return query if channel_id is None else query.where(DELIVERY.c.channel_id == channel_id)


def _is_waiting() -> ColumnElement[bool]:
    """Return the condition that the last step of a review leaves a change waiting."""
    status = func.coalesce(REVIEW_STEP.c.status, ReviewStatus.OPEN.value)
    return status.in_(WAITING_STATUSES)


def _list_conditions(choice: WorklistFilter, today: date) -> list[ColumnElement[bool]]:
    assignee = func.coalesce(REVIEW_STEP.c.assignee, "")
    conditions: list[ColumnElement[bool]] = []
    if choice.assignee:
        conditions.append(assignee == choice.assignee)
    if choice.is_unassigned:
        conditions.append(assignee == "")
    if choice.is_overdue:
        due_on = func.coalesce(REVIEW_STEP.c.due_on, "")
        conditions.append(and_(due_on != "", due_on < today.isoformat()))
    if choice.minimum is not Severity.LOW:
        conditions.append(choice.minimum.rank <= SEVERITY_RANK)
    if choice.platform_key:
        conditions.append(DOCUMENT.c.platform_key == choice.platform_key)
    return conditions
