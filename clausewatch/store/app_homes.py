"""Owns the table `home_view`: which users have the App Home open, on which page, filtered how."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select

from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.reviews import ALL_WAITING, WorklistFilter
from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.tables import HOME_VIEW

STILL_OPEN = timedelta(hours=12)
"""Slack does not say when a user leaves; a home opened earlier is redrawn when opened again."""
MOST_OPEN = 20
"""Homes of a workspace that are redrawn, latest first, because Slack limits the rate."""
_FILTER = TypeAdapter(WorklistFilter)


@dataclass(frozen=True, slots=True)
class OpenHome:
    """A user's App Home: the page of the watchlists (from 0) and the filter of the worklist."""

    user_id: str
    page: int
    choice: WorklistFilter


@dataclass(frozen=True, slots=True)
class AppHomes:
    """The open homes of all workspaces."""

    database: Database

    @uninterrupted
    async def mark_open(self, workspace_id: WorkspaceId, home: OpenHome, now: datetime) -> None:
        """Record that a user has a page of the home open."""
        choice = "" if home.choice == ALL_WAITING else _FILTER.dump_json(home.choice).decode()
        values = {"opened_at": now, "page": home.page, "filter": choice}
        async with self.database.write() as connection:
            row = insert_into(connection, HOME_VIEW).values(
                workspace_id=workspace_id, user_id=home.user_id, **values
            )
            upsert = row.on_conflict_do_update(
                index_elements=[HOME_VIEW.c.workspace_id, HOME_VIEW.c.user_id], set_=values
            )
            await connection.execute(upsert)

    @uninterrupted
    async def find(self, workspace_id: WorkspaceId, user_id: str) -> OpenHome:
        """Return the home as a user last saw it; the first page without a filter for a new one."""
        query = select(HOME_VIEW).where(
            HOME_VIEW.c.workspace_id == workspace_id, HOME_VIEW.c.user_id == user_id
        )
        async with self.database.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            return OpenHome(user_id, 0, ALL_WAITING)
        return OpenHome(user_id, row.page, _read_filter(row.filter))

    @uninterrupted
    async def find_open(self, workspace_id: WorkspaceId, now: datetime) -> tuple[OpenHome, ...]:
        """Return the homes that users may still have open, the last opened first."""
        query = (
            select(HOME_VIEW)
            .where(
                HOME_VIEW.c.workspace_id == workspace_id, HOME_VIEW.c.opened_at > now - STILL_OPEN
            )
            .order_by(HOME_VIEW.c.opened_at.desc(), HOME_VIEW.c.user_id)
            .limit(MOST_OPEN)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple(OpenHome(row.user_id, row.page, _read_filter(row.filter)) for row in rows)


def _read_filter(text: str) -> WorklistFilter:
    try:
        return _FILTER.validate_json(text) if text else ALL_WAITING
    except ValidationError:
        return ALL_WAITING
