"""Databases that move, are locked or damaged: said once, nothing wrong told, and all goes on."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from sqlalchemy import make_url

from clausewatch.errors import StoreError
from clausewatch.store import Store, database
from clausewatch.store.backup import backup, restore
from jobs.scheduler import Scheduler, Tick
from tests import postgres_server
from tests.jobs.test_trouble import ACME, HOURS, SOON, change, said, settle
from tests.jobs.world import World, render_policy
from tests.postgres_relay import open_relay
from tests.sqlite_stores import build_url, open_empty_store

OTHER_PORT = 5433
MINUTE = timedelta(minutes=1)


@pytest.fixture
def server() -> Iterator[tuple[Path, str]]:
    """Run a server of this test alone, because it stops it."""
    programs = postgres_server.find_binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed")
    with postgres_server.run_server(programs) as url:
        yield programs, url


@asynccontextmanager
async def open_world(url: str) -> AsyncIterator[World]:
    """Open a world in a database, with all platforms read."""
    world = World(await Store.open(url))
    try:
        await settle(world)
        yield world
    finally:
        await world.store.close()


class Ticks:
    """The ticks of a process, run by hand."""

    def __init__(self, world: World) -> None:
        """Take the two ticks that use the database."""
        self._world = world
        every = timedelta(seconds=5)
        self._ticks = (Tick("check", world.check_due, every), Tick("send", self._send, every))
        self._scheduler = Scheduler(self._ticks, world.clock)

    async def _send(self) -> None:
        await self._world.send_due()()

    async def run(self, times: int = 1) -> None:
        """Run each tick once a minute."""
        for _ in range(times):
            self._world.now += MINUTE
            for tick in self._ticks:
                await self._scheduler._run(tick)


async def test_a_server_that_restarts_at_a_new_port(server: tuple[Path, str]) -> None:
    """Its name leads to the new port: said once, and the change is told once."""
    programs, url = server
    database_url = make_url(postgres_server.create_database(url))
    async with open_relay(postgres_server.find_socket(url)) as relay:
        named = database_url.set(host="127.0.0.1", port=relay.port).difference_update_query(
            ["host"]
        )
        async with open_world(named.render_as_string(hide_password=False)) as world:
            ticks = Ticks(world)
            world.pages[ACME] = render_policy("Acme", 90)
            await world.look(HOURS)
            await asyncio.to_thread(postgres_server.stop_server, programs, url)
            with structlog.testing.capture_logs() as lines:
                await ticks.run(times=12)
                assert said(lines) == ["down"]
                await asyncio.to_thread(postgres_server.start_server, programs, url, OTHER_PORT)
                relay.target = postgres_server.find_socket(url, OTHER_PORT)
                # The server of the tests may lose its last commits, so the change is seen again.
                await ticks.run(times=30)
            assert said(lines) == ["down", "up again"]
            assert len(world.told("alert")) == 1


async def test_a_lock_that_is_held_while_commands_write(
    server: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Writers give up in one sentence, readers are answered, and nothing is half done."""
    import psycopg  # noqa: PLC0415  # absent where PostgreSQL tests are skipped

    monkeypatch.setattr(database, "BUSY_MS", 300)
    url = postgres_server.create_database(server[1])
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    async with open_world(url) as world:
        ticks = Ticks(world)
        before = await world.store.maintenance.count_rows()
        holder = await psycopg.AsyncConnection.connect(plain)
        async with holder:
            await holder.execute("lock table watch, document, host in exclusive mode")
            with structlog.testing.capture_logs() as lines:
                writers = [world.watch(name) for name in ("Fjord", "Gullwing", "Harbour") * 8]
                results = await asyncio.gather(*writers, return_exceptions=True)
                assert {type(result) for result in results} == {StoreError}
                assert "Another process has locked the database" in str(results[0])
                world.now += HOURS
                await ticks.run(times=3)
                assert len(await world.store.documents.find_watched()) == 5
            assert said(lines) == ["down"]
            await holder.rollback()
        assert await world.store.maintenance.count_rows() == before
        with structlog.testing.capture_logs() as lines:
            await ticks.run(times=2)
        assert said(lines) == ["up again"]
        await world.watch("Fjord")
        await change(world)
        await world.tell()
        assert len(world.told("alert")) == 1


def damage(path: Path, first_page: int) -> None:
    """Overwrite all pages from one on, as a failing disk would, after moving the log into them."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma wal_checkpoint(truncate)")
        (page_bytes,) = connection.execute("pragma page_size").fetchone()
    with path.open("r+b") as file:
        file.seek(0, 2)
        size = file.tell()
        file.seek(page_bytes * (first_page - 1))
        file.write(b"\x5a" * (size - file.tell()))


@pytest.mark.parametrize("first_page", [1, 2, 12])
async def test_a_file_that_is_damaged_under_a_running_process(
    tmp_path: Path, first_page: int
) -> None:
    """The sentence says what to do, no channel is told anything, and a backup brings all back."""
    path, copy = tmp_path / "own.db", tmp_path / "backup.db"
    world = World(await open_empty_store(path))
    await settle(world)
    await backup(world.store, copy)
    world.pages[ACME] = render_policy("Acme", 90)
    await world.store.database.engine.dispose()
    await asyncio.to_thread(damage, path, first_page)
    world.now += HOURS
    with structlog.testing.capture_logs() as lines:
        await Ticks(world).run(times=5)
    assert said(lines) == ["down"]
    assert "`clausewatch restore`" in next(line for line in lines if "reason" in line)["reason"]
    assert world.posts == []
    await world.store.close()
    fresh = World(await Store.open(build_url(tmp_path / "new.db")), now=world.now)
    await restore(fresh.store, copy, fresh.now)
    fresh.pages = world.pages
    await fresh.look(SOON)
    await fresh.look(SOON)
    await fresh.tell()
    assert len(fresh.told("alert")) == 1
    assert await fresh.tell() == 0
    await fresh.store.close()
