"""Column types of all tables: aware UTC times, and text that both databases take."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""PostgreSQL rejects NUL and UTF-8 rejects lone surrogates; hostile pages contain both."""

RowId = BigInteger().with_variant(Integer, "sqlite")
"""A key of 64 bits; for an autoincrement SQLite requires the word INTEGER."""


class _SqliteTime(sqlite.DATETIME):
    """The text format of SQLAlchemy for times, written by a faster function."""

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:  # noqa: ARG002  # signature of SQLAlchemy
        """Return the function that writes a time without a zone."""
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")


_SQLITE_TIME: TypeEngine[datetime] = _SqliteTime()  # type: ignore[no-untyped-call]  # theirs


class UtcTime(TypeDecorator[datetime]):
    """Takes an aware time and returns it in UTC, even if the database drops the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """Return the type of the database."""
        return _SQLITE_TIME if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC. Raises ValueError for a naive time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        # SQLite compares times as text, so all must be written without a zone.
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored time as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class SafeText(TypeDecorator[str]):
    """Text of any origin, without the characters that a database rejects."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002  # signature of SQLAlchemy
        """Return the text without NUL and lone surrogates."""
        return None if value is None else UNSTORABLE.sub("", str(value))
