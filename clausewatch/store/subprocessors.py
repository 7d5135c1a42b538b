"""Reads the tables `subprocessor` and `subprocessor_key` as a workspace sees them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.subprocessor_records import CompanyUse, RecordedSubprocessor
from clausewatch.model.subprocessors import Subprocessor
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.mappers import is_visible_to, load_documents
from clausewatch.store.tables import (
    CHANNEL,
    DOCUMENT,
    SUBPROCESSOR,
    SUBPROCESSOR_KEY,
    WATCH,
    WATCH_DOCUMENT,
)
from clausewatch.subprocessors.names import make_name_key

PLATFORM_LIMIT = 2_000
"""Companies of one platform that are listed at most."""
COMPANY_LIMIT = 500
"""Entries for one company that are listed at most."""
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
    async def find_company(self, workspace_id: WorkspaceId, company: str) -> CompanyUse:
        """Return which platforms that a workspace watches list a company.

        The company is found by its name without its legal form, by an alias, or by its first words.
        """
        watched = _select_watched(workspace_id)
        listing = _select_listing(make_name_key(company), workspace_id)
        found = listing.subquery()
        first = select(found.c.id).order_by(found.c.platform_name, found.c.id).limit(COMPANY_LIMIT)
        records = (
            select(SUBPROCESSOR)
            .select_from(_WITH_DOCUMENTS)
            .where(SUBPROCESSOR.c.id.in_(first))
            .order_by(DOCUMENT.c.platform_name, SUBPROCESSOR.c.id)
        )
        with_list = select(DOCUMENT.c.platform_key).where(
            DOCUMENT.c.id.in_(watched), _has_entries(DOCUMENT.c.id)
        )
        keys = select(WATCH.c.platform_key).join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
        async with self.database.read() as connection:
            return CompanyUse(
                records=await _load(connection, records),
                platforms=await _count_distinct(connection, select(found.c.platform_key)),
                watched=await _count_distinct(
                    connection, keys.where(CHANNEL.c.workspace_id == workspace_id)
                ),
                with_list=await _count_distinct(connection, with_list),
            )

    @uninterrupted
    async def list_watched(
        self, workspace_id: WorkspaceId | None = None
    ) -> tuple[RecordedSubprocessor, ...]:
        """Return all companies on the lists that a workspace watches, removed ones included.

        Without a workspace, all watched documents count; only the operator may ask so.
        """
        is_watched: ColumnElement[bool] = DOCUMENT.c.is_watched
        if workspace_id is not None:
            watched = DOCUMENT.c.id.in_(_select_watched(workspace_id))
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


def _select_listing(name_key: str, workspace_id: WorkspaceId) -> Select[Any]:
    """Return the query of a company's entries on lists that a workspace watches."""
    entries = SUBPROCESSOR_KEY.join(
        SUBPROCESSOR, SUBPROCESSOR.c.id == SUBPROCESSOR_KEY.c.subprocessor_id
    )
    return (
        select(SUBPROCESSOR.c.id, DOCUMENT.c.platform_key, DOCUMENT.c.platform_name)
        .select_from(entries.join(DOCUMENT, DOCUMENT.c.id == SUBPROCESSOR.c.document_id))
        .where(
            SUBPROCESSOR_KEY.c.folded == name_key,
            _IS_PRESENT,
            is_visible_to(workspace_id),
            DOCUMENT.c.id.in_(_select_watched(workspace_id)),
        )
    )


def _select_watched(workspace_id: WorkspaceId) -> Select[Any]:
    return (
        select(WATCH_DOCUMENT.c.document_id)
        .join(WATCH, WATCH.c.id == WATCH_DOCUMENT.c.watch_id)
        .join(CHANNEL, CHANNEL.c.id == WATCH.c.channel_id)
        .where(CHANNEL.c.workspace_id == workspace_id)
    )


def _has_entries(document_id: ColumnElement[int]) -> ColumnElement[bool]:
    entries = select(SUBPROCESSOR.c.id).where(SUBPROCESSOR.c.document_id == document_id)
    return entries.exists()


async def _count_distinct(connection: AsyncConnection, query: Select[Any]) -> int:
    # A subquery, because PostgreSQL hashes it but sorts for `count(distinct ...)`.
    distinct = query.distinct().subquery()
    counted = select(func.count()).select_from(distinct)
    count: int = (await connection.execute(counted)).scalar_one()
    return count


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
