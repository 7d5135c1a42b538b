"""Owns the table `webhook`, and moves messages from the queue to sent or dead."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Row, Select, Update, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import ChannelId, WorkspaceId, record_id
from clausewatch.model.webhooks import DeadMessage, Webhook, WebhookMessage
from clausewatch.store import codec
from clausewatch.store.changes import load_changes, select_visible_changes
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.tables import CHANGE, CHANNEL, DELIVERY, WEBHOOK, WEBHOOK_POST, WORKSPACE
from clausewatch.store.webhook_posts import DEAD, PENDING, SENDING, SENT

log = logging.getLogger(__name__)

FIRST_RETRY = timedelta(seconds=30)
LAST_RETRY = timedelta(hours=6)
MAX_ATTEMPTS = 14
"""The waits between them make 26 hours; after the last attempt a message is dead."""
MAX_LISTED = 50
DAMAGED = "the change cannot be read; the log says why"


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """A webhook to add, without its secret."""

    channel_id: ChannelId
    url: str
    nonce: str
    key_id: str


@dataclass(frozen=True, slots=True)
class Webhooks:
    """The webhooks of all channels and their messages, each sent at least once."""

    database: Database

    @uninterrupted
    async def add(self, new: NewWebhook, now: datetime) -> int:
        """Add a webhook and return its number; one with the same URL gets the new secret."""
        values = {"nonce": new.nonce, "key_id": new.key_id}
        is_same = (WEBHOOK.c.channel_id == new.channel_id) & (WEBHOOK.c.url == new.url)
        async with self.database.write() as connection:
            change = update(WEBHOOK).where(is_same).values(values).returning(WEBHOOK.c.id)
            number: int | None = (await connection.execute(change)).scalar_one_or_none()
            if number is not None:
                return number
            row = values | {"channel_id": new.channel_id, "url": new.url, "created_at": now}
            added = insert(WEBHOOK).values(row).returning(WEBHOOK.c.id)
            first: int = (await connection.execute(added)).scalar_one()
            return first

    @uninterrupted
    async def remove(self, channel_id: ChannelId, number: int) -> bool:
        """Remove a webhook of a channel and its messages; return whether there was one."""
        own = delete(WEBHOOK).where(WEBHOOK.c.channel_id == channel_id, WEBHOOK.c.id == number)
        async with self.database.write() as connection:
            return (await connection.execute(own)).rowcount > 0

    @uninterrupted
    async def find_by_channel(self, channel_id: ChannelId) -> tuple[Webhook, ...]:
        """Return the webhooks of a channel."""
        query = _select_webhooks().where(WEBHOOK.c.channel_id == channel_id)
        async with self.database.read() as connection:
            rows = await connection.execute(query.order_by(WEBHOOK.c.id))
            return tuple(map(_map_webhook, rows))

    @uninterrupted
    async def claim(self, now: datetime, lease: timedelta) -> WebhookMessage | None:
        """Return the message that is due longest and lease it, or None.

        A message whose sender died is due again when its lease ends: it may arrive twice. One whose
        change cannot be read is dead.
        """
        async with self.database.write() as connection:
            while (number := await _find_due(connection, now)) is not None:
                own = update(WEBHOOK_POST).where(WEBHOOK_POST.c.id == number)
                attempts = WEBHOOK_POST.c.attempts + 1
                leased = {"state": SENDING, "token": uuid4().hex, "due_at": now + lease}
                await connection.execute(own.values(leased | {"attempts": attempts}))
                try:
                    return await _load_message(connection, number)
                except codec.DAMAGE_ERRORS:
                    # An exception would roll the claim back, and no other message would be sent.
                    log.exception("the change of webhook message %d is damaged", number)
                    await connection.execute(own.values(state=DEAD, error=DAMAGED))
        return None

    @uninterrupted
    async def mark_sent(self, message: WebhookMessage, now: datetime) -> None:
        """Record that the receiver took a message."""
        await self._update(message, {"state": SENT, "sent_at": now, "error": ""})

    @uninterrupted
    async def mark_failed(
        self, message: WebhookMessage, error: str, now: datetime, *, is_final: bool = False
    ) -> None:
        """Record a failed attempt: the next one is later each time, and the last one is final.

        Unless the fault is final, the other messages of the webhook go behind those of
        other webhooks: a receiver that does not answer must not hold up the others.
        """
        if is_final or message.attempts >= MAX_ATTEMPTS:
            await self._update(message, {"state": DEAD, "error": error})
        else:
            wait = min(FIRST_RETRY * 2 ** (message.attempts - 1), LAST_RETRY)
            await self._update(message, {"state": PENDING, "due_at": now + wait, "error": error})
        if not is_final:
            async with self.database.write() as connection:
                await connection.execute(_postpone(message.webhook, now))

    @uninterrupted
    async def find_dead(self) -> tuple[DeadMessage, ...]:
        """Return the first messages that are dead, oldest first."""
        query = (
            select(WEBHOOK_POST, WEBHOOK.c.url, DELIVERY.c.change_id)
            .join(WEBHOOK, WEBHOOK.c.id == WEBHOOK_POST.c.webhook_id)
            .join(DELIVERY, DELIVERY.c.id == WEBHOOK_POST.c.delivery_id)
            .where(WEBHOOK_POST.c.state == DEAD)
            .order_by(WEBHOOK_POST.c.id)
            .limit(MAX_LISTED)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            DeadMessage(
                record_id("W", row.id),
                row.url,
                record_id("C", row.change_id),
                row.error,
                row.attempts,
            )
            for row in rows
        )

    @uninterrupted
    async def retry_dead(self, now: datetime) -> int:
        """Queue all dead messages again and return how many."""
        revive = update(WEBHOOK_POST).where(WEBHOOK_POST.c.state == DEAD)
        values = {"state": PENDING, "due_at": now, "attempts": 0}
        async with self.database.write() as connection:
            return (await connection.execute(revive.values(values))).rowcount

    async def _update(self, message: WebhookMessage, values: dict[str, Any]) -> None:
        own = update(WEBHOOK_POST).where(
            WEBHOOK_POST.c.id == message.id, WEBHOOK_POST.c.token == message.token
        )
        async with self.database.write() as connection:
            await connection.execute(own.values(values))


async def _find_due(connection: AsyncConnection, now: datetime) -> int | None:
    """Return the number of the message that is due longest, and lock it."""
    query = (
        select(WEBHOOK_POST.c.id)
        .join(DELIVERY, DELIVERY.c.id == WEBHOOK_POST.c.delivery_id)
        .join(WORKSPACE, WORKSPACE.c.id == DELIVERY.c.workspace_id)
        .where(
            WEBHOOK_POST.c.state.in_((PENDING, SENDING)),
            WEBHOOK_POST.c.due_at <= now,
            WORKSPACE.c.inactive_reason.is_(None),
        )
        .order_by(WEBHOOK_POST.c.due_at, WEBHOOK_POST.c.id)
        .limit(1)
        .with_for_update(of=WEBHOOK_POST, skip_locked=True)
    )
    number: int | None = (await connection.execute(query)).scalar_one_or_none()
    return number


async def _load_message(connection: AsyncConnection, number: int) -> WebhookMessage:
    """Return a message. Raises one of DAMAGE_ERRORS if its change cannot be read."""
    query = (
        _select_webhooks()
        .add_columns(
            DELIVERY.c.workspace_id,
            DELIVERY.c.change_id,
            WEBHOOK_POST.c.attempts,
            WEBHOOK_POST.c.token,
        )
        .join(WEBHOOK_POST, WEBHOOK_POST.c.webhook_id == WEBHOOK.c.id)
        .join(DELIVERY, DELIVERY.c.id == WEBHOOK_POST.c.delivery_id)
        .where(WEBHOOK_POST.c.id == number)
    )
    row = (await connection.execute(query)).one()
    workspace_id = WorkspaceId(row.workspace_id)
    own = select_visible_changes(workspace_id).where(CHANGE.c.id == row.change_id)
    (change,) = await load_changes(connection, own, workspace_id)
    return WebhookMessage(number, row.token, _map_webhook(row), change, row.attempts)


def _postpone(webhook: Webhook, now: datetime) -> Update:
    """Return the change that makes the messages of a webhook that are due wait a little."""
    due = select(WEBHOOK_POST.c.id).where(
        WEBHOOK_POST.c.webhook_id == webhook.id,
        WEBHOOK_POST.c.state == PENDING,
        WEBHOOK_POST.c.due_at <= now,
    )
    # Two senders may postpone at the same time: none waits for the rows of the other.
    unlocked = due.with_for_update(skip_locked=True)
    return (
        update(WEBHOOK_POST).where(WEBHOOK_POST.c.id.in_(unlocked)).values(due_at=now + FIRST_RETRY)
    )


def _select_webhooks() -> Select[Any]:
    columns = (
        WEBHOOK.c.id.label("webhook_id"),
        CHANNEL.c.slack_id,
        WEBHOOK.c.url,
        WEBHOOK.c.nonce,
        WEBHOOK.c.key_id,
        WEBHOOK.c.created_at,
    )
    return select(*columns).join(CHANNEL, CHANNEL.c.id == WEBHOOK.c.channel_id)


def _map_webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        row.webhook_id,
        row.slack_id,
        row.url,
        row.nonce,
        row.key_id,
        row.created_at,
    )
