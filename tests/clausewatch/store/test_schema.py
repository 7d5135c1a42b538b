"""What an operator sees of the schema: what is missing, and an upgrade from any revision."""

import pytest
from sqlalchemy import inspect

from clausewatch.errors import StoreError
from clausewatch.store import Store, migration, schema
from clausewatch.store.database import make_engine, run_sync
from tests.clausewatch.store.world import NOW, World


async def test_an_empty_database_lacks_everything(empty_url: str) -> None:
    """Status says so and touches nothing; an upgrade applies it; a second one has nothing to do."""
    found = await schema.read_status(empty_url)
    assert (found.current, found.missing, found.is_current) == (None, migration.REVISIONS, False)
    await schema.upgrade(empty_url, NOW)
    after = await schema.read_status(empty_url)
    assert (after.current, after.missing, after.is_current) == (migration.HEAD, (), True)
    assert (await schema.upgrade(empty_url, NOW)).is_current


async def test_data_of_the_first_revision_comes_along(empty_url: str) -> None:
    """A database with data goes down to the first revision and up again; nothing is lost."""
    world = World(await Store.open(empty_url))
    await world.watch(await world.channel())
    await world.first_read()
    await world.change()
    before = await world.store.maintenance.count_rows()
    await migration.downgrade(world.store.database.engine, migration.REVISIONS[0])
    found = await schema.read_status(empty_url)
    assert found.missing == migration.REVISIONS[1:]
    await schema.upgrade(empty_url, NOW)
    assert await world.store.maintenance.count_rows() == before
    assert len(await world.drain()) == 1
    await world.store.close()


async def test_an_older_server_is_upgraded_on_purpose_only(empty_url: str) -> None:
    """A file upgrades itself at the next start; a server's database says what to run."""
    engine = make_engine(empty_url)
    await migration.upgrade(engine, migration.REVISIONS[0])
    if engine.dialect.name == "sqlite":
        await (await Store.open(empty_url)).close()
        assert await migration.read_revision(engine) == migration.HEAD
    else:
        with pytest.raises(StoreError, match="run `clausewatch db upgrade`"):
            await Store.open(empty_url)
    await engine.dispose()


@pytest.mark.parametrize("work", ["status", "upgrade"])
async def test_a_newer_database_is_refused(empty_url: str, work: str) -> None:
    """Neither status nor upgrade touches what a newer program wrote."""
    engine = make_engine(empty_url)
    await migration.upgrade(engine)
    later = "update alembic_version set version_num = '9999'"
    await run_sync(engine, lambda c: c.exec_driver_sql(later))
    with pytest.raises(StoreError, match="newer Clausewatch"):
        await (
            schema.read_status(empty_url) if work == "status" else schema.upgrade(empty_url, NOW)
        )
    assert await migration.read_revision(engine) == "9999"
    await engine.dispose()


async def test_the_queue_is_built_and_then_only_brought_up_to_date(server_database: str) -> None:
    """All of its migrations are noted; one that is not noted is applied by itself."""
    pytest.importorskip("procrastinate")
    before = await schema.upgrade(server_database, NOW)
    assert before.queue_missing
    engine = make_engine(server_database)
    names = await run_sync(engine, lambda c: inspect(c).get_table_names())
    assert {"procrastinate_jobs", "procrastinate_workers"} <= set(names)
    await schema.require_queue(engine)
    last = before.queue_missing[-1]
    forget = f"delete from queue_migration where name = '{last}'"  # noqa: S608  # a file's name
    await run_sync(engine, lambda c: c.exec_driver_sql(forget))
    with pytest.raises(StoreError, match="run `clausewatch db upgrade`"):
        await schema.require_queue(engine)
    assert (await schema.upgrade(server_database, NOW)).queue_missing == (last,)
    assert (await schema.read_status(server_database)).is_current
    await engine.dispose()


async def test_somebody_elses_queue_is_left_alone(server_database: str) -> None:
    """Tables of a queue that we did not build are refused in one sentence."""
    pytest.importorskip("procrastinate")
    engine = make_engine(server_database)
    await run_sync(engine, lambda c: c.exec_driver_sql("create table procrastinate_jobs (id int)"))
    with pytest.raises(StoreError, match="a separate database"):
        await schema.upgrade(server_database, NOW)
    await engine.dispose()


async def test_a_fleet_needs_a_server(tmp_path: object) -> None:
    """On SQLite a fleet is refused in one sentence."""
    engine = make_engine(f"sqlite+aiosqlite:///{tmp_path}/x.db")
    with pytest.raises(StoreError, match="needs PostgreSQL"):
        await schema.require_queue(engine)
    await engine.dispose()
