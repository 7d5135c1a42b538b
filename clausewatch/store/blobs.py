"""Owns the table `blob`: the fetched bytes, one row per hash for all snapshots that share them."""

import asyncio
from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.pages import Snapshot
from clausewatch.store import codec
from clausewatch.store.database import Database, insert_into, split_chunks
from clausewatch.store.tables import BLOB, SNAPSHOT


async def compress_new(database: Database, snapshots: Sequence[Snapshot]) -> dict[str, bytes]:
    """Return by hash the compressed bytes of snapshots that are not stored yet.

    Raises ValueError if a hash is not that of its bytes: such a snapshot is no evidence.
    """
    bodies = {snapshot.sha256: snapshot.body for snapshot in snapshots}
    if not bodies:
        return {}
    async with database.read() as connection:
        stored = await _find_stored(connection, list(bodies))
    # In a thread and before the write lock is taken, because other work needs both meanwhile.
    return await asyncio.to_thread(_compress, bodies, stored)


def _compress(bodies: dict[str, bytes], stored: set[str]) -> dict[str, bytes]:
    wrong = [digest for digest, body in bodies.items() if sha256(body).hexdigest() != digest]
    if wrong:
        raise ValueError(f"snapshots do not have the hash that they claim: {', '.join(wrong)}")
    return {digest: codec.compress(body) for digest, body in bodies.items() if digest not in stored}


async def insert_missing(
    connection: AsyncConnection, snapshots: Sequence[Snapshot], compressed: dict[str, bytes]
) -> None:
    """Store the bytes of snapshots that are not stored yet; stored bytes are never rewritten."""
    bodies = {snapshot.sha256: snapshot.body for snapshot in snapshots}
    if not bodies:
        return
    stored = await _find_stored(connection, list(bodies))
    rows = [
        # Bytes that were deleted since `compress_new` ran are compressed here.
        {"sha256": digest, "body": compressed.get(digest) or codec.compress(body)}
        for digest, body in sorted(bodies.items())
        if digest not in stored
    ]
    if rows:
        await connection.execute(insert_into(connection, BLOB).on_conflict_do_nothing(), rows)


async def drop_unused(connection: AsyncConnection, hashes: Sequence[str]) -> int:
    """Delete those of the given bytes that no snapshot refers to; return how many."""
    dropped = 0
    is_used = exists().where(SNAPSHOT.c.sha256 == BLOB.c.sha256)
    for chunk in split_chunks(hashes):
        unused = delete(BLOB).where(BLOB.c.sha256.in_(chunk), ~is_used)
        dropped += (await connection.execute(unused)).rowcount
    return dropped


async def _find_stored(connection: AsyncConnection, hashes: Sequence[str]) -> set[str]:
    query = select(BLOB.c.sha256).where(BLOB.c.sha256.in_(hashes))
    return set((await connection.execute(query)).scalars())
