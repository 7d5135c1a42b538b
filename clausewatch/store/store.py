"""The store as one value: an open database and one part per group of tables."""

from datetime import timedelta
from typing import Self

from clausewatch.store import migration
from clausewatch.store.app_homes import AppHomes
from clausewatch.store.captures import Captures
from clausewatch.store.changes import Changes
from clausewatch.store.channel_settings import ChannelSettingsStore
from clausewatch.store.checks import Checks
from clausewatch.store.database import Database, make_engine
from clausewatch.store.deadlines import Deadlines
from clausewatch.store.denials import Denials
from clausewatch.store.digests import Digests
from clausewatch.store.documents import Documents
from clausewatch.store.hosts import Hosts
from clausewatch.store.maintenance import Maintenance
from clausewatch.store.metrics import Metrics
from clausewatch.store.monthly_reports import MonthlyReports
from clausewatch.store.mutes import Mutes
from clausewatch.store.outbox import Outbox
from clausewatch.store.posts import REPEAT_AFTER
from clausewatch.store.provisions import Provisions
from clausewatch.store.record_lists import RecordLists
from clausewatch.store.remedies import Remedies
from clausewatch.store.review_log import ReviewLog
from clausewatch.store.reviews import Reviews
from clausewatch.store.subprocessors import Subprocessors
from clausewatch.store.versions import Versions
from clausewatch.store.watches import Watches
from clausewatch.store.watchlists import Watchlists
from clausewatch.store.webhooks import Webhooks
from clausewatch.store.worklist import Worklist
from clausewatch.store.workspaces import Workspaces


class Store:
    """All records. Every method of its parts raises StoreError if the database is unusable."""

    def __init__(self, database: Database, resend_after: timedelta = REPEAT_AFTER) -> None:
        """Give every part the same database; `open` is the usual way to make a store."""
        self.database = database
        self.workspaces = Workspaces(database)
        self.watches = Watches(database)
        self.watchlists = Watchlists(database)
        self.documents = Documents(database)
        self.versions = Versions(database)
        self.checks = Checks(database)
        self.changes = Changes(database)
        self.outbox = Outbox(database, resend_after)
        self.provisions = Provisions(database)
        self.subprocessors = Subprocessors(database)
        self.hosts = Hosts(database)
        self.maintenance = Maintenance(database)
        self.mutes = Mutes(database)
        self.reviews = Reviews(database)
        self.review_log = ReviewLog(database)
        self.worklist = Worklist(database)
        self.denials = Denials(database)
        self.channel_settings = ChannelSettingsStore(database)
        self.digests = Digests(database)
        self.monthly_reports = MonthlyReports(database)
        self.deadlines = Deadlines(database)
        self.app_homes = AppHomes(database)
        self.remedies = Remedies(database)
        self.metrics = Metrics(database)
        self.record_lists = RecordLists(database)
        self.captures = Captures(database)
        self.webhooks = Webhooks(database)

    @classmethod
    async def open(cls, url: str, resend_after: timedelta = REPEAT_AFTER) -> Self:
        """Open a database by URL and bring its schema to that of this program.

        Raises StoreError, one sentence, if it cannot be reached or is newer than the program.
        """
        engine = make_engine(url)
        try:
            await migration.prepare(engine)
        except BaseException:  # also a cancellation: nobody else would close the connections
            await engine.dispose()
            raise
        return cls(Database(engine), resend_after)

    async def close(self) -> None:
        """Close all connections."""
        await self.database.engine.dispose()
