"""Checks: who may check what until when, what is known beforehand, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Table,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model import ChangeId, DocumentId, StoredVersion, VersionId
from clausewatch.outcome import CheckOutcome, DueDocument, Snapshot
from clausewatch.reading import Reading
from clausewatch.store import archive, codec
from clausewatch.store.dues import HOST, earliest_due, lock_hosts
from clausewatch.store.engine import Database, whole
from clausewatch.store.load import (
    DOCUMENT,
    DOCUMENT_COLUMNS,
    PAGE,
    VERSION,
    document_of,
    pages_of,
)
from clausewatch.store.record import record

CLAIMED_COLUMNS = (
    *DOCUMENT_COLUMNS,
    DOCUMENT.c.state,
    DOCUMENT.c.baseline_id,
    DOCUMENT.c.ignore_robots,
)


@dataclass(frozen=True, slots=True)
class Checks:
    """Claims and outcomes: a result counts only while the claim that it belongs to holds."""

    database: Database

    @whole
    async def claim(
        self, now: datetime, limit: int, lease: timedelta, only: DocumentId | None = None
    ) -> tuple[DueDocument, ...]:
        """Claim watched documents that are due, longest due first, at most one per free host.

        With `only` that document and no other, if it is due and its host is free.
        """
        async with self.database.write() as connection:
            wanted = _due_hosts(now, limit).with_for_update(key_share=True, skip_locked=True)
            if only is not None:
                home = select(DOCUMENT.c.host_id).where(DOCUMENT.c.id == only)
                wanted = wanted.where(HOST.c.id == home.scalar_subquery())
            hosts = list((await connection.execute(wanted)).scalars())
            due = _due_document(now, only)
            picked = select(due).where(HOST.c.id.in_(hosts), due.is_not(None))
            numbers = list((await connection.execute(picked)).scalars())
            if not numbers:
                return ()
            token, until = uuid4().hex, now + lease
            claimed = {"lease_token": token, "lease_until": until}
            chosen = DOCUMENT.c.id.in_(numbers)
            await connection.execute(update(DOCUMENT).where(chosen).values(claimed))
            theirs = HOST.c.id.in_(select(DOCUMENT.c.host_id).where(chosen))
            await connection.execute(update(HOST).where(theirs).values(claimed))
            return await _claimed(connection, numbers, token, until)

    @whole
    async def due(self, now: datetime, limit: int) -> tuple[DocumentId, ...]:
        """Return what `claim` would claim, without claiming it."""
        async with self.database.read() as connection:
            hosts = _due_hosts(now, limit).subquery()
            due = _due_document(now)
            picked = select(due).where(HOST.c.id.in_(select(hosts.c.id)), due.is_not(None))
            return tuple(DocumentId(n) for n in (await connection.execute(picked)).scalars())

    @whole
    async def free(self, document_id: DocumentId) -> None:
        """Free a document and its host from whoever held them, who is known to be gone."""
        nobody = {"lease_token": None, "lease_until": None}
        mine = DOCUMENT.c.id == document_id
        token = select(DOCUMENT.c.lease_token).where(mine).scalar_subquery()
        home = select(DOCUMENT.c.host_id).where(mine).scalar_subquery()
        async with self.database.write() as connection:
            await lock_hosts(connection, mine)
            held = update(HOST).where(HOST.c.id == home, HOST.c.lease_token == token)
            await connection.execute(held.values(nobody))
            await connection.execute(update(DOCUMENT).where(mine).values(nobody))

    @whole
    async def claim_one(
        self, document_id: DocumentId, now: datetime, lease: timedelta
    ) -> DueDocument | None:
        """Claim one document whatever its next check says; None where somebody holds it."""
        token, until = uuid4().hex, now + lease
        take = (
            update(DOCUMENT)
            .where(DOCUMENT.c.id == document_id, _is_free(DOCUMENT, now))
            .values(lease_token=token, lease_until=until)
            .returning(DOCUMENT.c.id)
        )
        async with self.database.write() as connection:
            if (await connection.execute(take)).one_or_none() is None:
                return None
            return (await _claimed(connection, [document_id], token, until))[0]

    @whole
    async def documents_at(self, url: str) -> tuple[DocumentId, ...]:
        """Return every workspace's documents with a page at that address: for the operator."""
        query = select(PAGE.c.document_id).where(PAGE.c.url == url).distinct()
        async with self.database.read() as connection:
            numbers = (await connection.execute(query.order_by(PAGE.c.document_id))).scalars()
            return tuple(DocumentId(number) for number in numbers)

    @whole
    async def renew(self, documents: Sequence[DueDocument], until: datetime) -> None:
        """Hold claims for longer, those that still hold."""
        if not documents:
            return
        tokens = {document.lease_token for document in documents}
        numbers = [document.document.id for document in documents]
        theirs = select(DOCUMENT.c.host_id).where(DOCUMENT.c.id.in_(numbers))
        async with self.database.write() as connection:
            for rows, chosen in (
                (DOCUMENT, DOCUMENT.c.id.in_(numbers)),
                (HOST, HOST.c.id.in_(theirs)),
            ):
                is_held = rows.c.lease_token.in_(tokens)
                await connection.execute(
                    update(rows).where(chosen, is_held).values(lease_until=until)
                )

    @whole
    async def postpone(self, documents: Sequence[DueDocument], until: datetime) -> None:
        """Give claims back without a look: the documents are due again at that time."""
        free = {"lease_token": None, "lease_until": None}
        async with self.database.write() as connection:
            for due in documents:
                mine = DOCUMENT.c.id == due.document.id
                await lock_hosts(connection, mine)
                held = update(DOCUMENT).where(mine, DOCUMENT.c.lease_token == due.lease_token)
                await connection.execute(held.values(next_check_at=until, **free))
                host = select(DOCUMENT.c.host_id).where(mine).scalar_subquery()
                theirs = update(HOST).where(HOST.c.id == host)
                ours = theirs.where(HOST.c.lease_token == due.lease_token)
                await connection.execute(ours.values(free))
                await connection.execute(theirs.values(due_at=earliest_due()))

    @whole
    async def history(self, document_id: DocumentId) -> tuple[StoredVersion, ...]:
        """Return a document's last versions with their blocks, newest first."""
        async with self.database.read() as connection:
            return await archive.history(connection, document_id)

    @whole
    async def bodies(self, sha256s: Sequence[str]) -> dict[str, bytes]:
        """Return stored bytes by hash; those that are gone are left out."""
        async with self.database.read() as connection:
            return await archive.bodies(connection, sha256s)

    @whole
    async def snapshots(
        self, document_id: DocumentId, sha256s: Sequence[str]
    ) -> tuple[Snapshot, ...]:
        """Return stored snapshots in the order asked for, those whose bytes are gone left out."""
        async with self.database.read() as connection:
            return await archive.snapshots(connection, document_id, sha256s)

    @whole
    async def record(
        self, outcomes: Sequence[CheckOutcome], pace: timedelta
    ) -> tuple[ChangeId | None, ...]:
        """Write down what checks learned, all in one transaction, and free what they held.

        An outcome whose claim no longer holds is dropped. Returns the change each one filed.
        """
        return await record(self.database, outcomes, pace) if outcomes else ()

    @whole
    async def next_due_at(self) -> datetime | None:
        """Return when the next watched document is due, or None where none is watched."""
        async with self.database.read() as connection:
            query = select(func.min(HOST.c.due_at, type_=HOST.c.due_at.type))
            when: datetime | None = (await connection.execute(query)).scalar_one()
            return when

    @whole
    async def rederived(self, version_id: VersionId, reading: Reading) -> None:
        """Replace a version's text by what another extractor release reads; nobody is told."""
        values = {
            "extractor": reading.extractor,
            "text_fingerprint": reading.text_fingerprint,
            "terms_fingerprint": reading.terms_fingerprint,
            "outline": codec.outline_text(reading),
            "reading": codec.pack_reading(reading),
        }
        async with self.database.write() as connection:
            await connection.execute(
                update(VERSION).where(VERSION.c.id == version_id).values(values)
            )


def _is_free(rows: Table, now: datetime) -> ColumnElement[bool]:
    until = rows.c.lease_until
    return or_(until.is_(None), until <= now)


def _due_hosts(now: datetime, limit: int) -> Any:  # noqa: ANN401  # a select of one column
    """Return the query of hosts that may be asked now and have something due."""
    allowed = HOST.c.next_allowed_at
    return (
        select(HOST.c.id)
        .where(HOST.c.due_at <= now, or_(allowed.is_(None), allowed <= now), _is_free(HOST, now))
        .order_by(HOST.c.due_at, HOST.c.id)
        .limit(limit)
    )


def _due_document(now: datetime, only: DocumentId | None = None) -> ScalarSelect[int]:
    """Return the expression of a host's document that has been due for longest."""
    chosen = true() if only is None else DOCUMENT.c.id == only
    return (
        select(DOCUMENT.c.id)
        .where(
            chosen,
            DOCUMENT.c.host_id == HOST.c.id,
            DOCUMENT.c.is_watched,
            DOCUMENT.c.next_check_at <= now,
            _is_free(DOCUMENT, now),
        )
        .order_by(DOCUMENT.c.next_check_at, DOCUMENT.c.id)
        .limit(1)
        .scalar_subquery()
    )


async def _claimed(
    connection: AsyncConnection, numbers: Sequence[int], lease_token: str, lease_until: datetime
) -> tuple[DueDocument, ...]:
    query = select(*CLAIMED_COLUMNS).where(DOCUMENT.c.id.in_(numbers))
    rows = (await connection.execute(query.order_by(DOCUMENT.c.next_check_at, DOCUMENT.c.id))).all()
    pages = await pages_of(connection, numbers)
    return tuple(
        DueDocument(
            document=document_of(row, (page.url for page in pages[row.id])),
            pages=pages[row.id],
            state=codec.state_of(row.state, row.baseline_id),
            lease_token=lease_token,
            lease_until=lease_until,
            ignore_robots=row.ignore_robots,
        )
        for row in rows
    )
