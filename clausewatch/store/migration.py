"""Migrates a database to the schema of this program; Alembic owns `alembic_version`."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from clausewatch.errors import StoreError
from clausewatch.store.database import run_sync

REVISIONS = (
    *("0001", "0010", "0020", "0030", "0040", "0050", "0060", "0070", "0080", "0090"),
    *("0100", "0110", "0120", "0130", "0140", "0150", "0160", "0170", "0180", "0190"),
    *("0200",),
)
"""Every revision of the schema, oldest first; a test compares it with the migration files."""
HEAD = REVISIONS[-1]
LOCK = 7_203_114
"""Advisory lock on PostgreSQL, so that two processes never migrate at once."""


async def prepare(engine: AsyncEngine) -> None:
    """Create the schema in an empty database; on SQLite apply missing revisions too.

    Raises StoreError if the database is newer than the program, or if it is on a server and needs
    an upgrade by the operator.
    """
    is_sqlite = engine.dialect.name == "sqlite"
    current = await read_revision(engine)
    if current == HEAD:
        return
    refuse_newer(current)
    if current is not None and not is_sqlite:
        raise StoreError(
            f"The database has schema {current}, this program needs {HEAD};"
            " stop all processes and run `clausewatch db upgrade`."
        )
    await upgrade(engine)


def refuse_newer(current: str | None) -> None:
    """Raise StoreError if only a newer program knows the schema."""
    if current is not None and current not in REVISIONS:
        raise StoreError(
            f"The database was written by a newer Clausewatch (schema {current}, this program"
            f" knows {HEAD}); install that release again, or restore an earlier backup."
        )


def list_missing(current: str | None) -> tuple[str, ...]:
    """Return the revisions that are missing after this one, oldest first."""
    return REVISIONS if current is None else REVISIONS[REVISIONS.index(current) + 1 :]


async def read_revision(engine: AsyncEngine) -> str | None:
    """Return the schema revision of a database, or None if it has none of our tables."""
    return await run_sync(engine, _read_revision, begin="BEGIN")


def _read_revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    query = text("select version_num from alembic_version")
    return connection.execute(query).scalar_one_or_none()


async def upgrade(engine: AsyncEngine, target: str = HEAD) -> None:
    """Apply migrations up to a revision, all or none."""
    await _migrate(engine, target, is_up=True)


async def downgrade(engine: AsyncEngine, target: str) -> None:
    """Revert migrations down to a revision (`base` for none), all or none."""
    await _migrate(engine, target, is_up=False)


async def _migrate(engine: AsyncEngine, target: str, *, is_up: bool) -> None:
    # Imported here, because most starts of the program migrate nothing.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))

    def work(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            # Another process may take long to migrate; its end is waited for.
            connection.execute(text("set local lock_timeout = 0"))
            connection.execute(text(f"select pg_advisory_xact_lock({LOCK})"))
        config.attributes["connection"] = connection
        (command.upgrade if is_up else command.downgrade)(config, target)
        if connection.dialect.name == "sqlite":
            _check_references(connection)

    # SQLite rebuilds a table by dropping it; with checks on, references to it would cascade.
    await run_sync(engine, work, checks_references=False)


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise StoreError(
            f"The migration would leave {len(broken)} rows that refer to nothing; it was undone."
            " Restore a backup or report this."
        )
