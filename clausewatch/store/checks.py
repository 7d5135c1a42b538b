"""Checks: who may check what until when, what is known beforehand, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import func, select, update

from clausewatch.checks.outcome import CheckOutcome, DueDocument
from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Reading
from clausewatch.model.record_ids import ChangeId, DocumentId, VersionId
from clausewatch.store import codec, versions
from clausewatch.store.claims import Lease, claim_due, claim_one, find_due
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.hosts import lock_hosts, select_earliest_due
from clausewatch.store.outcomes import record
from clausewatch.store.tables import DOCUMENT, HOST, VERSION


@dataclass(frozen=True, slots=True)
class Checks:
    """Claims and outcomes: a result counts only while the claim that it belongs to holds."""

    database: Database

    @uninterrupted
    async def claim(
        self, now: datetime, limit: int, lease: timedelta, only: DocumentId | None = None
    ) -> tuple[DueDocument, ...]:
        """Claim watched documents that are due, longest due first, at most one per free host.

        With `only` that document and no other, if it is due and its host is free.
        """
        taker = Lease(uuid4().hex, now + lease)
        async with self.database.write() as connection:
            return await claim_due(connection, now, limit, taker, only)

    @uninterrupted
    async def find_due(self, now: datetime, limit: int) -> tuple[DocumentId, ...]:
        """Return what `claim` would claim, without claiming it."""
        async with self.database.read() as connection:
            return await find_due(connection, now, limit)

    @uninterrupted
    async def release(self, document_id: DocumentId) -> None:
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

    @uninterrupted
    async def claim_one(
        self, document_id: DocumentId, now: datetime, lease: timedelta
    ) -> DueDocument | None:
        """Claim one document whatever its next check says; None where somebody holds it."""
        async with self.database.write() as connection:
            return await claim_one(connection, document_id, now, Lease(uuid4().hex, now + lease))

    @uninterrupted
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

    @uninterrupted
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
                await connection.execute(theirs.values(due_at=select_earliest_due()))

    @uninterrupted
    async def history(self, document_id: DocumentId) -> tuple[StoredVersion, ...]:
        """Return a document's last versions with their blocks, newest first."""
        async with self.database.read() as connection:
            return await versions.load_history(connection, document_id)

    @uninterrupted
    async def bodies(self, sha256s: Sequence[str]) -> dict[str, bytes]:
        """Return stored bytes by hash; those that are gone are left out."""
        async with self.database.read() as connection:
            return await versions.load_bodies(connection, sha256s)

    @uninterrupted
    async def snapshots(
        self, document_id: DocumentId, sha256s: Sequence[str]
    ) -> tuple[Snapshot, ...]:
        """Return stored snapshots in the order asked for, those whose bytes are gone left out."""
        async with self.database.read() as connection:
            return await versions.load_snapshots(connection, document_id, sha256s)

    @uninterrupted
    async def record(
        self, outcomes: Sequence[CheckOutcome], pace: timedelta
    ) -> tuple[ChangeId | None, ...]:
        """Write down what checks learned, all in one transaction, and free what they held.

        An outcome whose claim no longer holds is dropped. Returns the change each one filed.
        """
        return await record(self.database, outcomes, pace) if outcomes else ()

    @uninterrupted
    async def find_next_due_at(self) -> datetime | None:
        """Return when the next watched document is due, or None where none is watched."""
        async with self.database.read() as connection:
            query = select(func.min(HOST.c.due_at, type_=HOST.c.due_at.type))
            when: datetime | None = (await connection.execute(query)).scalar_one()
            return when

    @uninterrupted
    async def replace_reading(self, version_id: VersionId, reading: Reading) -> None:
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
