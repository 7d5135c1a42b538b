"""Owns the table `post`: moves a post from `sending` to sent, unknown, pending again or dropped.

Every function works in the caller's transaction. It changes a post only while the post has the
caller's token, so a late caller changes nothing. Every transaction locks the channel before the
post: two that lock in a different order would wait for each other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.errors import NO_ANSWER, DeliveryError
from clausewatch.notifications.deliveries import Post, Receipt
from clausewatch.store import deliveries
from clausewatch.store.channel_settings import is_threaded
from clausewatch.store.channels import pause, resume
from clausewatch.store.database import insert_into
from clausewatch.store.tables import CHANNEL, DELIVERY, POST
from clausewatch.store.workspaces import deactivate

PENDING = "pending"
SENDING = "sending"
SENT = "sent"
UNKNOWN = "unknown"
DROPPED = "dropped"

BETWEEN_POSTS = timedelta(seconds=1)
"""Slack allows one message a second per channel."""
REPEAT_AFTER = timedelta(minutes=10)
"""A post of unknown fate is sent again after this, marked as a possible repeat."""
FIRST_RETRY = timedelta(seconds=5)
LAST_RETRY = timedelta(minutes=10)


class Refusal(Enum):
    """The consequence of a clear refusal."""

    PAUSE = "pause"
    """Slack takes no post in this channel until a person acts."""
    DEACTIVATE = "deactivate"
    """Slack takes no post in this workspace."""
    DROP = "drop"
    """Slack never takes this message, but it takes later ones."""


REFUSALS: Mapping[str, Refusal] = {
    "token_revoked": Refusal.DEACTIVATE,
    "token_expired": Refusal.DEACTIVATE,
    "account_inactive": Refusal.DEACTIVATE,
    "invalid_auth": Refusal.DEACTIVATE,
    "not_authed": Refusal.DEACTIVATE,
    "team_access_not_granted": Refusal.DEACTIVATE,
    "msg_blocks_too_long": Refusal.DROP,
    "msg_too_long": Refusal.DROP,
    "invalid_blocks": Refusal.DROP,
    "invalid_blocks_format": Refusal.DROP,
    "invalid_arguments": Refusal.DROP,
    "no_text": Refusal.DROP,
    # A direct message to a person who left or who closed the messages of the app.
    "user_not_found": Refusal.DROP,
    "user_disabled": Refusal.DROP,
    "cannot_dm_bot": Refusal.DROP,
    "messages_tab_disabled": Refusal.DROP,
    "thread_not_found": Refusal.DROP,
    "message_not_found": Refusal.DROP,
}
"""By Slack's code; any other code pauses the channel, whose deliveries wait."""


@dataclass(frozen=True, slots=True)
class ChannelLock:
    """The lock of a channel: its token and until when."""

    channel_id: int
    token: str
    until: datetime


def is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition of posts that may be sent now."""
    return and_(POST.c.state.in_((PENDING, UNKNOWN)), POST.c.due_at <= now)


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Return the condition of posts whose sender let its lease expire."""
    return and_(POST.c.state == SENDING, POST.c.lease_until <= now)


async def mark_unknown(
    connection: AsyncConnection, due_at: datetime, lost: ColumnElement[bool]
) -> None:
    """Mark posts whose sender died as unknown and due at `due_at`; Slack may have them."""
    # Several senders search at once; each takes the posts that no other has locked.
    post_ids = select(POST.c.id).where(lost).with_for_update(skip_locked=True)
    change = update(POST).where(POST.c.id.in_(post_ids))
    await connection.execute(change.values(state=UNKNOWN, due_at=due_at))


async def lock_channel(connection: AsyncConnection, lock: ChannelLock) -> None:
    """Lock a channel."""
    change = update(CHANNEL).where(CHANNEL.c.id == lock.channel_id)
    await connection.execute(change.values(lock_token=lock.token, lock_until=lock.until))


async def claim_existing(
    connection: AsyncConnection, lock: ChannelLock, now: datetime
) -> int | None:
    """Mark the oldest due post of a channel as sending; return its number, or None without one."""
    query = (
        select(POST.c.id, POST.c.state, POST.c.is_repeat)
        .where(POST.c.channel_id == lock.channel_id, is_due(now))
        .order_by(POST.c.id)
        .limit(1)
    )
    post = (await connection.execute(query)).one_or_none()
    if post is None:
        return None
    await connection.execute(
        update(POST)
        .where(POST.c.id == post.id)
        .values(
            state=SENDING,
            is_repeat=post.is_repeat or post.state == UNKNOWN,
            attempts=POST.c.attempts + 1,
            token=lock.token,
            lease_until=lock.until,
        )
    )
    post_id: int = post.id
    return post_id


async def mark_sent(
    connection: AsyncConnection,
    outgoing: Post,
    receipt: Receipt,
    now: datetime,
) -> None:
    """Record a sent post with its ts and its deliveries, and queue its further parts."""
    await _unlock_channel(connection, outgoing, now + BETWEEN_POSTS)
    await resume(connection, outgoing.channel.id)
    sent = {"state": SENT, "ts": receipt.ts, "sent_at": now, "error": None}
    if await _update_post(connection, outgoing, sent) and outgoing.part == 0:
        change = update(DELIVERY).where(DELIVERY.c.post_id == outgoing.post_id)
        await connection.execute(change.values(state=deliveries.TOLD))
        has_threads = await is_threaded(connection, outgoing.channel.id)
        thread_ts = outgoing.root_ts or (receipt.ts if has_threads else None)
        parts = [
            {
                "channel_id": outgoing.channel.id,
                "root_id": outgoing.post_id,
                "part": part,
                "state": PENDING,
                "due_at": now,
                "is_repeat": False,
                "attempts": 0,
                "thread_ts": thread_ts,
                "created_at": now,
            }
            for part in range(1, receipt.parts)
        ]
        if parts:
            await connection.execute(insert_into(connection, POST).on_conflict_do_nothing(), parts)


async def mark_failed(
    connection: AsyncConnection,
    outgoing: Post,
    error: DeliveryError,
    now: datetime,
    *,
    resend_after: timedelta,
) -> None:
    """Handle a failure by its code; a delivery that can still be sent is kept."""
    if error.code == NO_ANSWER:
        await _unlock_channel(connection, outgoing, now + BETWEEN_POSTS)
        await _update_post(connection, outgoing, {"state": UNKNOWN, "due_at": now + resend_after})
    elif error.transient:
        retry_at = now + (error.retry_after or await _read_backoff(connection, outgoing))
        pending = {"state": PENDING, "due_at": retry_at, "error": error.code}
        await _unlock_channel(connection, outgoing, retry_at)
        await _update_post(connection, outgoing, pending)
    else:
        await _handle_refusal(connection, outgoing, error.code, now)


async def put_back(connection: AsyncConnection, outgoing: Post, now: datetime) -> None:
    """Queue a post of unknown fate that Slack never got; it is no repeat."""
    await _update_post(connection, outgoing, {"state": PENDING, "due_at": now})


async def _handle_refusal(
    connection: AsyncConnection,
    outgoing: Post,
    code: str,
    now: datetime,
) -> None:
    refusal = REFUSALS.get(code, Refusal.PAUSE)
    await _unlock_channel(connection, outgoing, now + BETWEEN_POSTS)
    if refusal is Refusal.PAUSE:
        await pause(connection, outgoing.channel.id, code, now)
    if refusal is Refusal.DROP:
        await _drop(connection, outgoing, code)
    else:
        await _dissolve(connection, outgoing, code, now)
    if refusal is Refusal.DEACTIVATE:
        await deactivate(connection, outgoing.channel.workspace_id, code, now)


async def _drop(connection: AsyncConnection, outgoing: Post, code: str) -> None:
    """Drop a message that Slack never takes, and the notes that wait for its thread."""
    if (
        not await _update_post(connection, outgoing, {"state": DROPPED, "error": code})
        or outgoing.part
    ):
        return
    delivery_ids = [delivery.id for delivery in outgoing.deliveries]
    has_lost_root = and_(
        DELIVERY.c.root_id.in_(delivery_ids), DELIVERY.c.state == deliveries.PENDING
    )
    change = update(DELIVERY).where(or_(DELIVERY.c.id.in_(delivery_ids), has_lost_root))
    await connection.execute(change.values(state=deliveries.DROPPED, error=code))


async def _dissolve(connection: AsyncConnection, outgoing: Post, code: str, now: datetime) -> None:
    """Delete a refused post and let its deliveries wait, to be folded with later ones."""
    may_fold_again = outgoing.part == 0 and not outgoing.is_repeat
    if not await _update_post(
        connection, outgoing, {"state": PENDING, "due_at": now, "error": code}
    ):
        return
    if may_fold_again:
        change = update(DELIVERY).where(DELIVERY.c.post_id == outgoing.post_id)
        pending = {"state": deliveries.PENDING, "post_id": None, "error": code}
        await connection.execute(change.values(pending))
        await connection.execute(delete(POST).where(POST.c.id == outgoing.post_id))


async def _update_post(
    connection: AsyncConnection, outgoing: Post, values: Mapping[str, object]
) -> bool:
    """Update a post that has the caller's token; return False if it has another."""
    change = update(POST).where(
        POST.c.id == outgoing.post_id,
        POST.c.token == outgoing.token,
        POST.c.state.in_((SENDING, UNKNOWN)),
    )
    return (await connection.execute(change.values(dict(values)))).rowcount > 0


async def _unlock_channel(
    connection: AsyncConnection, outgoing: Post, next_post_at: datetime
) -> None:
    """Unlock the channel if its lock has the caller's token."""
    change = update(CHANNEL).where(
        CHANNEL.c.id == outgoing.channel.id, CHANNEL.c.lock_token == outgoing.token
    )
    unlocked = {"lock_token": None, "lock_until": None, "next_post_at": next_post_at}
    await connection.execute(change.values(unlocked))


async def _read_backoff(connection: AsyncConnection, outgoing: Post) -> timedelta:
    """Return the wait if Slack names none: it doubles per attempt, up to ten minutes."""
    query = select(POST.c.attempts).where(POST.c.id == outgoing.post_id)
    attempts: int = (await connection.execute(query)).scalar_one_or_none() or 1
    return min(FIRST_RETRY * (1 << min(attempts - 1, 10)), LAST_RETRY)
