"""Queues reminders of the changes that wait for a decision; it owns no table."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change
from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.notifications.digests import DueDigest
from clausewatch.notifications.events import AssigneeReminder, ReviewReminder, WaitingChange
from clausewatch.store import deliveries
from clausewatch.store.channels import USER_ID, ensure_channel
from clausewatch.store.deadlines import load_upcoming
from clausewatch.store.tables import CHANNEL
from clausewatch.store.worklist import load_waiting

MAX_NAMED_CHANGES = 10
MAX_COUNTED_CHANGES = 500


async def queue_reminders(connection: AsyncConnection, due: DueDigest, now: datetime) -> int:
    """Queue the reminder of a channel, and one for each assignee whose due date has come.

    Returns 1 if the channel is reminded. A person is reminded of a change at most once a day, even
    if several channels have its card.
    """
    query = select(CHANNEL.c.workspace_id).where(CHANNEL.c.id == due.channel_id)
    workspace_id = WorkspaceId((await connection.execute(query)).scalar_one())
    changes = await load_waiting(
        connection,
        workspace_id,
        due.on,
        channel_id=ChannelId(due.channel_id),
        limit=MAX_COUNTED_CHANGES,
    )
    if not changes:
        return 0
    named = tuple(_describe(change) for change in changes[:MAX_NAMED_CHANGES])
    upcoming = await load_upcoming(
        connection,
        workspace_id,
        due.on,
        channel_id=ChannelId(due.channel_id),
        limit=MAX_NAMED_CHANGES,
    )
    reminder = ReviewReminder(due.on, len(changes), named, upcoming)
    row = deliveries.make_row(reminder, (workspace_id, due.channel_id), now)
    await _remind_assignees(connection, workspace_id, changes, due.on, now)
    return await deliveries.add(connection, [row])


async def _remind_assignees(
    connection: AsyncConnection,
    workspace_id: WorkspaceId,
    changes: Sequence[Change],
    today: date,
    now: datetime,
) -> None:
    rows = []
    for change in changes:
        review = change.review
        is_due = review.due_on is not None and review.due_on <= today
        if is_due and USER_ID.fullmatch(review.assignee):
            # Slack takes a person's id for the direct channel.
            direct = await ensure_channel(connection, workspace_id, review.assignee, now)
            event = AssigneeReminder(_describe(change), today)
            row = deliveries.make_row(event, (workspace_id, ChannelId(direct.id)), now)
            rows.append(row | {"change_id": change.id})
    await deliveries.add(connection, rows)


def _describe(change: Change) -> WaitingChange:
    review = change.review
    return WaitingChange(
        change.id,
        change.document.name,
        change.comparison.severity,
        review.status,
        review.assignee,
        review.due_on,
    )
