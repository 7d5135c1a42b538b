"""Filing provisions: rows that keep their ids, and what happened to each, in one transaction.

What a release of ours sees differently is noted first, apart from what the document altered.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.provisions import Provision, ProvisionEvent, ProvisionEventKind, Recognised
from clausewatch.model.record_ids import ChangeId, VersionId
from clausewatch.provisions.provision_events import match_provisions
from clausewatch.store import codec
from clausewatch.store.database import Database
from clausewatch.store.provision_tables import (
    PROVISION,
    PROVISION_EVENT,
    RECOGNITION,
)
from clausewatch.store.tables import VERSION


@dataclass(frozen=True, slots=True)
class Judgement:
    """Which version of a document was judged, when, and the change that brought it."""

    document_id: int
    version_id: VersionId
    at: datetime
    change_id: ChangeId | None = None
    before_id: VersionId | None = None


async def record_provisions(
    database: Database, connection: AsyncConnection, what: Judgement, held: Recognised
) -> None:
    """Bring the provisions of a document to what was recognised, with the events between."""
    mine = select(PROVISION).where(PROVISION.c.document_id == what.document_id)
    rows = {row.clause: row for row in await connection.execute(mine)}
    silent = await _silent(connection, what, rows, held)
    values = [_values(what, one) for one in held.after]
    lost = [event.before for event in held.events if event.after is None and event.before]
    # Gone with the first change after an upgrade: it has a history all the same.
    values += [
        {**_values(what, one), "removed_at": what.at, "version_id": what.before_id}
        for one in lost
        if one.clause not in rows and what.before_id is not None
    ]
    await _save(database, connection, values)
    await _remove(connection, what, rows, held.after)
    noted: list[tuple[ProvisionEvent, ChangeId | None]] = [(event, None) for event in silent]
    noted += [(event, what.change_id) for event in held.events]
    await _note(database, connection, what, noted, held.engine)
    await _remember(database, connection, what, held.engine)


async def _silent(
    connection: AsyncConnection, what: Judgement, rows: Mapping[str, Any], held: Recognised
) -> tuple[ProvisionEvent, ...]:
    """Return what a release of ours sees differently in the text that was on record before."""
    known = select(RECOGNITION.c.engine).where(RECOGNITION.c.document_id == what.document_id)
    if (await connection.execute(known)).one_or_none() is None:
        return ()
    active = [codec.unpack_provision(r.provision) for r in rows.values() if r.removed_at is None]
    by_clause = {event.clause: event for event in match_provisions(active, held.before)}
    return tuple(
        replace(event, kind=ProvisionEventKind.REREAD)
        for event in by_clause.values()
        if event.clause in rows or any(one.clause == event.clause for one in held.after)
    )


def _values(what: Judgement, provision: Provision) -> dict[str, Any]:
    return {
        "document_id": what.document_id,
        "clause": provision.clause,
        "version_id": what.version_id,
        "severity": provision.severity.rank,
        "provision": codec.pack_provision(provision),
        "first_tracked_at": what.at,
        "judged_at": what.at,
        "removed_at": None,
    }


async def _save(
    database: Database, connection: AsyncConnection, values: Sequence[Mapping[str, Any]]
) -> None:
    if not values:
        return
    new = database.insert(PROVISION)
    names = ("version_id", "severity", "provision", "judged_at", "removed_at")
    kept = new.on_conflict_do_update(
        index_elements=[PROVISION.c.document_id, PROVISION.c.clause],
        set_={name: new.excluded[name] for name in names},
    )
    await connection.execute(kept, list(values))


async def _remove(
    connection: AsyncConnection,
    what: Judgement,
    rows: Mapping[str, Any],
    after: Sequence[Provision],
) -> None:
    """Mark what the document no longer says; the record keeps its last words."""
    stays = {one.clause for one in after}
    gone = [r.id for r in rows.values() if r.clause not in stays and r.removed_at is None]
    if gone:
        removed = update(PROVISION).where(PROVISION.c.id.in_(gone))
        await connection.execute(removed.values(removed_at=what.at))


async def _note(
    database: Database,
    connection: AsyncConnection,
    what: Judgement,
    events: Sequence[tuple[ProvisionEvent, ChangeId | None]],
    engine: str,
) -> None:
    """Write down what happened, each with the change that it belongs to."""
    if not events:
        return
    mine = select(PROVISION.c.clause, PROVISION.c.id)
    rows = await connection.execute(mine.where(PROVISION.c.document_id == what.document_id))
    numbers = {row.clause: row.id for row in rows}
    values = [
        {
            "provision_id": numbers[event.clause],
            "change_id": change_id,
            "kind": event.kind,
            "happened_at": what.at,
            "engine": engine,
            "event": codec.pack_event(event),
        }
        for event, change_id in events
        if event.clause in numbers
    ]
    await connection.execute(database.insert(PROVISION_EVENT), values)


async def _remember(
    database: Database, connection: AsyncConnection, what: Judgement, engine: str
) -> None:
    query = select(VERSION.c.extractor).where(VERSION.c.id == what.version_id)
    values = {
        "version_id": what.version_id,
        "extractor": (await connection.execute(query)).scalar_one(),
        "engine": engine,
        "judged_at": what.at,
    }
    new = database.insert(RECOGNITION).values(document_id=what.document_id, **values)
    kept = new.on_conflict_do_update(index_elements=[RECOGNITION.c.document_id], set_=values)
    await connection.execute(kept)
