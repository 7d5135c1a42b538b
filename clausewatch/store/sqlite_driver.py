"""An aiosqlite driver that makes one call to its thread per statement instead of four; no table.

aiosqlite runs each step in the thread of its connection: create a cursor, execute, fetch, close. A
round trip to that thread costs more than most of our statements do.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import aiosqlite
from aiosqlite.context import Result

FETCH_SIZE = 1_000
"""Rows that come back with a statement; a longer result takes one call per further batch."""


class OneCallCursor(aiosqlite.Cursor):
    """A cursor that is created, executes and fetches in one call to the thread."""

    def __init__(self, connection: "OneCallConnection") -> None:
        """Belong to a connection; the SQLite cursor is created by `execute`."""
        super().__init__(connection, cast("sqlite3.Cursor", None))
        self._connection = connection
        self._rows: list[Any] = []
        self._is_exhausted = True
        """True if every row is fetched."""

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "OneCallCursor":
        """Execute a statement and fetch its first rows."""
        await self._call(self._run, sql, () if parameters is None else parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> "OneCallCursor":
        """Execute a statement that returns nothing, once per set of parameters."""
        await self._call(self._run_many, sql, parameters)
        return self

    async def fetchone(self) -> Any:  # noqa: ANN401  # a row of any shape
        """Return the next row, or None after the last."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return up to `size` rows; none after the last."""
        if not self._rows and not self._is_exhausted:
            await self._call(self._fetch)
        size = size or len(self._rows)
        batch, self._rows = self._rows[:size], self._rows[size:]
        return batch

    async def fetchall(self) -> list[Any]:
        """Return all remaining rows."""
        if not self._is_exhausted:
            await self._call(self._fetch_rest)
        return await self.fetchmany()

    async def close(self) -> None:
        """Discard the rows that are not fetched yet; after the last row there is no call."""
        if not self._is_exhausted:
            await self._call(self._cursor.close)
            self._is_exhausted = True

    async def _call(self, function: Callable[..., object], *arguments: object) -> None:
        await self._execute(function, *arguments)  # type: ignore[no-untyped-call]

    def _run(self, sql: str, parameters: Sequence[Any]) -> None:
        self._cursor = self._connection.make_cursor()
        self._cursor.execute(sql, parameters)
        self._rows, self._is_exhausted = [], self._cursor.description is None
        if not self._is_exhausted:
            self._fetch()

    def _run_many(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._cursor = self._connection.make_cursor()
        self._cursor.executemany(sql, parameters)

    def _fetch(self) -> None:
        batch = self._cursor.fetchmany(FETCH_SIZE)
        self._rows += batch
        self._is_exhausted = len(batch) < FETCH_SIZE

    def _fetch_rest(self) -> None:
        self._rows += self._cursor.fetchall()
        self._is_exhausted = True


class OneCallConnection(aiosqlite.Connection):
    """A connection whose cursors make one call to its thread."""

    def cursor(self) -> Result[aiosqlite.Cursor]:
        """Return a cursor that does nothing before it executes."""
        return Result(self._open_cursor())

    def make_cursor(self) -> sqlite3.Cursor:
        """Return a cursor of sqlite3; only for the thread of this connection."""
        return self._conn.cursor()

    async def _open_cursor(self) -> aiosqlite.Cursor:
        return OneCallCursor(self)


def make_connection(database: str, **options: Any) -> OneCallConnection:  # noqa: ANN401  # sqlite3's
    """Return a connection that opens when it is awaited, for SQLAlchemy's `async_creator_fn`."""
    connection = OneCallConnection(lambda: sqlite3.connect(database, **options), FETCH_SIZE)
    # SQLAlchemy does the same with its own connections: a forgotten one does not block the exit.
    connection._thread.daemon = True  # noqa: SLF001
    return connection
