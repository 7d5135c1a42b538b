"""Opens the database and runs transactions; it owns no table.

Every write is one transaction. On SQLite it takes the write lock at its start (`BEGIN IMMEDIATE`),
because a transaction that reads first and writes later fails if another one writes in between.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from time import monotonic
from typing import Any, ParamSpec, TypeVar, cast

from sqlalchemy import Connection, Table, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    InterfaceError,
    OperationalError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.util import await_only

from clausewatch.errors import StoreError
from clausewatch.store.private_files import make_private
from clausewatch.store.sqlite_driver import make_connection

Result = TypeVar("Result")
Item = TypeVar("Item")
Parameters = ParamSpec("Parameters")

BUSY_MS = 30_000
"""How long a transaction waits for the lock of another. On a server a wait without end would use up
the connections, and with them the answers to people who only read."""
BUSY_RETRY_SECONDS = 0.02
SQLITE_PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
)
POOL_SIZE = 10
SQLITE_POOL_SIZE = 20
"""The default number of concurrent checks: each further connection costs a thread per read."""
MEMORY_DATABASES = frozenset({None, "", ":memory:"})
SNAPSHOT_ISOLATION = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Options of a read on a server; without them each statement sees the latest commits."""
SERVER_TIMEOUTS = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""Libpq's options: a server that vanished is noticed within a minute."""


def uninterrupted(
    work: Callable[Parameters, Coroutine[Any, Any, Result]],
) -> Callable[Parameters, Coroutine[Any, Any, Result]]:
    """Let database work finish even if its caller is cancelled.

    A driver that is interrupted in mid-statement leaves a connection with an open transaction
    behind. On SQLite this blocks every other writer until the connection is collected.
    """

    @wraps(work)
    async def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        task = asyncio.create_task(work(*args, **kwargs))
        try:
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            await asyncio.wait([task])
            if not task.cancelled():
                task.exception()
            raise

    return run


@dataclass(slots=True)
class Database:
    """An open database; all access goes through `read` and `write`."""

    engine: AsyncEngine
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Queues the writers of one process, because SQLite itself waits by sleeping."""

    @property
    def is_sqlite(self) -> bool:
        """True on SQLite, which allows one writer at a time."""
        return self.engine.dialect.name == "sqlite"

    @property
    def _is_in_memory(self) -> bool:
        return self.is_sqlite and self.engine.url.database in MEMORY_DATABASES

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection that sees one state of the database. Raises StoreError."""
        # All users of a database in memory share one connection; their transactions must not mix.
        lock: AbstractAsyncContextManager[Any] = self._lock if self._is_in_memory else nullcontext()
        async with lock, _translate_errors(), self.engine.connect() as connection:
            if not self.is_sqlite:
                await connection.execution_options(**SNAPSHOT_ISOLATION)
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection whose statements all take effect or none. Raises StoreError."""
        lock: AbstractAsyncContextManager[Any] = self._lock if self.is_sqlite else nullcontext()
        async with lock, _translate_errors(), self.engine.connect() as connection:
            await connection.execution_options(begin="BEGIN IMMEDIATE")
            async with connection.begin():
                yield connection


def insert_into(connection: AsyncConnection, table: Table) -> sqlite.Insert:
    """Return an insert in the connection's dialect, which has `on_conflict_do_...`."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    # A different class with the same methods; the two have no common typed base.
    return cast("sqlite.Insert", postgresql.insert(table))


@asynccontextmanager
async def _translate_errors() -> AsyncIterator[None]:
    """Turn the errors of an unusable database into a StoreError of one sentence."""
    try:
        yield
    except PoolTimeout:
        raise StoreError("The database does not answer; check that it is running.") from None
    except DBAPIError as error:
        # The other classes are about our own statements: those are bugs.
        if isinstance(error, OperationalError | InterfaceError) or type(error) is DatabaseError:
            raise StoreError(_describe_error(error)) from error
        raise


def _describe_error(error: DBAPIError) -> str:
    reason = str(error.orig).strip().splitlines()[0] if str(error.orig) else "no reason given"
    if "full" in reason:
        return f"The disk of the database is full ({reason}); free some space: nothing was stored."
    if "malformed" in reason or "not a database" in reason:
        return (
            f"The database file is damaged ({reason}); stop Clausewatch, set the file aside, and"
            " fill a new one from a backup with `clausewatch restore`: nothing was stored."
        )
    if "locked" in reason or "lock timeout" in reason:
        return "Another process has locked the database. Stop it, or wait and try again."
    return f"The database cannot be used ({reason}); check DATABASE_URL and that it is running."


def split_chunks(items: Sequence[Item], size: int = 500) -> Iterator[Sequence[Item]]:
    """Yield items in groups that fit into the parameters of one statement."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def make_engine(url: str) -> AsyncEngine:
    """Return an engine for a database URL. Raises StoreError if the URL cannot be used."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError(
            "DATABASE_URL is not a database URL. Use one such as"
            " sqlite+aiosqlite:///data/clausewatch.db."
        ) from None
    if parsed.drivername == "sqlite+aiosqlite":
        return _make_sqlite_engine(url, parsed.database)
    if parsed.drivername == "postgresql+psycopg":
        engine = create_async_engine(
            url,
            pool_size=POOL_SIZE,
            pool_pre_ping=True,
            connect_args=SERVER_TIMEOUTS,
            hide_parameters=True,  # a traceback must not show what people wrote
        )
        event.listen(engine.sync_engine, "connect", _limit_lock_waits)
        return engine
    # What stands in the place of the driver may be a password, so it is not shown.
    raise StoreError(
        "DATABASE_URL names another driver; use sqlite+aiosqlite or postgresql+psycopg."
    )


def _limit_lock_waits(connection: Any, _: object) -> None:  # noqa: ANN401  # the driver's own
    """Let statements of a server connection fail that wait too long for a lock."""
    cursor = connection.cursor()
    # Not an option of the connection, because poolers such as PgBouncer refuse those.
    cursor.execute(f"set lock_timeout = {BUSY_MS}")
    cursor.close()
    connection.commit()


def _make_sqlite_engine(url: str, database: str | None) -> AsyncEngine:
    folder = None if database is None or database in MEMORY_DATABASES else Path(database).parent
    if folder is not None and not folder.is_dir():
        raise StoreError(f"The directory of the database, {folder}, is not there; make it first.")
    if folder is not None and database is not None and not database.startswith("file:"):
        _make_private(Path(database))
    engine = create_async_engine(
        url,
        connect_args={"async_creator_fn": make_connection},
        hide_parameters=True,
        # A database in memory has one connection.
        **({"pool_size": SQLITE_POOL_SIZE} if folder is not None else {}),
    )
    event.listen(engine.sync_engine, "connect", _prepare_connection)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    try:
        make_private(path)
    except OSError as fault:
        raise StoreError(
            f"The database {path} cannot be created ({fault.strerror}); check its directory."
        ) from None


def _prepare_connection(connection: Any, _: object) -> None:  # noqa: ANN401  # the driver's own
    """Set up one SQLite connection and turn the driver's implicit transactions off."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (*SQLITE_PRAGMAS, "PRAGMA foreign_keys = ON"):
        _execute_with_retries(cursor, pragma)
    cursor.close()


def _execute_with_retries(cursor: Any, statement: str) -> None:  # noqa: ANN401  # the driver's own
    """Execute a statement for which SQLite ignores `busy_timeout`.

    If two processes open a new database at the same time, one turns the write-ahead log on and
    SQLite refuses the other at once.
    """
    started = monotonic()
    while True:
        try:
            cursor.execute(statement)
        except sqlite3.OperationalError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary result code
            if code != sqlite3.SQLITE_BUSY or monotonic() - started > BUSY_MS / 1_000:
                raise
            await_only(asyncio.sleep(BUSY_RETRY_SECONDS))
        else:
            return


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


@uninterrupted
async def run_sync(
    engine: AsyncEngine,
    work: Callable[[Connection], Result],
    *,
    begin: str = "BEGIN IMMEDIATE",
    checks_references: bool = True,
) -> Result:
    """Run work that needs a synchronous connection, in a transaction of its own."""
    async with _translate_errors(), engine.connect() as connection:
        await connection.execution_options(begin=begin)
        is_unchecked = engine.dialect.name == "sqlite" and not checks_references
        # The pragma does nothing inside a transaction and SQLAlchemy always opens one.
        driver = (await connection.get_raw_connection()).driver_connection if is_unchecked else None
        if driver is not None:
            await driver.execute("PRAGMA foreign_keys = OFF")
        try:
            async with connection.begin():
                return await connection.run_sync(work)
        finally:
            if driver is not None:
                await driver.execute("PRAGMA foreign_keys = ON")
