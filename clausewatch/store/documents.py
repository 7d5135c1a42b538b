"""Reads the table `document` as a workspace sees it: private documents of others do not exist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update

from clausewatch.model.documents import Document, DocumentStatus, StoredVersion
from clausewatch.model.record_ids import DocumentId, WorkspaceId
from clausewatch.store import codec, platform_names
from clausewatch.store.database import Database, split_chunks, uninterrupted
from clausewatch.store.hosts import lock_hosts, refresh_hosts
from clausewatch.store.mappers import load_documents, load_urls, map_document
from clausewatch.store.tables import DOCUMENT, PAGE
from clausewatch.store.versions import load_versions_by_id
from clausewatch.store.visibility import is_visible_to


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents on record; their versions come without blocks."""

    database: Database

    @uninterrupted
    async def find_by_platform(
        self, workspace_id: WorkspaceId, platform_key: str
    ) -> tuple[DocumentStatus, ...]:
        """Return a platform's documents that the workspace may see, oldest first."""
        return await self._load_statuses(workspace_id, DOCUMENT.c.platform_key == platform_key)

    @uninterrupted
    async def find_by_ids(
        self, workspace_id: WorkspaceId, ids: Sequence[DocumentId]
    ) -> tuple[DocumentStatus, ...]:
        """Return the given documents that the workspace may see, oldest first."""
        return await self._load_statuses(workspace_id, DOCUMENT.c.id.in_(ids))

    @uninterrupted
    async def find(self, workspace_id: WorkspaceId, record_number: int) -> DocumentStatus | None:
        """Return the document with that record number, or None if the workspace has none."""
        statuses = await self._load_statuses(workspace_id, DOCUMENT.c.id == record_number)
        return statuses[0] if statuses else None

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
        """Return key and name of the platforms that the workspace may see and a name matches."""
        async with self.database.read() as connection:
            return await platform_names.find_platforms(connection, workspace_id, name)

    @uninterrupted
    async def find_platform_names(
        self, workspace_id: WorkspaceId, platform_key: str
    ) -> tuple[str, ...]:
        """Return the names that a platform has in documents the workspace may see, sorted."""
        name = DOCUMENT.c.platform_name
        query = (
            select(name)
            .where(DOCUMENT.c.platform_key == platform_key, is_visible_to(workspace_id))
            .distinct()
            .order_by(name)
        )
        async with self.database.read() as connection:
            return tuple((await connection.execute(query)).scalars())

    @uninterrupted
    async def make_due(
        self, workspace_id: WorkspaceId, ids: Sequence[DocumentId], now: datetime
    ) -> int:
        """Make documents due at once; return how many the workspace may see."""
        condition = DOCUMENT.c.id.in_(ids) & is_visible_to(workspace_id)
        change = update(DOCUMENT).where(condition).values(next_check_at=now)
        async with self.database.write() as connection:
            await lock_hosts(connection, condition)
            rows = await connection.execute(change.returning(DOCUMENT.c.host_id))
            host_ids = list(rows.scalars())
            await refresh_hosts(connection, host_ids)
        return len(host_ids)

    async def _load_statuses(
        self, workspace_id: WorkspaceId, condition: ColumnElement[bool]
    ) -> tuple[DocumentStatus, ...]:
        query = (
            select(DOCUMENT).where(is_visible_to(workspace_id), condition).order_by(DOCUMENT.c.id)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
            baseline_ids = [row.baseline_id for row in rows if row.baseline_id is not None]
            baselines = await load_versions_by_id(connection, baseline_ids)
            urls = await load_urls(connection, [row.id for row in rows])
        return tuple(_map_status(row, urls[row.id], baselines.get(row.baseline_id)) for row in rows)


def _map_status(
    row: Row[Any], urls: Sequence[str], version: StoredVersion | None
) -> DocumentStatus:
    return DocumentStatus(
        document=map_document(row, urls),
        last_checked_at=row.last_checked_at,
        last_verified_at=row.last_verified_at,
        next_check_at=row.next_check_at,
        unreadable=codec.read_unreadable(row.state),
        version=version,
        is_awaiting_confirmation=row.is_awaiting_confirmation,
        remark=codec.read_remark(row.state),
    )
