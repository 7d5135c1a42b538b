"""Owns the tables `version` and `version_page`: texts of documents and their snapshots."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import Snapshot
from clausewatch.model.record_ids import ChangeId, VersionId
from clausewatch.store import codec
from clausewatch.store.tables import BLOB, CHANGE, SNAPSHOT, VERSION, VERSION_PAGE

HISTORY_LENGTH = 20
"""Versions of a document that a check compares new text with; older ones are left out."""
_OUTLINE_COLUMNS = tuple(column for column in VERSION.c if column.name != "reading")


def select_versions(*, with_blocks: bool) -> Select[Any]:
    """Return the query of versions, each with the change that it made.

    Without blocks a version's reading is only its outline.
    """
    columns = tuple(VERSION.c) if with_blocks else _OUTLINE_COLUMNS
    rows = VERSION.outerjoin(CHANGE, CHANGE.c.after_id == VERSION.c.id)
    return select(*columns, CHANGE.c.id.label("change_id")).select_from(rows)


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


async def load_history(connection: AsyncConnection, document_id: int) -> tuple[StoredVersion, ...]:
    """Return a document's last versions with their blocks, newest first."""
    query = (
        select_versions(with_blocks=True)
        .where(VERSION.c.document_id == document_id)
        .order_by(VERSION.c.number.desc())
        .limit(HISTORY_LENGTH)
    )
    return await load_versions(connection, query)


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
