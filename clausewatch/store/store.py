"""The store as one value: an open database and the parts that speak for its tables."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from clausewatch.store import migration
from clausewatch.store.changes import Changes
from clausewatch.store.channel_settings import ChannelChoices
from clausewatch.store.checks import Checks
from clausewatch.store.database import Database, connect
from clausewatch.store.denials import Denials
from clausewatch.store.digests import Digests
from clausewatch.store.documents import Documents
from clausewatch.store.extractor_releases import Releases
from clausewatch.store.hosts import Hosts
from clausewatch.store.maintenance import Upkeep
from clausewatch.store.metrics import Monitor
from clausewatch.store.mutes import Mutes
from clausewatch.store.open_homes import Homes
from clausewatch.store.outbox import Outbox
from clausewatch.store.posts import REPEAT_AFTER
from clausewatch.store.provisions import Provisions
from clausewatch.store.remedies import Remedies
from clausewatch.store.watches import Watches
from clausewatch.store.watchlists import Watchlists
from clausewatch.store.workspaces import Workspaces


@dataclass(frozen=True, slots=True)
class Store:
    """Everything on record. Its methods raise StoreError where the database cannot be used."""

    database: Database
    workspaces: Workspaces
    watches: Watches
    watchlists: Watchlists
    documents: Documents
    checks: Checks
    changes: Changes
    outbox: Outbox
    provisions: Provisions
    hosts: Hosts
    upkeep: Upkeep
    mutes: Mutes
    denials: Denials
    settings: ChannelChoices
    digests: Digests
    homes: Homes
    remedies: Remedies
    releases: Releases
    monitor: Monitor

    @classmethod
    async def open(cls, url: str, resend_after: timedelta = REPEAT_AFTER) -> Self:
        """Open a database by URL, with the schema of this program.

        Raises StoreError, one sentence, where it cannot be reached or is newer than the program.
        """
        engine = connect(url)
        try:
            await migration.prepare(engine)
        except BaseException:
            await engine.dispose()
            raise
        database = Database(engine)
        return cls(
            database=database,
            workspaces=Workspaces(database),
            watches=Watches(database),
            watchlists=Watchlists(database),
            documents=Documents(database),
            checks=Checks(database),
            changes=Changes(database),
            outbox=Outbox(database, resend_after),
            provisions=Provisions(database),
            hosts=Hosts(database),
            upkeep=Upkeep(database),
            mutes=Mutes(database),
            denials=Denials(database),
            settings=ChannelChoices(database),
            digests=Digests(database),
            homes=Homes(database),
            remedies=Remedies(database),
            releases=Releases(database),
            monitor=Monitor(database),
        )

    async def close(self) -> None:
        """Close all connections."""
        await self.database.engine.dispose()
