"""Inserts rows into the tables `snapshot`, `version`, `version_page` and `change`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Comparison, Reading, Significance
from clausewatch.model.record_ids import ChangeId, VersionId
from clausewatch.store import codec
from clausewatch.store.database import insert_into
from clausewatch.store.tables import CHANGE, SNAPSHOT, VERSION, VERSION_PAGE

ANNOUNCED = "announced"
"""The verdict of a page that an announcement links to; such snapshots are kept for good."""


@dataclass(frozen=True, slots=True)
class NewSnapshot:
    """A page of a document as it was seen once."""

    document_id: int
    position: int
    """Of the page in the document, from 0."""
    snapshot: Snapshot
    verdict: str
    """Of the check that saw it."""
    origin: str = ""
    """The archive that it comes from; empty for our own snapshots."""


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A text to put on record; its first snapshot gives the time and the URL."""

    document_id: int
    reading: Reading
    snapshots: Sequence[Snapshot]
    last_seen_at: datetime
    number: int | None = None
    """None for the number after the document's last one."""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class NewChange:
    """A change between two versions on record."""

    document_id: int
    before_id: int
    after_id: int
    detected_at: datetime
    comparison: Comparison
    origin: str = ""


async def save_snapshot(
    connection: AsyncConnection, seen: NewSnapshot, *, updates: Sequence[str] = ()
) -> int:
    """Insert a snapshot and return its number; one with the same bytes is counted instead.

    `updates` names the columns that a repeated sighting overwrites.
    """
    snapshot = seen.snapshot
    row = insert_into(connection, SNAPSHOT).values(
        document_id=seen.document_id,
        position=seen.position,
        sha256=snapshot.sha256,
        url=snapshot.url,
        final_url=snapshot.final_url,
        status=snapshot.status,
        headers=codec.write_headers(snapshot.headers),
        moved_to=snapshot.moved_to,
        selection=codec.write_selection(snapshot.selection),
        verdict=seen.verdict,
        first_seen_at=snapshot.fetched_at,
        last_seen_at=snapshot.fetched_at,
        looks=1,
        origin=seen.origin,
    )
    upsert = row.on_conflict_do_update(
        index_elements=[SNAPSHOT.c.document_id, SNAPSHOT.c.position, SNAPSHOT.c.sha256],
        set_={"looks": SNAPSHOT.c.looks + 1} | {name: row.excluded[name] for name in updates},
    ).returning(SNAPSHOT.c.id)
    snapshot_id: int = (await connection.execute(upsert)).scalar_one()
    return snapshot_id


async def insert_version(
    connection: AsyncConnection, version: NewVersion, snapshot_ids: Sequence[int]
) -> VersionId:
    """Insert a version with its pages, in the order of its snapshots."""
    first = version.snapshots[0]
    next_number = select(func.coalesce(func.max(VERSION.c.number), 0) + 1).where(
        VERSION.c.document_id == version.document_id
    )
    row = insert(VERSION).values(
        document_id=version.document_id,
        number=next_number.scalar_subquery() if version.number is None else version.number,
        captured_at=first.fetched_at,
        source_url=first.final_url,
        last_seen_at=version.last_seen_at,
        looks=1,
        origin=version.origin,
        **make_reading_columns(version.reading),
    )
    version_id = VersionId((await connection.execute(row.returning(VERSION.c.id))).scalar_one())
    pages = [
        {"version_id": version_id, "position": position, "snapshot_id": snapshot_id}
        for position, snapshot_id in enumerate(snapshot_ids)
    ]
    await connection.execute(insert(VERSION_PAGE), pages)
    return version_id


def make_reading_columns(reading: Reading) -> dict[str, Any]:
    """Return the columns of a version that hold its text."""
    return {
        "extractor": reading.extractor,
        "text_fingerprint": reading.text_fingerprint,
        "terms_fingerprint": reading.terms_fingerprint,
        "outline": codec.write_outline(reading),
        "reading": codec.pack_reading(reading),
    }


async def insert_change(connection: AsyncConnection, change: NewChange) -> ChangeId:
    """Insert a new change; without a significance it is editorial."""
    comparison = change.comparison
    row = insert(CHANGE).values(
        document_id=change.document_id,
        before_id=change.before_id,
        after_id=change.after_id,
        detected_at=change.detected_at,
        significance=comparison.significance or Significance.EDITORIAL,
        severity=comparison.severity,
        standing="new",
        comparison=codec.pack_comparison(comparison),
        origin=change.origin,
    )
    return ChangeId((await connection.execute(row.returning(CHANGE.c.id))).scalar_one())
