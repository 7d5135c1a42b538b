"""Owns the tables `version` and `version_page`: texts of documents and their snapshots."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Reading
from clausewatch.model.record_ids import ChangeId, DocumentId, VersionId
from clausewatch.store import codec
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.tables import BLOB, CAPTURE, CHANGE, SNAPSHOT, VERSION, VERSION_PAGE
from clausewatch.store.version_writer import make_reading_columns

HISTORY_LENGTH = 20
"""Versions of a document that a check compares new text with; older ones are left out."""
_OUTLINE_COLUMNS = tuple(column for column in VERSION.c if column.name != "reading")


@dataclass(frozen=True, slots=True)
class VersionAudit:
    """A version with its stored text compared with its columns."""

    id: VersionId
    document_id: DocumentId
    number: int
    extractor: str
    reading: Reading | None
    """None if the stored text is damaged."""
    is_consistent: bool
    """True if the columns beside the stored text agree with the text."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions on record; those of all documents are read in the order of their numbers."""

    database: Database

    @uninterrupted
    async def load_history(self, document_id: DocumentId) -> tuple[StoredVersion, ...]:
        """Return a document's last versions with their blocks, newest first."""
        query = (
            select_versions(with_blocks=True)
            .where(VERSION.c.document_id == document_id)
            .order_by(VERSION.c.number.desc())
            .limit(HISTORY_LENGTH)
        )
        async with self.database.read() as connection:
            return await load_versions(connection, query)

    @uninterrupted
    async def load_snapshots(
        self, document_id: DocumentId, sha256s: Sequence[str]
    ) -> tuple[Snapshot, ...]:
        """Return snapshots in the order of the hashes; those without bytes are left out."""
        async with self.database.read() as connection:
            return await load_snapshots(connection, document_id, sha256s)

    @uninterrupted
    async def replace_reading(self, version_id: VersionId, reading: Reading) -> None:
        """Replace a version's text by that of another extractor release; nothing is posted."""
        change = update(VERSION).where(VERSION.c.id == version_id)
        async with self.database.write() as connection:
            await connection.execute(change.values(make_reading_columns(reading)))

    @uninterrupted
    async def find_outdated(
        self, release: str, after: int, limit: int
    ) -> tuple[tuple[VersionId, DocumentId, str], ...]:
        """Return versions of other releases after a number: id, document and release."""
        extractor = VERSION.c.extractor
        query = (
            select(VERSION.c.id, VERSION.c.document_id, extractor)
            # Two ranges of the index, because `!=` would read every row.
            .where(or_(extractor < release, extractor > release), VERSION.c.id > after)
            .order_by(VERSION.c.id)
            .limit(limit)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple((VersionId(r.id), DocumentId(r.document_id), r.extractor) for r in rows)

    @uninterrupted
    async def measure_progress(self, release: str) -> tuple[int, int]:
        """Return how many versions are of a release, and how many there are."""
        is_read = func.count().filter(VERSION.c.extractor == release)
        async with self.database.read() as connection:
            done, total = (
                await connection.execute(select(is_read, func.count(VERSION.c.id)))
            ).one()
        return done, total

    @uninterrupted
    async def load_version_snapshots(self, version_id: VersionId) -> tuple[Snapshot, ...] | None:
        """Return the snapshots of a version in order, or None if bytes are missing."""
        query = (
            select(SNAPSHOT.c.document_id, SNAPSHOT.c.sha256)
            .join(VERSION_PAGE, VERSION_PAGE.c.snapshot_id == SNAPSHOT.c.id)
            .where(VERSION_PAGE.c.version_id == version_id)
            .order_by(VERSION_PAGE.c.position)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
            hashes = [row.sha256 for row in rows]
            if not hashes:
                return None
            snapshots = await load_snapshots(connection, rows[0].document_id, hashes)
        return snapshots if len(snapshots) == len(hashes) else None

    @uninterrupted
    async def audit(self, after: int, limit: int) -> tuple[VersionAudit, ...]:
        """Return versions after a number, each compared with its columns."""
        query = select(VERSION).where(VERSION.c.id > after).order_by(VERSION.c.id).limit(limit)
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            VersionAudit(
                VersionId(row.id),
                DocumentId(row.document_id),
                row.number,
                row.extractor,
                reading := codec.try_unpack_reading(row.reading),
                is_consistent=reading is not None
                and (reading.extractor, reading.text_fingerprint, reading.terms_fingerprint)
                == (row.extractor, row.text_fingerprint, row.terms_fingerprint),
            )
            for row in rows
        )


def select_versions(*, with_blocks: bool) -> Select[Any]:
    """Return the query of versions, each with the change that it made and its capture.

    Without blocks a version's reading is only its outline.
    """
    columns = tuple(VERSION.c) if with_blocks else _OUTLINE_COLUMNS
    rows = VERSION.outerjoin(CHANGE, CHANGE.c.after_id == VERSION.c.id)
    rows = rows.outerjoin(CAPTURE, CAPTURE.c.version_id == VERSION.c.id)
    more = (CHANGE.c.id.label("change_id"), CAPTURE.c.url.label("capture_url"))
    return select(*columns, *more).select_from(rows)


async def load_versions(
    connection: AsyncConnection, query: Select[Any]
) -> tuple[StoredVersion, ...]:
    """Return the versions of a `select_versions` query, in its order."""
    rows = (await connection.execute(query)).all()
    hashes = await _load_hashes(connection, [row.id for row in rows])
    return tuple(_map_version(row, hashes.get(row.id, ())) for row in rows)


async def load_versions_by_id(
    connection: AsyncConnection, version_ids: Sequence[int], *, with_blocks: bool = False
) -> dict[int, StoredVersion]:
    """Return versions by number."""
    query = select_versions(with_blocks=with_blocks).where(VERSION.c.id.in_(version_ids))
    return {int(version.id): version for version in await load_versions(connection, query)}


async def load_snapshots(
    connection: AsyncConnection, document_id: int, sha256s: Sequence[str]
) -> tuple[Snapshot, ...]:
    """Return a document's snapshots in the order of the hashes; damaged ones are left out."""
    query = (
        select(SNAPSHOT, BLOB.c.body)
        .join(BLOB, BLOB.c.sha256 == SNAPSHOT.c.sha256)
        .where(SNAPSHOT.c.document_id == document_id, SNAPSHOT.c.sha256.in_(sha256s))
        .order_by(SNAPSHOT.c.position.desc())
    )
    rows = await connection.execute(query)
    snapshots = {
        row.sha256: _map_snapshot(row, body)
        for row in rows
        if (body := codec.try_decompress(row.body)) is not None
    }
    return tuple(snapshots[sha256] for sha256 in sha256s if sha256 in snapshots)


async def _load_hashes(
    connection: AsyncConnection, version_ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    query = (
        select(VERSION_PAGE.c.version_id, SNAPSHOT.c.sha256)
        .join(SNAPSHOT, SNAPSHOT.c.id == VERSION_PAGE.c.snapshot_id)
        .where(VERSION_PAGE.c.version_id.in_(version_ids))
        .order_by(VERSION_PAGE.c.version_id, VERSION_PAGE.c.position)
    )
    hashes: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for row in await connection.execute(query):
        hashes[row.version_id] += (row.sha256,)
    return hashes


def _map_version(row: Row[Any], hashes: tuple[str, ...]) -> StoredVersion:
    packed: bytes | None = row._mapping.get("reading")  # noqa: SLF001  # public, underscored
    if packed is not None:
        reading = codec.unpack_reading(packed)
    else:
        reading = codec.read_outline(
            row.outline, row.extractor, row.text_fingerprint, row.terms_fingerprint
        )
    return StoredVersion(
        id=VersionId(row.id),
        number=row.number,
        reading=reading,
        snapshots=hashes,
        captured_at=row.captured_at,
        source_url=row.source_url,
        change_id=None if row.change_id is None else ChangeId(row.change_id),
        capture_url=row.capture_url or "",
    )


def _map_snapshot(row: Row[Any], body: bytes) -> Snapshot:
    return Snapshot(
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        headers=codec.read_headers(row.headers),
        body=body,
        sha256=row.sha256,
        fetched_at=row.first_seen_at,
        moved_to=row.moved_to,
        selection=codec.read_selection(row.selection),
    )
