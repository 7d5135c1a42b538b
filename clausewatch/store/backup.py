"""Backup and restore: one SQLite file with the same tables, whichever database it is of.

So a backup of a laptop can be restored on a server and the other way round. Keys and tokens of the
environment are no part of the database, and so none of the backup.
"""

import asyncio
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.errors import StoreError, UserError
from clausewatch.store import migration
from clausewatch.store.store import Store
from clausewatch.store.tables import QueueMigrationRow, Row, find_table

TABLES = tuple(
    t for t in Row.metadata.sorted_tables if t.name != find_table(QueueMigrationRow).name
)
"""In an order in which rows refer only to what is there; the queue belongs to its server."""
AT_A_TIME = 200


async def backup(store: Store, path: Path) -> int:
    """Write a backup while others go on; return its bytes. Raises UserError for a taken name."""
    draft = _draft_of(path)
    try:
        _remove(draft)
        if store.database.is_sqlite:
            await asyncio.to_thread(_vacuum, str(store.database.engine.url.database), draft)
        else:
            await _copy_out(store, draft)
        return _finished(draft, path)
    except (sqlite3.Error, OSError) as fault:
        raise StoreError(f"The backup was not written ({fault}); nothing of it is left.") from None
    finally:
        _remove(draft)


def _draft_of(path: Path) -> Path:
    if path.exists():
        raise UserError(f"{path} is there already; name another file.")
    return path.with_name(f"{path.name}.part")


def _finished(draft: Path, path: Path) -> int:
    draft.rename(path)
    return path.stat().st_size


def _remove(draft: Path) -> None:
    """Remove an unfinished backup with the files that SQLite keeps beside it."""
    for left in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
        left.unlink(missing_ok=True)


def _vacuum(database: str, draft: Path) -> None:
    # A reader in WAL mode: it sees one state throughout and holds up no writer.
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(draft),))


async def _copy_out(store: Store, draft: Path) -> None:
    target = await Store.open(f"sqlite+aiosqlite:///{draft}")
    try:
        async with store.database.read() as source:
            await source.execution_options(isolation_level="REPEATABLE READ")
            await _copy(source, target)
        async with target.database.engine.connect() as connection:
            await connection.execution_options(begin="BEGIN")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await target.close()


async def restore(store: Store, path: Path, now: datetime) -> dict[str, int]:
    """Fill an empty database from a backup, all or nothing; return rows by table.

    Raises UserError where the database is not empty or the file is no backup of ours.
    """
    if any((await store.maintenance.count_rows()).values()):
        raise UserError("The database is not empty; restore into a new one.")
    with tempfile.TemporaryDirectory() as folder:
        # A backup is never altered, and an older one is brought to this schema first.
        copy = Path(folder) / "backup.db"
        try:
            await asyncio.to_thread(shutil.copy, path, copy)
        except OSError as fault:
            raise UserError(f"{path} cannot be read ({fault.strerror}).") from None
        source = await Store.open(f"sqlite+aiosqlite:///{copy}")
        try:
            if await migration.read_revision(source.database.engine) != migration.HEAD:
                raise UserError(f"{path} is not a backup of Clausewatch.")
            async with source.database.read() as connection:
                counts = await _copy(connection, store)
        finally:
            await source.close()
    # Whoever held something when the backup was made holds it no more.
    await store.maintenance.release_leases(now)
    return counts


async def _copy(source: AsyncConnection, target: Store) -> dict[str, int]:
    counts = {}
    async with target.database.write() as there:
        for rows in TABLES:
            counts[rows.name] = await _copy_table(source, there, rows)
        for rows in TABLES:
            if "id" in rows.c:
                await _count_on(there, rows.name, await _given(source, rows.name))
    return counts


async def _copy_table(source: AsyncConnection, there: AsyncConnection, rows: Table) -> int:
    """Copy a table in the order of its key: a row refers only to earlier ones of its own table."""
    copied = 0
    async with source.stream(select(rows).order_by(*rows.primary_key.columns)) as found:
        async for batch in found.mappings().partitions(AT_A_TIME):
            await there.execute(rows.insert(), [dict(row) for row in batch])
            copied += len(batch)
    return copied


async def _given(source: AsyncConnection, name: str) -> int:
    """Return the highest number that a table has given out, to rows since deleted too."""
    query = "select seq from sqlite_sequence where name = :name"
    if source.dialect.name != "sqlite":
        query = (
            "select last_value from pg_sequences"
            " where schemaname = current_schema() and sequencename = :name || '_id_seq'"
        )
    return (await source.execute(text(query), {"name": name})).scalar() or 0


async def _count_on(there: AsyncConnection, name: str, given: int) -> None:
    """Let a table count on from a number: what was given out once is not given out again."""
    if given == 0:
        return
    values = {"name": name, "given": given}
    if there.dialect.name != "sqlite":
        await there.execute(text("select setval(:name || '_id_seq', :given)"), values)
        return
    changed = "update sqlite_sequence set seq = :given where name = :name"
    if (await there.execute(text(changed), values)).rowcount == 0:
        await there.execute(text("insert into sqlite_sequence values (:name, :given)"), values)
