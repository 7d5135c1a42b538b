"""Makes posts of deliveries, one at a time per channel and in order; it shares their tables.

A post is committed as `sending` before it is sent.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Row, Select, and_, func, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.errors import DeliveryError
from clausewatch.model.record_ids import DeliveryId
from clausewatch.model.watches import Tenant
from clausewatch.notifications.deliveries import DeliveryKind, Post, Receipt
from clausewatch.notifications.routing import Pending, fold
from clausewatch.store import deliveries, posts
from clausewatch.store.channel_settings import is_threaded
from clausewatch.store.channels import is_open
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.outgoing_posts import load_outgoing
from clausewatch.store.tables import CHANNEL, DELIVERY, POST, WORKSPACE

_ROOT = DELIVERY.alias("root")

FOLDING_LIMIT = 500
"""Pending deliveries of a channel that one folding considers."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """The posts of all channels, from the queue to Slack's answer."""

    database: Database
    resend_after: timedelta = posts.REPEAT_AFTER
    """A post of unknown fate is sent again after this, marked as a possible repeat."""

    @uninterrupted
    async def claim(
        self, now: datetime, lease: timedelta, tenant: Tenant | None = None
    ) -> Post | None:
        """Lock a channel with a due post or delivery and return its next post, or None.

        With `tenant`, only channels of that workspace are considered.
        """
        async with self.database.write() as connection:
            overdue = posts.is_overdue(now)
            await posts.mark_unknown(connection, now + self.resend_after, overdue)
            channel = (await connection.execute(_select_next_channel(now, tenant))).one_or_none()
            if channel is None:
                return None
            lock = posts.ChannelLock(channel.id, uuid4().hex, now + lease)
            post_id = await posts.claim_existing(connection, lock, now)
            if post_id is None:
                post_id = await _fold_deliveries(connection, lock, now)
            if post_id is None:
                return None
            await posts.lock_channel(connection, lock)
            outgoing = await load_outgoing(connection, POST.c.id == post_id)
        return outgoing[0] if outgoing else None

    @uninterrupted
    async def mark_sent(self, outgoing: Post, receipt: Receipt, now: datetime) -> None:
        """Record that Slack took a post, and queue its overflow for its thread."""
        async with self.database.write() as connection:
            await posts.mark_sent(connection, outgoing, receipt, now)

    @uninterrupted
    async def mark_failed(self, outgoing: Post, error: DeliveryError, now: datetime) -> None:
        """Record that Slack refused a post or did not answer, and handle it."""
        async with self.database.write() as connection:
            await posts.mark_failed(
                connection, outgoing, error, now, resend_after=self.resend_after
            )

    @uninterrupted
    async def find_unknown(self, tenant: Tenant | None = None) -> tuple[Post, ...]:
        """Return the posts of unknown fate, oldest first, of one workspace if given."""
        is_unknown = POST.c.state == posts.UNKNOWN
        async with self.database.read() as connection:
            return await load_outgoing(connection, and_(is_unknown, _belongs_to(tenant)))

    @uninterrupted
    async def settle(self, outgoing: Post, receipt: Receipt | None, now: datetime) -> None:
        """Settle a post of unknown fate by its receipt; None if Slack never got it."""
        async with self.database.write() as connection:
            if receipt is None:
                await posts.put_back(connection, outgoing, now)
            else:
                await posts.mark_sent(connection, outgoing, receipt, now)


async def _fold_deliveries(
    connection: AsyncConnection, lock: posts.ChannelLock, now: datetime
) -> int | None:
    """Make the channel's next post of its pending deliveries; None if others took them."""
    query = (
        _select_pending(now)
        .where(DELIVERY.c.channel_id == lock.channel_id)
        .order_by(DELIVERY.c.id)
        .limit(FOLDING_LIMIT)
    )
    rows = (await connection.execute(query)).all()
    delivery_ids = fold([_map_pending(row) for row in rows])
    if not delivery_ids:
        return None
    thread_ts = next(row.thread_ts for row in rows if row.id == delivery_ids[0])
    if thread_ts is not None and not await is_threaded(connection, lock.channel_id):
        thread_ts = None
    post = insert(POST).values(
        channel_id=lock.channel_id,
        part=0,
        state=posts.SENDING,
        due_at=now,
        is_repeat=False,
        attempts=1,
        thread_ts=thread_ts,
        token=lock.token,
        lease_until=lock.until,
        created_at=now,
    )
    post_id: int = (await connection.execute(post.returning(POST.c.id))).scalar_one()
    folded = update(DELIVERY).where(DELIVERY.c.id.in_(delivery_ids))
    await connection.execute(folded.values(state=deliveries.POSTED, post_id=post_id))
    return post_id


def _map_pending(row: Row[Any]) -> Pending:
    return Pending(
        DeliveryId(row.id), DeliveryKind(row.kind), row.topic, is_reply=row.root_id is not None
    )


def _select_pending(now: datetime) -> Select[Any]:
    """Return the query of deliveries that may be posted; a note waits for the ts of its card."""
    root_post = POST.alias("root_post")
    joined = DELIVERY.outerjoin(_ROOT, _ROOT.c.id == DELIVERY.c.root_id).outerjoin(
        root_post, root_post.c.id == _ROOT.c.post_id
    )
    columns = (
        DELIVERY.c.id,
        DELIVERY.c.kind,
        DELIVERY.c.topic,
        DELIVERY.c.root_id,
        func.coalesce(root_post.c.thread_ts, root_post.c.ts).label("thread_ts"),
    )
    return (
        select(*columns)
        .select_from(joined)
        .where(
            DELIVERY.c.state == deliveries.PENDING,
            DELIVERY.c.due_at <= now,
            or_(DELIVERY.c.root_id.is_(None), _ROOT.c.state == deliveries.TOLD),
        )
    )


def _may_post(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a channel takes a post now."""
    return and_(
        WORKSPACE.c.inactive_reason.is_(None),
        is_open(now),
        or_(CHANNEL.c.next_post_at.is_(None), CHANNEL.c.next_post_at <= now),
        or_(CHANNEL.c.lock_until.is_(None), CHANNEL.c.lock_until <= now),
    )


def _belongs_to(tenant: Tenant | None) -> ColumnElement[bool]:
    """Return the condition that a workspace is the tenant; without one it is always true."""
    if tenant is None:
        return true()
    return and_(
        WORKSPACE.c.enterprise_id == (tenant.enterprise_id or ""),
        WORKSPACE.c.team_id == (tenant.team_id or ""),
    )


def _select_next_channel(now: datetime, tenant: Tenant | None) -> Select[Any]:
    """Return the query of the channel with due work whose last post is the oldest."""
    with_deliveries = _select_pending(now).with_only_columns(DELIVERY.c.channel_id)
    with_posts = select(POST.c.channel_id).where(posts.is_due(now))
    return (
        select(CHANNEL.c.id)
        .join(WORKSPACE, WORKSPACE.c.id == CHANNEL.c.workspace_id)
        .where(
            _may_post(now),
            _belongs_to(tenant),
            or_(CHANNEL.c.id.in_(with_deliveries), CHANNEL.c.id.in_(with_posts)),
        )
        .order_by(func.coalesce(CHANNEL.c.next_post_at, CHANNEL.c.created_at), CHANNEL.c.id)
        .limit(1)
        .with_for_update(of=CHANNEL, skip_locked=True)
    )
