"""The schema: built up and taken down, and a database that is not for this program is refused."""

import asyncio
import warnings
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from clausewatch.errors import StoreError
from clausewatch.store import Store, migration
from clausewatch.store.database import make_engine, run_sync
from clausewatch.store.tables import Row
from clausewatch.store.webhooks import NewWebhook
from tests.clausewatch.store.world import LEASE, World


async def test_the_first_opening_builds_the_schema(empty_url: str) -> None:
    """An empty database is made ours, and opening it again changes nothing."""
    for _ in range(2):
        store = await Store.open(empty_url)
        assert await migration.read_revision(store.database.engine) == migration.HEAD
        await store.close()


async def test_migrations_and_tables_agree(url: str) -> None:
    """The migrations build exactly the tables that the code is written for."""
    engine = make_engine(url)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        with warnings.catch_warnings():
            # SQLite cannot tell what an index on an expression is of; its name is held below.
            warnings.filterwarnings("ignore", message=".*expression-based index.*")
            return list(compare_metadata(context, Row.metadata))

    def indexes(connection: Connection) -> set[str]:
        query = "select name from sqlite_master where type = 'index'"
        if connection.dialect.name == "postgresql":
            query = "select indexname from pg_indexes"
        return set(connection.exec_driver_sql(query).scalars())

    expected = {str(i.name) for table in Row.metadata.tables.values() for i in table.indexes}
    try:
        found = [
            d for d in await run_sync(engine, differences) if "uq_document_identity" not in repr(d)
        ]
        assert found == []
        assert expected <= await run_sync(engine, indexes)
    finally:
        await engine.dispose()


async def test_down_and_up_again_with_data(empty_url: str) -> None:
    """A full database goes down to nothing and up again, and works."""
    world = World(await Store.open(empty_url))
    channel = await world.channel()
    await world.watch(channel)
    new = NewWebhook(channel.id, "https://receiver.example/", "0f" * 16, "a key")
    await world.store.webhooks.add(new, world.now)
    await world.first_read()
    await world.change()
    await world.drain()
    assert await world.store.webhooks.claim(world.now, LEASE) is not None
    engine = world.store.database.engine
    await migration.downgrade(engine, "base")
    left = await run_sync(engine, lambda connection: inspect(connection).get_table_names())
    assert left == ["alembic_version"]
    await migration.upgrade(engine)
    await world.watch(await world.channel())
    assert (await world.due()).document.id == 1
    await world.store.close()


def test_the_program_knows_its_revisions() -> None:
    """The list of revisions is that of the migration files, oldest first."""
    folder = Path(migration.__file__).parent / "migrations"
    scripts = ScriptDirectory(str(folder))
    walked = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(walked)) == migration.REVISIONS


async def test_a_newer_database_is_refused(url: str) -> None:
    """One sentence says what to do, and nothing is touched."""
    engine = make_engine(url)
    await run_sync(
        engine, lambda c: c.exec_driver_sql("update alembic_version set version_num = '9999'")
    )
    try:
        with pytest.raises(StoreError, match=r"newer Clausewatch .*9999.*install") as refusal:
            await Store.open(url)
        assert str(refusal.value).count(". ") == 0
        assert await migration.read_revision(engine) == "9999"
    finally:
        current = f"update alembic_version set version_num = '{migration.HEAD}'"  # noqa: S608
        await run_sync(engine, lambda c: c.exec_driver_sql(current))
        await engine.dispose()


async def test_two_processes_open_an_empty_database_at_once(empty_url: str) -> None:
    """One builds the schema, the other waits for it."""
    stores = await asyncio.gather(*(Store.open(empty_url) for _ in range(3)))
    for store in stores:
        assert (await store.maintenance.count_rows())["documents"] == 0
        await store.close()


async def test_connections_to_a_new_file_wait_for_each_other(tmp_path: Path) -> None:
    """SQLite refuses one of them at once where both turn the log on; often, but not each time."""

    async def journal(url: str) -> str:
        engine = make_engine(url)
        async with engine.connect() as connection:
            mode = (await connection.exec_driver_sql("PRAGMA journal_mode")).scalar_one()
        await engine.dispose()
        return str(mode)

    for index in range(40):
        url = f"sqlite+aiosqlite:///{tmp_path / f'{index}.db'}"
        assert await asyncio.gather(*(journal(url) for _ in range(3))) == ["wal"] * 3


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "DATABASE_URL is not a database URL"),
        ("mysql://x/y", "use sqlite\\+aiosqlite or postgresql\\+psycopg"),
        ("sqlite+aiosqlite:////nowhere/at/all/x.db", "directory of the database"),
        ("postgresql+psycopg://x@127.0.0.1:1/y", "cannot be used"),
    ],
)
async def test_an_unusable_database_is_one_sentence(url: str, sentence: str) -> None:
    """A wrong URL or a server that is not there says so, and what to do."""
    if url.startswith("postgresql"):
        pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match=sentence) as refusal:
        await Store.open(url)
    assert "\n" not in str(refusal.value)


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Another program's file is refused and left as it is."""
    path = tmp_path / "letter.db"
    path.write_text("Dear Sir or Madam, " * 100)
    with pytest.raises(StoreError, match="not a database"):
        await Store.open(f"sqlite+aiosqlite:///{path}")
    assert path.read_text().startswith("Dear")


async def test_sqlite_is_set_up_for_several_writers(tmp_path: Path) -> None:
    """Write-ahead log, thirty seconds of patience, and references that hold."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    async with store.database.read() as connection:
        told = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        ]
    assert told == ["wal", 1, 30_000, 1]
    await store.close()


async def test_a_store_in_memory() -> None:
    """Replays need no file: reads and writes take turns on the one connection."""
    store = await Store.open("sqlite+aiosqlite://")
    world = World(store)
    channels = await asyncio.gather(*(world.channel(f"T{number}") for number in range(5)))
    for channel in channels:
        await world.watch(channel)
    await world.first_read()
    assert await world.change() == 1
    await store.close()
