"""Channels that nothing can be posted in: what there is to tell waits, and somebody is told."""

import re
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.notifications.events import ChannelPaused
from clausewatch.store import deliveries
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.database import Database
from clausewatch.store.delivery_tables import CHANNEL, WATCH

TRY_AGAIN = timedelta(hours=1)
"""A paused channel is tried anew with what waits: most apps do not learn that they were invited."""
MEMBER = re.compile(r"[UW][A-Z0-9]{7,}")
"""Slack's id of a person; the names that a terminal or a list goes by are shorter."""


def is_open(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a channel is not paused, or may be tried again."""
    return or_(CHANNEL.c.paused.is_(None), CHANNEL.c.paused_at <= now - TRY_AGAIN)


async def pause(
    database: Database,
    connection: AsyncConnection,
    channel_id: ChannelId,
    reason: str,
    now: datetime,
    *,
    is_told: bool = False,
) -> None:
    """Pause a channel within the caller's transaction, and tell somebody once.

    In the channel itself nobody could be told. It is told where the channel's health is told; where
    that is nowhere else, to whoever put a platform on its watchlist last, unless somebody reads it
    at this very moment (`is_told`).
    """
    mine = CHANNEL.c.id == channel_id
    row = (await connection.execute(select(CHANNEL).where(mine))).one_or_none()
    if row is None:
        return
    change = update(CHANNEL).where(mine)
    await connection.execute(change.values(paused=reason, paused_at=now))
    if row.paused is not None:
        return
    chosen = (await load_settings(connection, [channel_id])).get(channel_id)
    place = None if chosen is None else chosen.health_channel
    is_direct = place is None
    if place is None and not is_told:
        place = await _person(database, connection, row, now)
    if place is None:
        return
    event = ChannelPaused(channel_id, row.slack_id, reason, now, is_direct=is_direct)
    recipient = (WorkspaceId(row.workspace_id), place)
    delivery = deliveries.make_row(event, recipient, now)
    await deliveries.add(database, connection, [delivery])


async def _person(
    database: Database, connection: AsyncConnection, row: Row[Any], now: datetime
) -> ChannelId | None:
    """Return where the last to add to a channel's watchlist reads: Slack takes a member's id."""
    added = select(WATCH.c.user_id).where(WATCH.c.channel_id == row.id)
    last = added.order_by(WATCH.c.id.desc()).limit(1)
    user_id = (await connection.execute(last)).scalar_one_or_none()
    if user_id is None or not MEMBER.fullmatch(user_id):
        return None
    new = database.insert(CHANNEL).values(
        workspace_id=row.workspace_id, slack_id=user_id, created_at=now
    )
    await connection.execute(new.on_conflict_do_nothing())
    alone = (CHANNEL.c.workspace_id == row.workspace_id) & (CHANNEL.c.slack_id == user_id)
    return ChannelId((await connection.execute(select(CHANNEL.c.id).where(alone))).scalar_one())


async def resume(connection: AsyncConnection, channel_id: ChannelId) -> None:
    """Note within the caller's transaction that a channel can be posted in."""
    change = update(CHANNEL).where(CHANNEL.c.id == channel_id, CHANNEL.c.paused.is_not(None))
    await connection.execute(change.values(paused=None, paused_at=None))
