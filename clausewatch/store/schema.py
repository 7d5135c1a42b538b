"""Shows and upgrades the schema for the operator; owns the table `queue_migration`.

A server may also hold the tables of the task queue that a fleet uses. The queue's package has their
migrations; our table records which were applied.
"""

from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from importlib.util import find_spec

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from clausewatch.errors import StoreError
from clausewatch.store import migration
from clausewatch.store.database import make_engine, run_sync
from clausewatch.store.tables import QUEUE_MIGRATION

QUEUE = "procrastinate"
QUEUE_TABLE = "procrastinate_jobs"


@dataclass(frozen=True, slots=True)
class SchemaStatus:
    """The revisions of a database; `current` is None if it has none of our tables."""

    current: str | None
    head: str
    missing: tuple[str, ...]
    queue_missing: tuple[str, ...] | None
    """The task queue's migrations to apply; None if the database can have no queue."""

    @property
    def is_current(self) -> bool:
        """True if nothing is left to apply."""
        return not self.missing and not self.queue_missing


async def read_status(url: str) -> SchemaStatus:
    """Return the status of a schema. Raises StoreError if it is newer than the program."""
    engine = make_engine(url)
    try:
        return await _read_status(engine)
    finally:
        await engine.dispose()


async def upgrade(url: str, now: datetime) -> SchemaStatus:
    """Apply all missing revisions, also the queue's; return the status before.

    Raises StoreError if the database is newer than the program or cannot be used.
    """
    engine = make_engine(url)
    try:
        before = await _read_status(engine)
        if before.missing:
            await migration.upgrade(engine)
        if before.queue_missing:
            await run_sync(engine, lambda connection: _upgrade_queue(connection, now))
        return before
    finally:
        await engine.dispose()


async def require_queue(engine: AsyncEngine) -> None:
    """Raise StoreError, one sentence, if a database cannot serve a fleet."""
    if engine.dialect.name != "postgresql":
        raise StoreError("A fleet needs PostgreSQL; set DATABASE_URL to postgresql+psycopg://...")
    if find_spec(QUEUE) is None:
        raise StoreError("A fleet needs the extra `fleet`; install clausewatch[fleet,postgres].")
    if (await _read_status(engine)).queue_missing:
        raise StoreError(
            "The task queue's tables are missing or old; run `clausewatch db upgrade`."
        )


async def _read_status(engine: AsyncEngine) -> SchemaStatus:
    current = await migration.read_revision(engine)
    migration.refuse_newer(current)
    missing = migration.list_missing(current)
    queue: tuple[str, ...] | None = None
    if engine.dialect.name == "postgresql" and find_spec(QUEUE) is not None:
        queue = await run_sync(engine, _list_queue_missing, begin="BEGIN")
    return SchemaStatus(current, migration.HEAD, missing, queue)


def _list_queue_migrations() -> tuple[str, ...]:
    """Return the names of the queue package's migrations in order."""
    folder = files(QUEUE) / "sql" / "migrations"
    return tuple(sorted(f.name for f in folder.iterdir() if f.name.endswith(".sql")))


def _list_queue_missing(connection: Connection) -> tuple[str, ...]:
    names = inspect(connection).get_table_names()
    if QUEUE_MIGRATION.name not in names or QUEUE_TABLE not in names:
        return _list_queue_migrations()
    applied = set(connection.execute(select(QUEUE_MIGRATION.c.name)).scalars())
    return tuple(name for name in _list_queue_migrations() if name not in applied)


def _upgrade_queue(connection: Connection, now: datetime) -> None:
    """Create the queue's tables, or apply the migrations that they lack."""
    connection.execute(text(f"select pg_advisory_xact_lock({migration.LOCK})"))
    missing = _list_queue_missing(connection)
    sql = files(QUEUE) / "sql"
    has_queue = inspect(connection).has_table(QUEUE_TABLE)
    if has_queue and missing == _list_queue_migrations():
        raise StoreError(
            "The database has a task queue of another application. Use a separate database."
        )
    if not has_queue:
        scripts = [sql / "schema.sql"]
    else:
        scripts = [sql / "migrations" / name for name in missing]
    for script in scripts:
        # Without parameters the driver takes several statements, and `%` is a plain character.
        plain = {"no_parameters": True}
        connection.exec_driver_sql(script.read_text(encoding="utf-8"), execution_options=plain)
    if missing:
        rows = [{"name": name, "applied_at": now} for name in missing]
        connection.execute(QUEUE_MIGRATION.insert(), rows)
