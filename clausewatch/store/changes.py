"""Owns the tables `change` and `review`, as a workspace sees them: with its own reviews only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change, Review
from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.model.watches import Channel
from clausewatch.notifications.deliveries import DeliveryKind
from clausewatch.notifications.digests import DEFAULTS
from clausewatch.notifications.events import ChangeReviewed
from clausewatch.store import codec, deliveries
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.mappers import (
    is_visible_to,
    load_documents,
    map_channel,
)
from clausewatch.store.tables import (
    CHANGE,
    CHANNEL,
    DELIVERY,
    DENIAL,
    DOCUMENT,
    POST,
    REVIEW,
    WATCH,
    WATCH_DOCUMENT,
)
from clausewatch.store.versions import load_versions_by_id


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
        limit: int = 50,
        channel_id: ChannelId | None = None,
    ) -> tuple[Change, ...]:
        """Return changes since a time, newest first, of one platform or one watchlist if given."""
        query = select_visible_changes(workspace_id).where(CHANGE.c.detected_at >= since)
        if platform_key is not None:
            query = query.where(DOCUMENT.c.platform_key == platform_key)
        if channel_id is not None:
            document_ids = (
                select(WATCH_DOCUMENT.c.document_id)
                .join(WATCH, WATCH.c.id == WATCH_DOCUMENT.c.watch_id)
                .where(WATCH.c.channel_id == channel_id)
            )
            query = query.where(CHANGE.c.document_id.in_(document_ids))
        query = query.order_by(CHANGE.c.detected_at.desc(), CHANGE.c.id.desc()).limit(limit)
        async with self.database.read() as connection:
            return await load_changes(connection, query, workspace_id)

    @uninterrupted
    async def review(
        self, workspace_id: WorkspaceId, change_id: ChangeId, user_id: str, now: datetime
    ) -> Change | None:
        """Record that a person reviewed a change and queue a note in the thread of each card.

        Returns the change, or None if the workspace has none. A second review changes nothing.
        """
        query = select_visible_changes(workspace_id).where(CHANGE.c.id == change_id)
        async with self.database.write() as connection:
            if (await connection.execute(query)).one_or_none() is None:
                return None
            row = insert_into(connection, REVIEW).values(
                workspace_id=workspace_id, change_id=change_id, user_id=user_id, reviewed_at=now
            )
            insert = row.on_conflict_do_nothing().returning(REVIEW.c.change_id)
            if (await connection.execute(insert)).one_or_none() is not None:
                cards = await deliveries.find_cards(connection, change_id, workspace_id)
                settings = await load_settings(connection, [card.channel_id for card in cards])
                event = ChangeReviewed(change_id, user_id)
                # Without threads the card itself shows the review, and a post would be noise.
                notes = [
                    deliveries.make_thread_row(card, event, now)
                    for card in cards
                    if settings.get(card.channel_id, DEFAULTS).is_threaded
                ]
                await deliveries.add(connection, notes)
            return (await load_changes(connection, query, workspace_id))[0]

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
    """Return the changes of a query in its order, with the reviews and denials of a workspace."""
    rows = (await connection.execute(query)).all()
    if not rows:
        return ()
    version_ids = {row.before_id for row in rows} | {row.after_id for row in rows}
    versions = await load_versions_by_id(connection, sorted(version_ids), with_blocks=with_blocks)
    documents = await load_documents(connection, sorted({row.document_id for row in rows}))
    change_ids = [row.id for row in rows]
    reviews = await _load_reviews(connection, change_ids, workspace_id)
    deniers = await _load_deniers(connection, change_ids, workspace_id)
    return tuple(
        Change(
            id=ChangeId(row.id),
            document=documents[row.document_id],
            detected_at=row.detected_at,
            comparison=codec.unpack_comparison(row.comparison),
            before=versions[row.before_id],
            after=versions[row.after_id],
            standing=row.standing,
            reviews=tuple(reviews[row.id]),
            denied_by=tuple(deniers[row.id]),
        )
        for row in rows
    )


async def _load_reviews(
    connection: AsyncConnection, change_ids: Sequence[int], workspace_id: WorkspaceId
) -> dict[int, list[Review]]:
    query = (
        select(REVIEW)
        .where(REVIEW.c.workspace_id == workspace_id, REVIEW.c.change_id.in_(change_ids))
        .order_by(REVIEW.c.reviewed_at, REVIEW.c.user_id)
    )
    reviews: dict[int, list[Review]] = defaultdict(list)
    for row in await connection.execute(query):
        reviews[row.change_id].append(Review(row.user_id, row.reviewed_at))
    return reviews


async def _load_deniers(
    connection: AsyncConnection, change_ids: Sequence[int], workspace_id: WorkspaceId
) -> dict[int, list[str]]:
    """Return by change the users who say that it is not a change, in the order they said so."""
    query = (
        select(DENIAL)
        .where(DENIAL.c.workspace_id == workspace_id, DENIAL.c.change_id.in_(change_ids))
        .order_by(DENIAL.c.denied_at, DENIAL.c.user_id)
    )
    deniers: dict[int, list[str]] = defaultdict(list)
    for row in await connection.execute(query):
        deniers[row.change_id].append(row.user_id)
    return deniers
