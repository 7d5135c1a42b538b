"""Tidies, verifies and counts the rows of most tables; it owns none."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.store import blobs, codec, deliveries, posts, webhook_posts
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.tables import (
    BLOB,
    CHANGE,
    CHANNEL,
    DELIVERY,
    DOCUMENT,
    EVENT_SEEN,
    HOST,
    POST,
    SNAPSHOT,
    VERSION,
    VERSION_PAGE,
    WATCH,
    WEBHOOK_POST,
    WORKSPACE,
)
from clausewatch.store.version_writer import ANNOUNCED
from clausewatch.store.workspaces import REMEMBER_EVENTS

SENDER_LOCK = 7_203_115
"""The advisory lock of the process that posts."""
LEASED_TABLES = (HOST, DOCUMENT, POST)
LONGEST_LEASE = timedelta(minutes=15)
"""An upper bound of every lease and of every wait between posts."""
BATCH_SIZE = 200
"""Rows per transaction, so that other writers do not wait for long."""


@dataclass(frozen=True, slots=True)
class BlobCheck:
    """The result of a check of all stored bytes."""

    checked: int
    wrong: tuple[str, ...]
    """Hashes that are not those of their bytes."""
    missing: tuple[str, ...]
    """Hashes of versions' snapshots without bytes."""


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Work that an operator or a schedule starts."""

    database: Database

    async def tidy(self, now: datetime, keep_noise: timedelta) -> dict[str, int]:
        """Delete old snapshots without a version, their bytes and old events; return the counts."""
        counts = {"snapshots": 0, "blobs": 0, "events": 0}
        while True:
            snapshots, unused = await self._drop_snapshots(now - keep_noise)
            counts["snapshots"] += snapshots
            counts["blobs"] += unused
            if snapshots < BATCH_SIZE:
                break
        counts["events"] = await self._drop_events(now - REMEMBER_EVENTS)
        return counts

    @uninterrupted
    async def _drop_snapshots(self, until: datetime) -> tuple[int, int]:
        async with self.database.write() as connection:
            return await _drop_snapshots(connection, until)

    @uninterrupted
    async def _drop_events(self, until: datetime) -> int:
        async with self.database.write() as connection:
            old = delete(EVENT_SEEN).where(EVENT_SEEN.c.seen_at <= until)
            return (await connection.execute(old)).rowcount

    @asynccontextmanager
    async def hold_sender_lock(self) -> AsyncIterator[bool]:
        """Yield whether this process is the only sender while the block runs.

        A server releases the lock when its holder dies. For SQLite, the runtime locks a file.
        """
        if self.database.is_sqlite:
            yield True
            return
        async with self.database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            query = select(func.pg_try_advisory_lock(SENDER_LOCK))
            yield bool((await connection.execute(query)).scalar_one())

    @uninterrupted
    async def release_leases(self, now: datetime, *, has_workers: bool = False) -> None:
        """Release all claims of processes that are known to be dead.

        Posts in state `sending` are of unknown fate. With workers in other processes, claims of
        documents and hosts are kept.
        """
        no_lease = {"lease_token": None, "lease_until": None}
        async with self.database.write() as connection:
            for table in () if has_workers else (HOST, DOCUMENT):
                leased = update(table).where(table.c.lease_token.is_not(None))
                await connection.execute(leased.values(no_lease))
            no_lock = {"lock_token": None, "lock_until": None}
            locked = update(CHANNEL).where(CHANNEL.c.lock_token.is_not(None))
            await connection.execute(locked.values(no_lock))
            # The outbox marks a post as unknown when its lease has expired.
            sending = update(POST).where(POST.c.state == posts.SENDING)
            await connection.execute(sending.values(lease_until=now))
            # A message of unknown fate is sent again at once: its receiver knows it by its id.
            sending = update(WEBHOOK_POST).where(WEBHOOK_POST.c.state == webhook_posts.SENDING)
            await connection.execute(sending.values(due_at=now))

    @uninterrupted
    async def handle_clock_set_back(self, now: datetime, by: timedelta) -> None:
        """Move near times of the former clock to the present one, which is behind by that much.

        Otherwise the next post of a channel would wait for as long as the clock was set back.
        """
        latest = now + by + LONGEST_LEASE
        waits = (
            (CHANNEL, CHANNEL.c.next_post_at),
            (DELIVERY, DELIVERY.c.due_at),
            (POST, POST.c.due_at),
            (WEBHOOK_POST, WEBHOOK_POST.c.due_at),
            (HOST, HOST.c.next_allowed_at),
        )
        leases = (
            (CHANNEL, CHANNEL.c.lock_until),
            *((table, table.c.lease_until) for table in LEASED_TABLES),
        )
        async with self.database.write() as connection:
            for (table, column), limit in (
                *((wait, now) for wait in waits),
                *((lease, now + LONGEST_LEASE) for lease in leases),
            ):
                late = update(table).where(column > limit, column <= latest)
                await connection.execute(late.values({column.name: limit}))

    async def verify_blobs(self) -> BlobCheck:
        """Compare all stored bytes with their hashes and find versions without bytes."""
        wrong: list[str] = []
        checked, after = 0, ""
        while True:
            rows = await self._load_blobs(after)
            wrong += [row.sha256 for row in rows if not _is_intact(row.sha256, row.body)]
            checked += len(rows)
            if len(rows) < BATCH_SIZE:
                break
            after = rows[-1].sha256
        return BlobCheck(checked, tuple(wrong), await self._find_missing())

    @uninterrupted
    async def _load_blobs(self, after: str) -> Sequence[Row[Any]]:
        query = select(BLOB).where(BLOB.c.sha256 > after).order_by(BLOB.c.sha256)
        async with self.database.read() as connection:
            return (await connection.execute(query.limit(BATCH_SIZE))).all()

    @uninterrupted
    async def _find_missing(self) -> tuple[str, ...]:
        is_stored = exists().where(BLOB.c.sha256 == SNAPSHOT.c.sha256)
        query = (
            select(SNAPSHOT.c.sha256)
            .join(VERSION_PAGE, VERSION_PAGE.c.snapshot_id == SNAPSHOT.c.id)
            .where(~is_stored)
            .distinct()
        )
        async with self.database.read() as connection:
            return tuple((await connection.execute(query)).scalars())

    @uninterrupted
    async def count_rows(self) -> dict[str, int]:
        """Return the numbers of rows, for deliveries and posts by state."""
        queries = {
            "workspaces": select(func.count()).select_from(WORKSPACE),
            "channels": select(func.count()).select_from(CHANNEL),
            "paused": select(func.count()).where(CHANNEL.c.paused.is_not(None)),
            "watches": select(func.count()).select_from(WATCH),
            "documents": select(func.count()).select_from(DOCUMENT),
            "watched": select(func.count()).where(DOCUMENT.c.is_watched),
            "snapshots": select(func.count()).select_from(SNAPSHOT),
            "versions": select(func.count()).select_from(VERSION),
            "changes": select(func.count()).select_from(CHANGE),
            "pending": select(func.count()).where(DELIVERY.c.state == deliveries.PENDING),
            "waiting": select(func.count()).where(DELIVERY.c.state == deliveries.WAITING),
            "told": select(func.count()).where(DELIVERY.c.state == deliveries.TOLD),
            "dropped": select(func.count()).where(DELIVERY.c.state == deliveries.DROPPED),
            "unknown": select(func.count()).where(POST.c.state == posts.UNKNOWN),
        }
        columns = [query.scalar_subquery().label(name) for name, query in queries.items()]
        async with self.database.read() as connection:
            row = (await connection.execute(select(*columns))).one()
        return dict(zip(queries, row, strict=True))


async def _drop_snapshots(connection: AsyncConnection, until: datetime) -> tuple[int, int]:
    """Delete a batch of old snapshots without a version; return how many, and how many bytes."""
    has_version = exists().where(VERSION_PAGE.c.snapshot_id == SNAPSHOT.c.id)
    query = (
        select(SNAPSHOT.c.id, SNAPSHOT.c.sha256)
        .join(DOCUMENT, DOCUMENT.c.id == SNAPSHOT.c.document_id)
        # The next check reads the snapshots of a candidate again.
        .where(SNAPSHOT.c.last_seen_at <= until, ~DOCUMENT.c.is_awaiting_confirmation)
        .where(~has_version, SNAPSHOT.c.verdict != ANNOUNCED)
        .order_by(SNAPSHOT.c.last_seen_at)
        .limit(BATCH_SIZE)
    )
    rows = (await connection.execute(query)).all()
    if not rows:
        return 0, 0
    await connection.execute(delete(SNAPSHOT).where(SNAPSHOT.c.id.in_([row.id for row in rows])))
    return len(rows), await blobs.drop_unused(connection, sorted({row.sha256 for row in rows}))


def _is_intact(digest: str, body: bytes) -> bool:
    intact = codec.try_decompress(body)
    return intact is not None and sha256(intact).hexdigest() == digest
