"""Reads what a month brought for a channel, and queues the reports that are due; owns no table."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.changes import Change
from clausewatch.model.documents import title_kind
from clausewatch.model.reading import Severity, Significance
from clausewatch.model.record_ids import ChannelId, WorkspaceId
from clausewatch.model.reviews import WAITING_STATUSES, ReviewStatus
from clausewatch.notifications.digests import DEFAULTS, ChannelSettings, find_local_day
from clausewatch.notifications.events import MonthlyReport, ReportedChange
from clausewatch.notifications.months import (
    DueReport,
    LocalMonth,
    find_last_due_month,
    find_month,
)
from clausewatch.store import deliveries
from clausewatch.store.changes import load_changes, select_visible_changes
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.deadlines import load_upcoming
from clausewatch.store.digests import mark_queued, select_channels
from clausewatch.store.tables import (
    CHANGE,
    CHANNEL,
    DIGEST_MARK,
    DOCUMENT,
    REVIEW,
    REVIEW_STEP,
)
from clausewatch.store.visibility import is_visible_to, select_watched
from clausewatch.store.worklist import SEVERITY_RANK, count_waiting, select_notified

MARK = "monthly"
"""In the column `digest_mark.cadence`, beside the cadences of digests."""
MAX_REPORTED = 10
MAX_SENTENCE_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class MonthlyReports:
    """The reports of all channels, at most one per channel and month."""

    database: Database

    @uninterrupted
    async def find_due(self, now: datetime) -> tuple[DueReport, ...]:
        """Return the reports that are due and not queued yet, also those that nobody asked for."""
        marks = select(DIGEST_MARK.c.channel_id, DIGEST_MARK.c.last_on)
        async with self.database.read() as connection:
            channels = (await connection.execute(select_channels())).all()
            settings = await load_settings(connection, [row.id for row in channels])
            rows = await connection.execute(marks.where(DIGEST_MARK.c.cadence == MARK))
            last = {row.channel_id: row.last_on for row in rows}
        due = [
            DueReport(ChannelId(row.id), find_last_due_month(settings.get(row.id, DEFAULTS), now))
            for row in channels
        ]
        return tuple(d for d in due if d.month.first.isoformat() > last.get(d.channel_id, ""))

    @uninterrupted
    async def queue(self, due: DueReport, now: datetime) -> int:
        """Queue a report if its channel asked for it; return 1, or 0 if there is none.

        A month is marked also without a report, so that one is not posted in the middle of the
        next month, when a channel first asks for reports. A second call queues none.
        """
        async with self.database.write() as connection:
            if not await mark_queued(connection, due.channel_id, MARK, due.month.first):
                return 0
            settings = await _load_settings(connection, due.channel_id)
            if not settings.has_monthly_report:
                return 0
            query = select(CHANNEL.c.workspace_id).where(
                CHANNEL.c.id == due.channel_id, CHANNEL.c.created_at <= due.month.due_at
            )
            workspace_id = (await connection.execute(query)).scalar_one_or_none()
            if workspace_id is None:
                return 0
            recipient = (WorkspaceId(workspace_id), due.channel_id)
            made_on = find_local_day(settings, now)
            report = await _load_report(connection, recipient, due.month, made_on)
            return await deliveries.add(connection, [deliveries.make_row(report, recipient, now)])

    @uninterrupted
    async def load(
        self, recipient: tuple[WorkspaceId, ChannelId], first: date, now: datetime
    ) -> MonthlyReport:
        """Return what the month that begins on a day brought for a channel."""
        async with self.database.read() as connection:
            settings = await _load_settings(connection, recipient[1])
            month, made_on = find_month(settings, first), find_local_day(settings, now)
            return await _load_report(connection, recipient, month, made_on)


async def _load_settings(connection: AsyncConnection, channel_id: ChannelId) -> ChannelSettings:
    return (await load_settings(connection, [channel_id])).get(channel_id, DEFAULTS)


async def _load_report(
    connection: AsyncConnection,
    recipient: tuple[WorkspaceId, ChannelId],
    month: LocalMonth,
    made_on: date,
) -> MonthlyReport:
    """Return what a month brought, and what waits and comes up on the day the report is made."""
    workspace_id, channel_id = recipient
    counts = (await connection.execute(_count_changes(recipient, month))).all()
    query = _select_changes(recipient, month).order_by(SEVERITY_RANK.desc(), CHANGE.c.id)
    changes = await load_changes(connection, query.limit(MAX_REPORTED), workspace_id)
    owners = await count_waiting(connection, recipient, made_on)
    documents, unavailable = await _load_documents(connection, recipient)
    return MonthlyReport(
        month.first,
        made_on,
        _count_severities(counts),
        sum(row.number for row in counts if _is_of_terms(row) and not _is_waiting(row)),
        sum(row.number for row in counts if not _is_of_terms(row)),
        tuple(_describe(change) for change in changes),
        owners.total(),
        tuple(owners.most_common(MAX_REPORTED)),
        await load_upcoming(
            connection, workspace_id, made_on, channel_id=channel_id, limit=MAX_REPORTED
        ),
        documents,
        unavailable,
    )


def _list_conditions(
    recipient: tuple[WorkspaceId, ChannelId], month: LocalMonth
) -> list[ColumnElement[bool]]:
    return [
        CHANGE.c.id.in_(select_notified(*recipient)),
        CHANGE.c.detected_at >= month.since,
        CHANGE.c.detected_at < month.until,
    ]


def _select_changes(recipient: tuple[WorkspaceId, ChannelId], month: LocalMonth) -> Select[Any]:
    """Return the query of the changes of terms of a month that a channel was notified of."""
    return select_visible_changes(recipient[0]).where(
        *_list_conditions(recipient, month), CHANGE.c.significance == Significance.SUBSTANTIVE
    )


def _count_changes(recipient: tuple[WorkspaceId, ChannelId], month: LocalMonth) -> Select[Any]:
    """Return the query that counts the changes of a month by severity and status."""
    status = func.coalesce(REVIEW_STEP.c.status, ReviewStatus.OPEN.value)
    columns = (CHANGE.c.severity, CHANGE.c.significance, status.label("status"))
    is_own = and_(REVIEW.c.change_id == CHANGE.c.id, REVIEW.c.workspace_id == recipient[0])
    return (
        select_visible_changes(recipient[0])
        .with_only_columns(*columns, func.count().label("number"))
        .outerjoin(REVIEW, is_own)
        .outerjoin(REVIEW_STEP, REVIEW_STEP.c.id == REVIEW.c.step_id)
        .where(*_list_conditions(recipient, month))
        .group_by(*columns)
    )


def _is_of_terms(row: Row[Any]) -> bool:
    return str(row.significance) == Significance.SUBSTANTIVE.value


def _is_waiting(row: Row[Any]) -> bool:
    return row.status in WAITING_STATUSES


def _count_severities(counts: list[Row[Any]]) -> tuple[int, int, int]:
    numbers: Counter[str] = Counter()
    for row in counts:
        if _is_of_terms(row):
            numbers[row.severity] += row.number
    return numbers[Severity.HIGH], numbers[Severity.MEDIUM], numbers[Severity.LOW]


def _describe(change: Change) -> ReportedChange:
    comparison = change.comparison
    sentence = comparison.headline or " ".join(comparison.summary[:1])
    return ReportedChange(
        change.id,
        change.document.name,
        comparison.severity,
        sentence[:MAX_SENTENCE_CHARACTERS],
        change.review.status,
        is_reverted=change.standing == "reverted",
    )


async def _load_documents(
    connection: AsyncConnection, recipient: tuple[WorkspaceId, ChannelId]
) -> tuple[int, tuple[str, ...]]:
    """Return how many documents a channel watches, and the names of the unavailable ones."""
    columns = (DOCUMENT.c.platform_name, DOCUMENT.c.kind, DOCUMENT.c.unreadable_code)
    query = select(*columns).where(
        DOCUMENT.c.id.in_(select_watched(*recipient)), is_visible_to(recipient[0])
    )
    rows = (await connection.execute(query.order_by(DOCUMENT.c.platform_name))).all()
    names = [
        f"{row.platform_name} {title_kind(row.kind)}"
        for row in rows
        if row.unreadable_code is not None
    ]
    return len(rows), tuple(names)
