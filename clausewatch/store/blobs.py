"""Bytes as fetched: one row per hash, for every snapshot that showed them."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.pages import Snapshot
from clausewatch.store import codec
from clausewatch.store.database import Database, split_chunks
from clausewatch.store.tables import BLOB, SNAPSHOT


async def compress_new(database: Database, snapshots: Sequence[Snapshot]) -> dict[str, bytes]:
    """Return by hash the compressed bytes of snapshots that are not stored yet.

    Raises ValueError for one whose hash is not that of its bytes: it would be no evidence.
    """
    bodies = {snapshot.sha256: snapshot.body for snapshot in snapshots}
    if not bodies:
        return {}
    query = select(BLOB.c.sha256).where(BLOB.c.sha256.in_(list(bodies)))
    async with database.read() as connection:
        stored = set((await connection.execute(query)).scalars())
    # Beside the event loop and before the write lock: both are wanted by others meanwhile.
    return await asyncio.to_thread(_packed, bodies, stored)


def _packed(bodies: dict[str, bytes], stored: set[str]) -> dict[str, bytes]:
    wrong = [digest for digest, body in bodies.items() if sha256(body).hexdigest() != digest]
    if wrong:
        raise ValueError(f"snapshots do not have the hash that they claim: {', '.join(wrong)}")
    return {digest: codec.squeeze(body) for digest, body in bodies.items() if digest not in stored}


async def insert_missing(
    database: Database,
    connection: AsyncConnection,
    snapshots: Sequence[Snapshot],
    packed: dict[str, bytes],
) -> None:
    """Store the bytes of snapshots once; what is there is never written again."""
    bodies = {snapshot.sha256: snapshot.body for snapshot in snapshots}
    if not bodies:
        return
    query = select(BLOB.c.sha256).where(BLOB.c.sha256.in_(list(bodies)))
    stored = set((await connection.execute(query)).scalars())
    rows = [
        # Stored when it was packed and tidied away since: then it is packed here.
        {"sha256": digest, "body": packed.get(digest) or codec.squeeze(body)}
        for digest, body in sorted(bodies.items())
        if digest not in stored
    ]
    if rows:
        await connection.execute(database.insert(BLOB).on_conflict_do_nothing(), rows)


async def drop_unused(connection: AsyncConnection, hashes: Sequence[str]) -> int:
    """Delete those of some bytes that no snapshot shows any more; return how many."""
    dropped = 0
    is_shown = exists().where(SNAPSHOT.c.sha256 == BLOB.c.sha256)
    for chunk in split_chunks(hashes):
        gone = delete(BLOB).where(BLOB.c.sha256.in_(chunk), ~is_shown)
        dropped += (await connection.execute(gone)).rowcount
    return dropped
