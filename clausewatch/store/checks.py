"""Reads and writes `document`, `host` and `version` for checks: claims, outcomes, history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import func, select, update

from clausewatch.checks.outcome import CheckOutcome, DueDocument
from clausewatch.model.record_ids import ChangeId, DocumentId
from clausewatch.store.claims import Lease, claim_due, claim_one, find_due
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.hosts import lock_hosts, select_earliest_due
from clausewatch.store.outcomes import record_outcomes
from clausewatch.store.tables import DOCUMENT, HOST

NO_LEASE = {"lease_token": None, "lease_until": None}


@dataclass(frozen=True, slots=True)
class Checks:
    """Claims and outcomes of checks; an outcome counts only while its claim holds."""

    database: Database

    @uninterrupted
    async def claim(
        self, now: datetime, limit: int, lease: timedelta, only: DocumentId | None = None
    ) -> tuple[DueDocument, ...]:
        """Claim watched documents that are due, longest due first, at most one per free host.

        With `only`, no other document is claimed.
        """
        new_lease = Lease(uuid4().hex, now + lease)
        async with self.database.write() as connection:
            return await claim_due(connection, now, limit, new_lease, only)

    @uninterrupted
    async def find_due(self, now: datetime, limit: int) -> tuple[DocumentId, ...]:
        """Return the documents that `claim` would claim."""
        async with self.database.read() as connection:
            return await find_due(connection, now, limit)

    @uninterrupted
    async def release(self, document_id: DocumentId) -> None:
        """Release a document and its host from a claim whose process is known to be dead."""
        is_document = DOCUMENT.c.id == document_id
        token = select(DOCUMENT.c.lease_token).where(is_document).scalar_subquery()
        host_id = select(DOCUMENT.c.host_id).where(is_document).scalar_subquery()
        async with self.database.write() as connection:
            await lock_hosts(connection, is_document)
            host = update(HOST).where(HOST.c.id == host_id, HOST.c.lease_token == token)
            await connection.execute(host.values(NO_LEASE))
            await connection.execute(update(DOCUMENT).where(is_document).values(NO_LEASE))

    @uninterrupted
    async def claim_one(
        self, document_id: DocumentId, now: datetime, lease: timedelta
    ) -> DueDocument | None:
        """Claim a document even if it is not due; return None if it is claimed already."""
        async with self.database.write() as connection:
            return await claim_one(connection, document_id, now, Lease(uuid4().hex, now + lease))

    @uninterrupted
    async def renew(self, documents: Sequence[DueDocument], until: datetime) -> None:
        """Extend the leases of claims that still hold."""
        if not documents:
            return
        tokens = {due.lease_token for due in documents}
        document_ids = [due.document.id for due in documents]
        host_ids = select(DOCUMENT.c.host_id).where(DOCUMENT.c.id.in_(document_ids))
        async with self.database.write() as connection:
            for table, condition in (
                (DOCUMENT, DOCUMENT.c.id.in_(document_ids)),
                (HOST, HOST.c.id.in_(host_ids)),
            ):
                leased = update(table).where(condition, table.c.lease_token.in_(tokens))
                await connection.execute(leased.values(lease_until=until))

    @uninterrupted
    async def postpone(self, documents: Sequence[DueDocument], until: datetime) -> None:
        """Release claims without a check; the documents are due again at that time."""
        async with self.database.write() as connection:
            for due in documents:
                is_document = DOCUMENT.c.id == due.document.id
                await lock_hosts(connection, is_document)
                document = update(DOCUMENT).where(
                    is_document, DOCUMENT.c.lease_token == due.lease_token
                )
                await connection.execute(document.values(next_check_at=until, **NO_LEASE))
                host_id = select(DOCUMENT.c.host_id).where(is_document).scalar_subquery()
                host = update(HOST).where(HOST.c.id == host_id)
                leased = host.where(HOST.c.lease_token == due.lease_token)
                await connection.execute(leased.values(NO_LEASE))
                await connection.execute(host.values(due_at=select_earliest_due()))

    @uninterrupted
    async def record(
        self, outcomes: Sequence[CheckOutcome], pace: timedelta
    ) -> tuple[ChangeId | None, ...]:
        """Record the outcomes of checks in one transaction and release their claims.

        An outcome whose claim no longer holds is dropped. Returns the change that each one filed.
        """
        return await record_outcomes(self.database, outcomes, pace) if outcomes else ()

    @uninterrupted
    async def find_next_due_at(self) -> datetime | None:
        """Return when the next watched document is due, or None if no document is watched."""
        async with self.database.read() as connection:
            query = select(func.min(HOST.c.due_at, type_=HOST.c.due_at.type))
            due_at: datetime | None = (await connection.execute(query)).scalar_one()
            return due_at
