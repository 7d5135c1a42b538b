"""Who has the home open, so that it can be brought up to date."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store.choice_tables import HOME_VIEW
from clausewatch.store.database import Database, uninterrupted

STILL_OPEN = timedelta(hours=12)
"""Slack does not say when a home is closed; one opened longer ago is drawn anew when opened."""
MOST_OPEN = 20
"""Homes of a workspace that are brought up to date, the last opened: Slack limits the rate."""


@dataclass(frozen=True, slots=True)
class AppHomes:
    """The homes that members of workspaces have open."""

    database: Database

    @uninterrupted
    async def mark_open(
        self, workspace_id: WorkspaceId, user_id: str, page: int, now: datetime
    ) -> None:
        """Note that somebody looks at a page of the home."""
        values = {"opened_at": now, "page": page}
        new = self.database.insert(HOME_VIEW).values(
            workspace_id=workspace_id, user_id=user_id, **values
        )
        kept = new.on_conflict_do_update(
            index_elements=[HOME_VIEW.c.workspace_id, HOME_VIEW.c.user_id], set_=values
        )
        async with self.database.write() as connection:
            await connection.execute(kept)

    @uninterrupted
    async def find_open(
        self, workspace_id: WorkspaceId, now: datetime
    ) -> tuple[tuple[str, int], ...]:
        """Return who may still look at the home, and at which page."""
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
