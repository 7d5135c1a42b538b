"""Owns the table `term_date`: deadlines on record, what comes up, and reminders of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.deadlines import Deadline
from clausewatch.model.documents import title_kind
from clausewatch.model.record_ids import (
    ChangeId,
    ChannelId,
    DocumentId,
    WorkspaceId,
    record_id,
)
from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.notifications.deadlines import MAX_DAYS, count_days_left, find_due_threshold
from clausewatch.notifications.digests import DEFAULTS
from clausewatch.notifications.events import DeadlineReminder
from clausewatch.store import deliveries
from clausewatch.store.channel_settings import load_settings
from clausewatch.store.channels import USER_ID, ensure_channel
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.deadline_queries import select_announced, select_waiting
from clausewatch.store.tables import (
    CHANNEL,
    DELIVERY,
    DOCUMENT,
    TERM_DATE,
)

AGREEMENT_KIND = "data processing agreement"
"""The kind of the documents that say how customers object to a new subprocessor."""
UPCOMING_LIMIT = 500
FAR_AHEAD = timedelta(days=3_650)
ONE_DAY = timedelta(days=1)
"""No zone is further from UTC."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The deadlines of all changes and documents."""

    database: Database

    @uninterrupted
    async def find_upcoming(
        self,
        workspace_id: WorkspaceId,
        today: date,
        *,
        channel_id: ChannelId | None = None,
        limit: int = UPCOMING_LIMIT,
    ) -> tuple[Deadline, ...]:
        """Return the deadlines of waiting changes that a workspace or a channel was notified of.

        A day that a watched document announces is one too, if no change tells it.
        """
        async with self.database.read() as connection:
            return await load_upcoming(
                connection, workspace_id, today, channel_id=channel_id, limit=limit
            )

    @uninterrupted
    async def find_by_document(self, document_id: DocumentId) -> tuple[TermDate, ...]:
        """Return the dates and periods that a document states; the caller checks visibility."""
        query = select(TERM_DATE).where(
            TERM_DATE.c.document_id == document_id, TERM_DATE.c.change_id.is_(None)
        )
        async with self.database.read() as connection:
            rows = await connection.execute(query.order_by(TERM_DATE.c.id))
            return tuple(
                TermDate(TermDateKind(row.kind), row.quote, row.on_day, row.days) for row in rows
            )

    @uninterrupted
    async def queue_reminders(self, now: datetime) -> int:
        """Queue the reminders that are due and return how many; a second call queues none.

        A channel is reminded once per deadline and number of days, and so is the assignee.
        """
        start, end = (now - ONE_DAY).date(), (now + timedelta(days=MAX_DAYS + 1)).date()
        async with self.database.write() as connection:
            waiting = [
                row
                for query in (select_waiting(start, end, now), select_announced(start, end, now))
                for row in await connection.execute(query)
            ]
            settings = await load_settings(connection, [row.channel_id for row in waiting])
            rows = []
            for row in waiting:
                own = settings.get(row.channel_id, DEFAULTS)
                threshold = find_due_threshold(own, row.on_day, row.notified_at, now)
                if threshold is not None:
                    left = count_days_left(own, row.on_day, now)
                    event = DeadlineReminder(_map_deadline(row), threshold, left)
                    rows += await _make_reminders(connection, row, event, now)
            return await deliveries.add(connection, rows)


async def load_upcoming(
    connection: AsyncConnection,
    workspace_id: WorkspaceId,
    today: date,
    *,
    channel_id: ChannelId | None = None,
    limit: int = UPCOMING_LIMIT,
) -> tuple[Deadline, ...]:
    """Return the deadlines of a workspace or a channel, in a transaction: the first day first."""
    waiting = select_waiting(today, today + FAR_AHEAD).where(
        DELIVERY.c.workspace_id == workspace_id
    )
    announced = select_announced(today, today + FAR_AHEAD).where(
        CHANNEL.c.workspace_id == workspace_id
    )
    if channel_id is not None:
        waiting = waiting.where(DELIVERY.c.channel_id == channel_id)
        announced = announced.where(CHANNEL.c.id == channel_id)
    found = {
        row.id: _map_deadline(row)
        for query in (waiting, announced)
        for row in await connection.execute(query)
    }
    ordered = sorted(found.values(), key=lambda each: (each.on, each.document_name, each.kind))
    return tuple(ordered[:limit])


async def _make_reminders(
    connection: AsyncConnection, row: Row[Any], event: DeadlineReminder, now: datetime
) -> list[dict[str, Any]]:
    """Return the deliveries of a reminder: to the channel of a row, and to the assignee."""
    workspace_id = WorkspaceId(row.workspace_id)
    recipients = [ChannelId(row.channel_id)]
    if USER_ID.fullmatch(event.deadline.assignee):
        # Slack takes a person's id for the direct channel.
        direct = await ensure_channel(connection, workspace_id, event.deadline.assignee, now)
        recipients.append(ChannelId(direct.id))
    about = (
        {"document_id": row.document_id} if row.change_id is None else {"change_id": row.change_id}
    )
    return [
        deliveries.make_row(event, (workspace_id, recipient), now) | about
        for recipient in recipients
    ]


async def find_objection_period(connection: AsyncConnection, document_id: int) -> TermDate | None:
    """Return the period to object that an agreement of the same platform states, in a transaction.

    An agreement that a workspace added counts for the documents of that workspace only.
    """
    own = DOCUMENT.alias()
    query = (
        select(TERM_DATE.c.quote, TERM_DATE.c.days, DOCUMENT)
        .join(DOCUMENT, DOCUMENT.c.id == TERM_DATE.c.document_id)
        .join(own, own.c.platform_key == DOCUMENT.c.platform_key)
        .where(
            own.c.id == document_id,
            DOCUMENT.c.kind == AGREEMENT_KIND,
            or_(DOCUMENT.c.workspace_id.is_(None), DOCUMENT.c.workspace_id == own.c.workspace_id),
            TERM_DATE.c.change_id.is_(None),
            TERM_DATE.c.kind == TermDateKind.OBJECTION.value,
            TERM_DATE.c.days.is_not(None),
        )
        .order_by(TERM_DATE.c.id)
        .limit(1)
    )
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        return None
    name = f"{row.platform_name} {title_kind(row.kind)}"
    source = f"{name}, {record_id('D', row.id)}"
    return TermDate(TermDateKind.OBJECTION, row.quote, days=row.days, source=source)


async def record_document_dates(
    connection: AsyncConnection, document_id: int, dates: Sequence[TermDate], now: datetime
) -> None:
    """Replace what a document states, in a transaction; its changes keep their deadlines."""
    former = delete(TERM_DATE).where(
        TERM_DATE.c.document_id == document_id, TERM_DATE.c.change_id.is_(None)
    )
    await connection.execute(former)
    await _insert(connection, document_id, None, dates, now)


async def record_change_dates(
    connection: AsyncConnection,
    document_id: int,
    change_id: ChangeId,
    dates: Sequence[TermDate],
    now: datetime,
) -> None:
    """Insert what a new change states, in a transaction."""
    await _insert(connection, document_id, change_id, dates, now)


async def _insert(
    connection: AsyncConnection,
    document_id: int,
    change_id: ChangeId | None,
    dates: Sequence[TermDate],
    now: datetime,
) -> None:
    rows = [
        {
            "document_id": document_id,
            "change_id": change_id,
            "kind": each.kind.value,
            "on_day": each.on,
            "days": each.days,
            "counted_from": each.counted_from,
            "quote": each.quote,
            "source": each.source,
            "seen_at": now,
        }
        for each in dates
    ]
    if rows:
        await connection.execute(insert(TERM_DATE), rows)


def _map_deadline(row: Row[Any]) -> Deadline:
    return Deadline(
        change_id=None if row.change_id is None else ChangeId(row.change_id),
        document_name=f"{row.platform_name} {row.document_kind}",
        url=row.url or "",
        kind=TermDateKind(row.kind),
        on=row.on_day,
        quote=row.quote,
        counted_from=row.counted_from,
        assignee=row.assignee,
        source=row.source,
        document_id=DocumentId(row.document_id) if row.change_id is None else None,
    )
