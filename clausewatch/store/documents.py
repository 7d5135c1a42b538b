"""Documents as a workspace sees them: those of another workspace do not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import Document, DocumentStatus, StoredVersion
from clausewatch.model.record_ids import DocumentId, WorkspaceId
from clausewatch.store import codec, platform_names
from clausewatch.store.database import Database, split_chunks, uninterrupted
from clausewatch.store.hosts import lock_hosts, refresh_hosts
from clausewatch.store.mappers import (
    is_visible_to,
    load_documents,
    load_urls,
    load_versions,
    map_document,
    select_versions,
)
from clausewatch.store.tables import DOCUMENT, PAGE, VERSION


@dataclass(frozen=True, slots=True)
class Documents:
    """What is on record of documents; the versions that come along carry no blocks."""

    database: Database

    @uninterrupted
    async def find_by_platform(
        self, workspace_id: WorkspaceId, platform_key: str
    ) -> tuple[DocumentStatus, ...]:
        """Return a platform's documents that the workspace may see, oldest first."""
        return await self._where(workspace_id, DOCUMENT.c.platform_key == platform_key)

    @uninterrupted
    async def find_by_ids(
        self, workspace_id: WorkspaceId, ids: Sequence[DocumentId]
    ) -> tuple[DocumentStatus, ...]:
        """Return those of some documents that the workspace may see, oldest first."""
        return await self._where(workspace_id, DOCUMENT.c.id.in_(ids))

    @uninterrupted
    async def find(self, workspace_id: WorkspaceId, record_number: int) -> DocumentStatus | None:
        """Return the document with that record number, or None where the workspace has none."""
        found = await self._where(workspace_id, DOCUMENT.c.id == record_number)
        return found[0] if found else None

    @uninterrupted
    async def find_ids_by_url(self, url: str) -> tuple[DocumentId, ...]:
        """Return the documents of every workspace with a page at a URL; for the operator."""
        query = select(PAGE.c.document_id).where(PAGE.c.url == url).distinct()
        async with self.database.read() as connection:
            numbers = (await connection.execute(query.order_by(PAGE.c.document_id))).scalars()
            return tuple(DocumentId(number) for number in numbers)

    @uninterrupted
    async def find_watched(self) -> tuple[Document, ...]:
        """Return every document that some channel watches, oldest first; for the operator."""
        query = select(DOCUMENT.c.id).where(DOCUMENT.c.is_watched).order_by(DOCUMENT.c.id)
        async with self.database.read() as connection:
            numbers = list((await connection.execute(query)).scalars())
            watched: list[Document] = []
            for chunk in split_chunks(numbers):
                documents = await load_documents(connection, chunk)
                watched += (documents[number] for number in chunk)
        return tuple(watched)

    @uninterrupted
    async def find_platforms(
        self, workspace_id: WorkspaceId, name: str
    ) -> tuple[tuple[str, str], ...]:
        """Return keys and names of the platforms that the workspace may see and a name means."""
        async with self.database.read() as connection:
            return await platform_names.find_platforms(connection, workspace_id, name)

    @uninterrupted
    async def find_platform_names(
        self, workspace_id: WorkspaceId, platform_key: str
    ) -> tuple[str, ...]:
        """Return the names under which the workspace may see a platform, by name."""
        name = DOCUMENT.c.platform_name
        mine = (DOCUMENT.c.platform_key == platform_key) & is_visible_to(workspace_id)
        async with self.database.read() as connection:
            found = await connection.execute(select(name).where(mine).distinct().order_by(name))
            return tuple(found.scalars())

    @uninterrupted
    async def make_due(
        self, workspace_id: WorkspaceId, ids: Sequence[DocumentId], now: datetime
    ) -> int:
        """Make documents due at once; return how many the workspace may see."""
        chosen = DOCUMENT.c.id.in_(ids) & is_visible_to(workspace_id)
        change = update(DOCUMENT).where(chosen).values(next_check_at=now)
        async with self.database.write() as connection:
            await lock_hosts(connection, chosen)
            found = await connection.execute(change.returning(DOCUMENT.c.host_id))
            hosts = list(found.scalars())
            await refresh_hosts(connection, hosts)
        return len(hosts)

    async def _where(
        self, workspace_id: WorkspaceId, condition: ColumnElement[bool]
    ) -> tuple[DocumentStatus, ...]:
        query = (
            select(DOCUMENT).where(is_visible_to(workspace_id), condition).order_by(DOCUMENT.c.id)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
            baselines = await _baselines(connection, rows)
            urls = await load_urls(connection, [row.id for row in rows])
        return tuple(_status_of(row, urls[row.id], baselines.get(row.baseline_id)) for row in rows)


async def _baselines(
    connection: AsyncConnection, rows: Sequence[Row[Any]]
) -> dict[int | None, StoredVersion]:
    wanted = [row.baseline_id for row in rows if row.baseline_id is not None]
    query = select_versions(is_whole=False).where(VERSION.c.id.in_(wanted))
    return {version.id: version for version in await load_versions(connection, query)}


def _status_of(row: Row[Any], urls: Sequence[str], version: StoredVersion | None) -> DocumentStatus:
    return DocumentStatus(
        document=map_document(row, urls),
        last_checked_at=row.last_checked_at,
        last_verified_at=row.last_verified_at,
        next_check_at=row.next_check_at,
        unreadable=codec.unreadable_of(row.state),
        version=version,
        is_awaiting_confirmation=row.is_awaiting_confirmation,
    )
