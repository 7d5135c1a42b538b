"""Adds, pauses and resumes rows of the table `channel`.

A channel is paused if Slack refuses posts in it; its deliveries wait.
"""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.notifications.events import ChannelPaused
from clausewatch.store import deliveries
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.database import insert_into
from clausewatch.store.tables import CHANNEL, WATCH

RETRY_AFTER = timedelta(hours=1)
"""A paused channel is tried again after this: most apps do not learn that they were invited."""
USER_ID = re.compile(r"[UW][A-Z0-9]{7,}")
"""Slack's id of a person; the user names of the terminal and of imported lists are shorter."""


def is_open(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a channel is not paused or may be tried again."""
    return or_(CHANNEL.c.paused.is_(None), CHANNEL.c.paused_at <= now - RETRY_AFTER)


async def pause(
    connection: AsyncConnection,
    channel_id: ChannelId,
    reason: str,
    now: datetime,
    *,
    is_seen: bool = False,
) -> None:
    """Pause a channel in the caller's transaction and notify somebody else, once.

    The channel's health channel is notified. Without one it is the person who last added to the
    watchlist, unless somebody is reading the reason at this moment (`is_seen`).
    """
    is_channel = CHANNEL.c.id == channel_id
    row = (await connection.execute(select(CHANNEL).where(is_channel))).one_or_none()
    if row is None:
        return
    change = update(CHANNEL).where(is_channel)
    await connection.execute(change.values(paused=reason, paused_at=now))
    if row.paused is not None:
        return
    settings = (await load_settings(connection, [channel_id])).get(channel_id)
    recipient = None if settings is None else settings.health_channel
    is_direct = recipient is None
    if recipient is None and not is_seen:
        recipient = await _ensure_direct_channel(connection, row, now)
    if recipient is None:
        return
    event = ChannelPaused(channel_id, row.slack_id, reason, now, is_direct=is_direct)
    delivery = deliveries.make_row(event, (WorkspaceId(row.workspace_id), recipient), now)
    await deliveries.add(connection, [delivery])


async def resume(connection: AsyncConnection, channel_id: ChannelId) -> None:
    """Resume a channel in the caller's transaction."""
    change = update(CHANNEL).where(CHANNEL.c.id == channel_id, CHANNEL.c.paused.is_not(None))
    await connection.execute(change.values(paused=None, paused_at=None))


async def _ensure_direct_channel(
    connection: AsyncConnection, row: Row[Any], now: datetime
) -> ChannelId | None:
    """Return the direct channel of the person who last added to a channel's watchlist.

    Slack takes a person's id for that channel's.
    """
    users = select(WATCH.c.user_id).where(WATCH.c.channel_id == row.id)
    last = users.order_by(WATCH.c.id.desc()).limit(1)
    user_id = (await connection.execute(last)).scalar_one_or_none()
    if user_id is None or not USER_ID.fullmatch(user_id):
        return None
    direct = await ensure_channel(connection, row.workspace_id, user_id, now)
    return ChannelId(direct.id)


async def ensure_channel(
    connection: AsyncConnection, workspace_id: int, slack_id: str, now: datetime
) -> Row[Any]:
    """Return the row of a channel by Slack's id; insert it if needed."""
    row = insert_into(connection, CHANNEL).values(
        workspace_id=workspace_id, slack_id=slack_id, created_at=now
    )
    await connection.execute(row.on_conflict_do_nothing())
    query = select(CHANNEL).where(
        CHANNEL.c.workspace_id == workspace_id, CHANNEL.c.slack_id == slack_id
    )
    return (await connection.execute(query)).one()
