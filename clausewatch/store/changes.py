"""Changes as a workspace sees them: with its own reviews, and none of documents hidden from it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change, Review
from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.model.watches import Channel
from clausewatch.notifications.deliveries import DeliveryKind
from clausewatch.notifications.digests import DEFAULTS
from clausewatch.notifications.events import ChangeReviewed
from clausewatch.store import codec, deliveries
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.choice_tables import DENIAL
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.delivery_tables import (
    CHANNEL,
    DELIVERY,
    POST,
    REVIEW,
    WATCH,
    WATCH_DOCUMENT,
)
from clausewatch.store.mappers import (
    is_visible_to,
    load_documents,
    load_versions,
    map_channel,
    select_versions,
)
from clausewatch.store.tables import CHANGE, DOCUMENT, VERSION


@dataclass(frozen=True, slots=True)
class Changes:
    """What is on record of changes; only `find` brings the blocks of both versions along."""

    database: Database

    @uninterrupted
    async def find(self, workspace_id: WorkspaceId, number: int) -> Change | None:
        """Return the change with that record number, or None where the workspace has none."""
        query = visible_changes(workspace_id).where(CHANGE.c.id == number)
        async with self.database.read() as connection:
            found = await changes_of(connection, query, workspace_id, is_whole=True)
        return found[0] if found else None

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
        """Return changes since a time, newest first: of a platform, of a channel's watchlist."""
        query = visible_changes(workspace_id).where(CHANGE.c.detected_at >= since)
        if platform_key is not None:
            query = query.where(DOCUMENT.c.platform_key == platform_key)
        if channel_id is not None:
            watched = (
                select(WATCH_DOCUMENT.c.document_id)
                .join(WATCH, WATCH.c.id == WATCH_DOCUMENT.c.watch_id)
                .where(WATCH.c.channel_id == channel_id)
            )
            query = query.where(CHANGE.c.document_id.in_(watched))
        query = query.order_by(CHANGE.c.detected_at.desc(), CHANGE.c.id.desc()).limit(limit)
        async with self.database.read() as connection:
            return await changes_of(connection, query, workspace_id)

    @uninterrupted
    async def review(
        self, workspace_id: WorkspaceId, change_id: ChangeId, user_id: str, now: datetime
    ) -> Change | None:
        """Note that a person has read a change, once, and queue a note under each of its cards.

        All who reviewed it are with the change.
        """
        query = visible_changes(workspace_id).where(CHANGE.c.id == change_id)
        async with self.database.write() as connection:
            if (await connection.execute(query)).one_or_none() is None:
                return None
            new = self.database.insert(REVIEW).values(
                workspace_id=workspace_id, change_id=change_id, user_id=user_id, reviewed_at=now
            )
            first = new.on_conflict_do_nothing().returning(REVIEW.c.change_id)
            if (await connection.execute(first)).one_or_none() is not None:
                event = ChangeReviewed(change_id, user_id)
                cards = await deliveries.told_in(connection, change_id, workspace_id)
                chosen = await load_settings(connection, [card.channel_id for card in cards])
                # without threads the card itself says it, and a post of its own would be noise
                threaded = [c for c in cards if chosen.get(c.channel_id, DEFAULTS).is_threaded]
                notes = [deliveries.in_thread(card, event, now) for card in threaded]
                await deliveries.add(self.database, connection, notes)
            return (await changes_of(connection, query, workspace_id))[0]

    @uninterrupted
    async def find_cards(
        self, workspace_id: WorkspaceId, change_id: ChangeId
    ) -> tuple[tuple[Channel, str], ...]:
        """Return channel and ts of every card that tells a change and nothing else."""
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


def visible_changes(workspace_id: WorkspaceId) -> Select[Any]:
    """Return the query of the changes that exist for a workspace."""
    joined = CHANGE.join(DOCUMENT, DOCUMENT.c.id == CHANGE.c.document_id)
    return select(CHANGE).select_from(joined).where(is_visible_to(workspace_id))


async def changes_of(
    connection: AsyncConnection,
    query: Select[Any],
    workspace_id: WorkspaceId,
    *,
    is_whole: bool = False,
) -> tuple[Change, ...]:
    """Return the changes of a query in its order, with the reviews of one workspace."""
    rows = (await connection.execute(query)).all()
    if not rows:
        return ()
    wanted = {row.before_id for row in rows} | {row.after_id for row in rows}
    chosen = select_versions(is_whole=is_whole).where(VERSION.c.id.in_(sorted(wanted)))
    versions = {int(v.id): v for v in await load_versions(connection, chosen)}
    documents = await load_documents(connection, sorted({row.document_id for row in rows}))
    reviews = await _reviews(connection, rows, workspace_id)
    denied_by = await _denied_by(connection, rows, workspace_id)
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
            denied_by=tuple(denied_by[row.id]),
        )
        for row in rows
    )


async def _reviews(
    connection: AsyncConnection, rows: Sequence[Row[Any]], workspace_id: WorkspaceId
) -> dict[int, list[Review]]:
    query = (
        select(REVIEW)
        .where(
            REVIEW.c.workspace_id == workspace_id, REVIEW.c.change_id.in_([row.id for row in rows])
        )
        .order_by(REVIEW.c.reviewed_at, REVIEW.c.user_id)
    )
    found: dict[int, list[Review]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.change_id].append(Review(row.user_id, row.reviewed_at))
    return found


async def _denied_by(
    connection: AsyncConnection, rows: Sequence[Row[Any]], workspace_id: WorkspaceId
) -> dict[int, list[str]]:
    query = (
        select(DENIAL)
        .where(
            DENIAL.c.workspace_id == workspace_id, DENIAL.c.change_id.in_([row.id for row in rows])
        )
        .order_by(DENIAL.c.denied_at, DENIAL.c.user_id)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for row in await connection.execute(query):
        found[row.change_id].append(row.user_id)
    return found
