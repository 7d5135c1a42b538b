"""Faults that a crash test must notice, planted in a process of `tests.kill_points`."""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.webhooks import WebhookMessage
from clausewatch.notifications.events import DeadlineReminder, Event
from clausewatch.store import checks, deliveries, posts, webhooks
from clausewatch.store.tables import DELIVERY, POST, WEBHOOK_POST

VARIABLE = "PLANTED_FAULT"


def count_crash_as_sent() -> None:
    """Take a post whose process died for sent, though Slack may not have it."""

    async def mark_sent(
        connection: AsyncConnection, _due_at: datetime, lost: ColumnElement[bool]
    ) -> None:
        post_ids = [row.id for row in await connection.execute(POST.select().where(lost))]
        await connection.execute(
            update(POST).where(POST.c.id.in_(post_ids)).values(state=posts.SENT)
        )
        told = update(DELIVERY).where(DELIVERY.c.post_id.in_(post_ids))
        await connection.execute(told.values(state=deliveries.TOLD))

    posts.mark_unknown = mark_sent


def leave_repeat_unmarked() -> None:
    """Repeat a post of unknown fate without saying that it may be a repeat."""
    claim_existing = posts.claim_existing

    async def claim_unmarked(
        connection: AsyncConnection, lock: posts.ChannelLock, now: datetime
    ) -> int | None:
        post_id = await claim_existing(connection, lock, now)
        if post_id is not None:
            unmarked = update(POST).where(POST.c.id == post_id)
            await connection.execute(unmarked.values(is_repeat=False))
        return post_id

    posts.claim_existing = claim_unmarked


def write_deliveries_apart() -> None:
    """Write the deliveries of a change in a transaction of their own, after the change."""
    add, record_outcomes = deliveries.add, checks.record_outcomes
    postponed: ContextVar[list[dict[str, Any]] | None] = ContextVar("postponed", default=None)

    async def postpone(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> int:
        waiting = postponed.get()
        if waiting is None:
            return await add(connection, rows)
        waiting.extend(rows)
        return len(rows)

    async def record_apart(database: Any, *arguments: Any) -> Any:  # noqa: ANN401
        waiting: list[dict[str, Any]] = []
        token = postponed.set(waiting)
        try:
            result = await record_outcomes(database, *arguments)
        finally:
            postponed.reset(token)
        for row in waiting:
            async with database.write() as connection:
                await add(connection, [row])
        return result

    deliveries.add = postpone
    checks.record_outcomes = record_apart


def remember_reminders_in_memory() -> None:
    """Let each process remind by itself: what another one, or the former one, queued counts not."""
    make_row, process = deliveries.make_row, uuid4().hex

    def make_own_row(event: Event, *arguments: Any) -> dict[str, Any]:  # noqa: ANN401
        row = make_row(event, *arguments)
        own = {"period": f"{row['period']} {process}"}
        return row | own if isinstance(event, DeadlineReminder) else row

    deliveries.make_row = make_own_row


def count_message_as_sent() -> None:
    """Take a message to a webhook for sent as soon as it is claimed, though nobody may have it."""
    load_message = webhooks._load_message

    async def load_as_sent(connection: AsyncConnection, number: int) -> WebhookMessage:
        own = update(WEBHOOK_POST).where(WEBHOOK_POST.c.id == number)
        await connection.execute(own.values(state=webhooks.SENT))
        return await load_message(connection, number)

    webhooks._load_message = load_as_sent


FAULTS: dict[str, Callable[[], None]] = {
    "crash-is-sent": count_crash_as_sent,
    "repeat-unmarked": leave_repeat_unmarked,
    "deliveries-apart": write_deliveries_apart,
    "reminders-in-memory": remember_reminders_in_memory,
    "message-is-sent": count_message_as_sent,
}


def plant(name: str) -> None:
    """Change the code of this process as the named fault does; an empty name changes nothing."""
    if name:
        FAULTS[name]()
