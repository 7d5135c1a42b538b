"""Writes the tables `provision`, `provision_event` and `recognition` after a text was recognised.

A row keeps its id for good. What a new release of ours sees differently in the former text is
recorded first, as events without a change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.provisions import (
    Provision,
    ProvisionEvent,
    ProvisionEventKind,
    VersionAnalysis,
)
from clausewatch.model.record_ids import ChangeId, VersionId
from clausewatch.provisions.provision_events import match_provisions
from clausewatch.store import codec
from clausewatch.store.corrections import queue_corrections
from clausewatch.store.database import insert_into
from clausewatch.store.deadlines import record_document_dates
from clausewatch.store.subprocessor_writer import record_subprocessors
from clausewatch.store.tables import PROVISION, PROVISION_EVENT, RECOGNITION, VERSION


@dataclass(frozen=True, slots=True)
class Judgement:
    """The version of a document that was judged, when, and the change that led to it."""

    document_id: int
    version_id: VersionId
    at: datetime
    change_id: ChangeId | None = None
    before_id: VersionId | None = None


async def record_provisions(
    connection: AsyncConnection, judgement: Judgement, analysis: VersionAnalysis
) -> None:
    """Bring a document's provisions up to date and record the events between, in a transaction."""
    query = select(PROVISION).where(PROVISION.c.document_id == judgement.document_id)
    rows = {row.clause: row for row in await connection.execute(query)}
    rereadings = await _find_rereadings(connection, judgement, rows, analysis)
    values = [_make_row(judgement, provision) for provision in analysis.after]
    removed = [event.before for event in analysis.events if event.after is None and event.before]
    # A provision that the first change after an upgrade removes has a history too.
    values += [
        _make_row(judgement, provision)
        | {"removed_at": judgement.at, "version_id": judgement.before_id}
        for provision in removed
        if provision.clause not in rows and judgement.before_id is not None
    ]
    await _save_provisions(connection, values)
    await _mark_removed(connection, judgement, rows, analysis.after)
    events: list[tuple[ProvisionEvent, ChangeId | None]] = [(event, None) for event in rereadings]
    events += [(event, judgement.change_id) for event in analysis.events]
    await _insert_events(connection, judgement, events, analysis.engine)
    await queue_corrections(connection, judgement.document_id, rereadings, judgement.at)
    await _save_recognition(connection, judgement, analysis.engine)
    await record_subprocessors(
        connection, judgement.document_id, analysis.subprocessors, judgement.at
    )
    await record_document_dates(connection, judgement.document_id, analysis.dates, judgement.at)


async def _find_rereadings(
    connection: AsyncConnection,
    judgement: Judgement,
    rows: Mapping[str, Any],
    analysis: VersionAnalysis,
) -> tuple[ProvisionEvent, ...]:
    """Return what this release sees differently in the text that was judged before."""
    former = select(RECOGNITION.c.engine).where(RECOGNITION.c.document_id == judgement.document_id)
    if (await connection.execute(former)).one_or_none() is None:
        return ()
    active = [
        codec.unpack_provision(row.provision) for row in rows.values() if row.removed_at is None
    ]
    by_clause = {event.clause: event for event in match_provisions(active, analysis.before)}
    clauses = {provision.clause for provision in analysis.after} | rows.keys()
    return tuple(
        replace(event, kind=ProvisionEventKind.REREAD)
        for event in by_clause.values()
        if event.clause in clauses
    )


def _make_row(judgement: Judgement, provision: Provision) -> dict[str, Any]:
    return {
        "document_id": judgement.document_id,
        "clause": provision.clause,
        "version_id": judgement.version_id,
        "severity": provision.severity.rank,
        "polarity": provision.position,
        "provision": codec.pack_provision(provision),
        "first_tracked_at": judgement.at,
        "judged_at": judgement.at,
        "removed_at": None,
    }


async def _save_provisions(connection: AsyncConnection, rows: Sequence[Mapping[str, Any]]) -> None:
    if not rows:
        return
    row = insert_into(connection, PROVISION)
    columns = ("version_id", "severity", "polarity", "provision", "judged_at", "removed_at")
    upsert = row.on_conflict_do_update(
        index_elements=[PROVISION.c.document_id, PROVISION.c.clause],
        set_={name: row.excluded[name] for name in columns},
    )
    await connection.execute(upsert, list(rows))


async def _mark_removed(
    connection: AsyncConnection,
    judgement: Judgement,
    rows: Mapping[str, Any],
    after: Sequence[Provision],
) -> None:
    """Mark the provisions that the document no longer has; their last quotes stay on record."""
    clauses = {provision.clause for provision in after}
    removed_ids = [
        row.id for row in rows.values() if row.clause not in clauses and row.removed_at is None
    ]
    if removed_ids:
        removed = update(PROVISION).where(PROVISION.c.id.in_(removed_ids))
        await connection.execute(removed.values(removed_at=judgement.at))


async def _insert_events(
    connection: AsyncConnection,
    judgement: Judgement,
    events: Sequence[tuple[ProvisionEvent, ChangeId | None]],
    engine: str,
) -> None:
    """Insert events, each with the change that it belongs to."""
    if not events:
        return
    query = select(PROVISION.c.clause, PROVISION.c.id).where(
        PROVISION.c.document_id == judgement.document_id
    )
    provision_ids = {row.clause: row.id for row in await connection.execute(query)}
    rows = [
        {
            "provision_id": provision_ids[event.clause],
            "change_id": change_id,
            "kind": event.kind,
            "happened_at": judgement.at,
            "engine": engine,
            "event": codec.pack_provision_event(event),
        }
        for event, change_id in events
        if event.clause in provision_ids
    ]
    if rows:
        await connection.execute(insert(PROVISION_EVENT), rows)


async def _save_recognition(connection: AsyncConnection, judgement: Judgement, engine: str) -> None:
    query = select(VERSION.c.extractor).where(VERSION.c.id == judgement.version_id)
    values = {
        "version_id": judgement.version_id,
        "extractor": (await connection.execute(query)).scalar_one(),
        "engine": engine,
        "judged_at": judgement.at,
    }
    row = insert_into(connection, RECOGNITION).values(document_id=judgement.document_id, **values)
    await connection.execute(
        row.on_conflict_do_update(index_elements=[RECOGNITION.c.document_id], set_=values)
    )
