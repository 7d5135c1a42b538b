"""The database: connections, transactions, and the dialect's own insert.

Every write is one transaction. On SQLite it takes the write lock at its start (`BEGIN IMMEDIATE`):
a transaction that reads first and writes later cannot be retried when another got in between.
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
from clausewatch.store.sqlite_driver import make_connection

Result = TypeVar("Result")
Item = TypeVar("Item")
Given = ParamSpec("Given")

BUSY_MS = 30_000
"""How long one process waits for another's write on SQLite."""
BUSY_RETRY_SECONDS = 0.02
PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
)
POOL_SIZE = 10
SQLITE_POOL_SIZE = 20
"""As many as checks run at once by default: one more is a thread made and ended for one read."""
MEMORY_DATABASES = frozenset({None, "", ":memory:"})
SNAPSHOT_ISOLATION = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""Of a server, whose every statement otherwise sees what has just been committed."""
SERVER_TIMEOUTS = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""Of connections to a server: one that vanished without a word is noticed within a minute."""


def uninterrupted(
    work: Callable[Given, Coroutine[Any, Any, Result]],
) -> Callable[Given, Coroutine[Any, Any, Result]]:
    """Let database work run to its end, also where its caller is cancelled meanwhile.

    A driver that is interrupted in mid-statement leaves a connection behind with its transaction
    open, and on SQLite nobody else writes until that is collected.
    """

    @wraps(work)
    async def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
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
    """An open database; `read` and `write` are the only ways in."""

    engine: AsyncEngine
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Writers of one process queue here and not in SQLite, which waits by sleeping."""

    @property
    def is_sqlite(self) -> bool:
        """True on SQLite, where one writer at a time is the rule."""
        return self.engine.dialect.name == "sqlite"

    @property
    def _is_in_memory(self) -> bool:
        return self.is_sqlite and self.engine.url.database in MEMORY_DATABASES

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection that sees one state of the database throughout."""
        # In memory there is one connection for all: its transactions must not mix.
        turn: AbstractAsyncContextManager[Any] = self._turn if self._is_in_memory else nullcontext()
        async with turn, _plain_faults(), self.engine.connect() as connection:
            if not self.is_sqlite:
                await connection.execution_options(**SNAPSHOT_ISOLATION)
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection whose statements take effect together or not at all."""
        turn: AbstractAsyncContextManager[Any] = self._turn if self.is_sqlite else nullcontext()
        async with turn, _plain_faults(), self.engine.connect() as connection:
            await connection.execution_options(begin="BEGIN IMMEDIATE")
            async with connection.begin():
                yield connection

    def insert(self, table: Table) -> sqlite.Insert:
        """Return the dialect's insert, which has `on_conflict_do_...`."""
        if self.is_sqlite:
            return sqlite.insert(table)
        # Another class with the same methods; the two share no typed root that has them.
        return cast("sqlite.Insert", postgresql.insert(table))


@asynccontextmanager
async def _plain_faults() -> AsyncIterator[None]:
    """Turn what the database cannot do just now into one sentence."""
    try:
        yield
    except PoolTimeout:
        raise StoreError("The database does not answer; check that it is running.") from None
    except DBAPIError as fault:
        # The rest of the tree is about statements of ours, and those are faults to be mended.
        if isinstance(fault, OperationalError | InterfaceError) or type(fault) is DatabaseError:
            raise StoreError(_sentence(fault)) from fault
        raise


def _sentence(fault: DBAPIError) -> str:
    reason = str(fault.orig).strip().splitlines()[0] if str(fault.orig) else "no reason given"
    if "full" in reason:
        return f"The disk of the database is full ({reason}); free some space: nothing was stored."
    if "locked" in reason:
        return "Another process holds the database; stop it, or wait and try again."
    return f"The database cannot be used ({reason}); check DATABASE_URL and that it is running."


def split_chunks(items: Sequence[Item], size: int = 500) -> Iterator[Sequence[Item]]:
    """Yield items in groups small enough for one statement's parameters."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def make_engine(url: str) -> AsyncEngine:
    """Return an engine for a database URL. Raises StoreError where the URL is of no use."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise StoreError(
            "DATABASE_URL is not a database URL; it looks like"
            " sqlite+aiosqlite:///data/clausewatch.db."
        ) from None
    if parsed.drivername == "sqlite+aiosqlite":
        return _sqlite(url, parsed.database)
    if parsed.drivername == "postgresql+psycopg":
        return create_async_engine(
            url,
            pool_size=POOL_SIZE,
            pool_pre_ping=True,
            connect_args=SERVER_TIMEOUTS,
            hide_parameters=True,  # what people wrote must not come out in a traceback
        )
    raise StoreError(
        f"DATABASE_URL names {parsed.drivername}; use sqlite+aiosqlite or postgresql+psycopg."
    )


def _sqlite(url: str, database: str | None) -> AsyncEngine:
    folder = None if database is None or database in MEMORY_DATABASES else Path(database).parent
    if folder is not None and not folder.is_dir():
        raise StoreError(f"The directory of the database, {folder}, is not there; make it first.")
    engine = create_async_engine(
        url,
        connect_args={"async_creator_fn": make_connection},
        hide_parameters=True,
        # In memory there is one connection for all.
        **({"pool_size": SQLITE_POOL_SIZE} if folder is not None else {}),
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _: object) -> None:  # noqa: ANN401  # the driver's own
    """Set up one SQLite connection; from here on we say when a transaction begins."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (*PRAGMAS, "PRAGMA foreign_keys = ON"):
        _execute_in_turn(cursor, pragma)
    cursor.close()


def _execute_in_turn(cursor: Any, statement: str) -> None:  # noqa: ANN401  # the driver's own
    """Execute a statement for which SQLite does not itself wait as `busy_timeout` says.

    Where two processes open a new database at once, one turns the log on and the other is refused
    on the spot, whatever its patience.
    """
    began = monotonic()
    while True:
        try:
            cursor.execute(statement)
        except sqlite3.OperationalError as fault:
            code = getattr(fault, "sqlite_errorcode", 0) & 0xFF  # without what is added to it
            if code != sqlite3.SQLITE_BUSY or monotonic() - began > BUSY_MS / 1_000:
                raise
            await_only(asyncio.sleep(BUSY_RETRY_SECONDS))
        else:
            return


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


async def run_sync(
    engine: AsyncEngine,
    work: Callable[[Connection], Result],
    *,
    begin: str = "BEGIN IMMEDIATE",
    has_references: bool = True,
) -> Result:
    """Run work that needs a plain connection, in one transaction of its own."""
    async with _plain_faults(), engine.connect() as connection:
        await connection.execution_options(begin=begin)
        is_loose = engine.dialect.name == "sqlite" and not has_references
        # The pragma does nothing inside a transaction, so it goes past SQLAlchemy, which opens one.
        driver = (await connection.get_raw_connection()).driver_connection if is_loose else None
        if driver is not None:
            await driver.execute("PRAGMA foreign_keys = OFF")
        try:
            async with connection.begin():
                return await connection.run_sync(work)
        finally:
            if driver is not None:
                await driver.execute("PRAGMA foreign_keys = ON")
