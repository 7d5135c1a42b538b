"""Owns the table `change`, as a workspace sees it: with its own reviews only."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change
from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.model.watches import Channel
from clausewatch.notifications.deliveries import DeliveryKind
from clausewatch.store import codec
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.mappers import load_documents, map_channel
from clausewatch.store.review_rows import load_reviews
from clausewatch.store.tables import (
    CHANGE,
    CHANNEL,
    DELIVERY,
    DOCUMENT,
    POST,
)
from clausewatch.store.versions import load_versions_by_id
from clausewatch.store.visibility import is_visible_to, select_watched


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes on record; only `find` loads the blocks of both versions."""

    database: Database

    @uninterrupted
    async def find(self, workspace_id: WorkspaceId, number: int) -> Change | None:
        """Return the change with that record number, or None if the workspace has none."""
        query = select_visible_changes(workspace_id).where(CHANGE.c.id == number)
        async with self.database.read() as connection:
            changes = await load_changes(connection, query, workspace_id, with_blocks=True)
        return changes[0] if changes else None

    @uninterrupted
    async def find_recent(
        self,
        workspace_id: WorkspaceId,
        *,
        platform_key: str | None,
        since: datetime,
        until: datetime | None = None,
        limit: int = 50,
        channel_id: ChannelId | None = None,
    ) -> tuple[Change, ...]:
        """Return changes of a period, newest first, of one platform or one watchlist if given."""
        query = select_visible_changes(workspace_id).where(CHANGE.c.detected_at >= since)
        if until is not None:
            query = query.where(CHANGE.c.detected_at < until)
        if platform_key is not None:
            query = query.where(DOCUMENT.c.platform_key == platform_key)
        if channel_id is not None:
            watched_ids = select_watched(workspace_id, channel_id)
            query = query.where(CHANGE.c.document_id.in_(watched_ids))
        query = query.order_by(CHANGE.c.detected_at.desc(), CHANGE.c.id.desc()).limit(limit)
        async with self.database.read() as connection:
            return await load_changes(connection, query, workspace_id)

    @uninterrupted
    async def find_cards(
        self, workspace_id: WorkspaceId, change_id: ChangeId
    ) -> tuple[tuple[Channel, str], ...]:
        """Return channel and ts of every posted card that is about this change alone."""
        other = DELIVERY.alias()
        is_folded = exists().where(
            other.c.post_id == DELIVERY.c.post_id, other.c.id != DELIVERY.c.id
        )
        query = (
            select(CHANNEL, POST.c.ts)
            .join(DELIVERY, DELIVERY.c.channel_id == CHANNEL.c.id)
            .join(POST, POST.c.id == DELIVERY.c.post_id)
            .where(
                DELIVERY.c.change_id == change_id,
                DELIVERY.c.kind == DeliveryKind.ALERT,
                CHANNEL.c.workspace_id == workspace_id,
                POST.c.ts.is_not(None),
                ~is_folded,
            )
            .order_by(POST.c.id)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple((map_channel(row), row.ts) for row in rows)


def select_visible_changes(workspace_id: WorkspaceId) -> Select[Any]:
    """Return the query of the changes that exist for a workspace."""
    joined = CHANGE.join(DOCUMENT, DOCUMENT.c.id == CHANGE.c.document_id)
    return select(CHANGE).select_from(joined).where(is_visible_to(workspace_id))


async def load_changes(
    connection: AsyncConnection,
    query: Select[Any],
    workspace_id: WorkspaceId,
    *,
    with_blocks: bool = False,
) -> tuple[Change, ...]:
    """Return the changes of a query in its order, with the reviews of a workspace."""
    rows = (await connection.execute(query)).all()
    if not rows:
        return ()
    version_ids = {row.before_id for row in rows} | {row.after_id for row in rows}
    versions = await load_versions_by_id(connection, sorted(version_ids), with_blocks=with_blocks)
    documents = await load_documents(connection, sorted({row.document_id for row in rows}))
    change_ids = [row.id for row in rows]
    reviews = await load_reviews(connection, change_ids, workspace_id)
    return tuple(
        Change(
            id=ChangeId(row.id),
            document=documents[row.document_id],
            detected_at=row.detected_at,
            comparison=codec.unpack_comparison(row.comparison),
            before=versions[row.before_id],
            after=versions[row.after_id],
            standing=row.standing,
            review=reviews[row.id],
        )
        for row in rows
    )
