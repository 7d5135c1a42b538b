"""Loads the changes that workspaces marked as not a change; it owns no table."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from clausewatch.model.changes import Change
from clausewatch.model.pages import Snapshot
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.reviews import ReviewStatus
from clausewatch.store import versions
from clausewatch.store.changes import load_changes, select_visible_changes
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.tables import CHANGE, REVIEW, REVIEW_STEP


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
        return DeniedPair(change, sides[0], sides[1], row.made_at) if is_complete else None


def _select_denials() -> Select[Any]:
    return (
        select(REVIEW_STEP)
        .join(REVIEW, REVIEW.c.step_id == REVIEW_STEP.c.id)
        .where(REVIEW_STEP.c.status == ReviewStatus.NOT_A_CHANGE)
        .order_by(REVIEW_STEP.c.made_at, REVIEW_STEP.c.id)
    )
