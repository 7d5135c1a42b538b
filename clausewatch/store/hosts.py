"""The host gate: one request at a time and a pause between, across all processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from clausewatch.store.database import Database, whole
from clausewatch.store.due_hosts import host_ids
from clausewatch.store.tables import HOST

PACE = timedelta(seconds=5)
"""Between two requests to a host, where the caller has no other."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """When a host may be asked."""

    database: Database

    @whole
    async def reserve_slot(self, host: str, now: datetime, pace: timedelta = PACE) -> timedelta:
        """Take the host's next slot and return how long to wait for it."""
        async with self.database.write() as connection:
            number = (await host_ids(self.database, connection, [host]))[host]
            query = select(HOST.c.next_allowed_at).where(HOST.c.id == number)
            query = query.with_for_update(key_share=True)
            allowed: datetime | None = (await connection.execute(query)).scalar_one()
            slot = max(now, allowed or now)
            taken = update(HOST).where(HOST.c.id == number).values(next_allowed_at=slot + pace)
            await connection.execute(taken)
            return slot - now
