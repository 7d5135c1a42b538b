"""Owns the table `mute`: platforms that a channel gets no posts about until a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.store import deliveries
from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.tables import CHANGE, CHANNEL, DELIVERY, DOCUMENT, MUTE


@dataclass(frozen=True, slots=True)
class Mute:
    """A platform that is muted in a channel."""

    channel_id: ChannelId
    platform_key: str
    until: datetime
    user_id: str
    change_id: ChangeId | None = None


@dataclass(frozen=True, slots=True)
class Mutes:
    """The mutes of all channels; expired ones count for nothing."""

    database: Database

    @uninterrupted
    async def mute(self, mute: Mute, now: datetime) -> None:
        """Mute a platform in a channel and postpone the deliveries that are queued."""
        values = {
            "until": mute.until,
            "user_id": mute.user_id,
            "created_at": now,
            "change_id": mute.change_id,
        }
        async with self.database.write() as connection:
            row = insert_into(connection, MUTE).values(
                channel_id=mute.channel_id, platform_key=mute.platform_key, **values
            )
            upsert = row.on_conflict_do_update(
                index_elements=[MUTE.c.channel_id, MUTE.c.platform_key], set_=values
            )
            await connection.execute(upsert)
            await _postpone(connection, mute.channel_id, mute.platform_key, mute.until)

    @uninterrupted
    async def unmute(self, channel_id: ChannelId, platform_key: str, now: datetime) -> Mute | None:
        """End a mute and make the postponed deliveries due; return it, or None if there is none."""
        mute = delete(MUTE).where(
            MUTE.c.channel_id == channel_id, MUTE.c.platform_key == platform_key
        )
        async with self.database.write() as connection:
            row = (await connection.execute(mute.returning(*MUTE.c))).one_or_none()
            if row is None or row.until <= now:
                return None
            await _postpone(connection, channel_id, platform_key, now)
            return _map_mute(row)

    @uninterrupted
    async def find_in_channel(self, channel_id: ChannelId, now: datetime) -> tuple[Mute, ...]:
        """Return the mutes of a channel by platform key."""
        query = (
            select(MUTE)
            .where(MUTE.c.channel_id == channel_id, MUTE.c.until > now)
            .order_by(MUTE.c.platform_key)
        )
        async with self.database.read() as connection:
            return tuple(_map_mute(row) for row in await connection.execute(query))

    @uninterrupted
    async def find_by_platform(
        self, workspace_id: WorkspaceId, platform_key: str, now: datetime
    ) -> dict[ChannelId, datetime]:
        """Return the channels of a workspace where a platform is muted, and until when."""
        query = (
            select(MUTE.c.channel_id, MUTE.c.until)
            .join(CHANNEL, CHANNEL.c.id == MUTE.c.channel_id)
            .where(
                CHANNEL.c.workspace_id == workspace_id,
                MUTE.c.platform_key == platform_key,
                MUTE.c.until > now,
            )
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return {ChannelId(row.channel_id): row.until for row in rows}


async def _postpone(
    connection: AsyncConnection, channel_id: int, platform_key: str, until: datetime
) -> None:
    """Postpone a channel's queued deliveries about a platform, except notes in threads."""
    queued = update(DELIVERY).where(
        DELIVERY.c.channel_id == channel_id,
        DELIVERY.c.state.in_((deliveries.PENDING, deliveries.WAITING)),
        DELIVERY.c.root_id.is_(None),
        _is_about(platform_key),
    )
    await connection.execute(queued.values(due_at=until))


def _is_about(platform_key: str) -> ColumnElement[bool]:
    document_ids = select(DOCUMENT.c.id).where(DOCUMENT.c.platform_key == platform_key)
    change_ids = select(CHANGE.c.id).where(CHANGE.c.document_id.in_(document_ids))
    return or_(DELIVERY.c.document_id.in_(document_ids), DELIVERY.c.change_id.in_(change_ids))


def _map_mute(row: Row[Any]) -> Mute:
    return Mute(
        ChannelId(row.channel_id),
        row.platform_key,
        row.until,
        row.user_id,
        None if row.change_id is None else ChangeId(row.change_id),
    )
