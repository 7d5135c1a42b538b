"""What is on record of a document: versions, and the snapshots that they were derived from."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import Snapshot
from clausewatch.store import codec
from clausewatch.store.mappers import load_versions, select_versions
from clausewatch.store.tables import BLOB, SNAPSHOT, VERSION

MOST_VERSIONS = 20
"""Versions of a document that a check is given; older ones are not held against new text."""


async def load_history(connection: AsyncConnection, document_id: int) -> tuple[StoredVersion, ...]:
    """Return a document's last versions with their blocks, newest first."""
    query = (
        select_versions(is_whole=True)
        .where(VERSION.c.document_id == document_id)
        .order_by(VERSION.c.number.desc())
        .limit(MOST_VERSIONS)
    )
    return await load_versions(connection, query)


async def load_bodies(connection: AsyncConnection, sha256s: Sequence[str]) -> dict[str, bytes]:
    """Return stored bytes by hash; damaged ones are as good as gone."""
    query = select(BLOB).where(BLOB.c.sha256.in_(sha256s))
    rows = await connection.execute(query)
    return {row.sha256: body for row in rows if (body := codec.intact(row.body)) is not None}


async def load_snapshots(
    connection: AsyncConnection, document_id: int, sha256s: Sequence[str]
) -> tuple[Snapshot, ...]:
    """Return a document's stored snapshots in the order asked for, damaged ones left out."""
    query = (
        select(SNAPSHOT, BLOB.c.body)
        .join(BLOB, BLOB.c.sha256 == SNAPSHOT.c.sha256)
        .where(SNAPSHOT.c.document_id == document_id, SNAPSHOT.c.sha256.in_(sha256s))
        .order_by(SNAPSHOT.c.position.desc())
    )
    rows = await connection.execute(query)
    found = {
        row.sha256: _snapshot_of(row, body)
        for row in rows
        if (body := codec.intact(row.body)) is not None
    }
    return tuple(found[sha256] for sha256 in sha256s if sha256 in found)


def _snapshot_of(row: Row[Any], body: bytes) -> Snapshot:
    return Snapshot(
        url=row.url,
        final_url=row.final_url,
        status=row.status,
        headers=codec.headers_of(row.headers),
        body=body,
        sha256=row.sha256,
        fetched_at=row.first_seen_at,
        moved_to=row.moved_to,
        selection=codec.read_selection(row.selection),
    )
