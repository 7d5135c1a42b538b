"""Claiming documents: what may be looked at now, taken so that nobody else looks at it too.

The statements are made once: putting one together costs more than SQLite needs to run it.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    Table,
    bindparam,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.checks.outcome import DueDocument
from clausewatch.model.pages import PageState
from clausewatch.model.record_ids import DocumentId
from clausewatch.store import codec
from clausewatch.store.mappers import DOCUMENT_COLUMNS, load_pages, map_document
from clausewatch.store.tables import DOCUMENT, HOST

log = logging.getLogger(__name__)

CLAIMED_COLUMNS = (
    *DOCUMENT_COLUMNS,
    DOCUMENT.c.state,
    DOCUMENT.c.baseline_id,
    DOCUMENT.c.ignore_robots,
    DOCUMENT.c.next_check_at,
)
_NOW = bindparam("b_now", type_=DOCUMENT.c.next_check_at.type)
_MOST = bindparam("b_most", type_=Integer())
_ONLY = bindparam("b_only", type_=DOCUMENT.c.id.type)
_NUMBERS: BindParameter[int] = bindparam("b_numbers", expanding=True)
_HOSTS: BindParameter[int] = bindparam("b_hosts", expanding=True)
_TAKEN = {
    "lease_token": bindparam("b_token"),
    "lease_until": bindparam("b_until", type_=DOCUMENT.c.lease_until.type),
}


def _is_free(rows: Table) -> ColumnElement[bool]:
    until = rows.c.lease_until
    return or_(until.is_(None), until <= _NOW)


def _due_hosts() -> Select[tuple[int]]:
    """Return the query of hosts that may be asked now and have something due."""
    allowed = HOST.c.next_allowed_at
    return (
        select(HOST.c.id)
        .where(HOST.c.due_at <= _NOW, or_(allowed.is_(None), allowed <= _NOW), _is_free(HOST))
        .order_by(HOST.c.due_at, HOST.c.id)
        .limit(_MOST)
    )


def _due_document(*conditions: ColumnElement[bool]) -> ScalarSelect[int | None]:
    """Return the expression of a host's document that has been due for longest."""
    return (
        select(DOCUMENT.c.id)
        .where(
            *conditions,
            DOCUMENT.c.host_id == HOST.c.id,
            DOCUMENT.c.is_watched,
            DOCUMENT.c.next_check_at <= _NOW,
            _is_free(DOCUMENT),
        )
        .order_by(DOCUMENT.c.next_check_at, DOCUMENT.c.id)
        .limit(1)
        .scalar_subquery()
    )


_ITS_HOST = select(DOCUMENT.c.host_id).where(DOCUMENT.c.id == _ONLY).scalar_subquery()
_LOCK_HOSTS = _due_hosts().with_for_update(key_share=True, skip_locked=True)
_LOCK_ITS_HOST = _LOCK_HOSTS.where(HOST.c.id == _ITS_HOST)
_PICK = select(HOST.c.id, _due_document()).where(HOST.c.id.in_(_HOSTS))
_PICK_IT = select(HOST.c.id, _due_document(DOCUMENT.c.id == _ONLY)).where(HOST.c.id.in_(_HOSTS))
_SEE = select(_due_document()).where(HOST.c.id.in_(_due_hosts()))
_TAKE_HOSTS = update(HOST).where(HOST.c.id.in_(_HOSTS)).values(_TAKEN)
_TAKE_DOCUMENTS = (
    update(DOCUMENT)
    .where(DOCUMENT.c.id.in_(_NUMBERS), _is_free(DOCUMENT))
    .values(_TAKEN)
    .returning(*CLAIMED_COLUMNS)
)
_TAKE_FREE_ONE = (
    update(DOCUMENT)
    .where(DOCUMENT.c.id == _ONLY, _is_free(DOCUMENT))
    .values(_TAKEN)
    .returning(*CLAIMED_COLUMNS)
)


@dataclass(frozen=True, slots=True)
class Lease:
    """Who takes documents, and until when."""

    token: str
    until: datetime

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the statements that take."""
        return {"b_token": self.token, "b_until": self.until}


async def claim_due(
    connection: AsyncConnection,
    now: datetime,
    most: int,
    lease: Lease,
    only: DocumentId | None = None,
) -> tuple[DueDocument, ...]:
    """Take documents that are due, longest due first, at most one per free host."""
    given: dict[str, Any] = {"b_now": now, "b_most": most}
    if only is not None:
        given["b_only"] = only
    wanted, pick = (_LOCK_HOSTS, _PICK) if only is None else (_LOCK_ITS_HOST, _PICK_IT)
    given["b_hosts"] = list((await connection.execute(wanted, given)).scalars())
    if not given["b_hosts"]:
        return ()
    picked = await connection.execute(pick, given)
    homes = {number: host for host, number in picked if number is not None}
    if not homes:
        return ()
    # Of those some may have been taken by name meanwhile; their hosts are then left alone.
    numbers = lease.values | {"b_now": now, "b_numbers": list(homes)}
    taken = (await connection.execute(_TAKE_DOCUMENTS, numbers)).all()
    if not taken:
        return ()
    hosts = [homes[row.id] for row in taken]
    await connection.execute(_TAKE_HOSTS, lease.values | {"b_hosts": hosts})
    return await _claimed(connection, taken, lease)


async def claim_one(
    connection: AsyncConnection, number: DocumentId, now: datetime, lease: Lease
) -> DueDocument | None:
    """Take one document whatever its next check says; None where somebody holds it."""
    given = lease.values | {"b_only": number, "b_now": now}
    taken = (await connection.execute(_TAKE_FREE_ONE, given)).all()
    claimed = await _claimed(connection, taken, lease)
    return claimed[0] if claimed else None


async def find_due(connection: AsyncConnection, now: datetime, most: int) -> tuple[DocumentId, ...]:
    """Return what `take_due` would take, without taking it."""
    found = await connection.execute(_SEE, {"b_now": now, "b_most": most})
    return tuple(DocumentId(number) for number in found.scalars() if number is not None)


async def _claimed(
    connection: AsyncConnection, rows: Sequence[Any], lease: Lease
) -> tuple[DueDocument, ...]:
    pages = await load_pages(connection, [row.id for row in rows])
    claimed: list[DueDocument] = []
    for row in sorted(rows, key=lambda row: (row.next_check_at, row.id)):
        try:
            claimed.append(_due(row, pages[row.id], lease))
        except codec.DAMAGED:
            # Its claim runs out by itself. Raised, it would take all others back with it.
            log.exception("what is remembered of document %d cannot be read", row.id)
    return tuple(claimed)


def _due(row: Any, pages: tuple[PageState, ...], lease: Lease) -> DueDocument:  # noqa: ANN401  # a row
    return DueDocument(
        document=map_document(row, [page.url for page in pages]),
        pages=pages,
        state=codec.state_of(row.state, row.baseline_id),
        lease_token=lease.token,
        lease_until=lease.until,
        ignore_robots=row.ignore_robots,
    )
