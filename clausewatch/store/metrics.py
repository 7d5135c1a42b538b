"""Counts work in progress for a monitor, with a few indexed queries; it owns no table."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.tables import CHANGE, DELIVERY, DOCUMENT, HOST, POST, VERSION


@dataclass(frozen=True, slots=True)
class WorkMetrics:
    """The state of the work at one moment."""

    due: int
    """Documents."""
    lag: timedelta
    """How long the oldest due document has been due."""
    deliveries: dict[str, int]
    """By state."""
    posts: dict[str, int]
    """By state."""
    documents: int
    extractors: dict[str, int]
    """Versions by the extractor release that read them."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """The numbers that a monitor reads."""

    database: Database

    @uninterrupted
    async def measure(self, now: datetime) -> WorkMetrics:
        """Return the state of the work now."""
        is_due = (DOCUMENT.c.is_watched, DOCUMENT.c.next_check_at <= now)
        due = select(func.count()).select_from(DOCUMENT).where(*is_due)
        oldest = select(func.min(HOST.c.due_at, type_=HOST.c.due_at.type))
        watched = select(func.count()).select_from(DOCUMENT).where(DOCUMENT.c.is_watched)
        queries = {
            name: select(column, func.count()).group_by(column)
            for name, column in (
                ("deliveries", DELIVERY.c.state),
                ("posts", POST.c.state),
                ("extractors", VERSION.c.extractor),
            )
        }
        async with self.database.read() as connection:
            due_since: datetime | None = (await connection.execute(oldest)).scalar()
            counts = {
                name: {str(row[0]): int(row[1]) for row in await connection.execute(query)}
                for name, query in queries.items()
            }
            return WorkMetrics(
                due=(await connection.execute(due)).scalar_one(),
                lag=max(now - due_since, timedelta(0)) if due_since else timedelta(0),
                deliveries=counts["deliveries"],
                posts=counts["posts"],
                documents=(await connection.execute(watched)).scalar_one(),
                extractors=counts["extractors"],
            )

    @uninterrupted
    async def find_sent_alerts(self, after_post: int) -> tuple[tuple[int, timedelta], ...]:
        """Return sent alerts after a post's number, with the time from detection to posting."""
        query = (
            select(POST.c.id, POST.c.sent_at, CHANGE.c.detected_at)
            .join(DELIVERY, DELIVERY.c.post_id == POST.c.id)
            .join(CHANGE, CHANGE.c.id == DELIVERY.c.change_id)
            .where(POST.c.id > after_post, POST.c.part == 0, POST.c.sent_at.is_not(None))
            .where(DELIVERY.c.kind == "alert")
            .order_by(POST.c.id)
            .limit(1000)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
        return tuple((row.id, row.sent_at - row.detected_at) for row in rows)
