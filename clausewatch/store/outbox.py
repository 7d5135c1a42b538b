"""The outbox: one post at a time per channel, in order, committed as `sending` before it goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.errors import DeliveryError
from clausewatch.model.record_ids import DeliveryId
from clausewatch.model.watches import Tenant
from clausewatch.notifications.deliveries import DeliveryKind, Post, Receipt
from clausewatch.notifications.routing import Pending, fold
from clausewatch.store import deliveries, posts
from clausewatch.store.channel_pauses import is_open
from clausewatch.store.channel_settings import is_threaded
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.delivery_tables import CHANNEL, DELIVERY, POST
from clausewatch.store.outgoing_posts import outgoing_of
from clausewatch.store.tables import WORKSPACE

ROOT = DELIVERY.alias("root")

MOST_LOOKED_AT = 500
"""Pending deliveries of a channel that folding looks at."""


@dataclass(frozen=True, slots=True)
class Outbox:
    """What waits to be posted, what is being posted, and what became of it."""

    database: Database
    resend_after: timedelta = posts.REPEAT_AFTER
    """A post of unknown fate goes out once more after this, marked as a possible repeat."""

    @uninterrupted
    async def claim(
        self, now: datetime, lease: timedelta, tenant: Tenant | None = None
    ) -> Post | None:
        """Lock a channel that has something due and return its next post, or None.

        With `tenant` of that workspace only: whoever posts elsewhere must not take its posts.
        """
        async with self.database.write() as connection:
            overdue = posts.is_overdue(now)
            await posts.mark_unknown(connection, now + self.resend_after, overdue)
            channel = (await connection.execute(_next_channel(now, tenant))).one_or_none()
            if channel is None:
                return None
            hold = posts.ChannelLock(channel.id, uuid4().hex, now + lease)
            post_id = await posts.claim_existing(connection, hold, now)
            if post_id is None:
                post_id = await self._fold(connection, hold, now)
            if post_id is None:
                return None
            await posts.lock_channel(connection, hold)
            found = await outgoing_of(connection, POST.c.id == post_id)
        return found[0] if found else None

    @uninterrupted
    async def mark_sent(self, outgoing: Post, receipt: Receipt, now: datetime) -> None:
        """Note that Slack took a post; its overflow is queued for its thread."""
        async with self.database.write() as connection:
            await posts.mark_sent(self.database, connection, outgoing, receipt, now)

    @uninterrupted
    async def mark_failed(self, outgoing: Post, error: DeliveryError, now: datetime) -> None:
        """Note that a post was refused or that its fate is not known, and what follows."""
        async with self.database.write() as connection:
            await posts.mark_failed(
                self.database, connection, outgoing, error, now, resend_after=self.resend_after
            )

    @uninterrupted
    async def find_unknown(self, tenant: Tenant | None = None) -> tuple[Post, ...]:
        """Return the posts whose fate is not known, oldest first; of one workspace if given."""
        is_unknown = POST.c.state == posts.UNKNOWN
        async with self.database.read() as connection:
            return await outgoing_of(connection, and_(is_unknown, _is_of(tenant)))

    @uninterrupted
    async def settle(self, outgoing: Post, receipt: Receipt | None, now: datetime) -> None:
        """Note what a look-up found of a post of unknown fate; None: it was never made."""
        async with self.database.write() as connection:
            if receipt is None:
                await posts.put_back(connection, outgoing, now)
            else:
                await posts.mark_sent(self.database, connection, outgoing, receipt, now)

    async def _fold(
        self, connection: AsyncConnection, hold: posts.ChannelLock, now: datetime
    ) -> int | None:
        """Make the channel's next post of its pending deliveries; None where they are gone."""
        query = (
            _pending(now)
            .where(DELIVERY.c.channel_id == hold.channel_id)
            .order_by(DELIVERY.c.id)
            .limit(MOST_LOOKED_AT)
        )
        rows = (await connection.execute(query)).all()
        chosen = fold([_foldable(row) for row in rows])
        if not chosen:
            return None
        thread_ts = next(row.thread_ts for row in rows if row.id == chosen[0])
        if thread_ts is not None and not await is_threaded(connection, hold.channel_id):
            thread_ts = None
        new = self.database.insert(POST).values(
            channel_id=hold.channel_id,
            part=0,
            state=posts.SENDING,
            due_at=now,
            is_repeat=False,
            attempts=1,
            thread_ts=thread_ts,
            token=hold.token,
            lease_until=hold.until,
            created_at=now,
        )
        post_id: int = (await connection.execute(new.returning(POST.c.id))).scalar_one()
        taken = update(DELIVERY).where(DELIVERY.c.id.in_(chosen))
        await connection.execute(taken.values(state=deliveries.POSTED, post_id=post_id))
        return post_id


def _foldable(row: Row[Any]) -> Pending:
    return Pending(
        DeliveryId(row.id), DeliveryKind(row.kind), row.topic, is_reply=row.root_id is not None
    )


def _pending(now: datetime) -> Select[Any]:
    """Return the query of deliveries that may go out: a note waits until its card has a ts."""
    root_post = POST.alias("root_post")
    joined = DELIVERY.outerjoin(ROOT, ROOT.c.id == DELIVERY.c.root_id).outerjoin(
        root_post, root_post.c.id == ROOT.c.post_id
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
            or_(DELIVERY.c.root_id.is_(None), ROOT.c.state == deliveries.TOLD),
        )
    )


def _may_post(now: datetime) -> ColumnElement[bool]:
    """Return the condition under which a channel may be posted to just now."""
    return and_(
        WORKSPACE.c.inactive_reason.is_(None),
        is_open(now),
        or_(CHANNEL.c.next_post_at.is_(None), CHANNEL.c.next_post_at <= now),
        or_(CHANNEL.c.lock_until.is_(None), CHANNEL.c.lock_until <= now),
    )


def _is_of(tenant: Tenant | None) -> ColumnElement[bool]:
    """Return the condition that a workspace is the tenant; without one, any is."""
    if tenant is None:
        return true()
    return and_(
        WORKSPACE.c.enterprise_id == (tenant.enterprise_id or ""),
        WORKSPACE.c.team_id == (tenant.team_id or ""),
    )


def _next_channel(now: datetime, tenant: Tenant | None) -> Select[Any]:
    """Return the query of the channel with something due that was posted to longest ago."""
    with_deliveries = _pending(now).with_only_columns(DELIVERY.c.channel_id)
    with_posts = select(POST.c.channel_id).where(posts.is_due(now))
    return (
        select(CHANNEL.c.id)
        .join(WORKSPACE, WORKSPACE.c.id == CHANNEL.c.workspace_id)
        .where(
            _may_post(now),
            _is_of(tenant),
            or_(CHANNEL.c.id.in_(with_deliveries), CHANNEL.c.id.in_(with_posts)),
        )
        .order_by(func.coalesce(CHANNEL.c.next_post_at, CHANNEL.c.created_at), CHANNEL.c.id)
        .limit(1)
        .with_for_update(of=CHANNEL, skip_locked=True)
    )
