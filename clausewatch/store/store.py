"""The store as one value: an open database and the parts that speak for its tables."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from clausewatch.store import migrate
from clausewatch.store.changes import Changes
from clausewatch.store.checks import Checks
from clausewatch.store.documents import Documents
from clausewatch.store.engine import Database, connect
from clausewatch.store.hosts import Hosts
from clausewatch.store.outbox import Outbox
from clausewatch.store.posts import REPEAT_AFTER
from clausewatch.store.upkeep import Upkeep
from clausewatch.store.watches import Watches
from clausewatch.store.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class Store:
    """Everything on record. Its methods raise StoreError where the database cannot be used."""

    database: Database
    workspaces: Workspaces
    watches: Watches
    documents: Documents
    checks: Checks
    changes: Changes
    outbox: Outbox
    hosts: Hosts
    upkeep: Upkeep

    @classmethod
    async def open(cls, url: str, resend_after: timedelta = REPEAT_AFTER) -> Self:
        """Open a database by URL, with the schema of this program.

        Raises StoreError, one sentence, where it cannot be reached or is newer than the program.
        """
        engine = connect(url)
        try:
            await migrate.prepare(engine)
        except BaseException:
            await engine.dispose()
            raise
        database = Database(engine)
        return cls(
            database=database,
            workspaces=Workspaces(database),
            watches=Watches(database),
            documents=Documents(database),
            checks=Checks(database),
            changes=Changes(database),
            outbox=Outbox(database, resend_after),
            hosts=Hosts(database),
            upkeep=Upkeep(database),
        )

    async def close(self) -> None:
        """Close all connections."""
        await self.database.engine.dispose()
