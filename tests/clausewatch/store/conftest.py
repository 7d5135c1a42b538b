"""A fresh store per test, on SQLite and on a PostgreSQL server where there is one.

The server is that of TEST_DATABASE_URL, or one started from the installed binaries for the run.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from making import World
from sqlalchemy import make_url

from clausewatch.store import Store
from clausewatch.store.rows import Row

OWNER = "nobody"
"""PostgreSQL refuses to run as root."""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Yield the URL of a PostgreSQL server, or skip by name."""
    pytest.importorskip("psycopg", reason="PostgreSQL tests need psycopg")
    given = os.getenv("TEST_DATABASE_URL")
    if given:
        yield given
        return
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        pytest.skip("PostgreSQL tests need TEST_DATABASE_URL or an installed server")
    # Not under pytest's own folder, which nobody else may enter; and a socket's path is short.
    home = Path(tempfile.gettempdir()) / f"clausewatch-pg-{uuid4().hex[:8]}"
    yield from _started(found[-1], home)


def _started(binaries: Path, home: Path) -> Iterator[str]:
    home.mkdir(mode=0o755)
    if os.geteuid() == 0:
        shutil.chown(home, OWNER)
    data = home / "data"
    _as_owner(binaries / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "-N")
    options = f"-c listen_addresses='' -k {home} -c fsync=off -c synchronous_commit=off"
    log = home / "log"
    try:
        _as_owner(binaries / "pg_ctl", "-D", data, "-w", "-l", log, "-o", options, "start")
        yield f"postgresql+psycopg://tester@/postgres?host={home}"
    finally:
        _as_owner(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)


def _as_owner(*command: object) -> None:
    owner = OWNER if os.geteuid() == 0 else None
    done = subprocess.run(  # noqa: S603  # fixed arguments
        [str(part) for part in command],
        user=owner,
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


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
    made = _created(request.getfixturevalue("server"))
    asyncio.run(_migrate(made))
    yield made
    _dropped(made)


async def _migrate(url: str) -> None:
    opened = await Store.open(url)
    await opened.close()


@pytest.fixture
def url(template: str, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of a database with the schema and nothing else."""
    if template.startswith("sqlite"):
        path = tmp_path / "clausewatch.db"
        shutil.copy(str(make_url(template).database), path)
        yield f"sqlite+aiosqlite:///{path}"
        return
    yield template
    # A copied database costs ten times as much as an emptied one.
    names = ", ".join(f'"{name}"' for name in Row.metadata.tables)
    _sql(template, f"truncate {names} restart identity cascade", make_url(template).database or "")


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Yield the URL of an empty database."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
        return
    made = _created(request.getfixturevalue("server"))
    yield made
    _dropped(made)


def _created(server: str) -> str:
    name = f"clausewatch_{uuid4().hex}"
    _sql(server, f"create database {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _dropped(url: str) -> None:
    _sql(url, f"drop database {make_url(url).database} with (force)")


def _sql(url: str, statement: str, database: str = "postgres") -> None:
    """Run a statement beside the database that it is about, or in it."""
    import psycopg  # noqa: PLC0415  # absent where PostgreSQL tests are skipped

    chosen = make_url(url).set(drivername="postgresql", database=database)
    plain = chosen.render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(statement)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """Yield an open store."""
    opened = await Store.open(url)
    yield opened
    await opened.close()


@pytest.fixture
def world(store: Store) -> World:
    """Return a store with a clock and steps."""
    return World(store)
