"""Recording outcomes: everything that checks learned, in the caller's one transaction.

What is the same for all outcomes is written set-based, so that a batch of unchanged documents
costs a few statements; versions, changes and deliveries are rare and written one by one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Table, bindparam, case, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.checks.outcome import (
    Changed,
    CheckOutcome,
    FirstVersion,
    Reverted,
    SameBytes,
    SameTerms,
    SameText,
)
from clausewatch.model.pages import Snapshot
from clausewatch.model.record_ids import ChangeId, DocumentId
from clausewatch.store import blobs, codec
from clausewatch.store.check_results import FiledIds, file
from clausewatch.store.database import Database
from clausewatch.store.hosts import (
    ensure_hosts,
    lock_hosts,
    parse_host,
    refresh_hosts,
    select_earliest_due,
)
from clausewatch.store.tables import DOCUMENT, HOST, PAGE, SNAPSHOT, VERSION

Same = SameBytes | SameText | SameTerms
"""Results with the terms of the baseline."""
Verified = Same | FirstVersion | Changed | Reverted
"""Results after which the baseline holds the terms that the host shows."""

_MOVE = (
    update(DOCUMENT)
    .where(DOCUMENT.c.id == bindparam("b_id"))
    .values(host_id=bindparam("b_host_id"))
)
_VERIFIED_AT = bindparam("b_verified_at", type_=DOCUMENT.c.last_verified_at.type)
_SAVE_DOCUMENT = (
    update(DOCUMENT)
    .where(DOCUMENT.c.id == bindparam("b_id"))
    .values(
        next_check_at=bindparam("b_next_check_at"),
        last_checked_at=bindparam("b_checked_at"),
        last_verified_at=func.coalesce(_VERIFIED_AT, DOCUMENT.c.last_verified_at),
        baseline_id=bindparam("b_baseline_id"),
        is_awaiting_confirmation=bindparam("b_is_awaiting"),
        state=bindparam("b_state"),
        unreadable_code=bindparam("b_unreadable_code"),
        lease_token=None,
        lease_until=None,
    )
)
_NEXT = bindparam("b_next", type_=HOST.c.next_allowed_at.type)
_REST_HOSTS = (
    update(HOST)
    .where(HOST.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(
        next_allowed_at=case((HOST.c.next_allowed_at > _NEXT, HOST.c.next_allowed_at), else_=_NEXT),
        due_at=select_earliest_due(),
    )
)
_FREE_HOSTS = _REST_HOSTS.values(lease_token=None, lease_until=None)
_HELD = (
    select(DOCUMENT.c.id, DOCUMENT.c.lease_token, HOST.c.id, HOST.c.lease_token)
    .join(HOST, HOST.c.id == DOCUMENT.c.host_id)
    .where(DOCUMENT.c.id.in_(bindparam("b_ids", expanding=True)))
    .order_by(DOCUMENT.c.id)
    .with_for_update(of=DOCUMENT)
)
_SAVE_PAGE = (
    update(PAGE)
    .where(PAGE.c.document_id == bindparam("b_id"), PAGE.c.position == bindparam("b_position"))
    .values(
        moved_to=bindparam("b_moved_to"),
        etag=bindparam("b_etag"),
        last_modified=bindparam("b_last_modified"),
        sha256=bindparam("b_sha256"),
    )
)


def _last_look(at: Table) -> ScalarSelect[datetime | None]:
    """Return the expression of when the document of a row was last looked at."""
    query = select(DOCUMENT.c.last_checked_at).where(DOCUMENT.c.id == at.c.document_id)
    return query.scalar_subquery()


_FOLD_VERSIONS = (
    update(VERSION)
    .where(VERSION.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(last_seen_at=_last_look(VERSION), looks=VERSION.c.looks + 1)
)
_FOLD_SNAPSHOTS = (
    update(SNAPSHOT)
    .where(
        SNAPSHOT.c.document_id.in_(bindparam("b_ids", expanding=True)),
        exists().where(
            PAGE.c.document_id == SNAPSHOT.c.document_id,
            PAGE.c.position == SNAPSHOT.c.position,
            PAGE.c.sha256 == SNAPSHOT.c.sha256,
        ),
    )
    .values(last_seen_at=_last_look(SNAPSHOT), looks=SNAPSHOT.c.looks + 1)
)


async def record(
    database: Database, outcomes: Sequence[CheckOutcome], pace: timedelta
) -> tuple[ChangeId | None, ...]:
    """Write down the outcomes whose claims hold; return the change that each one filed."""
    packed = await blobs.compress_new(database, _list_snapshots(outcomes))
    async with database.write() as connection:
        held = await _held(connection, outcomes)
        holding = {o.document_id: o for o in outcomes if _is_held(o, held)}
        await blobs.insert_missing(database, connection, _list_snapshots(holding.values()), packed)
        filed = await _record(database, connection, holding)
        await _free_hosts(connection, holding.values(), held, pace)
        await _move_hosts(database, connection, holding.values())
    return tuple(
        filed[o.document_id].change_id
        if o.document_id in filed and holding[o.document_id] is o
        else None
        for o in outcomes
    )


def _list_snapshots(outcomes: Iterable[CheckOutcome]) -> list[Snapshot]:
    return [snapshot for outcome in outcomes for snapshot in outcome.snapshots]


async def _record(
    database: Database, connection: AsyncConnection, holding: Mapping[DocumentId, CheckOutcome]
) -> dict[DocumentId, FiledIds]:
    """Write outcomes whose claims hold, and free the documents."""
    if not holding:
        return {}
    outcomes = list(holding.values())
    filed = {
        outcome.document_id: await file(database, connection, outcome)
        for outcome in outcomes
        if outcome.snapshots or outcome.events
    }
    await _save_pages(connection, outcomes)
    documents = [_document_values(outcome, filed.get(outcome.document_id)) for outcome in outcomes]
    await connection.execute(_SAVE_DOCUMENT, documents)
    await _fold_looks(connection, outcomes)
    return filed


@dataclass(frozen=True, slots=True)
class _Held:
    """Who holds a document, and its host, now."""

    token: str | None
    host_id: int
    host_token: str | None


async def _held(connection: AsyncConnection, outcomes: Sequence[CheckOutcome]) -> dict[int, _Held]:
    """Return who holds the documents now, with their rows locked."""
    numbers = [outcome.document_id for outcome in outcomes]
    await lock_hosts(connection, DOCUMENT.c.id.in_(numbers))
    rows = await connection.execute(_HELD, {"b_ids": numbers})
    return {number: _Held(*rest) for number, *rest in rows.all()}


def _is_held(outcome: CheckOutcome, held: Mapping[int, _Held]) -> bool:
    found = held.get(outcome.document_id)
    return found is not None and found.token == outcome.lease_token


async def _fold_looks(connection: AsyncConnection, outcomes: Sequence[CheckOutcome]) -> None:
    """Count looks that saw nothing new on what they saw; the documents say when that was."""
    same_text = [
        outcome.state.baseline_id
        for outcome in outcomes
        if isinstance(outcome.result, Same) and outcome.state.baseline_id is not None
    ]
    if same_text:
        await connection.execute(_FOLD_VERSIONS, {"b_ids": same_text})
    same_bytes = [
        outcome.document_id for outcome in outcomes if isinstance(outcome.result, SameBytes)
    ]
    if same_bytes:
        await connection.execute(_FOLD_SNAPSHOTS, {"b_ids": same_bytes})


async def _save_pages(connection: AsyncConnection, outcomes: Sequence[CheckOutcome]) -> None:
    """Write what to remember of pages."""
    values = [
        {
            "b_id": outcome.document_id,
            "b_position": position,
            "b_moved_to": page.moved_to,
            "b_etag": page.etag,
            "b_last_modified": page.last_modified,
            "b_sha256": page.sha256,
        }
        for outcome in outcomes
        for position, page in enumerate(outcome.pages)
    ]
    if values:
        await connection.execute(_SAVE_PAGE, values)


def _document_values(outcome: CheckOutcome, filed: FiledIds | None) -> dict[str, Any]:
    version_id = filed.version_id if filed else None
    return {
        "b_id": outcome.document_id,
        "b_next_check_at": outcome.next_check_at,
        "b_checked_at": outcome.checked_at,
        "b_verified_at": outcome.checked_at if isinstance(outcome.result, Verified) else None,
        "b_baseline_id": outcome.state.baseline_id if version_id is None else version_id,
        "b_is_awaiting": outcome.state.candidate is not None,
        "b_state": codec.state_text(outcome.state),
        "b_unreadable_code": outcome.state.unreadable and outcome.state.unreadable.code,
    }


async def _free_hosts(
    connection: AsyncConnection,
    outcomes: Collection[CheckOutcome],
    held: Mapping[int, _Held],
    pace: timedelta,
) -> None:
    """Let hosts be asked again a pause after the last of these looks; work out when they are due.

    A host that another claim holds by now stays with that claim.
    """
    ours: set[int] = set()
    others: set[int] = set()
    for outcome in outcomes:
        found = held[outcome.document_id]
        (ours if found.host_token == outcome.lease_token else others).add(found.host_id)
    if outcomes:
        after = max(outcome.checked_at for outcome in outcomes) + pace
        for statement, hosts in ((_FREE_HOSTS, ours), (_REST_HOSTS, others - ours)):
            if hosts:
                await connection.execute(statement, {"b_next": after, "b_ids": sorted(hosts)})


async def _move_hosts(
    database: Database, connection: AsyncConnection, outcomes: Collection[CheckOutcome]
) -> None:
    """Count documents that a permanent redirect took elsewhere to the host where they are now."""
    names = {
        outcome.document_id: parse_host(outcome.pages[0].moved_to or outcome.pages[0].url)
        for outcome in outcomes
        if outcome.pages
    }
    if not names:
        return
    query = (
        select(DOCUMENT.c.id, HOST.c.name, HOST.c.id.label("host_id"))
        .join(HOST, HOST.c.id == DOCUMENT.c.host_id)
        .where(DOCUMENT.c.id.in_(list(names)))
    )
    rows = [row for row in await connection.execute(query) if row.name != names[row.id]]
    if rows:
        there = await ensure_hosts(database, connection, [names[row.id] for row in rows])
        moved = [{"b_id": row.id, "b_host_id": there[names[row.id]]} for row in rows]
        await connection.execute(_MOVE, moved)
        await refresh_hosts(connection, [row.host_id for row in rows] + list(there.values()))
