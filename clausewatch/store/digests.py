"""Owns the table `digest_mark`: the date of each channel's last digest; queues digests."""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime
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
from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.reminders import queue_reminders
from clausewatch.store.tables import CHANNEL, DELIVERY, DIGEST_MARK, WATCH, WORKSPACE

log = logging.getLogger(__name__)
CADENCES = (Cadence.DAILY, Cadence.WEEKLY)
_QUEUE_ENTRY = (
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
    """The digests of all channels, at most one per cadence and local date."""

    database: Database

    @uninterrupted
    async def find_due(self, now: datetime) -> tuple[DueDigest, ...]:
        """Return the digests that are due and not queued yet."""
        async with self.database.read() as connection:
            channels = (await connection.execute(select_channels())).all()
            settings = await load_settings(connection, [row.id for row in channels])
            marks = {
                (row.channel_id, row.cadence): row.last_on
                for row in await connection.execute(select(DIGEST_MARK))
            }
        digests = []
        for row in channels:
            for cadence in CADENCES:
                on, due_at = find_last_due(settings.get(row.id, DEFAULTS), cadence, now)
                if on.isoformat() > marks.get((row.id, cadence), ""):
                    digests.append(DueDigest(ChannelId(row.id), cadence, on, due_at))
        return tuple(digests)

    @uninterrupted
    async def queue(self, due: DueDigest, now: datetime) -> int:
        """Queue the entries of a digest and return how many; a second call queues none."""
        async with self.database.write() as connection:
            if not await mark_queued(connection, due.channel_id, due.cadence, due.on):
                return 0
            settings = (await load_settings(connection, [due.channel_id])).get(
                due.channel_id, DEFAULTS
            )
            count = await _queue_entries(connection, due, settings, now)
            if settings.reminders is due.cadence:
                count += await queue_reminders(connection, due, now)
            if count == 0 and settings.tells_quiet and settings.digest is due.cadence:
                return await _queue_quiet_digest(connection, due, now)
            return count


async def mark_queued(
    connection: AsyncConnection, channel_id: ChannelId, cadence: str, day: date
) -> bool:
    """Record the date of a digest; return False if another process did so first."""
    on = day.isoformat()
    row = insert_into(connection, DIGEST_MARK).values(
        channel_id=channel_id, cadence=cadence, last_on=on
    )
    upsert = row.on_conflict_do_update(
        index_elements=[DIGEST_MARK.c.channel_id, DIGEST_MARK.c.cadence],
        set_={"last_on": on},
        where=DIGEST_MARK.c.last_on < on,
    ).returning(DIGEST_MARK.c.channel_id)
    return (await connection.execute(upsert)).one_or_none() is not None


async def _queue_quiet_digest(connection: AsyncConnection, due: DueDigest, now: datetime) -> int:
    """Queue a digest without changes, unless the channel is newer than its due time."""
    query = select(CHANNEL.c.workspace_id).where(
        CHANNEL.c.id == due.channel_id, CHANNEL.c.created_at <= due.due_at
    )
    workspace_id = (await connection.execute(query)).scalar_one_or_none()
    if workspace_id is None:
        return 0
    recipient = (WorkspaceId(workspace_id), due.channel_id)
    row = deliveries.make_row(QuietDigest(due.cadence, due.on), recipient, now)
    return await deliveries.add(connection, [row])


async def _queue_entries(
    connection: AsyncConnection, due: DueDigest, settings: ChannelSettings, now: datetime
) -> int:
    """Make the entries that wait for a digest due, except those of muted platforms."""
    cadences = [due.cadence, *([None] if settings.digest is due.cadence else ())]
    waiting = and_(
        DELIVERY.c.channel_id == due.channel_id,
        DELIVERY.c.kind == DeliveryKind.DIGEST,
        DELIVERY.c.state == deliveries.WAITING,
        DELIVERY.c.topic.in_([find_digest_topic(cadence) for cadence in cadences]),
        DELIVERY.c.due_at <= now,
    )
    rows = (await connection.execute(select(DELIVERY.c.id, DELIVERY.c.event).where(waiting))).all()
    entries = [
        entry for row in rows if (entry := _make_entry(row.id, row.event, due, now)) is not None
    ]
    if entries:
        await connection.execute(_QUEUE_ENTRY, entries)
    return len(entries)


def _make_entry(
    delivery_id: int, event: str, due: DueDigest, now: datetime
) -> dict[str, Any] | None:
    """Return the parameters of `_QUEUE_ENTRY`, or None if the event is damaged."""
    try:
        entry = event_codec.load_event(event)
    except ValueError:
        log.exception("delivery %d is damaged and left out of its digest", delivery_id)
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


def select_channels() -> Any:  # noqa: ANN401  # a select of one column
    """Return the query of active channels that have a watch or a waiting delivery."""
    return (
        select(CHANNEL.c.id)
        .join(WORKSPACE, WORKSPACE.c.id == CHANNEL.c.workspace_id)
        .where(WORKSPACE.c.inactive_reason.is_(None), _has_entries())
        .order_by(CHANNEL.c.id)
    )


def _has_entries() -> ColumnElement[bool]:
    has_waiting = exists().where(
        DELIVERY.c.channel_id == CHANNEL.c.id, DELIVERY.c.state == deliveries.WAITING
    )
    return or_(exists().where(WATCH.c.channel_id == CHANNEL.c.id), has_waiting)
