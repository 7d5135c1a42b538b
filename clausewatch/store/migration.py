"""Bring a database to the schema of this program, or say in one sentence why not."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from clausewatch.errors import StoreError
from clausewatch.store.database import run_sync

REVISIONS = ("0001", "0010", "0020", "0030", "0040", "0050", "0060", "0070")
"""Every revision of the schema, oldest first; a test holds it against the migration files."""
HEAD = REVISIONS[-1]
LOCK = 7_203_114
"""Advisory lock on PostgreSQL: two processes that start at once must not both migrate."""


async def prepare(engine: AsyncEngine) -> None:
    """Make an empty database ours, and apply what is missing on SQLite.

    Raises StoreError where the database is newer than the program, or a server's that somebody
    has to upgrade on purpose.
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
    """Raise StoreError for a schema that only a newer program knows."""
    if current is not None and current not in REVISIONS:
        raise StoreError(
            f"The database was written by a newer Clausewatch (schema {current}, this program"
            f" knows {HEAD}); install that release again, or restore an earlier backup."
        )


def list_missing(current: str | None) -> tuple[str, ...]:
    """Return the revisions that a database with this one still lacks, oldest first."""
    return REVISIONS if current is None else REVISIONS[REVISIONS.index(current) + 1 :]


async def read_revision(engine: AsyncEngine) -> str | None:
    """Return the schema revision of a database, or None where it has no tables of ours."""
    return await run_sync(engine, _revision, begin="BEGIN")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    query = text("select version_num from alembic_version")
    return connection.execute(query).scalar_one_or_none()


async def upgrade(engine: AsyncEngine, target: str = HEAD) -> None:
    """Apply migrations up to a revision, all or none."""
    await _run(engine, target, is_up=True)


async def downgrade(engine: AsyncEngine, target: str) -> None:
    """Take migrations back to a revision (`base` for none), all or none."""
    await _run(engine, target, is_up=False)


async def _run(engine: AsyncEngine, target: str, *, is_up: bool) -> None:
    # Loaded only where there is something to do: every start of the program passes here.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    here = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(here).replace("%", "%%"))

    def work(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"select pg_advisory_xact_lock({LOCK})"))
        config.attributes["connection"] = connection
        (command.upgrade if is_up else command.downgrade)(config, target)
        if connection.dialect.name == "sqlite":
            _check_references(connection)

    # A table that is rebuilt is dropped first, and its references would cascade.
    await run_sync(engine, work, has_references=False)


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise StoreError(
            f"The migration would leave {len(broken)} rows that refer to nothing; it was undone."
            " Restore a backup or report this."
        )
