"""Files versions and changes from another archive in the tables of our own records.

Every imported record carries its origin. None is posted and none becomes a baseline: the next
check reads the page itself. Imported versions are older than our own and numbered before them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Comparison, Reading
from clausewatch.model.record_ids import DocumentId, VersionId
from clausewatch.store import blobs, codec
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.hosts import ensure_hosts, parse_host
from clausewatch.store.new_documents import DocumentRequest, ensure_document, find_document
from clausewatch.store.tables import BLOB, CHANGE, SNAPSHOT, VERSION, VERSION_PAGE
from clausewatch.store.version_writer import (
    NewChange,
    NewSnapshot,
    NewVersion,
    insert_change,
    insert_version,
    save_snapshot,
)
from clausewatch.store.watch_requests import NewDocument

VERDICT = "imported"
REVERTED = "reverted"
LATEST_BODIES = 3
"""Texts that a resumed import compares the next text with: the current one and those before it.

One more than `history.reconstruction.MAX_EARLIER_TEXTS`, or a resumed import would differ.
"""


@dataclass(frozen=True, slots=True)
class ImportedVersion:
    """A version from another archive; with `comparison`, a change against an earlier one."""

    origin: str
    """The archive and its commit."""
    snapshot: Snapshot
    reading: Reading
    previous_sha256: str | None = None
    """The hash of the snapshot of the version that it is compared with."""
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class RevertedVersion:
    """A version whose change the archive took back: it shows an earlier text again."""

    reverted_sha256: str
    """The hash of the snapshot of the version that did not stay."""


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far earlier runs imported a document."""

    origin: str
    """Of the last imported version."""
    bodies: tuple[bytes, ...]
    """The latest texts, newest first; a text that came back is the first."""


@dataclass(frozen=True, slots=True)
class Imports:
    """Files what another archive has on record."""

    database: Database

    @uninterrupted
    async def ensure_document(
        self, key: str, name: str, document: NewDocument, now: datetime
    ) -> DocumentId:
        """Return the number of a document that all workspaces share; add it if it is missing."""
        request = DocumentRequest(None, key, name, document)
        async with self.database.write() as connection:
            document_id = await find_document(connection, request)
            if document_id is None:
                host = parse_host(document.urls[0])
                host_ids = await ensure_hosts(connection, [host])
                document_id = await ensure_document(connection, request, host_ids[host], now)
        return DocumentId(document_id)

    @uninterrupted
    async def find_progress(self, document_id: DocumentId) -> ImportProgress | None:
        """Return how far a document was imported, or None if it never was."""
        is_imported = (VERSION.c.document_id == document_id) & (VERSION.c.origin != "")
        last = (
            select(VERSION.c.id, VERSION.c.origin)
            .where(is_imported)
            .order_by(VERSION.c.number.desc())
            .limit(1)
        )
        async with self.database.read() as connection:
            row = (await connection.execute(last)).one_or_none()
            if row is None:
                return None
            reverted_to = select(CHANGE.c.before_id).where(
                CHANGE.c.after_id == row.id, CHANGE.c.standing == REVERTED
            )
            current_id = (await connection.execute(reverted_to)).scalar() or row.id
            bodies = (
                select(BLOB.c.body)
                .join(SNAPSHOT, SNAPSHOT.c.sha256 == BLOB.c.sha256)
                .join(VERSION_PAGE, VERSION_PAGE.c.snapshot_id == SNAPSHOT.c.id)
                .join(VERSION, VERSION.c.id == VERSION_PAGE.c.version_id)
                .where(is_imported)
                .order_by(VERSION.c.id != current_id, VERSION.c.number.desc())
                .limit(LATEST_BODIES)
            )
            compressed = (await connection.execute(bodies)).scalars()
            return ImportProgress(row.origin, tuple(codec.decompress(body) for body in compressed))

    @uninterrupted
    async def add(
        self, document_id: DocumentId, records: Sequence[ImportedVersion | RevertedVersion]
    ) -> None:
        """File the versions and changes of one document, oldest first, in one transaction."""
        snapshots = [each.snapshot for each in records if isinstance(each, ImportedVersion)]
        compressed = await blobs.compress_new(self.database, snapshots)
        async with self.database.write() as connection:
            await blobs.insert_missing(connection, snapshots, compressed)
            number = await _shift_numbers(connection, document_id, len(snapshots))
            version_ids = await _load_versions_by_hash(connection, document_id)
            for record in records:
                if isinstance(record, RevertedVersion):
                    after_id = version_ids[record.reverted_sha256]
                    revert = update(CHANGE).where(CHANGE.c.after_id == after_id)
                    await connection.execute(revert.values(standing=REVERTED))
                    continue
                version_id = await _insert_version(connection, document_id, record, number)
                number += 1
                if record.comparison is not None and record.previous_sha256 is not None:
                    change = NewChange(
                        document_id,
                        before_id=version_ids[record.previous_sha256],
                        after_id=version_id,
                        detected_at=record.snapshot.fetched_at,
                        comparison=record.comparison,
                        origin=record.origin,
                    )
                    await insert_change(connection, change)
                version_ids[record.snapshot.sha256] = version_id


async def _insert_version(
    connection: AsyncConnection, document_id: int, record: ImportedVersion, number: int
) -> VersionId:
    snapshot = record.snapshot
    # A text may come back after others: then its snapshot is only counted.
    seen = NewSnapshot(document_id, 0, snapshot, VERDICT, record.origin)
    snapshot_id = await save_snapshot(connection, seen)
    version = NewVersion(
        document_id,
        record.reading,
        (snapshot,),
        last_seen_at=snapshot.fetched_at,
        number=number,
        origin=record.origin,
    )
    return await insert_version(connection, version, (snapshot_id,))


async def _shift_numbers(connection: AsyncConnection, document_id: int, count: int) -> int:
    """Raise the numbers of our own versions by `count` and return the first free number."""
    is_own = (VERSION.c.document_id == document_id) & (VERSION.c.origin == "")
    last_imported = select(func.coalesce(func.max(VERSION.c.number), 0)).where(
        VERSION.c.document_id == document_id, VERSION.c.origin != ""
    )
    last: int = (await connection.execute(last_imported)).scalar_one()
    # In two steps, because no two versions of a document may share a number even for a moment.
    await connection.execute(update(VERSION).where(is_own).values(number=-VERSION.c.number - count))
    await connection.execute(update(VERSION).where(is_own).values(number=-VERSION.c.number))
    return last + 1


async def _load_versions_by_hash(connection: AsyncConnection, document_id: int) -> dict[str, int]:
    query = (
        select(SNAPSHOT.c.sha256, VERSION_PAGE.c.version_id)
        .join(VERSION_PAGE, VERSION_PAGE.c.snapshot_id == SNAPSHOT.c.id)
        .join(VERSION, VERSION.c.id == VERSION_PAGE.c.version_id)
        .where(SNAPSHOT.c.document_id == document_id, VERSION.c.origin != "")
        .order_by(VERSION.c.number)
    )
    return {row.sha256: row.version_id for row in await connection.execute(query)}
