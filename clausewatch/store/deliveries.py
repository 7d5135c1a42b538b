"""Owns the table `delivery`: one row per thing to notify one channel of, each only once."""

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
    ProvisionCorrected,
    TermsEvent,
)
from clausewatch.notifications.routing import Routed
from clausewatch.store import webhook_posts
from clausewatch.store.database import insert_into, split_chunks
from clausewatch.store.event_codec import dump_event
from clausewatch.store.tables import DELIVERY

WAITING = "waiting"
"""For the channel's digest."""
PENDING = "pending"
POSTED = "posted"
"""In a post whose fate is still open."""
TOLD = "told"
DROPPED = "dropped"
CHANGE_KINDS = (DeliveryKind.ALERT, DeliveryKind.DIGEST)
"""The kinds by which a channel is notified of a change."""


@dataclass(frozen=True, slots=True)
class Card:
    """The alert about a change in one channel; notes on the change go into its thread."""

    delivery_id: int
    workspace_id: WorkspaceId
    channel_id: ChannelId


async def add(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> int:
    """Insert deliveries that are not queued yet; return how many they are."""
    added = 0
    for chunk in split_chunks(rows):
        insert = insert_into(connection, DELIVERY).values(list(chunk)).on_conflict_do_nothing()
        new = await connection.execute(
            insert.returning(DELIVERY.c.id, DELIVERY.c.kind, DELIVERY.c.change_id)
        )
        inserted = new.all()
        added += len(inserted)
        about = [r.id for r in inserted if r.change_id is not None and r.kind in CHANGE_KINDS]
        if about:
            await webhook_posts.queue(connection, about, rows[0]["created_at"])
    return added


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


def make_change_row(routed: Routed, now: datetime) -> dict[str, Any]:
    """Return the row of a change for a channel: an alert, or an entry that waits for a digest."""
    channel = routed.watch.channel
    row = make_row(routed.event, (channel.workspace_id, channel.id), now)
    return row | {
        "state": WAITING if isinstance(routed.event, DigestEntry) else PENDING,
        "due_at": find_unmuted_time(routed.watch, now),
        "change_id": routed.event.change_id,
    }


def make_document_row(
    watch: Watch, event: DocumentEvent, now: datetime, *, to: ChannelId
) -> dict[str, Any]:
    """Return the row of an event of a watched document for a channel."""
    row = make_row(event, (watch.channel.workspace_id, to), now)
    return row | {"document_id": event.document_id, "due_at": find_unmuted_time(watch, now)}


def make_thread_row(
    card: Card,
    event: TermsEvent | ChangeReviewed | ProvisionCorrected,
    now: datetime,
) -> dict[str, Any]:
    """Return the row of an event of a change for its card's thread."""
    row = make_row(event, (card.workspace_id, card.channel_id), now)
    return row | {"change_id": event.change_id, "root_id": card.delivery_id}


def find_unmuted_time(watch: Watch, now: datetime) -> datetime:
    """Return when a watch may be notified at the earliest."""
    return now if watch.muted_until is None else max(now, watch.muted_until)


async def find_cards(
    connection: AsyncConnection, change_id: ChangeId, workspace_id: WorkspaceId | None = None
) -> list[Card]:
    """Return the posted and queued cards of a change, in one workspace or in all."""
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
