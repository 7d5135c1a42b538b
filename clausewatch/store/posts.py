"""What becomes of a post: from `sending` to sent, unknown, waiting again or dropped.

Every function works in the caller's transaction and only while the post's token is still the
caller's: whoever comes late changes nothing. The channel's row goes first and the post's after it,
everywhere: two transactions that lock in other orders wait for each other.
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
from clausewatch.store.channel_pauses import pause, resume
from clausewatch.store.channel_settings import is_threaded
from clausewatch.store.database import Database
from clausewatch.store.delivery_tables import CHANNEL, DELIVERY, POST
from clausewatch.store.workspaces import deactivate

PENDING = "pending"
SENDING = "sending"
SENT = "sent"
UNKNOWN = "unknown"
DROPPED = "dropped"

BETWEEN_POSTS = timedelta(seconds=1)
"""Slack takes one message a second per channel."""
REPEAT_AFTER = timedelta(minutes=10)
"""A post of unknown fate goes out once more, marked as a possible repeat."""
FIRST_RETRY = timedelta(seconds=5)
LAST_RETRY = timedelta(minutes=10)


class Refusal(Enum):
    """What follows from a clear refusal."""

    PAUSE = "pause"
    """Nothing can be posted in this channel until somebody does something."""
    DEACTIVATE = "deactivate"
    """Nothing can be posted in this workspace."""
    DROP = "drop"
    """This message can never be posted; the ones after it can."""


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
    # a line to one person, who is gone or has closed the app's messages
    "user_not_found": Refusal.DROP,
    "user_disabled": Refusal.DROP,
    "cannot_dm_bot": Refusal.DROP,
    "messages_tab_disabled": Refusal.DROP,
    "thread_not_found": Refusal.DROP,
    "message_not_found": Refusal.DROP,
}
"""By Slack's code; any other pauses the channel, which keeps what there is to tell."""


@dataclass(frozen=True, slots=True)
class ChannelLock:
    """A channel's lock: whose it is and until when."""

    channel_id: int
    token: str
    until: datetime


def is_due(now: datetime) -> ColumnElement[bool]:
    """Return the condition of posts that exist already and may go out."""
    return and_(POST.c.state.in_((PENDING, UNKNOWN)), POST.c.due_at <= now)


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """Return the condition of posts whose sender has not been heard of within its lease."""
    return and_(POST.c.state == SENDING, POST.c.lease_until <= now)


async def mark_unknown(
    connection: AsyncConnection, due_at: datetime, lost: ColumnElement[bool]
) -> None:
    """Call posts unknown: their sender is gone and may have made them or not; resent from then."""
    # Several senders look for them at once; each takes those that no other is at.
    chosen = select(POST.c.id).where(lost).with_for_update(skip_locked=True)
    change = update(POST).where(POST.c.id.in_(chosen))
    await connection.execute(change.values(state=UNKNOWN, due_at=due_at))


async def lock_channel(connection: AsyncConnection, hold: ChannelLock) -> None:
    """Take a channel's lock."""
    change = update(CHANNEL).where(CHANNEL.c.id == hold.channel_id)
    await connection.execute(change.values(lock_token=hold.token, lock_until=hold.until))


async def claim_existing(
    connection: AsyncConnection, hold: ChannelLock, now: datetime
) -> int | None:
    """Send an existing post of the channel that is due, the oldest first; None where none is."""
    query = (
        select(POST.c.id, POST.c.state, POST.c.is_repeat)
        .where(POST.c.channel_id == hold.channel_id, is_due(now))
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
            token=hold.token,
            lease_until=hold.until,
        )
    )
    number: int = post.id
    return number


async def mark_sent(
    database: Database,
    connection: AsyncConnection,
    outgoing: Post,
    receipt: Receipt,
    now: datetime,
) -> None:
    """Note a post's ts, that its deliveries are told, and the rest of its parts."""
    await _free(connection, outgoing, now + BETWEEN_POSTS)
    await resume(connection, outgoing.channel.id)
    done = {"state": SENT, "ts": receipt.ts, "sent_at": now, "error": None}
    if await _move(connection, outgoing, done) and outgoing.part == 0:
        told = update(DELIVERY).where(DELIVERY.c.post_id == outgoing.post_id)
        await connection.execute(told.values(state=deliveries.TOLD))
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
            await connection.execute(database.insert(POST).on_conflict_do_nothing(), parts)


async def mark_failed(
    database: Database,
    connection: AsyncConnection,
    outgoing: Post,
    error: DeliveryError,
    now: datetime,
    *,
    resend_after: timedelta,
) -> None:
    """Do what a failure's code asks for; nothing is given up that can still be told."""
    if error.code == NO_ANSWER:
        await _free(connection, outgoing, now + BETWEEN_POSTS)
        await _move(connection, outgoing, {"state": UNKNOWN, "due_at": now + resend_after})
    elif error.transient:
        when = now + (error.retry_after or await _backoff(connection, outgoing))
        waiting = {"state": PENDING, "due_at": when, "error": error.code}
        await _free(connection, outgoing, when)
        await _move(connection, outgoing, waiting)
    else:
        await _refused(database, connection, outgoing, error.code, now)


async def put_back(connection: AsyncConnection, outgoing: Post, now: datetime) -> None:
    """Queue a post of unknown fate again: it was never made, so this is no repeat."""
    await _move(connection, outgoing, {"state": PENDING, "due_at": now})


async def _refused(
    database: Database,
    connection: AsyncConnection,
    outgoing: Post,
    code: str,
    now: datetime,
) -> None:
    refusal = REFUSALS.get(code, Refusal.PAUSE)
    await _free(connection, outgoing, now + BETWEEN_POSTS)
    if refusal is Refusal.PAUSE:
        await pause(database, connection, outgoing.channel.id, code, now)
    if refusal is Refusal.DROP:
        await _drop(connection, outgoing, code)
    else:
        await _dissolve(connection, outgoing, code, now)
    if refusal is Refusal.DEACTIVATE:
        await deactivate(connection, outgoing.channel.workspace_id, code, now)


async def _drop(connection: AsyncConnection, outgoing: Post, code: str) -> None:
    """Give a message up that Slack will never take, with the notes that wait for its thread."""
    if not await _move(connection, outgoing, {"state": DROPPED, "error": code}) or outgoing.part:
        return
    numbers = [delivery.id for delivery in outgoing.deliveries]
    hopeless = and_(DELIVERY.c.root_id.in_(numbers), DELIVERY.c.state == deliveries.PENDING)
    lost = update(DELIVERY).where(or_(DELIVERY.c.id.in_(numbers), hopeless))
    await connection.execute(lost.values(state=deliveries.DROPPED, error=code))


async def _dissolve(connection: AsyncConnection, outgoing: Post, code: str, now: datetime) -> None:
    """Let a refused post's deliveries wait by themselves, so that they may fold with later ones."""
    is_alone = outgoing.part == 0 and not outgoing.is_repeat
    if not await _move(connection, outgoing, {"state": PENDING, "due_at": now, "error": code}):
        return
    if is_alone:
        free = update(DELIVERY).where(DELIVERY.c.post_id == outgoing.post_id)
        waiting = {"state": deliveries.PENDING, "post_id": None, "error": code}
        await connection.execute(free.values(waiting))
        await connection.execute(delete(POST).where(POST.c.id == outgoing.post_id))


async def _move(connection: AsyncConnection, outgoing: Post, values: Mapping[str, object]) -> bool:
    """Change a post that is still the caller's; False where it is not."""
    ours = update(POST).where(
        POST.c.id == outgoing.post_id,
        POST.c.token == outgoing.token,
        POST.c.state.in_((SENDING, UNKNOWN)),
    )
    return (await connection.execute(ours.values(dict(values)))).rowcount > 0


async def _free(connection: AsyncConnection, outgoing: Post, next_post_at: datetime) -> None:
    """Unlock the channel where the lock is still the caller's."""
    ours = update(CHANNEL).where(
        CHANNEL.c.id == outgoing.channel.id, CHANNEL.c.lock_token == outgoing.token
    )
    free = {"lock_token": None, "lock_until": None, "next_post_at": next_post_at}
    await connection.execute(ours.values(free))


async def _backoff(connection: AsyncConnection, outgoing: Post) -> timedelta:
    """Return how long to wait where Slack did not say: doubling per attempt, up to ten minutes."""
    query = select(POST.c.attempts).where(POST.c.id == outgoing.post_id)
    attempts: int = (await connection.execute(query)).scalar_one_or_none() or 1
    return min(FIRST_RETRY * (1 << min(attempts - 1, 10)), LAST_RETRY)
