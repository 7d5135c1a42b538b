"""The driver of SQLite: what comes along with a statement, and what is fetched later."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiosqlite import Connection
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from clausewatch.store.database import make_engine
from clausewatch.store.sqlite_driver import OneCallConnection

COUNTED = (
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < {}) select i from n"
)
NUMBERS = text(COUNTED.format(":most"))
SIZES = (1, 999, 1_000, 1_001, 2_500)
"""Around what is fetched at once."""


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """Yield an engine on an empty file."""
    made = make_engine(f"sqlite+aiosqlite:///{tmp_path / 'x.db'}")
    yield made
    await made.dispose()


@pytest.mark.parametrize("most", SIZES)
async def test_every_row_comes_once(engine: AsyncEngine, most: int) -> None:
    """Also where there are more than come along, fetched together and streamed."""
    async with engine.connect() as connection:
        found = await connection.execute(NUMBERS, {"most": most})
        assert found.scalars().all() == list(range(1, most + 1))
        async with connection.stream(NUMBERS, {"most": most}) as rows:
            assert [row.i async for row in rows] == list(range(1, most + 1))


async def test_a_stream_that_is_left_lets_the_next_one_write(engine: AsyncEngine) -> None:
    """What was not fetched is let go of, and its table can be dropped."""
    async with engine.begin() as connection:
        await connection.exec_driver_sql("create table t (i)")
        await connection.exec_driver_sql(f"insert into t {COUNTED.format(3_000)}")
        async with connection.stream(text("select i from t")) as rows:
            assert (await rows.fetchone()).i == 1
        await connection.exec_driver_sql("drop table t")


async def test_a_statement_is_one_trip(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver's four are what a list of six statements spent its time on."""
    trips: list[str] = []

    async def counted(
        connection: Connection, work: Callable[..., object], *given: object
    ) -> object:
        trips.append(getattr(work, "__name__", ""))
        return await Connection._execute(connection, work, *given)

    async with engine.connect() as connection:
        monkeypatch.setattr(OneCallConnection, "_execute", counted, raising=False)
        assert (await connection.execute(NUMBERS, {"most": 10})).scalars().all()
        assert trips == ["_run", "_run"]  # BEGIN, and the statement


async def test_faults_and_counts_are_the_drivers_own(engine: AsyncEngine) -> None:
    """What a constraint refuses, how many rows were touched, what many statements wrote."""
    async with engine.begin() as connection:
        await connection.exec_driver_sql("create table t (i integer primary key)")
        await connection.exec_driver_sql("insert into t values (?)", [(1,), (2,), (3,)])
        with pytest.raises(IntegrityError):
            await connection.exec_driver_sql("insert into t values (1)")
        gone = await connection.exec_driver_sql("delete from t where i > 1")
        assert gone.rowcount == 2
        more = await connection.exec_driver_sql("insert into t values (9) returning i")
        assert more.scalar_one() == 9
