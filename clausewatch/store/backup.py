"""Backs up all tables into one SQLite file and restores them, from and to either database.

A backup of a laptop can be restored on a server and the other way round. Keys and tokens of the
environment are not in the database, so they are not in a backup.
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
from clausewatch.store.private_files import make_private
from clausewatch.store.store import Store
from clausewatch.store.tables import QUEUE_MIGRATION, Row

TABLES = tuple(table for table in Row.metadata.sorted_tables if table is not QUEUE_MIGRATION)
"""Ordered so that rows refer only to earlier tables; the task queue belongs to its server."""
BATCH_SIZE = 200


async def backup(store: Store, path: Path) -> int:
    """Write a backup while others work and return its size in bytes.

    Raises UserError if the path exists, and StoreError if the backup cannot be written.
    """
    draft = _choose_draft(path)
    try:
        _remove_draft(draft)
        if store.database.is_sqlite:
            await asyncio.to_thread(_vacuum, str(store.database.engine.url.database), draft)
        else:
            await _copy_server(store, draft)
        return _publish(draft, path)
    except (sqlite3.Error, OSError) as error:
        raise StoreError(f"The backup was not written ({error}); nothing of it is left.") from None
    finally:
        _remove_draft(draft)


def _choose_draft(path: Path) -> Path:
    if path.exists():
        raise UserError(f"{path} already exists; choose another name.")
    return path.with_name(f"{path.name}.part")


def _publish(draft: Path, path: Path) -> int:
    draft.rename(path)
    return path.stat().st_size


def _remove_draft(draft: Path) -> None:
    """Remove an unfinished backup and the files that SQLite keeps beside it."""
    for file in (draft, Path(f"{draft}-wal"), Path(f"{draft}-shm")):
        file.unlink(missing_ok=True)


def _vacuum(database: str, draft: Path) -> None:
    # A reader in WAL mode sees one state throughout and blocks no writer.
    make_private(draft)
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.execute("VACUUM INTO ?", (str(draft),))


async def _copy_server(store: Store, draft: Path) -> None:
    target = await Store.open(f"sqlite+aiosqlite:///{draft}")
    try:
        async with store.database.read() as source:
            await source.execution_options(isolation_level="REPEATABLE READ")
            await _copy_tables(source, target)
        async with target.database.engine.connect() as connection:
            await connection.execution_options(begin="BEGIN")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        await target.close()


async def restore(store: Store, path: Path, now: datetime) -> dict[str, int]:
    """Fill an empty database from a backup, all or nothing; return row counts by table.

    Raises UserError if the database is not empty or the file is not a backup of Clausewatch.
    """
    if any((await store.maintenance.count_rows()).values()):
        raise UserError("The database is not empty; restore into a new one.")
    with tempfile.TemporaryDirectory() as folder:
        # Opening an older backup migrates it, so a copy is opened.
        copy = Path(folder) / "backup.db"
        try:
            await asyncio.to_thread(shutil.copy, path, copy)
        except OSError as error:
            raise UserError(f"{path} cannot be read ({error.strerror}).") from None
        source = await Store.open(f"sqlite+aiosqlite:///{copy}")
        try:
            if await migration.read_revision(source.database.engine) != migration.HEAD:
                raise UserError(f"{path} is not a backup of Clausewatch.")
            async with source.database.read() as connection:
                counts = await _copy_tables(connection, store)
        finally:
            await source.close()
    # The processes that had leases when the backup was made are gone.
    await store.maintenance.release_leases(now)
    return counts


async def _copy_tables(source: AsyncConnection, store: Store) -> dict[str, int]:
    counts = {}
    async with store.database.write() as target:
        for table in TABLES:
            counts[table.name] = await _copy_table(source, target, table)
        for table in TABLES:
            if "id" in table.c:
                last_id = await _read_last_id(source, table.name)
                await _continue_ids(target, table.name, last_id)
    return counts


async def _copy_table(source: AsyncConnection, target: AsyncConnection, table: Table) -> int:
    """Copy a table in the order of its key, because a row may refer to earlier ones of it."""
    count = 0
    async with source.stream(select(table).order_by(*table.primary_key.columns)) as rows:
        async for batch in rows.mappings().partitions(BATCH_SIZE):
            await target.execute(table.insert(), [dict(row) for row in batch])
            count += len(batch)
    return count


async def _read_last_id(source: AsyncConnection, name: str) -> int:
    """Return the highest id that a table ever gave, also to rows that are deleted."""
    query = "select seq from sqlite_sequence where name = :name"
    if source.dialect.name != "sqlite":
        query = (
            "select last_value from pg_sequences"
            " where schemaname = current_schema() and sequencename = :name || '_id_seq'"
        )
    return (await source.execute(text(query), {"name": name})).scalar() or 0


async def _continue_ids(target: AsyncConnection, name: str, last_id: int) -> None:
    """Let a table give ids above the last one, so that none is given twice."""
    if last_id == 0:
        return
    values = {"name": name, "last_id": last_id}
    if target.dialect.name != "sqlite":
        await target.execute(text("select setval(:name || '_id_seq', :last_id)"), values)
        return
    change = "update sqlite_sequence set seq = :last_id where name = :name"
    if (await target.execute(text(change), values)).rowcount == 0:
        await target.execute(text("insert into sqlite_sequence values (:name, :last_id)"), values)
