"""Reads the table `version` by extractor release, to re-derive or verify all versions."""

from dataclasses import dataclass

from sqlalchemy import func, or_, select

from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Reading
from clausewatch.model.record_ids import DocumentId, VersionId
from clausewatch.store import codec, versions
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.tables import SNAPSHOT, VERSION, VERSION_PAGE


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
class ExtractorReleases:
    """The versions of all documents, in the order of their numbers."""

    database: Database

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
    async def find_snapshots(self, version_id: VersionId) -> tuple[Snapshot, ...] | None:
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
            snapshots = await versions.load_snapshots(connection, rows[0].document_id, hashes)
        return snapshots if len(snapshots) == len(hashes) else None

    @uninterrupted
    async def read_versions(self, after: int, limit: int) -> tuple[VersionAudit, ...]:
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
