"""Loads posts with everything that is needed to send them; it owns no table."""

import logging
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change
from clausewatch.model.documents import Document
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChannelId, DeliveryId, PostId, WorkspaceId
from clausewatch.model.watches import Channel, Tenant
from clausewatch.notifications.deliveries import FIRST_READ, ClauseFinding, Delivery, Post
from clausewatch.store import codec
from clausewatch.store.changes import load_changes
from clausewatch.store.event_codec import load_event
from clausewatch.store.mappers import load_documents
from clausewatch.store.tables import CHANGE, CHANNEL, DELIVERY, POST, PROVISION, WORKSPACE

log = logging.getLogger(__name__)


async def load_outgoing(
    connection: AsyncConnection, condition: ColumnElement[bool]
) -> tuple[Post, ...]:
    """Return the posts that meet a condition, oldest first.

    A post with damaged deliveries is left out and logged.
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
    card_ids = sorted({_find_card_id(post) for post in posts})
    deliveries = select(DELIVERY).where(DELIVERY.c.post_id.in_(card_ids)).order_by(DELIVERY.c.id)
    rows: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in await connection.execute(deliveries):
        rows[row.post_id].append(row)
    outgoing: list[Post] = []
    for post in posts:
        try:
            loaded = await _load_deliveries(connection, rows[_find_card_id(post)])
            outgoing.append(_map_outgoing(post, loaded))
        except codec.DAMAGE_ERRORS:
            # One damaged post must not block the posts of every other channel.
            log.exception("post %d is damaged and left out", post.id)
    return tuple(outgoing)


def _find_card_id(post: Row[Any]) -> int:
    """Return the post that has the deliveries: for the overflow of a card it is the card."""
    card_id: int = post.id if post.root_id is None else post.root_id
    return card_id


def _map_outgoing(post: Row[Any], deliveries: tuple[Delivery, ...]) -> Post:
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


async def _load_deliveries(
    connection: AsyncConnection, rows: Sequence[Row[Any]]
) -> tuple[Delivery, ...]:
    """Return deliveries with their changes and documents, as their workspace sees them."""
    if not rows:
        return ()
    change_ids = [row.change_id for row in rows if row.change_id is not None]
    query = select(CHANGE).where(CHANGE.c.id.in_(change_ids))
    workspace_id = WorkspaceId(rows[0].workspace_id)
    changes = {
        int(change.id): change for change in await load_changes(connection, query, workspace_id)
    }
    document_ids = [row.document_id for row in rows if row.document_id is not None]
    documents = await load_documents(connection, document_ids) if document_ids else {}
    new_ids = [row.document_id for row in rows if row.topic == FIRST_READ]
    findings = await _load_findings(connection, new_ids) if new_ids else {}
    return tuple(
        replace(
            _map_delivery(row, changes.get(row.change_id), documents.get(row.document_id)),
            findings=tuple(findings.get(row.document_id, ())) if row.topic == FIRST_READ else (),
        )
        for row in rows
    )


async def _load_findings(
    connection: AsyncConnection, document_ids: Sequence[int]
) -> dict[int, list[ClauseFinding]]:
    """Return the clause types of documents, highest severity first."""
    query = (
        select(
            PROVISION.c.document_id, PROVISION.c.clause, PROVISION.c.severity, PROVISION.c.polarity
        )
        .where(PROVISION.c.document_id.in_(document_ids), PROVISION.c.removed_at.is_(None))
        .order_by(PROVISION.c.severity.desc(), PROVISION.c.id)
    )
    findings: dict[int, list[ClauseFinding]] = defaultdict(list)
    for row in await connection.execute(query):
        severity = tuple(Severity)[row.severity]
        findings[row.document_id].append(ClauseFinding(row.clause, severity, row.polarity))
    return findings


def _map_delivery(row: Row[Any], change: Change | None, document: Document | None) -> Delivery:
    return Delivery(
        id=DeliveryId(row.id),
        event=load_event(row.event),
        created_at=row.created_at,
        change=change,
        document=document,
    )
