"""Records the outcomes of checks in `document`, `page` and `host`, all in one transaction.

What all outcomes have in common is written for all at once, so a batch costs a few statements.
"""

import logging
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
from clausewatch.store.check_results import FiledIds, file_result
from clausewatch.store.database import Database
from clausewatch.store.hosts import (
    ensure_hosts,
    lock_hosts,
    parse_host,
    refresh_hosts,
    select_earliest_due,
)
from clausewatch.store.tables import DOCUMENT, HOST, PAGE, SNAPSHOT, VERSION

log = logging.getLogger(__name__)

Same = SameBytes | SameText | SameTerms
"""Results with the terms of the baseline."""
Verified = Same | FirstVersion | Changed | Reverted
"""Results after which the baseline holds the terms that the host shows."""

_MOVE_DOCUMENT = (
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
        remark_code=bindparam("b_remark_code"),
        lease_token=None,
        lease_until=None,
    )
)
_ALLOWED_AT = bindparam("b_allowed_at", type_=HOST.c.next_allowed_at.type)
_SLOW_HOSTS = (
    update(HOST)
    .where(HOST.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(
        next_allowed_at=case(
            (HOST.c.next_allowed_at > _ALLOWED_AT, HOST.c.next_allowed_at), else_=_ALLOWED_AT
        ),
        due_at=select_earliest_due(),
    )
)
_RELEASE_HOSTS = _SLOW_HOSTS.values(lease_token=None, lease_until=None)
_LOCK_LEASES = (
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
        received_at=bindparam("b_received_at"),
    )
)


def _select_last_check(table: Table) -> ScalarSelect[datetime | None]:
    """Return the expression of when the document of a row was last checked."""
    query = select(DOCUMENT.c.last_checked_at).where(DOCUMENT.c.id == table.c.document_id)
    return query.scalar_subquery()


_COUNT_VERSIONS = (
    update(VERSION)
    .where(VERSION.c.id.in_(bindparam("b_ids", expanding=True)))
    .values(last_seen_at=_select_last_check(VERSION), looks=VERSION.c.looks + 1)
)
_COUNT_SNAPSHOTS = (
    update(SNAPSHOT)
    .where(
        SNAPSHOT.c.document_id.in_(bindparam("b_ids", expanding=True)),
        exists().where(
            PAGE.c.document_id == SNAPSHOT.c.document_id,
            PAGE.c.position == SNAPSHOT.c.position,
            PAGE.c.sha256 == SNAPSHOT.c.sha256,
        ),
    )
    .values(last_seen_at=_select_last_check(SNAPSHOT), looks=SNAPSHOT.c.looks + 1)
)


@dataclass(frozen=True, slots=True)
class _Lease:
    """The tokens that a document and its host have now."""

    token: str | None
    host_id: int
    host_token: str | None


async def record_outcomes(
    database: Database, outcomes: Sequence[CheckOutcome], pace: timedelta
) -> tuple[ChangeId | None, ...]:
    """Record the outcomes whose leases are valid; return the change that each one filed."""
    compressed = await blobs.compress_new(database, _list_snapshots(outcomes))
    async with database.write() as connection:
        leases = await _lock_leases(connection, outcomes)
        valid = {each.document_id: each for each in outcomes if _is_valid(each, leases)}
        await blobs.insert_missing(connection, _list_snapshots(valid.values()), compressed)
        filed = await _record_valid(connection, list(valid.values()))
        await _release_hosts(connection, valid.values(), leases, pace)
        await _move_documents(connection, valid.values())
        await _mark_false_validators(connection, valid.values())
    return tuple(
        filed[each.document_id].change_id
        if each.document_id in filed and valid[each.document_id] is each
        else None
        for each in outcomes
    )


def _list_snapshots(outcomes: Iterable[CheckOutcome]) -> list[Snapshot]:
    return [snapshot for outcome in outcomes for snapshot in outcome.all_snapshots]


async def _lock_leases(
    connection: AsyncConnection, outcomes: Sequence[CheckOutcome]
) -> dict[int, _Lease]:
    """Lock the documents and their hosts; return their leases by document."""
    document_ids = [outcome.document_id for outcome in outcomes]
    await lock_hosts(connection, DOCUMENT.c.id.in_(document_ids))
    rows = await connection.execute(_LOCK_LEASES, {"b_ids": document_ids})
    return {document_id: _Lease(*lease) for document_id, *lease in rows.all()}


def _is_valid(outcome: CheckOutcome, leases: Mapping[int, _Lease]) -> bool:
    lease = leases.get(outcome.document_id)
    return lease is not None and lease.token == outcome.lease_token


async def _record_valid(
    connection: AsyncConnection, outcomes: Sequence[CheckOutcome]
) -> dict[DocumentId, FiledIds]:
    """Record outcomes whose leases are valid, and release the documents."""
    if not outcomes:
        return {}
    filed = {
        outcome.document_id: await file_result(connection, outcome)
        for outcome in outcomes
        if outcome.snapshots or outcome.events
    }
    await _save_pages(connection, outcomes)
    rows = [_make_document_row(outcome, filed.get(outcome.document_id)) for outcome in outcomes]
    await connection.execute(_SAVE_DOCUMENT, rows)
    await _count_repeats(connection, outcomes)
    return filed


async def _save_pages(connection: AsyncConnection, outcomes: Sequence[CheckOutcome]) -> None:
    """Store what the next conditional requests need."""
    rows = [
        {
            "b_id": outcome.document_id,
            "b_position": position,
            "b_moved_to": page.moved_to,
            "b_etag": page.etag,
            "b_last_modified": page.last_modified,
            "b_sha256": page.sha256,
            "b_received_at": page.received_at,
        }
        for outcome in outcomes
        for position, page in enumerate(outcome.pages)
    ]
    if rows:
        await connection.execute(_SAVE_PAGE, rows)


def _make_document_row(outcome: CheckOutcome, filed: FiledIds | None) -> dict[str, Any]:
    return {
        "b_id": outcome.document_id,
        "b_next_check_at": outcome.next_check_at,
        "b_checked_at": outcome.checked_at,
        "b_verified_at": outcome.checked_at if isinstance(outcome.result, Verified) else None,
        "b_baseline_id": (filed and filed.version_id) or outcome.state.baseline_id,
        "b_is_awaiting": outcome.state.candidate is not None,
        "b_state": codec.write_state(outcome.state),
        "b_unreadable_code": outcome.state.unreadable and outcome.state.unreadable.code,
        "b_remark_code": outcome.state.remark and outcome.state.remark.code,
    }


async def _count_repeats(connection: AsyncConnection, outcomes: Sequence[CheckOutcome]) -> None:
    """Count checks that saw nothing new on the versions and snapshots that they saw again.

    Runs after the documents are saved, because their rows give the time of the check.
    """
    version_ids = [
        outcome.state.baseline_id
        for outcome in outcomes
        if isinstance(outcome.result, Same) and outcome.state.baseline_id is not None
    ]
    if version_ids:
        await connection.execute(_COUNT_VERSIONS, {"b_ids": version_ids})
    document_ids = [
        outcome.document_id for outcome in outcomes if isinstance(outcome.result, SameBytes)
    ]
    if document_ids:
        await connection.execute(_COUNT_SNAPSHOTS, {"b_ids": document_ids})


async def _release_hosts(
    connection: AsyncConnection,
    outcomes: Collection[CheckOutcome],
    leases: Mapping[int, _Lease],
    pace: timedelta,
) -> None:
    """Allow the next requests to the hosts after a pause, and recompute when they are due.

    A host that has the lease of another claim by now keeps it.
    """
    own: set[int] = set()
    others: set[int] = set()
    for outcome in outcomes:
        lease = leases[outcome.document_id]
        (own if lease.host_token == outcome.lease_token else others).add(lease.host_id)
    if outcomes:
        allowed_at = max(outcome.checked_at for outcome in outcomes) + pace
        for statement, host_ids in ((_RELEASE_HOSTS, own), (_SLOW_HOSTS, others - own)):
            if host_ids:
                parameters = {"b_allowed_at": allowed_at, "b_ids": sorted(host_ids)}
                await connection.execute(statement, parameters)


async def _move_documents(connection: AsyncConnection, outcomes: Collection[CheckOutcome]) -> None:
    """Move documents to the host that a permanent redirect leads to."""
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
        host_ids = await ensure_hosts(connection, [names[row.id] for row in rows])
        moves = [{"b_id": row.id, "b_host_id": host_ids[names[row.id]]} for row in rows]
        await connection.execute(_MOVE_DOCUMENT, moves)
        await refresh_hosts(connection, [row.host_id for row in rows] + list(host_ids.values()))


async def _mark_false_validators(
    connection: AsyncConnection, outcomes: Collection[CheckOutcome]
) -> None:
    """Record the hosts that answered 304 for pages that had other terms."""
    documents = [outcome.document_id for outcome in outcomes if outcome.has_false_validators]
    if documents:
        host_ids = select(DOCUMENT.c.host_id).where(DOCUMENT.c.id.in_(documents))
        mark = update(HOST).where(HOST.c.id.in_(host_ids)).values(has_false_validators=True)
        names = (await connection.execute(mark.returning(HOST.c.name))).scalars()
        log.warning(
            "answered 304 for other terms, no ETag is sent from now on: %s", ", ".join(names)
        )
