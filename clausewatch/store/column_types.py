"""Column types for what every table promises: aware UTC times, text that any store takes."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator, TypeEngine

UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""PostgreSQL takes no NUL, UTF-8 no lone surrogate; hostile pages hold both."""

RowId = BigInteger().with_variant(Integer, "sqlite")
"""A key of 64 bits; SQLite wants the word INTEGER for a key that is never given out twice."""


class _SqliteTime(sqlite.DATETIME):
    """SQLAlchemy's own text of a time, written in a fraction of the time."""

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | None]:  # noqa: ARG002  # signature of SQLAlchemy
        """Return what writes a time without a zone."""
        return lambda value: None if value is None else value.isoformat(" ", "microseconds")


_SQLITE_TIME: TypeEngine[datetime] = _SqliteTime()  # type: ignore[no-untyped-call]  # theirs


class UtcTime(TypeDecorator[datetime]):
    """An aware time in, an aware time in UTC out, also where the database forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime]:
        """Return the type that the database itself has."""
        return _SQLITE_TIME if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the time in UTC. Raises ValueError for a naive time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value if value.tzinfo is UTC else value.astimezone(UTC)
        # SQLite compares times as text, so every one must be written without a zone.
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored time as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class SafeText(TypeDecorator[str]):
    """Text of any origin: characters that no database takes are left out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002  # signature of SQLAlchemy
        """Return the text without NUL and lone surrogates."""
        return None if value is None else UNSTORABLE.sub("", str(value))
