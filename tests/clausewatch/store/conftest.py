"""An empty store per test, on SQLite and on a PostgreSQL server where there is one.

The server is that of TEST_DATABASE_URL, or one started from the installed binaries for the run.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import make_url

from clausewatch.store import Store
from clausewatch.store.tables import Row
from tests.clausewatch.store.world import World
from tests.postgres_server import create_database, drop_database, execute_sql


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run all tests of this folder on one event loop, to which the one store belongs."""
    for item in items:
        if Path(__file__).parent in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Return which database the test is about."""
    return str(request.param)


@pytest.fixture(scope="session")
def template(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Yield the URL of a database with the schema, migrated once for all tests."""
    if kind == "sqlite":
        made = f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('store') / 'template.db'}"
        asyncio.run(_migrate(made))
        yield made
        return
    made = create_database(request.getfixturevalue("server"))
    asyncio.run(_migrate(made))
    yield made
    drop_database(made)


async def _migrate(url: str) -> None:
    opened = await Store.open(url)
    await opened.close()


def _copied(template: str, folder: Path) -> str | None:
    """Return the URL of a copy of an SQLite database; None for a server's."""
    if not template.startswith("sqlite"):
        return None
    path = folder / "clausewatch.db"
    shutil.copy(str(make_url(template).database), path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
def url(template: str, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a database with the schema and nothing else."""
    sqlite = _copied(template, tmp_path)
    yield sqlite or template
    if sqlite:
        return
    # A copied database costs ten times as much as an emptied one.
    names = ", ".join(f'"{name}"' for name in Row.metadata.tables)
    execute_sql(
        template, f"truncate {names} restart identity cascade", make_url(template).database or ""
    )


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of an empty database."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    made = create_database(request.getfixturevalue("server"))
    yield made
    drop_database(made)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def opened(template: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Store]:
    """Yield a store whose engine all tests use: each engine compiles every statement anew."""
    sqlite = _copied(template, tmp_path_factory.mktemp("opened"))
    store = await Store.open(sqlite or template)
    yield store
    await store.close()


@pytest_asyncio.fixture(loop_scope="session")
async def store(opened: Store) -> AsyncIterator[Store]:
    """Yield an open store; its rows and the numbers given out are forgotten afterwards."""
    yield Store(opened.database)
    async with opened.database.write() as connection:
        for rows in reversed(Row.metadata.sorted_tables):
            await connection.execute(rows.delete())
        forget = "delete from sqlite_sequence"
        if not opened.database.is_sqlite:
            forget = "select setval(oid, 1, false) from pg_class where relkind = 'S'"
        await connection.exec_driver_sql(forget)


@pytest.fixture
def world(store: Store) -> World:
    """Return a store with a clock and steps."""
    return World(store)
