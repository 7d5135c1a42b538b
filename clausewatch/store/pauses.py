"""Channels that nothing can be posted in: what there is to tell waits, and somebody is told."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model import ChannelId, WorkspaceId
from clausewatch.outcome import Event
from clausewatch.store import deliveries
from clausewatch.store.deliveries import CHANNEL
from clausewatch.store.engine import Database
from clausewatch.store.settings import settings_of
from clausewatch.telling import DeliveryKind

TRY_AGAIN = timedelta(hours=1)
"""A paused channel is tried anew with what waits: most apps do not learn that they were invited."""
PAUSED_TOPIC = "channel-paused"
"""Of the line in the channel where health is told; its text is Slack's id and the reason's code."""


def is_open(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a channel is not paused, or may be tried again."""
    return or_(CHANNEL.c.paused.is_(None), CHANNEL.c.paused_at <= now - TRY_AGAIN)


async def pause(
    database: Database,
    connection: AsyncConnection,
    channel_id: ChannelId,
    reason: str,
    now: datetime,
) -> None:
    """Pause a channel within the caller's transaction; where health is told, say so once.

    In the channel itself nobody could be told: its people read it in lists and in the home.
    """
    mine = CHANNEL.c.id == channel_id
    row = (await connection.execute(select(CHANNEL).where(mine))).one_or_none()
    if row is None:
        return
    change = update(CHANNEL).where(mine)
    await connection.execute(change.values(paused=reason, paused_at=now))
    chosen = (await settings_of(connection, [channel_id])).get(channel_id)
    if row.paused is not None or chosen is None or chosen.health_channel is None:
        return
    text, period = f"{row.slack_id} {reason}", f"{now:%Y-%m-%dT%H:%M}"
    event = Event(DeliveryKind.HEALTH, PAUSED_TOPIC, text, period=period)
    whom = (WorkspaceId(row.workspace_id), chosen.health_channel)
    about = deliveries.of_event(event, f"channel {channel_id}", whom, now)
    await deliveries.add(database, connection, [about])


async def resume(connection: AsyncConnection, channel_id: ChannelId) -> None:
    """Note within the caller's transaction that a channel can be posted in."""
    change = update(CHANNEL).where(CHANNEL.c.id == channel_id, CHANNEL.c.paused.is_not(None))
    await connection.execute(change.values(paused=None, paused_at=None))
