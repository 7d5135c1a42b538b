"""The outbox's rows: who is to be told what, each thing once per channel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.model.watches import Watch
from clausewatch.notifications.deliveries import DeliveryKind, make_key
from clausewatch.notifications.events import (
    ChangeReviewed,
    DigestEntry,
    DocumentEvent,
    Event,
    TextReverted,
    TextSeenAgain,
)
from clausewatch.notifications.routing import Routed
from clausewatch.store.database import Database
from clausewatch.store.delivery_tables import (
    DELIVERY,
)
from clausewatch.store.event_codec import dump_event

WAITING = "waiting"
"""For the channel's digest, which takes it along."""
PENDING = "pending"
POSTED = "posted"
"""In a post whose fate is not known yet."""
TOLD = "told"
DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Card:
    """The alert that told a change in a channel: notes on the change go into its thread."""

    delivery_id: int
    workspace_id: WorkspaceId
    channel_id: ChannelId


async def add(
    database: Database, connection: AsyncConnection, rows: Sequence[dict[str, Any]]
) -> int:
    """Insert deliveries; what is there already stays as it is. Returns how many are new."""
    if not rows:
        return 0
    new = database.insert(DELIVERY).values(list(rows)).on_conflict_do_nothing()
    return len((await connection.execute(new.returning(DELIVERY.c.id))).all())


def of_change(routed: Routed, now: datetime) -> dict[str, Any]:
    """Return the row that tells a change to a channel: at once, or in its digest."""
    channel = routed.watch.channel
    row = make_row(routed.event, (channel.workspace_id, channel.id), now)
    return row | {
        "state": WAITING if isinstance(routed.event, DigestEntry) else PENDING,
        "due_at": not_muted(routed.watch, now),
        "change_id": routed.event.change_id,
    }


def not_muted(watch: Watch, now: datetime) -> datetime:
    """Return when a watch may be told of at the earliest."""
    return now if watch.muted_until is None else max(now, watch.muted_until)


def of_document(
    watch: Watch, event: DocumentEvent, now: datetime, *, to: ChannelId
) -> dict[str, Any]:
    """Return the row that tells a channel something about a document that is watched."""
    row = make_row(event, (watch.channel.workspace_id, to), now)
    return row | {"document_id": event.document_id, "due_at": not_muted(watch, now)}


def in_thread(
    card: Card, event: TextSeenAgain | TextReverted | ChangeReviewed, now: datetime
) -> dict[str, Any]:
    """Return the row that tells something about a change in its card's thread."""
    row = make_row(event, (card.workspace_id, card.channel_id), now)
    return row | {"change_id": event.change_id, "root_id": card.delivery_id}


def make_row(
    event: Event, recipient: tuple[WorkspaceId, ChannelId], now: datetime
) -> dict[str, Any]:
    """Return the row of an event for a channel; every row has the same columns."""
    key = make_key(event)
    return {
        "workspace_id": recipient[0],
        "channel_id": recipient[1],
        "kind": key.kind,
        "topic": key.topic,
        "subject": key.subject,
        "period": key.period,
        "event": dump_event(event),
        "state": PENDING,
        "due_at": now,
        "created_at": now,
        "change_id": None,
        "document_id": None,
        "root_id": None,
    }


async def told_in(
    connection: AsyncConnection, change_id: ChangeId, workspace_id: WorkspaceId | None = None
) -> list[Card]:
    """Return the cards that tell a change or are about to, of one workspace or of all."""
    query = (
        select(DELIVERY.c.id, DELIVERY.c.workspace_id, DELIVERY.c.channel_id)
        .where(
            DELIVERY.c.change_id == change_id,
            DELIVERY.c.kind == DeliveryKind.ALERT,
            DELIVERY.c.state != DROPPED,
        )
        .order_by(DELIVERY.c.id)
    )
    if workspace_id is not None:
        query = query.where(DELIVERY.c.workspace_id == workspace_id)
    return [
        Card(row.id, WorkspaceId(row.workspace_id), ChannelId(row.channel_id))
        for row in await connection.execute(query)
    ]
