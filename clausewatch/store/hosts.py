"""Owns the table `host`: when a host may be asked again, and when it next has a document due.

`due_at` is the earliest next check of a host's watched documents, so a claim reads no more rows
than it takes. Code that changes the schedule or the watches of documents calls `refresh_hosts` or
`refresh_watched` in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.tables import DOCUMENT, HOST, WATCH_DOCUMENT

PACE = timedelta(seconds=5)
"""The default pause between two requests to a host."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The rate limit of hosts: one request at a time and a pause after it, for all processes."""

    database: Database

    @uninterrupted
    async def reserve_slot(self, host: str, now: datetime, pace: timedelta = PACE) -> timedelta:
        """Reserve the next request to a host and return how long to wait for it."""
        async with self.database.write() as connection:
            host_id = (await ensure_hosts(connection, [host]))[host]
            query = select(HOST.c.next_allowed_at).where(HOST.c.id == host_id)
            query = query.with_for_update(key_share=True)
            allowed_at: datetime | None = (await connection.execute(query)).scalar_one()
            slot = max(now, allowed_at or now)
            reserve = update(HOST).where(HOST.c.id == host_id).values(next_allowed_at=slot + pace)
            await connection.execute(reserve)
            return slot - now


def parse_host(url: str) -> str:
    """Return the name of a URL's host in lower case and without the port."""
    return (urlsplit(url).hostname or url).lower()


async def ensure_hosts(connection: AsyncConnection, names: Sequence[str]) -> dict[str, int]:
    """Return the numbers of hosts by name; add those that are not on record."""
    sorted_names = sorted(set(names))
    if not sorted_names:
        return {}
    query = select(HOST.c.name, HOST.c.id).where(HOST.c.name.in_(sorted_names))
    numbers = {row.name: row.id for row in await connection.execute(query)}
    missing = [{"name": name} for name in sorted_names if name not in numbers]
    if missing:
        insert = insert_into(connection, HOST).on_conflict_do_nothing(index_elements=[HOST.c.name])
        await connection.execute(insert, missing)
        numbers = {row.name: row.id for row in await connection.execute(query)}
    return numbers


async def lock_hosts(connection: AsyncConnection, condition: ColumnElement[bool]) -> None:
    """Lock the hosts of the documents that meet a condition, on a server.

    Every transaction locks hosts before documents: two that lock in a different order would wait
    for each other.
    """
    if connection.dialect.name != "sqlite":
        host_ids = select(DOCUMENT.c.host_id).where(condition)
        query = select(HOST.c.id).where(HOST.c.id.in_(host_ids)).order_by(HOST.c.id)
        # `key_share` lets others add documents that refer to these hosts.
        await connection.execute(query.with_for_update(key_share=True))


def select_earliest_due() -> ColumnElement[datetime | None]:
    """Return the expression of a host's due time, for an update of table `host`."""
    return (
        select(func.min(DOCUMENT.c.next_check_at, type_=DOCUMENT.c.next_check_at.type))
        .where(DOCUMENT.c.host_id == HOST.c.id, DOCUMENT.c.is_watched)
        .scalar_subquery()
    )


async def refresh_hosts(connection: AsyncConnection, host_ids: Sequence[int]) -> None:
    """Recompute when hosts are due."""
    if host_ids:
        condition = HOST.c.id.in_(sorted(set(host_ids)))
        await connection.execute(update(HOST).where(condition).values(due_at=select_earliest_due()))


async def refresh_watched(connection: AsyncConnection, condition: ColumnElement[bool]) -> None:
    """Recompute which documents are watched and when their hosts are due."""
    await lock_hosts(connection, condition)
    is_watched = exists().where(WATCH_DOCUMENT.c.document_id == DOCUMENT.c.id).correlate(DOCUMENT)
    await connection.execute(update(DOCUMENT).where(condition).values(is_watched=is_watched))
    host_ids = select(DOCUMENT.c.host_id).where(condition)
    await connection.execute(
        update(HOST).where(HOST.c.id.in_(host_ids)).values(due_at=select_earliest_due())
    )
