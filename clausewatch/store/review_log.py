"""Reads the log of review steps, for people and for audits; it owns no table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId, WorkspaceId
from clausewatch.model.reviews import Review, ReviewStep
from clausewatch.store.database import Database, split_chunks, uninterrupted
from clausewatch.store.review_rows import map_review
from clausewatch.store.tables import CHANGE, DOCUMENT, REVIEW_STEP, WORKSPACE


@dataclass(frozen=True, slots=True)
class ReviewLog:
    """The steps of all workspaces; none is ever altered."""

    database: Database

    @uninterrupted
    async def find(
        self,
        workspace_id: WorkspaceId,
        *,
        change_id: ChangeId | None = None,
        platform_key: str | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        limit: int | None = None,
    ) -> tuple[ReviewStep, ...]:
        """Return the steps of a workspace, newest first, of one change or platform if given."""
        query = _select_steps(since).where(REVIEW_STEP.c.workspace_id == workspace_id)
        if until is not None:
            query = query.where(REVIEW_STEP.c.made_at < until)
        if change_id is not None:
            query = query.where(REVIEW_STEP.c.change_id == change_id)
        if platform_key is not None:
            query = query.where(DOCUMENT.c.platform_key == platform_key)
        async with self.database.read() as connection:
            rows = (await connection.execute(query.limit(limit))).all()
            return await _map_steps(connection, rows)

    @uninterrupted
    async def find_all(self, since: datetime | None = None) -> tuple[tuple[str, ReviewStep], ...]:
        """Return the steps of all workspaces, oldest first, each with Slack's id of its team."""
        query = _select_steps(since).add_columns(WORKSPACE.c.team_id, WORKSPACE.c.enterprise_id)
        query = query.join(WORKSPACE, WORKSPACE.c.id == REVIEW_STEP.c.workspace_id)
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()[::-1]
            steps = await _map_steps(connection, rows)
        teams = [row.team_id or row.enterprise_id for row in rows]
        return tuple(zip(teams, steps, strict=True))


def _select_steps(since: datetime | None) -> Select[Any]:
    """Return the query of steps with their change, newest first."""
    query = (
        select(REVIEW_STEP, DOCUMENT.c.platform_name, DOCUMENT.c.kind, CHANGE.c.severity)
        .join(CHANGE, CHANGE.c.id == REVIEW_STEP.c.change_id)
        .join(DOCUMENT, DOCUMENT.c.id == CHANGE.c.document_id)
        .order_by(REVIEW_STEP.c.made_at.desc(), REVIEW_STEP.c.id.desc())
    )
    return query if since is None else query.where(REVIEW_STEP.c.made_at >= since)


async def _map_steps(
    connection: AsyncConnection, rows: Sequence[Row[Any]]
) -> tuple[ReviewStep, ...]:
    """Return the steps of rows, each with the review before it."""
    before_ids = sorted({row.before_id for row in rows if row.before_id is not None})
    before: dict[int | None, Review] = {}
    for chunk in split_chunks(before_ids):
        query = select(REVIEW_STEP).where(REVIEW_STEP.c.id.in_(chunk))
        before |= {row.id: map_review(row) for row in await connection.execute(query)}
    return tuple(
        ReviewStep(
            id=row.id,
            change_id=ChangeId(row.change_id),
            platform_name=row.platform_name,
            document_kind=row.kind,
            severity=Severity(row.severity),
            review=map_review(row),
            previous=before.get(row.before_id, Review()),
            is_undo=row.is_undo,
        )
        for row in rows
    )
