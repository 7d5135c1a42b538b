"""Which hosts have something due, kept so that a claim reads no more rows than it takes.

A host's `due_at` is the earliest next check of its watched documents. Whatever alters either side
calls these functions in the same transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.store.database import Database
from clausewatch.store.delivery_tables import WATCH_DOCUMENT
from clausewatch.store.tables import DOCUMENT, HOST


def host_of(url: str) -> str:
    """Return the host of a URL as hosts are told apart: its name in lower case, without a port."""
    return (urlsplit(url).hostname or url).lower()


async def host_ids(
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


def earliest_due() -> ColumnElement[datetime | None]:
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
        await connection.execute(update(HOST).where(chosen).values(due_at=earliest_due()))


async def refresh_watched(connection: AsyncConnection, chosen: ColumnElement[bool]) -> None:
    """Work out anew which of some documents are watched, and when their hosts are due."""
    await lock_hosts(connection, chosen)
    is_watched = exists().where(WATCH_DOCUMENT.c.document_id == DOCUMENT.c.id).correlate(DOCUMENT)
    await connection.execute(update(DOCUMENT).where(chosen).values(is_watched=is_watched))
    hosts = select(DOCUMENT.c.host_id).where(chosen)
    await connection.execute(update(HOST).where(HOST.c.id.in_(hosts)).values(due_at=earliest_due()))
