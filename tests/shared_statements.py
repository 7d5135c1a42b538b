"""One dialect for the SQLite stores of all tests, and with it one cache of compiled statements.

SQLAlchemy compiles a statement once for each engine. The program has one engine, and the suite has
one for each of 2,000 tests, which would spend a sixth of their time on the same compilations.
"""

from typing import Any

from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine

from clausewatch.store import database


class _SharedDialect:
    """Makes engines as `create_async_engine` does, with the dialect of the first SQLite engine."""

    def __init__(self) -> None:
        self.make_engine = database.create_async_engine
        self.first: Engine | None = None

    def __call__(self, url: str, **options: Any) -> AsyncEngine:  # noqa: ANN401  # SQLAlchemy's
        """Return a new engine."""
        made = self.make_engine(url, **options)
        engine = made.sync_engine
        if engine.dialect.name != "sqlite":
            return made
        # A dialect is complete once its first engine has connected.
        if self.first is None or not hasattr(self.first.dialect, "server_version_info"):
            self.first = engine
            return made
        engine.dialect = engine.pool._dialect = self.first.dialect
        engine._compiled_cache = self.first._compiled_cache
        return made


def share_statements() -> None:
    """Let the engines that are made from now on share what they compile."""
    database.create_async_engine = _SharedDialect()
