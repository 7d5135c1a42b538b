"""Owns the table `webhook_post`: queues each notice of a change for the webhooks of its channel."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.store.tables import DELIVERY, WEBHOOK, WEBHOOK_POST

PENDING = "pending"
SENDING = "sending"
SENT = "sent"
DEAD = "dead"


async def queue(connection: AsyncConnection, delivery_ids: Sequence[int], now: datetime) -> None:
    """Queue new deliveries about changes, in the transaction that adds them."""
    chosen = (
        select(
            WEBHOOK.c.id,
            DELIVERY.c.id,
            literal(PENDING),
            literal(0),
            literal(now, WEBHOOK_POST.c.due_at.type),
            literal(now, WEBHOOK_POST.c.created_at.type),
        )
        .join(DELIVERY, DELIVERY.c.channel_id == WEBHOOK.c.channel_id)
        .where(DELIVERY.c.id.in_(delivery_ids))
    )
    columns = ("webhook_id", "delivery_id", "state", "attempts", "due_at", "created_at")
    await connection.execute(WEBHOOK_POST.insert().from_select(columns, chosen))
