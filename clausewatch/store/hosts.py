"""Owns the table `host`: when a host may be asked again, and when it next has a document due.

`due_at` is the earliest next check of a host's watched documents. A claim therefore reads no more
rows than it takes. Code that changes a document's schedule or its watches calls `refresh_hosts` or
`refresh_watched` in the same transaction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.delivery_tables import WATCH_DOCUMENT
from clausewatch.store.tables import DOCUMENT, HOST

PACE = timedelta(seconds=5)
"""Between two requests to a host, where the caller has no other."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """When a host may be asked."""

    database: Database

    @uninterrupted
    async def reserve_slot(self, host: str, now: datetime, pace: timedelta = PACE) -> timedelta:
        """Take the host's next slot and return how long to wait for it."""
        async with self.database.write() as connection:
            number = (await ensure_hosts(self.database, connection, [host]))[host]
            query = select(HOST.c.next_allowed_at).where(HOST.c.id == number)
            query = query.with_for_update(key_share=True)
            allowed: datetime | None = (await connection.execute(query)).scalar_one()
            slot = max(now, allowed or now)
            taken = update(HOST).where(HOST.c.id == number).values(next_allowed_at=slot + pace)
            await connection.execute(taken)
            return slot - now


def parse_host(url: str) -> str:
    """Return the host of a URL as hosts are told apart: its name in lower case, without a port."""
    return (urlsplit(url).hostname or url).lower()


async def ensure_hosts(
    database: Database, connection: AsyncConnection, names: Sequence[str]
) -> dict[str, int]:
    """Return the numbers of hosts by name, found or created."""
    wanted = sorted(set(names))
    if not wanted:
        return {}
    query = select(HOST.c.name, HOST.c.id).where(HOST.c.name.in_(wanted))
    found = {row.name: row.id for row in await connection.execute(query)}
    missing = [{"name": name} for name in wanted if name not in found]
    if missing:
        new = database.insert(HOST).on_conflict_do_nothing(index_elements=[HOST.c.name])
        await connection.execute(new, missing)
        found = {row.name: row.id for row in await connection.execute(query)}
    return found


async def lock_hosts(connection: AsyncConnection, chosen: ColumnElement[bool]) -> None:
    """Lock the hosts of some documents, where rows are locked one by one.

    Hosts before documents, everywhere: two transactions that lock in other orders wait for ever.
    """
    if connection.dialect.name != "sqlite":
        hosts = select(DOCUMENT.c.host_id).where(chosen)
        query = select(HOST.c.id).where(HOST.c.id.in_(hosts)).order_by(HOST.c.id)
        # Not against a new document's reference to the host: that alters nothing of it.
        await connection.execute(query.with_for_update(key_share=True))


def select_earliest_due() -> ColumnElement[datetime | None]:
    """Return the expression of a host's due time, for an update of the host's row."""
    return (
        select(func.min(DOCUMENT.c.next_check_at, type_=DOCUMENT.c.next_check_at.type))
        .where(DOCUMENT.c.host_id == HOST.c.id, DOCUMENT.c.is_watched)
        .scalar_subquery()
    )


async def refresh_hosts(connection: AsyncConnection, numbers: Sequence[int]) -> None:
    """Work out anew when hosts are due."""
    if numbers:
        chosen = HOST.c.id.in_(sorted(set(numbers)))
        await connection.execute(update(HOST).where(chosen).values(due_at=select_earliest_due()))


async def refresh_watched(connection: AsyncConnection, chosen: ColumnElement[bool]) -> None:
    """Work out anew which of some documents are watched, and when their hosts are due."""
    await lock_hosts(connection, chosen)
    is_watched = exists().where(WATCH_DOCUMENT.c.document_id == DOCUMENT.c.id).correlate(DOCUMENT)
    await connection.execute(update(DOCUMENT).where(chosen).values(is_watched=is_watched))
    hosts = select(DOCUMENT.c.host_id).where(chosen)
    await connection.execute(
        update(HOST).where(HOST.c.id.in_(hosts)).values(due_at=select_earliest_due())
    )
