"""Upkeep: what may be forgotten, whether the evidence is whole, and how much there is."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from zlib import error as ZlibError  # noqa: N812  # a class named as classes are

from sqlalchemy import Row, delete, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.store import blobs, codec, deliveries, posts
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.delivery_tables import CHANNEL, DELIVERY, EVENT_SEEN, POST, WATCH
from clausewatch.store.tables import (
    BLOB,
    CHANGE,
    DOCUMENT,
    HOST,
    SNAPSHOT,
    VERSION,
    VERSION_PAGE,
    WORKSPACE,
)
from clausewatch.store.workspaces import REMEMBER_EVENTS

ALONE = 7_203_115
"""Advisory lock of the process that posts."""
HELD = (HOST, DOCUMENT, POST)
SOON = timedelta(minutes=15)
"""Longer than any lease and any wait between posts."""
AT_A_TIME = 200
"""Rows of one transaction: nobody else's write waits long."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a look at all stored bytes found."""

    checked: int
    wrong: tuple[str, ...]
    """Hashes whose bytes are others than the hash says."""
    missing: tuple[str, ...]
    """Hashes of versions' snapshots whose bytes are gone."""


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Tidying, verifying and counting."""

    database: Database

    async def tidy(self, now: datetime, keep_noise: timedelta) -> dict[str, int]:
        """Delete bytes that no version rests on and old event ids; return how many of each."""
        counts = {"snapshots": 0, "blobs": 0, "events": 0}
        while True:
            snapshots, unused = await self._drop_noise(now - keep_noise)
            counts["snapshots"] += snapshots
            counts["blobs"] += unused
            if snapshots < AT_A_TIME:
                break
        counts["events"] = await self._drop_events(now - REMEMBER_EVENTS)
        return counts

    @uninterrupted
    async def _drop_noise(self, until: datetime) -> tuple[int, int]:
        async with self.database.write() as connection:
            return await _drop_noise(connection, until)

    @uninterrupted
    async def _drop_events(self, until: datetime) -> int:
        async with self.database.write() as connection:
            old = delete(EVENT_SEEN).where(EVENT_SEEN.c.seen_at <= until)
            return (await connection.execute(old)).rowcount

    @asynccontextmanager
    async def hold_sender_lock(self) -> AsyncIterator[bool]:
        """Yield whether no other process of this sort is at the database while the block runs.

        A server frees the claim when its holder dies. A file is locked beside the database.
        """
        if self.database.is_sqlite:
            yield True
            return
        async with self.database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            query = select(func.pg_try_advisory_lock(ALONE))
            yield bool((await connection.execute(query)).scalar_one())

    @uninterrupted
    async def release_leases(self, now: datetime, *, has_workers: bool = False) -> None:
        """Free all that is claimed, where whoever claimed it is known to be gone.

        Posts that were on their way are of unknown fate; nothing else can have happened unseen.
        With workers elsewhere, what they may be checking stays theirs.
        """
        free = {"lease_token": None, "lease_until": None}
        async with self.database.write() as connection:
            for rows in () if has_workers else (HOST, DOCUMENT):
                held = update(rows).where(rows.c.lease_token.is_not(None))
                await connection.execute(held.values(free))
            open_now = {"lock_token": None, "lock_until": None}
            locked = update(CHANNEL).where(CHANNEL.c.lock_token.is_not(None))
            await connection.execute(locked.values(open_now))
            # The outbox calls a post unknown once its lease is over.
            sending = update(POST).where(POST.c.state == posts.SENDING)
            await connection.execute(sending.values(lease_until=now))

    @uninterrupted
    async def handle_clock_set_back(self, now: datetime, by: timedelta) -> None:
        """Bring times closer that were written while the clock was ahead by that much.

        Otherwise a channel that was posted to a second ago would be silent for an hour.
        """
        was_soon = now + by + SOON
        waits = (
            (CHANNEL, CHANNEL.c.next_post_at),
            (DELIVERY, DELIVERY.c.due_at),
            (POST, POST.c.due_at),
            (HOST, HOST.c.next_allowed_at),
        )
        leases = ((CHANNEL, CHANNEL.c.lock_until), *((t, t.c.lease_until) for t in HELD))
        async with self.database.write() as connection:
            for (rows, when), then in (
                *((wait, now) for wait in waits),
                *((lease, now + SOON) for lease in leases),
            ):
                late = update(rows).where(when > then, when <= was_soon)
                await connection.execute(late.values({when.name: then}))

    async def verify_blobs(self) -> Verification:
        """Hash all stored bytes again and look for those that versions rest on."""
        wrong: list[str] = []
        checked, after = 0, ""
        while True:
            rows = await self._blobs(after)
            wrong += [row.sha256 for row in rows if not _is_whole(row.sha256, row.body)]
            checked += len(rows)
            if len(rows) < AT_A_TIME:
                break
            after = rows[-1].sha256
        return Verification(checked, tuple(wrong), await self._missing())

    @uninterrupted
    async def _blobs(self, after: str) -> Sequence[Row[Any]]:
        query = select(BLOB).where(BLOB.c.sha256 > after).order_by(BLOB.c.sha256)
        async with self.database.read() as connection:
            return (await connection.execute(query.limit(AT_A_TIME))).all()

    @uninterrupted
    async def _missing(self) -> tuple[str, ...]:
        is_stored = exists().where(BLOB.c.sha256 == SNAPSHOT.c.sha256)
        lost = (
            select(SNAPSHOT.c.sha256)
            .join(VERSION_PAGE, VERSION_PAGE.c.snapshot_id == SNAPSHOT.c.id)
            .where(~is_stored)
            .distinct()
        )
        async with self.database.read() as connection:
            return tuple((await connection.execute(lost)).scalars())

    @uninterrupted
    async def count_rows(self) -> dict[str, int]:
        """Return how many rows there are of what people ask for."""
        of_everything = {
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
        columns = [query.scalar_subquery().label(name) for name, query in of_everything.items()]
        async with self.database.read() as connection:
            row = (await connection.execute(select(*columns))).one()
        return dict(zip(of_everything, row, strict=True))


async def _drop_noise(connection: AsyncConnection, until: datetime) -> tuple[int, int]:
    """Delete some snapshots that made no version and were not seen since; and their bytes."""
    makes_version = exists().where(VERSION_PAGE.c.snapshot_id == SNAPSHOT.c.id)
    query = (
        select(SNAPSHOT.c.id, SNAPSHOT.c.sha256)
        .join(DOCUMENT, DOCUMENT.c.id == SNAPSHOT.c.document_id)
        # A candidate's looks are about to be read again.
        .where(SNAPSHOT.c.last_seen_at <= until, ~DOCUMENT.c.is_awaiting_confirmation)
        .where(~makes_version)
        .order_by(SNAPSHOT.c.last_seen_at)
        .limit(AT_A_TIME)
    )
    rows = (await connection.execute(query)).all()
    if not rows:
        return 0, 0
    await connection.execute(delete(SNAPSHOT).where(SNAPSHOT.c.id.in_([row.id for row in rows])))
    return len(rows), await blobs.drop_unused(connection, sorted({row.sha256 for row in rows}))


def _is_whole(digest: str, body: bytes) -> bool:
    try:
        return sha256(codec.expand(body)).hexdigest() == digest
    except ZlibError:
        return False
