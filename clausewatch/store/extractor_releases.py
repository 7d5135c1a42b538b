"""Versions by the extractor release that read them: which are behind, and what to read anew."""

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
    """A version on record and who read it."""

    id: VersionId
    document_id: DocumentId
    number: int
    extractor: str
    reading: Reading | None
    """None where the stored text cannot be unpacked."""
    is_alike: bool
    """The columns beside the stored text say the same as the text itself."""


@dataclass(frozen=True, slots=True)
class ExtractorReleases:
    """Versions in the order of their numbers, for work that goes through all of them."""

    database: Database

    @uninterrupted
    async def find_outdated(
        self, release: str, after: int, limit: int
    ) -> tuple[tuple[VersionId, DocumentId, str], ...]:
        """Return versions after a number that another release read: id, document, release."""
        extractor = VERSION.c.extractor
        query = (
            select(VERSION.c.id, VERSION.c.document_id, extractor)
            # Two ranges of the index: an inequality would read every row.
            .where(or_(extractor < release, extractor > release), VERSION.c.id > after)
            .order_by(VERSION.c.id)
            .limit(limit)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple((VersionId(r.id), DocumentId(r.document_id), r.extractor) for r in rows)

    @uninterrupted
    async def measure_progress(self, release: str) -> tuple[int, int]:
        """Return how many versions a release has read, and how many there are."""
        is_read = func.count().filter(VERSION.c.extractor == release)
        async with self.database.read() as connection:
            done, total = (
                await connection.execute(select(is_read, func.count(VERSION.c.id)))
            ).one()
        return done, total

    @uninterrupted
    async def find_snapshots(self, version_id: VersionId) -> tuple[Snapshot, ...] | None:
        """Return the snapshots that a version was derived from; None where bytes are gone."""
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
            found = await versions.load_snapshots(connection, rows[0].document_id, hashes)
        return found if len(found) == len(hashes) else None

    @uninterrupted
    async def read_versions(self, after: int, limit: int) -> tuple[VersionAudit, ...]:
        """Return versions after a number, with their stored text held against its columns."""
        query = select(VERSION).where(VERSION.c.id > after).order_by(VERSION.c.id).limit(limit)
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(
            VersionAudit(
                VersionId(row.id),
                DocumentId(row.document_id),
                row.number,
                row.extractor,
                reading := codec.readable(row.reading),
                is_alike=reading is not None
                and (reading.extractor, reading.text_fingerprint, reading.terms_fingerprint)
                == (row.extractor, row.text_fingerprint, row.terms_fingerprint),
            )
            for row in rows
        )
