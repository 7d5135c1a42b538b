"""Records that were not seen by ourselves: versions and changes from another archive.

Every record carries its origin, nothing goes to the outbox, and nothing becomes a baseline: the
next check reads the page itself. Imported versions are older than all that was seen here, and are
numbered so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Comparison, Reading, Significance
from clausewatch.model.record_ids import DocumentId
from clausewatch.store import blobs, codec, platform_names
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.hosts import ensure_hosts, parse_host
from clausewatch.store.mappers import make_address
from clausewatch.store.tables import BLOB, CHANGE, DOCUMENT, PAGE, SNAPSHOT, VERSION, VERSION_PAGE
from clausewatch.store.watch_requests import NewDocument
from clausewatch.store.watches import BEFORE_FIRST_CHECK

VERDICT = "imported"
REVERTED = "reverted"
LAST_TEXTS = 3
"""As many as a text is held against when an import goes on."""


@dataclass(frozen=True, slots=True)
class ImportedVersion:
    """A version from another archive; with `comparison`, a change against an earlier one."""

    origin: str
    """The archive and its commit."""
    snapshot: Snapshot
    reading: Reading
    before: str | None = None
    """SHA-256 of the snapshot of the version that it is compared with."""
    comparison: Comparison | None = None


@dataclass(frozen=True, slots=True)
class RevertedVersion:
    """The archive shows an earlier text again: the change that replaced it was taken back."""

    after: str
    """SHA-256 of the snapshot of the version that did not stay."""


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far a document was imported before."""

    origin: str
    """Of its last imported version."""
    bodies: tuple[bytes, ...]
    """The last texts, newest first; first of all the one that stands, where it came back."""


@dataclass(frozen=True, slots=True)
class Imports:
    """Writes what another archive has on record."""

    database: Database

    @uninterrupted
    async def document(self, key: str, name: str, wanted: NewDocument, now: datetime) -> DocumentId:
        """Return the number of a document that all workspaces share, found or created."""
        identity = {
            "workspace_id": None,
            "platform_key": key,
            "kind": wanted.kind,
            "address": make_address(wanted.urls, wanted.access),
        }
        same = [DOCUMENT.c[field].is_not_distinct_from(v) for field, v in identity.items()]
        async with self.database.write() as connection:
            found = (await connection.execute(select(DOCUMENT.c.id).where(*same))).scalar()
            if found is not None:
                return DocumentId(found)
            host = parse_host(wanted.urls[0])
            hosts = await ensure_hosts(self.database, connection, [host])
            new = self.database.insert(DOCUMENT).values(
                **identity,
                platform_name=name,
                host_id=hosts[host],
                created_at=now,
                next_check_at=now,
                access=codec.access_text(wanted.access),
                **BEFORE_FIRST_CHECK,
            )
            number: int = (await connection.execute(new.returning(DOCUMENT.c.id))).scalar_one()
            pages = [
                {"document_id": number, "position": position, "url": url}
                for position, url in enumerate(wanted.urls)
            ]
            await connection.execute(self.database.insert(PAGE), pages)
            await platform_names.add_names(self.database, connection, key, name)
        return DocumentId(number)

    @uninterrupted
    async def known(self, document_id: DocumentId) -> ImportProgress | None:
        """Return how far a document was imported, or None where it never was."""
        last = (
            select(VERSION.c.id, VERSION.c.origin)
            .where(VERSION.c.document_id == document_id, VERSION.c.origin != "")
            .order_by(VERSION.c.number.desc())
            .limit(1)
        )
        async with self.database.read() as connection:
            row = (await connection.execute(last)).one_or_none()
            if row is None:
                return None
            taken_back = select(CHANGE.c.before_id).where(
                CHANGE.c.after_id == row.id, CHANGE.c.standing == REVERTED
            )
            standing = (await connection.execute(taken_back)).scalar() or row.id
            texts = (
                select(BLOB.c.body)
                .join(SNAPSHOT, SNAPSHOT.c.sha256 == BLOB.c.sha256)
                .join(VERSION_PAGE, VERSION_PAGE.c.snapshot_id == SNAPSHOT.c.id)
                .join(VERSION, VERSION.c.id == VERSION_PAGE.c.version_id)
                .where(VERSION.c.document_id == document_id, VERSION.c.origin != "")
                .order_by(VERSION.c.id != standing, VERSION.c.number.desc())
                .limit(LAST_TEXTS)
            )
            packed = (await connection.execute(texts)).scalars()
            return ImportProgress(row.origin, tuple(codec.expand(body) for body in packed))

    @uninterrupted
    async def add(
        self, document_id: DocumentId, found: Sequence[ImportedVersion | RevertedVersion]
    ) -> None:
        """Write versions and changes of one document, oldest first, in one transaction."""
        snapshots = [each.snapshot for each in found if isinstance(each, ImportedVersion)]
        packed = await blobs.compress_new(self.database, snapshots)
        async with self.database.write() as connection:
            await blobs.insert_missing(self.database, connection, snapshots, packed)
            first = await _room(connection, document_id, len(snapshots))
            versions = await _versions_by_hash(connection, document_id)
            for each in found:
                if isinstance(each, RevertedVersion):
                    change = update(CHANGE).where(CHANGE.c.after_id == versions[each.after])
                    await connection.execute(change.values(standing=REVERTED))
                    continue
                version_id = await self._version(connection, document_id, each, first)
                first += 1
                if each.comparison is not None and each.before is not None:
                    before = versions[each.before]
                    change_row = _change(document_id, (before, version_id), each, each.comparison)
                    await connection.execute(self.database.insert(CHANGE).values(change_row))
                versions[each.snapshot.sha256] = version_id

    async def _version(
        self, connection: AsyncConnection, document_id: int, each: ImportedVersion, number: int
    ) -> int:
        snapshot, reading = each.snapshot, each.reading
        seen = self.database.insert(SNAPSHOT).values(_snapshot(document_id, each))
        same = [SNAPSHOT.c.document_id, SNAPSHOT.c.position, SNAPSHOT.c.sha256]
        # Nothing is altered but a count: a text may come up again after others.
        counted = seen.on_conflict_do_update(
            index_elements=same, set_={"looks": SNAPSHOT.c.looks + 1}
        )
        found = await connection.execute(counted.returning(SNAPSHOT.c.id))
        snapshot_id: int = found.scalar_one()
        new = self.database.insert(VERSION).values(
            document_id=document_id,
            number=number,
            captured_at=snapshot.fetched_at,
            source_url=snapshot.final_url,
            extractor=reading.extractor,
            text_fingerprint=reading.text_fingerprint,
            terms_fingerprint=reading.terms_fingerprint,
            outline=codec.outline_text(reading),
            reading=codec.pack_reading(reading),
            last_seen_at=snapshot.fetched_at,
            looks=1,
            origin=each.origin,
        )
        version_id: int = (await connection.execute(new.returning(VERSION.c.id))).scalar_one()
        page = {"version_id": version_id, "position": 0, "snapshot_id": snapshot_id}
        await connection.execute(self.database.insert(VERSION_PAGE).values(page))
        return version_id


async def _room(connection: AsyncConnection, document_id: int, count: int) -> int:
    """Move the versions that were seen here up, and return the first number that is free."""
    ours = (VERSION.c.document_id == document_id) & (VERSION.c.origin == "")
    theirs = select(func.coalesce(func.max(VERSION.c.number), 0)).where(
        VERSION.c.document_id == document_id, VERSION.c.origin != ""
    )
    first: int = (await connection.execute(theirs)).scalar_one()
    # In two steps, because a number must not be there twice even for a moment.
    await connection.execute(update(VERSION).where(ours).values(number=-VERSION.c.number - count))
    await connection.execute(update(VERSION).where(ours).values(number=-VERSION.c.number))
    return first + 1


async def _versions_by_hash(connection: AsyncConnection, document_id: int) -> dict[str, int]:
    query = (
        select(SNAPSHOT.c.sha256, VERSION_PAGE.c.version_id)
        .join(VERSION_PAGE, VERSION_PAGE.c.snapshot_id == SNAPSHOT.c.id)
        .join(VERSION, VERSION.c.id == VERSION_PAGE.c.version_id)
        .where(SNAPSHOT.c.document_id == document_id, VERSION.c.origin != "")
        .order_by(VERSION.c.number)
    )
    return {row.sha256: row.version_id for row in await connection.execute(query)}


def _snapshot(document_id: int, each: ImportedVersion) -> dict[str, Any]:
    snapshot = each.snapshot
    return {
        "document_id": document_id,
        "position": 0,
        "sha256": snapshot.sha256,
        "url": snapshot.url,
        "final_url": snapshot.final_url,
        "status": snapshot.status,
        "headers": codec.headers_text(snapshot.headers),
        "selection": codec.write_selection(snapshot.selection),
        "verdict": VERDICT,
        "first_seen_at": snapshot.fetched_at,
        "last_seen_at": snapshot.fetched_at,
        "looks": 1,
        "origin": each.origin,
    }


def _change(
    document_id: int, versions: tuple[int, int], each: ImportedVersion, comparison: Comparison
) -> dict[str, Any]:
    return {
        "document_id": document_id,
        "before_id": versions[0],
        "after_id": versions[1],
        "detected_at": each.snapshot.fetched_at,
        "significance": comparison.significance or Significance.EDITORIAL,
        "severity": comparison.severity,
        "standing": "new",
        "comparison": codec.pack_comparison(comparison),
        "origin": each.origin,
    }
