"""*Not a change*: what people say of a change, per workspace, with the pair that it is about."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select

from clausewatch.model.changes import Change
from clausewatch.model.pages import Snapshot
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.store import versions
from clausewatch.store.changes import changes_of, visible_changes
from clausewatch.store.choice_tables import DENIAL
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.tables import CHANGE


@dataclass(frozen=True, slots=True)
class DeniedPair:
    """A change that people say is none, with the bytes on both sides."""

    change: Change
    before: tuple[Snapshot, ...]
    after: tuple[Snapshot, ...]
    denied_at: datetime


@dataclass(frozen=True, slots=True)
class Denials:
    """Who says of which change that it is none."""

    database: Database

    @uninterrupted
    async def deny(
        self, workspace_id: WorkspaceId, change_id: ChangeId, user_id: str, now: datetime
    ) -> Change | None:
        """Note, once, that somebody says so; None where the workspace has no such change."""
        query = visible_changes(workspace_id).where(CHANGE.c.id == change_id)
        new = self.database.insert(DENIAL).values(
            workspace_id=workspace_id, change_id=change_id, user_id=user_id, denied_at=now
        )
        async with self.database.write() as connection:
            if (await connection.execute(query)).one_or_none() is None:
                return None
            await connection.execute(new.on_conflict_do_nothing())
            return (await changes_of(connection, query, workspace_id))[0]

    @uninterrupted
    async def withdraw(
        self, workspace_id: WorkspaceId, change_id: ChangeId, user_id: str
    ) -> Change | None:
        """Take back what somebody said; None where the workspace has no such change."""
        query = visible_changes(workspace_id).where(CHANGE.c.id == change_id)
        said = delete(DENIAL).where(
            DENIAL.c.workspace_id == workspace_id,
            DENIAL.c.change_id == change_id,
            DENIAL.c.user_id == user_id,
        )
        async with self.database.write() as connection:
            if (await connection.execute(query)).one_or_none() is None:
                return None
            await connection.execute(said)
            return (await changes_of(connection, query, workspace_id))[0]

    async def iterate_pairs(self) -> AsyncIterator[DeniedPair]:
        """Yield every denied change of every workspace with its bytes, oldest first."""
        for row in await self._denied():
            pair = await self._pair(row)
            if pair is not None:
                yield pair

    @uninterrupted
    async def _denied(self) -> list[Row[Any]]:
        async with self.database.read() as connection:
            rows = (await connection.execute(_first_denials())).all()
        return list({row.change_id: row for row in reversed(rows)}.values())[::-1]

    @uninterrupted
    async def _pair(self, row: Row[Any]) -> DeniedPair | None:
        """Return a pair; None where the bytes of a side are gone."""
        workspace_id = WorkspaceId(row.workspace_id)
        query = visible_changes(workspace_id).where(CHANGE.c.id == row.change_id)
        async with self.database.read() as connection:
            found = await changes_of(connection, query, workspace_id)
            if not found:
                return None
            change = found[0]
            sides = [
                await versions.load_snapshots(connection, change.document.id, side.snapshots)
                for side in (change.before, change.after)
            ]
        is_whole = all(sides) and [len(side) for side in sides] == [
            len(change.before.snapshots),
            len(change.after.snapshots),
        ]
        return DeniedPair(change, sides[0], sides[1], row.denied_at) if is_whole else None


def _first_denials() -> Select[Any]:
    return select(DENIAL).order_by(DENIAL.c.denied_at, DENIAL.c.change_id)
