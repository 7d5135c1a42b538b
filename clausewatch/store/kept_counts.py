"""Counts over all documents, kept until a document is read again.

Counting takes a microsecond per document, so that a page about one record would take longer the
more documents there are. A mark says whether anything was read since: documents are judged in one
table, whose latest rows an index finds.
"""

from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.store.tables import PROVISION_EVENT, RECOGNITION

Count = TypeVar("Count")
MAX_COUNTS = 2_000
OVERLAP = timedelta(minutes=10)
"""A check that ends later than another may be recorded with an earlier time, so the documents that
were judged within this time before the last one belong to the mark too."""
_LAST = select(func.max(RECOGNITION.c.judged_at, type_=RECOGNITION.c.judged_at.type))
_LAST_EVENT = select(func.max(PROVISION_EVENT.c.id)).scalar_subquery()


class KeptCounts(Generic[Count]):
    """Counts of one kind by what was asked for."""

    def __init__(self) -> None:
        self._counts: dict[Hashable, tuple[object, Count]] = {}

    async def find(
        self,
        connection: AsyncConnection,
        key: Hashable,
        count: Callable[[], Awaitable[Count]],
    ) -> Count:
        """Return a count, in the state of the database that the connection sees."""
        mark = await _read_mark(connection)
        kept = self._counts.get(key)
        if kept is not None and kept[0] == mark:
            return kept[1]
        if len(self._counts) >= MAX_COUNTS:
            self._counts.clear()
        value = await count()
        self._counts[key] = mark, value
        return value


async def _read_mark(connection: AsyncConnection) -> tuple[Any, ...]:
    """Return what differs once provisions were recorded."""
    last: datetime | None = (await connection.execute(_LAST)).scalar_one()
    if last is None:
        return ()
    recent = select(func.count(), func.sum(RECOGNITION.c.version_id), _LAST_EVENT).where(
        RECOGNITION.c.judged_at >= last - OVERLAP
    )
    return (last, *(await connection.execute(recent)).one())
