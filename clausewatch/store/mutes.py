"""Mutes: a platform of which a channel is told nothing for a while. What there is to tell waits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.store import deliveries
from clausewatch.store.choice_tables import MUTE
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.delivery_tables import CHANNEL, DELIVERY
from clausewatch.store.tables import CHANGE, DOCUMENT


@dataclass(frozen=True, slots=True)
class Mute:
    """A platform that is muted in a channel, by whom, and on the card of which change."""

    channel_id: ChannelId
    platform_key: str
    until: datetime
    user_id: str
    change_id: ChangeId | None = None


@dataclass(frozen=True, slots=True)
class Mutes:
    """What is muted where; a mute whose time is over counts for nothing."""

    database: Database

    @uninterrupted
    async def mute(self, mute: Mute, now: datetime) -> None:
        """Tell a channel nothing of a platform until then, what waits already included."""
        values = {
            "until": mute.until,
            "user_id": mute.user_id,
            "created_at": now,
            "change_id": mute.change_id,
        }
        new = self.database.insert(MUTE).values(
            channel_id=mute.channel_id, platform_key=mute.platform_key, **values
        )
        kept = new.on_conflict_do_update(
            index_elements=[MUTE.c.channel_id, MUTE.c.platform_key], set_=values
        )
        async with self.database.write() as connection:
            await connection.execute(kept)
            await _put_off(connection, mute.channel_id, mute.platform_key, mute.until)

    @uninterrupted
    async def unmute(self, channel_id: ChannelId, platform_key: str, now: datetime) -> Mute | None:
        """Tell a channel of a platform again, beginning with what has waited; None: not muted."""
        mine = and_(MUTE.c.channel_id == channel_id, MUTE.c.platform_key == platform_key)
        async with self.database.write() as connection:
            gone = delete(MUTE).where(mine).returning(*MUTE.c)
            row = (await connection.execute(gone)).one_or_none()
            if row is None or row.until <= now:
                return None
            await _put_off(connection, channel_id, platform_key, now)
            return _mute_of(row)

    @uninterrupted
    async def find_in_channel(self, channel_id: ChannelId, now: datetime) -> tuple[Mute, ...]:
        """Return what is muted in a channel."""
        mine = and_(MUTE.c.channel_id == channel_id, MUTE.c.until > now)
        query = select(MUTE).where(mine).order_by(MUTE.c.platform_key)
        async with self.database.read() as connection:
            return tuple(_mute_of(row) for row in await connection.execute(query))

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


async def _put_off(
    connection: AsyncConnection, channel_id: int, platform_key: str, until: datetime
) -> None:
    """Have all that a channel is to be told of a platform wait until then; replies go on."""
    late = update(DELIVERY).where(
        DELIVERY.c.channel_id == channel_id,
        DELIVERY.c.state.in_((deliveries.PENDING, deliveries.WAITING)),
        DELIVERY.c.root_id.is_(None),
        _is_about(platform_key),
    )
    await connection.execute(late.values(due_at=until))


def _is_about(platform_key: str) -> ColumnElement[bool]:
    documents = select(DOCUMENT.c.id).where(DOCUMENT.c.platform_key == platform_key)
    changes = select(CHANGE.c.id).where(CHANGE.c.document_id.in_(documents))
    return or_(DELIVERY.c.document_id.in_(documents), DELIVERY.c.change_id.in_(changes))


def _mute_of(row: Row[Any]) -> Mute:
    return Mute(
        ChannelId(row.channel_id),
        row.platform_key,
        row.until,
        row.user_id,
        None if row.change_id is None else ChangeId(row.change_id),
    )
