"""From a post's row to all that is needed to make it."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change
from clausewatch.model.documents import Document
from clausewatch.model.record_ids import ChannelId, DeliveryId, PostId, WorkspaceId
from clausewatch.model.watches import Channel, Tenant
from clausewatch.notifications.deliveries import Delivery, Post
from clausewatch.store import codec
from clausewatch.store.changes import changes_of
from clausewatch.store.delivery_tables import CHANNEL, DELIVERY, POST
from clausewatch.store.event_codec import load_event
from clausewatch.store.mappers import load_documents
from clausewatch.store.tables import CHANGE, WORKSPACE

log = logging.getLogger(__name__)


async def outgoing_of(
    connection: AsyncConnection, condition: ColumnElement[bool]
) -> tuple[Post, ...]:
    """Return the posts that meet a condition on the post's row, oldest first.

    One whose deliveries are damaged is left out and logged.
    """
    columns = (
        POST,
        CHANNEL.c.workspace_id,
        CHANNEL.c.slack_id,
        CHANNEL.c.paused,
        WORKSPACE.c.enterprise_id,
        WORKSPACE.c.team_id,
    )
    query = (
        select(*columns)
        .join(CHANNEL, CHANNEL.c.id == POST.c.channel_id)
        .join(WORKSPACE, WORKSPACE.c.id == CHANNEL.c.workspace_id)
        .where(condition)
        .order_by(POST.c.id)
    )
    posts = (await connection.execute(query)).all()
    cards = sorted({_card(post) for post in posts})
    told = select(DELIVERY).where(DELIVERY.c.post_id.in_(cards)).order_by(DELIVERY.c.id)
    by_card: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in await connection.execute(told):
        by_card[row.post_id].append(row)
    found: list[Post] = []
    for post in posts:
        try:
            found.append(_outgoing(post, await _deliveries(connection, by_card[_card(post)])))
        except codec.DAMAGED:
            # Raised, it would keep every other channel from what it is to be told.
            log.exception("what post %d tells cannot be read", post.id)
    return tuple(found)


def _card(post: Row[Any]) -> int:
    """Return the post that the deliveries belong to: the card, also for its overflow."""
    number: int = post.id if post.root_id is None else post.root_id
    return number


def _outgoing(post: Row[Any], deliveries: tuple[Delivery, ...]) -> Post:
    return Post(
        post_id=PostId(post.id),
        token=post.token,
        channel=Channel(
            ChannelId(post.channel_id), WorkspaceId(post.workspace_id), post.slack_id, post.paused
        ),
        tenant=Tenant(post.enterprise_id or None, post.team_id or None),
        deliveries=deliveries,
        part=post.part,
        root_ts=post.thread_ts,
        is_repeat=post.is_repeat,
    )


async def _deliveries(
    connection: AsyncConnection, rows: Sequence[Row[Any]]
) -> tuple[Delivery, ...]:
    """Return deliveries with what they are about, as their workspace sees it."""
    if not rows:
        return ()
    changed = [row.change_id for row in rows if row.change_id is not None]
    query = select(CHANGE).where(CHANGE.c.id.in_(changed))
    workspace_id = WorkspaceId(rows[0].workspace_id)
    changes = {int(c.id): c for c in await changes_of(connection, query, workspace_id)}
    about = [row.document_id for row in rows if row.document_id is not None]
    documents = await load_documents(connection, about) if about else {}
    return tuple(
        _delivery(row, changes.get(row.change_id), documents.get(row.document_id)) for row in rows
    )


def _delivery(row: Row[Any], change: Change | None, document: Document | None) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        event=load_event(row.event),
        created_at=row.created_at,
        change=change,
        document=document,
    )
