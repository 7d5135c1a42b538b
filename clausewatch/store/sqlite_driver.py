"""SQLite in one trip to its thread per statement, where the driver makes four.

aiosqlite runs each call in the thread of its connection: make a cursor, execute, fetch, close. A
trip there and back costs more than most of our statements do.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

import aiosqlite
from aiosqlite.context import Result

FETCH_SIZE = 1_000
"""Rows that come along with a statement; who streams a table goes again for more."""


class OneCallCursor(aiosqlite.Cursor):
    """A cursor that is made, executes and fetches in one trip."""

    def __init__(self, connection: "OneCallConnection") -> None:
        """Belong to a connection; the database is not asked before `execute`."""
        super().__init__(connection, cast("sqlite3.Cursor", None))
        self._connection = connection
        self._rows: list[Any] = []
        self._is_done = True
        """Every row has been fetched."""

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> "OneCallCursor":
        """Execute a statement and fetch its first rows."""
        await self._trip(self._run, sql, () if parameters is None else parameters)
        return self

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> "OneCallCursor":
        """Execute a statement that returns nothing many times."""
        await self._trip(self._run_each, sql, parameters)
        return self

    async def fetchone(self) -> Any:  # noqa: ANN401  # a row of any shape
        """Return the next row, or None after the last."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """Return up to `size` rows; none after the last."""
        if not self._rows and not self._is_done:
            await self._trip(self._fetch)
        size = size or len(self._rows)
        taken, self._rows = self._rows[:size], self._rows[size:]
        return taken

    async def fetchall(self) -> list[Any]:
        """Return all rows that are left."""
        if not self._is_done:
            await self._trip(self._fetch_rest)
        return await self.fetchmany()

    async def close(self) -> None:
        """Let go of what was not fetched; where nothing is left there is nothing to do."""
        if not self._is_done:
            await self._trip(self._cursor.close)
            self._is_done = True

    async def _trip(self, work: Callable[..., object], *given: object) -> None:
        await self._execute(work, *given)  # type: ignore[no-untyped-call]

    def _run(self, sql: str, parameters: Sequence[Any]) -> None:
        self._cursor = self._connection.made_cursor()
        self._cursor.execute(sql, parameters)
        self._rows, self._is_done = [], self._cursor.description is None
        if not self._is_done:
            self._fetch()

    def _run_each(self, sql: str, parameters: Iterable[Sequence[Any]]) -> None:
        self._cursor = self._connection.made_cursor()
        self._cursor.executemany(sql, parameters)

    def _fetch(self) -> None:
        found = self._cursor.fetchmany(FETCH_SIZE)
        self._rows += found
        self._is_done = len(found) < FETCH_SIZE

    def _fetch_rest(self) -> None:
        self._rows += self._cursor.fetchall()
        self._is_done = True


class OneCallConnection(aiosqlite.Connection):
    """A connection whose cursors go to its thread once."""

    def cursor(self) -> Result[aiosqlite.Cursor]:
        """Return a cursor, of which the database hears when it executes."""
        return Result(self._own_cursor())

    def made_cursor(self) -> sqlite3.Cursor:
        """Return a cursor of the database; for use in the connection's thread."""
        return self._conn.cursor()

    async def _own_cursor(self) -> aiosqlite.Cursor:
        return OneCallCursor(self)


def make_connection(database: str, **options: Any) -> OneCallConnection:  # noqa: ANN401  # sqlite3's
    """Return a connection that opens when it is awaited, for SQLAlchemy's `async_creator_fn`."""
    connection = OneCallConnection(lambda: sqlite3.connect(database, **options), FETCH_SIZE)
    # As SQLAlchemy does with those that it makes: a forgotten one does not hold up the exit.
    connection._thread.daemon = True  # noqa: SLF001
    return connection
