"""Owns the table `home_view`: which users have the App Home open, and on which page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.tables import HOME_VIEW

STILL_OPEN = timedelta(hours=12)
"""Slack does not say when a user leaves; a home opened earlier is redrawn when opened again."""
MOST_OPEN = 20
"""Homes of a workspace that are redrawn, latest first, because Slack limits the rate."""


@dataclass(frozen=True, slots=True)
class AppHomes:
    """The open homes of all workspaces."""

    database: Database

    @uninterrupted
    async def mark_open(
        self, workspace_id: WorkspaceId, user_id: str, page: int, now: datetime
    ) -> None:
        """Record that a user has a page of the home open."""
        values = {"opened_at": now, "page": page}
        async with self.database.write() as connection:
            row = insert_into(connection, HOME_VIEW).values(
                workspace_id=workspace_id, user_id=user_id, **values
            )
            upsert = row.on_conflict_do_update(
                index_elements=[HOME_VIEW.c.workspace_id, HOME_VIEW.c.user_id], set_=values
            )
            await connection.execute(upsert)

    @uninterrupted
    async def find_open(
        self, workspace_id: WorkspaceId, now: datetime
    ) -> tuple[tuple[str, int], ...]:
        """Return the users who may have the home open, each with the page."""
        query = (
            select(HOME_VIEW.c.user_id, HOME_VIEW.c.page)
            .where(
                HOME_VIEW.c.workspace_id == workspace_id, HOME_VIEW.c.opened_at > now - STILL_OPEN
            )
            .order_by(HOME_VIEW.c.opened_at.desc(), HOME_VIEW.c.user_id)
            .limit(MOST_OPEN)
        )
        async with self.database.read() as connection:
            return tuple((row.user_id, row.page) for row in await connection.execute(query))
