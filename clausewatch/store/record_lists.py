"""Reads the lists of record pages, page by page, as a workspace sees them; owns no table."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change
from clausewatch.model.documents import StoredVersion
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId, ChannelId, DocumentId, ProvisionId, WorkspaceId
from clausewatch.model.record_lists import ChangeMark, PlatformLine, PositionMark, SnapshotLine
from clausewatch.store.changes import load_changes, select_visible_changes
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.kept_counts import KeptCounts
from clausewatch.store.provisions import load_provisions, select_visible
from clausewatch.store.row_counts import count_rows
from clausewatch.store.tables import (
    BLOB,
    CHANGE,
    DOCUMENT,
    PROVISION,
    PROVISION_EVENT,
    SNAPSHOT,
    VERSION,
)
from clausewatch.store.versions import load_versions, select_versions
from clausewatch.store.visibility import is_in_visible_document, is_visible_to, select_watched
from clausewatch.store.watchlists import ListPage
from clausewatch.store.worklist import select_waiting

MAX_MARKS = 5_000
"""Changes of one timeline, newest first."""
MAX_CELLS = 20_000
"""Provisions of one matrix."""
_SEVERITIES = tuple(Severity)
_IS_PRESENT = PROVISION.c.removed_at.is_(None)


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """Which changes a list has; None and empty mean any."""

    platform_key: str | None = None
    document_id: DocumentId | None = None
    clause: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    watched_by: WorkspaceId | None = None
    """Only documents on a watchlist of this workspace."""
    channel_id: ChannelId | None = None
    """With `watched_by`: only documents on the watchlist of this channel."""


@dataclass(frozen=True, slots=True)
class RecordLists:
    """The lists; each method returns one page, and most return the number of all items too."""

    database: Database
    _positions: KeptCounts[dict[str, int]] = field(default_factory=KeptCounts)

    @uninterrupted
    async def list_platforms(
        self, workspace_id: WorkspaceId, words: str, page: ListPage
    ) -> tuple[tuple[PlatformLine, ...], int]:
        """Return platforms by name, all or those whose name contains the words."""
        name = func.min(DOCUMENT.c.platform_name)
        query = select(
            DOCUMENT.c.platform_key,
            name.label("name"),
            func.count().label("documents"),
            # Of all pages: a second query would group all documents again.
            func.count().over().label("total"),
        )
        query = query.where(is_visible_to(workspace_id)).group_by(DOCUMENT.c.platform_key)
        if words:
            lowered = func.lower(DOCUMENT.c.platform_name)
            query = query.where(lowered.contains(words.lower(), autoescape=True))
        ordered = query.order_by(func.lower(name), DOCUMENT.c.platform_key)
        async with self.database.read() as connection:
            rows = (await connection.execute(_slice(ordered, page))).all()
            total = rows[0].total if rows else await count_rows(connection, query)
            keys = [row.platform_key for row in rows]
            changed = await _find_last_changes(connection, workspace_id, keys)
        lines = (
            PlatformLine(row.platform_key, row.name, row.documents, changed.get(row.platform_key))
            for row in rows
        )
        return tuple(lines), total

    @uninterrupted
    async def list_changes(
        self, workspace_id: WorkspaceId, wanted: ChangeFilter, page: ListPage
    ) -> tuple[tuple[Change, ...], int]:
        """Return changes, newest first, without the blocks of their versions."""
        query = select_visible_changes(workspace_id).where(*_list_conditions(wanted))
        ordered = query.order_by(CHANGE.c.detected_at.desc(), CHANGE.c.id.desc())
        async with self.database.read() as connection:
            total = await count_rows(connection, query.with_only_columns(CHANGE.c.id))
            return await load_changes(connection, _slice(ordered, page), workspace_id), total

    @uninterrupted
    async def list_change_marks(
        self, workspace_id: WorkspaceId, wanted: ChangeFilter
    ) -> tuple[ChangeMark, ...]:
        """Return the marks of a timeline, newest first, at most MAX_MARKS."""
        columns = (CHANGE.c.id, CHANGE.c.detected_at, CHANGE.c.severity, CHANGE.c.significance)
        query = select_visible_changes(workspace_id).with_only_columns(*columns)
        query = query.where(*_list_conditions(wanted)).order_by(CHANGE.c.detected_at.desc())
        async with self.database.read() as connection:
            rows = (await connection.execute(query.limit(MAX_MARKS))).all()
        return tuple(
            ChangeMark(
                ChangeId(row.id), row.detected_at, Severity(row.severity), str(row.significance)
            )
            for row in rows
        )

    @uninterrupted
    async def list_waiting_changes(
        self, workspace_id: WorkspaceId, today: date, page: ListPage
    ) -> tuple[tuple[Change, ...], int]:
        """Return the changes that wait for a decision of a workspace, gravest first."""
        query = select_waiting(workspace_id, today)
        async with self.database.read() as connection:
            total = await count_rows(connection, query.with_only_columns(CHANGE.c.id))
            return await load_changes(connection, _slice(query, page), workspace_id), total

    @uninterrupted
    async def list_versions(
        self, document_id: DocumentId, page: ListPage
    ) -> tuple[tuple[StoredVersion, ...], int]:
        """Return versions without blocks, newest first; the caller checks who may see them."""
        query = select_versions(with_blocks=False).where(VERSION.c.document_id == document_id)
        ordered = query.order_by(VERSION.c.number.desc())
        async with self.database.read() as connection:
            total = await count_rows(connection, query.with_only_columns(VERSION.c.id))
            return await load_versions(connection, _slice(ordered, page)), total

    @uninterrupted
    async def list_snapshots(
        self, document_id: DocumentId, page: ListPage
    ) -> tuple[tuple[SnapshotLine, ...], int]:
        """Return snapshots, newest first; the caller checks who may see them."""
        has_bytes = exists().where(BLOB.c.sha256 == SNAPSHOT.c.sha256).label("has_bytes")
        names = SnapshotLine.__slots__[:-1]
        query = select(*(SNAPSHOT.c[name] for name in names), has_bytes)
        query = query.where(SNAPSHOT.c.document_id == document_id)
        ordered = query.order_by(SNAPSHOT.c.last_seen_at.desc(), SNAPSHOT.c.id.desc())
        async with self.database.read() as connection:
            total = await count_rows(connection, query.with_only_columns(SNAPSHOT.c.id))
            rows = (await connection.execute(_slice(ordered, page))).all()
        return tuple(SnapshotLine(*row) for row in rows), total

    @uninterrupted
    async def count_positions(self, workspace_id: WorkspaceId, clause: str) -> dict[str, int]:
        """Return the number of documents with a clause type by polarity."""
        query = select(PROVISION.c.polarity, func.count().label("number")).where(
            PROVISION.c.clause == clause,
            _IS_PRESENT,
            is_in_visible_document(PROVISION.c.document_id, workspace_id),
        )
        async with self.database.read() as connection:

            async def count() -> dict[str, int]:
                rows = await connection.execute(query.group_by(PROVISION.c.polarity))
                return {row.polarity: row.number for row in rows}

            return await self._positions.find(connection, (workspace_id, clause), count)

    @uninterrupted
    async def list_by_position(
        self, workspace_id: WorkspaceId, clause: str, polarity: str, page: ListPage
    ) -> tuple[RecordedProvision, ...]:
        """Return a clause type in all documents of one polarity, gravest first."""
        query = select_visible(workspace_id).where(
            PROVISION.c.clause == clause, _IS_PRESENT, PROVISION.c.polarity == polarity
        )
        order = (PROVISION.c.severity.desc(), PROVISION.c.document_id.desc())
        async with self.database.read() as connection:
            return await load_provisions(connection, _slice(query.order_by(*order), page))

    @uninterrupted
    async def find_gravest_marks(
        self, workspace_id: WorkspaceId, platform_keys: Sequence[str], clauses: Sequence[str]
    ) -> dict[tuple[str, str], PositionMark]:
        """Return the gravest mark of each platform and clause type; no clauses mean all types."""
        columns = (PROVISION.c.id, DOCUMENT.c.platform_key, PROVISION.c.clause)
        graded = (PROVISION.c.polarity, PROVISION.c.severity)
        query = select_visible(workspace_id).with_only_columns(*columns, *graded)
        query = query.where(DOCUMENT.c.platform_key.in_(platform_keys), _IS_PRESENT)
        query = query.order_by(PROVISION.c.severity.desc(), PROVISION.c.id).limit(MAX_CELLS)
        # Clause types are chosen here: as a condition SQLite would search all documents for them.
        wanted = frozenset(clauses)
        marks: dict[tuple[str, str], PositionMark] = {}
        async with self.database.read() as connection:
            for number, key, clause, polarity, severity in await connection.execute(query):
                if (key, clause) not in marks and (not wanted or clause in wanted):
                    marks[key, clause] = PositionMark(
                        ProvisionId(number), key, clause, polarity, _SEVERITIES[severity]
                    )
        return marks


def _slice(query: Select[Any], page: ListPage) -> Select[Any]:
    return query.limit(page.size).offset(max(page.number, 0) * page.size)


def _list_conditions(wanted: ChangeFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.platform_key is not None:
        conditions.append(DOCUMENT.c.platform_key == wanted.platform_key)
    if wanted.document_id is not None:
        conditions.append(CHANGE.c.document_id == wanted.document_id)
    if wanted.since is not None:
        conditions.append(CHANGE.c.detected_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(CHANGE.c.detected_at < wanted.until)
    if wanted.watched_by is not None:
        watched_ids = select_watched(wanted.watched_by, wanted.channel_id)
        conditions.append(CHANGE.c.document_id.in_(watched_ids))
    if wanted.clause is not None:
        change_ids = (
            select(PROVISION_EVENT.c.change_id)
            .join(PROVISION, PROVISION.c.id == PROVISION_EVENT.c.provision_id)
            .where(PROVISION.c.clause == wanted.clause, PROVISION_EVENT.c.change_id.is_not(None))
        )
        conditions.append(CHANGE.c.id.in_(change_ids))
    return conditions


async def _find_last_changes(
    connection: AsyncConnection, workspace_id: WorkspaceId, keys: Sequence[str]
) -> dict[str, datetime]:
    """Return when each platform changed last; those without a change are left out."""
    last = func.max(CHANGE.c.detected_at, type_=CHANGE.c.detected_at.type).label("last")
    query = (
        select(DOCUMENT.c.platform_key, last)
        .join(CHANGE, CHANGE.c.document_id == DOCUMENT.c.id)
        .where(is_visible_to(workspace_id), DOCUMENT.c.platform_key.in_(keys))
        .group_by(DOCUMENT.c.platform_key)
    )
    return {row.platform_key: row.last for row in await connection.execute(query)}
