"""Owns the table `capture`: which new versions a public web archive has been asked to keep."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from clausewatch.model.record_ids import VersionId
from clausewatch.store.database import Database, insert_into, uninterrupted
from clausewatch.store.tables import CAPTURE, CHANGE, DOCUMENT, VERSION

NEW_FOR = timedelta(days=2)
"""A version that is older is not what its host shows any more."""
MAX_ATTEMPTS = 5
RETRY_AFTER = timedelta(hours=1)
"""Of the first attempt; the wait doubles with each."""


@dataclass(frozen=True, slots=True)
class CaptureRequest:
    """A version to capture, with the URL that shows it."""

    version_id: VersionId
    url: str


@dataclass(frozen=True, slots=True)
class Captures:
    """The captures of new versions of catalogue documents; private URLs are never sent."""

    database: Database

    @uninterrupted
    async def claim(self, now: datetime) -> CaptureRequest | None:
        """Return the newest version that is due for an attempt, and count the attempt."""
        query = (
            select(VERSION.c.id, VERSION.c.source_url, CAPTURE.c.attempts)
            .join(CHANGE, CHANGE.c.after_id == VERSION.c.id)
            .join(DOCUMENT, DOCUMENT.c.id == VERSION.c.document_id)
            .outerjoin(CAPTURE, CAPTURE.c.version_id == VERSION.c.id)
            .where(
                CHANGE.c.detected_at > now - NEW_FOR,
                DOCUMENT.c.baseline_id == VERSION.c.id,
                DOCUMENT.c.workspace_id.is_(None),
                or_(
                    CAPTURE.c.version_id.is_(None),
                    (CAPTURE.c.url == "")
                    & (CAPTURE.c.due_at <= now)
                    & (CAPTURE.c.attempts < MAX_ATTEMPTS),
                ),
            )
            .order_by(CHANGE.c.detected_at.desc(), CHANGE.c.id.desc())
            .limit(1)
        )
        async with self.database.write() as connection:
            row = (await connection.execute(query)).one_or_none()
            if row is None:
                return None
            attempts = (row.attempts or 0) + 1
            values = {"attempts": attempts, "due_at": now + RETRY_AFTER * 2 ** (attempts - 1)}
            insert = insert_into(connection, CAPTURE).values(version_id=row.id, **values)
            await connection.execute(
                insert.on_conflict_do_update(index_elements=[CAPTURE.c.version_id], set_=values)
            )
        return CaptureRequest(VersionId(row.id), row.source_url)

    @uninterrupted
    async def record(self, version_id: VersionId, url: str) -> None:
        """Record the URL of a capture."""
        change = update(CAPTURE).where(CAPTURE.c.version_id == version_id).values(url=url)
        async with self.database.write() as connection:
            await connection.execute(change)
