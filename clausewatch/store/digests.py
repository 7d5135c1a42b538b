"""Digests: which channel is to have one now, and what it takes along."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.model.watches import Cadence
from clausewatch.notifications.deliveries import DeliveryKind, find_digest_topic, make_key
from clausewatch.notifications.digests import DEFAULTS, ChannelSettings, DueDigest, find_last_due
from clausewatch.notifications.events import DigestEntry, QuietDigest
from clausewatch.store import deliveries, event_codec
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.choice_tables import DIGEST_MARK
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.delivery_tables import CHANNEL, DELIVERY, WATCH
from clausewatch.store.tables import WORKSPACE

log = logging.getLogger(__name__)
CADENCES = (Cadence.DAILY, Cadence.WEEKLY)
_TAKE = (
    update(DELIVERY)
    .where(DELIVERY.c.id == bindparam("b_id"))
    .values(
        state=deliveries.PENDING,
        event=bindparam("b_event"),
        period=bindparam("b_period"),
        due_at=bindparam("b_due_at"),
    )
)


@dataclass(frozen=True, slots=True)
class Digests:
    """The digests of all channels: each once per local date."""

    database: Database

    @uninterrupted
    async def find_due(self, now: datetime) -> tuple[DueDigest, ...]:
        """Return the digests whose time has come and that were not looked at yet."""
        async with self.database.read() as connection:
            channels = (await connection.execute(_channels())).all()
            settings = await load_settings(connection, [row.id for row in channels])
            marks = {
                (row.channel_id, row.cadence): row.last_on
                for row in await connection.execute(select(DIGEST_MARK))
            }
        found = []
        for row in channels:
            for cadence in CADENCES:
                on, moment = find_last_due(settings.get(row.id, DEFAULTS), cadence, now)
                if on.isoformat() > marks.get((row.id, cadence), ""):
                    found.append(DueDigest(ChannelId(row.id), cadence, on, moment))
        return tuple(found)

    @uninterrupted
    async def queue(self, due: DueDigest, now: datetime) -> int:
        """Queue what a digest takes along; return how many things. Twice is as good as once."""
        async with self.database.write() as connection:
            if not await self._mark(connection, due):
                return 0
            settings = (await load_settings(connection, [due.channel_id])).get(
                due.channel_id, DEFAULTS
            )
            taken = await _take(connection, due, settings, now)
            is_told = settings.tells_quiet and settings.digest is due.cadence
            if taken == 0 and is_told:
                return await self._quiet(connection, due, now)
            return taken

    async def _mark(self, connection: AsyncConnection, due: DueDigest) -> bool:
        """Note the date of a digest; False where another process was first."""
        on = due.on.isoformat()
        new = self.database.insert(DIGEST_MARK).values(
            channel_id=due.channel_id, cadence=due.cadence, last_on=on
        )
        kept = new.on_conflict_do_update(
            index_elements=[DIGEST_MARK.c.channel_id, DIGEST_MARK.c.cadence],
            set_={"last_on": on},
            where=DIGEST_MARK.c.last_on < on,
        ).returning(DIGEST_MARK.c.channel_id)
        return (await connection.execute(kept)).one_or_none() is not None

    async def _quiet(self, connection: AsyncConnection, due: DueDigest, now: datetime) -> int:
        """Queue the line that says that nothing happened, unless the channel is newer than it."""
        query = select(CHANNEL.c.workspace_id).where(
            CHANNEL.c.id == due.channel_id, CHANNEL.c.created_at <= due.due_at
        )
        workspace = (await connection.execute(query)).scalar_one_or_none()
        if workspace is None:
            return 0
        event = QuietDigest(due.cadence, due.on)
        row = deliveries.make_row(event, (WorkspaceId(workspace), due.channel_id), now)
        return await deliveries.add(self.database, connection, [row])


async def _take(
    connection: AsyncConnection, due: DueDigest, settings: ChannelSettings, now: datetime
) -> int:
    """Make what waits for this digest due; what is muted waits on."""
    cadences = [due.cadence, *([None] if settings.digest is due.cadence else ())]
    mine = and_(
        DELIVERY.c.channel_id == due.channel_id,
        DELIVERY.c.kind == DeliveryKind.DIGEST,
        DELIVERY.c.state == deliveries.WAITING,
        DELIVERY.c.topic.in_([find_digest_topic(cadence) for cadence in cadences]),
        DELIVERY.c.due_at <= now,
    )
    rows = (await connection.execute(select(DELIVERY.c.id, DELIVERY.c.event).where(mine))).all()
    entries = [
        entry for row in rows if (entry := _date_entry(row.id, row.event, due, now)) is not None
    ]
    if entries:
        await connection.execute(_TAKE, entries)
    return len(entries)


def _date_entry(
    delivery_id: int, event: str, due: DueDigest, now: datetime
) -> dict[str, Any] | None:
    """Return what `_TAKE` writes for a change in a digest, or None if its event is damaged."""
    try:
        entry = event_codec.load_event(event)
    except ValueError:
        log.exception("delivery %d cannot be read and is left out of its digest", delivery_id)
        return None
    if not isinstance(entry, DigestEntry):
        return None
    dated = replace(entry, on=due.on)
    return {
        "b_id": delivery_id,
        "b_event": event_codec.dump_event(dated),
        "b_period": make_key(dated).period,
        "b_due_at": now,
    }


def _channels() -> Any:  # noqa: ANN401  # a select of one column
    """Return the query of channels that watch something or have something waiting."""
    return (
        select(CHANNEL.c.id)
        .join(WORKSPACE, WORKSPACE.c.id == CHANNEL.c.workspace_id)
        .where(WORKSPACE.c.inactive_reason.is_(None), _has_something())
        .order_by(CHANNEL.c.id)
    )


def _has_something() -> ColumnElement[bool]:
    waits = exists().where(
        DELIVERY.c.channel_id == CHANNEL.c.id, DELIVERY.c.state == deliveries.WAITING
    )
    return or_(exists().where(WATCH.c.channel_id == CHANNEL.c.id), waits)
