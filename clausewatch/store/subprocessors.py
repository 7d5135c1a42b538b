"""Reads the tables `subprocessor` and `subprocessor_key` as a workspace sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.subprocessor_records import CompanyUse, RecordedSubprocessor
from clausewatch.model.subprocessors import Subprocessor
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.mappers import load_documents
from clausewatch.store.row_counts import count_rows, select_count
from clausewatch.store.tables import (
    CHANNEL,
    DOCUMENT,
    SUBPROCESSOR,
    SUBPROCESSOR_KEY,
    WATCH,
    WATCH_DOCUMENT,
)
from clausewatch.store.visibility import is_visible_to, select_watched
from clausewatch.subprocessors.names import make_name_key

PLATFORM_LIMIT = 2_000
"""Companies of one platform that are listed at most."""
FEW_DOCUMENTS = 1_000
"""Watched documents of a workspace that are searched one by one; more take too long."""
EXPORT_LIMIT = 200_000
_IS_PRESENT = SUBPROCESSOR.c.removed_at.is_(None)
_WITH_DOCUMENTS = SUBPROCESSOR.join(DOCUMENT, DOCUMENT.c.id == SUBPROCESSOR.c.document_id)


@dataclass(frozen=True, slots=True)
class Subprocessors:
    """The subprocessors on record."""

    database: Database

    @uninterrupted
    async def find_by_platform(
        self, workspace_id: WorkspaceId, platform_key: str, *, with_removed: bool = False
    ) -> tuple[RecordedSubprocessor, ...]:
        """Return the companies on the lists of a platform, in the order of the lists."""
        query = (
            select(SUBPROCESSOR)
            .select_from(_WITH_DOCUMENTS)
            .where(is_visible_to(workspace_id), DOCUMENT.c.platform_key == platform_key)
            .order_by(SUBPROCESSOR.c.document_id, SUBPROCESSOR.c.id)
            .limit(PLATFORM_LIMIT)
        )
        async with self.database.read() as connection:
            return await _load(connection, query if with_removed else query.where(_IS_PRESENT))

    @uninterrupted
    async def count_by_platform(self, workspace_id: WorkspaceId, platform_key: str) -> int:
        """Return how many companies the lists of a platform have."""
        query = (
            select(func.count())
            .select_from(_WITH_DOCUMENTS)
            .where(is_visible_to(workspace_id), DOCUMENT.c.platform_key == platform_key)
            .where(_IS_PRESENT)
        )
        async with self.database.read() as connection:
            count: int = (await connection.execute(query)).scalar_one()
            return count

    @uninterrupted
    async def find_company(
        self, workspace_id: WorkspaceId, company: str, *, limit: int, offset: int = 0
    ) -> CompanyUse:
        """Return which platforms that a workspace watches list a company, a page of them.

        The company is found by its name without its legal form, by an alias, or by its first words.
        """
        name_key, page = make_name_key(company), slice(offset, offset + limit)
        async with self.database.read() as connection:
            channels = await _find_channels(connection, workspace_id)
            watched = _select_platforms(channels)
            # Counted first: a thousand rows that nobody needs would take longer to come.
            number = await count_rows(connection, watched)
            if number > FEW_DOCUMENTS:
                return await _find_in_many(connection, workspace_id, channels, name_key, page)
            rows = (await connection.execute(watched)).all()
            platforms = {row.document_id: row.platform_key for row in rows if row.document_id}
            use = await _find_in_few(connection, platforms, name_key, page)
            return replace(use, watched=len({row.platform_key for row in rows}))

    @uninterrupted
    async def list_watched(
        self, workspace_id: WorkspaceId | None = None
    ) -> tuple[RecordedSubprocessor, ...]:
        """Return all companies on the lists that a workspace watches, removed ones included.

        Without a workspace, all watched documents count; only the operator may ask so.
        """
        is_watched: ColumnElement[bool] = DOCUMENT.c.is_watched
        if workspace_id is not None:
            watched = DOCUMENT.c.id.in_(select_watched(workspace_id))
            is_watched = and_(watched, is_visible_to(workspace_id))
        query = (
            select(SUBPROCESSOR)
            .select_from(_WITH_DOCUMENTS)
            .where(is_watched)
            .order_by(DOCUMENT.c.platform_name, SUBPROCESSOR.c.document_id, SUBPROCESSOR.c.id)
            .limit(EXPORT_LIMIT)
        )
        async with self.database.read() as connection:
            return await _load(connection, query)


async def _find_channels(connection: AsyncConnection, workspace_id: WorkspaceId) -> Sequence[int]:
    """Return the channels of a workspace, by which the index of the watches finds its watches.

    PostgreSQL knows how many watches a channel has, but not how many a workspace has: joined with
    the channels, it would read the watches of all workspaces.
    """
    query = select(CHANNEL.c.id).where(CHANNEL.c.workspace_id == workspace_id)
    return (await connection.execute(query)).scalars().all()


def _select_platforms(channels: Sequence[int]) -> Select[Any]:
    """Return the query of watched documents with their platforms, one more than are few."""
    watched = WATCH.outerjoin(WATCH_DOCUMENT, WATCH_DOCUMENT.c.watch_id == WATCH.c.id)
    return (
        select(WATCH_DOCUMENT.c.document_id, WATCH.c.platform_key)
        .select_from(watched)
        .where(WATCH.c.channel_id.in_(channels))
        .limit(FEW_DOCUMENTS + 1)
    )


async def _find_in_few(
    connection: AsyncConnection, platforms: Mapping[int, str], name_key: str, page: slice
) -> CompanyUse:
    """Search for a company once per document, which is what the key of the table is for."""
    keys = SUBPROCESSOR_KEY.c
    matches = select(keys.document_id, keys.subprocessor_id).where(
        keys.folded == name_key, keys.document_id.in_(list(platforms))
    )
    found = {row.subprocessor_id: row.document_id for row in await connection.execute(matches)}
    listed = select(SUBPROCESSOR.c.document_id).where(
        SUBPROCESSOR.c.document_id.in_(list(platforms)), _IS_PRESENT
    )
    with_list = (await connection.execute(listed.distinct())).scalars()
    return CompanyUse(
        records=await _load_entries(connection, sorted(found)[page]),
        entries=len(found),
        platforms=len({platforms[document_id] for document_id in found.values()}),
        watched=len(set(platforms.values())),
        with_list=len({platforms[document_id] for document_id in with_list}),
    )


async def _find_in_many(
    connection: AsyncConnection,
    workspace_id: WorkspaceId,
    channels: Sequence[int],
    name_key: str,
    page: slice,
) -> CompanyUse:
    """Search for a company among all documents, and count those that the workspace watches.

    The database counts and cuts the page: the rows of a common company would take longer to come.
    """
    # One expression, which the database evaluates once for the counts and for the page.
    found = _select_uses(workspace_id, name_key).cte("found")
    entries = select(found.c.number)
    watched = select(WATCH.c.platform_key).where(WATCH.c.channel_id.in_(channels))
    # A channel watches a platform once, so there is nothing to leave out.
    watched = watched if len(channels) == 1 else watched.distinct()
    platforms = select(found.c.key).distinct()
    counts = select(
        select_count(entries).label("entries"),
        select_count(platforms).label("platforms"),
        select_count(watched).label("watched"),
    ).subquery()
    chosen = entries.order_by(found.c.number).offset(page.start).limit(page.stop - page.start)
    numbers = chosen.subquery()
    query = select(counts, numbers.c.number).select_from(counts.outerjoin(numbers, true()))
    rows = (await connection.execute(query)).all()
    chosen_ids = [row.number for row in rows if row.number is not None]
    return CompanyUse(
        records=await _load_entries(connection, chosen_ids),
        entries=rows[0].entries,
        platforms=rows[0].platforms,
        watched=rows[0].watched,
        with_list=None,
    )


def _select_uses(workspace_id: WorkspaceId, name_key: str) -> Select[Any]:
    """Return the query of the entries of a company on watched lists, each with its platform."""
    keys = SUBPROCESSOR_KEY.c
    # Joined with its channels: by their numbers SQLite would search its watches for every key.
    lists = (
        WATCH.join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
        .join(WATCH_DOCUMENT, WATCH_DOCUMENT.c.watch_id == WATCH.c.id)
        .join(SUBPROCESSOR_KEY, keys.document_id == WATCH_DOCUMENT.c.document_id)
    )
    return (
        select(keys.subprocessor_id.label("number"), func.min(WATCH.c.platform_key).label("key"))
        .select_from(lists)
        .where(CHANNEL.c.workspace_id == workspace_id, keys.folded == name_key)
        .group_by(keys.subprocessor_id)
    )


async def _load_entries(
    connection: AsyncConnection, numbers: Sequence[int]
) -> tuple[RecordedSubprocessor, ...]:
    query = select(SUBPROCESSOR).where(SUBPROCESSOR.c.id.in_(numbers))
    return await _load(connection, query.order_by(SUBPROCESSOR.c.id))


async def _load(
    connection: AsyncConnection, query: Select[Any]
) -> tuple[RecordedSubprocessor, ...]:
    rows = (await connection.execute(query)).all()
    documents = await load_documents(connection, sorted({row.document_id for row in rows}))
    return tuple(
        RecordedSubprocessor(
            documents[row.document_id], _map_entry(row), row.first_seen_at, row.removed_at
        )
        for row in rows
    )


def _map_entry(row: Row[Any]) -> Subprocessor:
    return Subprocessor(
        name=row.name,
        purpose=row.purpose,
        location=row.location,
        data=row.data,
        since=row.since,
        details=row.details,
        group=row.part,
        quote=row.quote,
    )
