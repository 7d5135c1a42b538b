"""Owns the table `denial`: users' *Not a change* verdicts, per workspace."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, delete, select

from clausewatch.model.changes import Change
from clausewatch.model.pages import Snapshot
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.store import versions
from clausewatch.store.changes import load_changes, select_visible_changes
from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.tables import CHANGE, DENIAL


@dataclass(frozen=True, slots=True)
class DeniedPair:
    """A denied change with the snapshots of both versions."""

    change: Change
    before: tuple[Snapshot, ...]
    after: tuple[Snapshot, ...]
    denied_at: datetime


@dataclass(frozen=True, slots=True)
class Denials:
    """The denials of all workspaces."""

    database: Database

    @uninterrupted
    async def deny(
        self, workspace_id: WorkspaceId, change_id: ChangeId, user_id: str, now: datetime
    ) -> Change | None:
        """Record a user's denial of a change, once; return the change, or None if there is none."""
        query = select_visible_changes(workspace_id).where(CHANGE.c.id == change_id)
        async with self.database.write() as connection:
            if (await connection.execute(query)).one_or_none() is None:
                return None
            row = insert_into(connection, DENIAL).values(
                workspace_id=workspace_id, change_id=change_id, user_id=user_id, denied_at=now
            )
            await connection.execute(row.on_conflict_do_nothing())
            return (await load_changes(connection, query, workspace_id))[0]

    @uninterrupted
    async def withdraw(
        self, workspace_id: WorkspaceId, change_id: ChangeId, user_id: str
    ) -> Change | None:
        """Delete a user's denial of a change; return the change, or None if there is none."""
        query = select_visible_changes(workspace_id).where(CHANGE.c.id == change_id)
        denial = delete(DENIAL).where(
            DENIAL.c.workspace_id == workspace_id,
            DENIAL.c.change_id == change_id,
            DENIAL.c.user_id == user_id,
        )
        async with self.database.write() as connection:
            if (await connection.execute(query)).one_or_none() is None:
                return None
            await connection.execute(denial)
            return (await load_changes(connection, query, workspace_id))[0]

    async def iterate_pairs(self) -> AsyncIterator[DeniedPair]:
        """Yield the denied changes of every workspace with their snapshots, oldest denial first."""
        for row in await self._load_denials():
            pair = await self._load_pair(row)
            if pair is not None:
                yield pair

    @uninterrupted
    async def _load_denials(self) -> list[Row[Any]]:
        async with self.database.read() as connection:
            rows = (await connection.execute(_select_denials())).all()
        return list({row.change_id: row for row in reversed(rows)}.values())[::-1]

    @uninterrupted
    async def _load_pair(self, row: Row[Any]) -> DeniedPair | None:
        """Return a pair, or None if bytes of a side are missing."""
        workspace_id = WorkspaceId(row.workspace_id)
        query = select_visible_changes(workspace_id).where(CHANGE.c.id == row.change_id)
        async with self.database.read() as connection:
            changes = await load_changes(connection, query, workspace_id)
            if not changes:
                return None
            change = changes[0]
            sides = [
                await versions.load_snapshots(connection, change.document.id, side.snapshots)
                for side in (change.before, change.after)
            ]
        is_complete = all(sides) and [len(side) for side in sides] == [
            len(change.before.snapshots),
            len(change.after.snapshots),
        ]
        return DeniedPair(change, sides[0], sides[1], row.denied_at) if is_complete else None


def _select_denials() -> Select[Any]:
    return select(DENIAL).order_by(DENIAL.c.denied_at, DENIAL.c.change_id)
