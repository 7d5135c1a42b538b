"""Claims due documents by leases on rows of `document` and `host`.

The statements are built once, because building one costs more than running it on SQLite.
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
_LIMIT = bindparam("b_limit", type_=Integer())
_ONLY = bindparam("b_only", type_=DOCUMENT.c.id.type)
_DOCUMENTS: BindParameter[int] = bindparam("b_documents", expanding=True)
_HOSTS: BindParameter[int] = bindparam("b_hosts", expanding=True)
_LEASE = {
    "lease_token": bindparam("b_token"),
    "lease_until": bindparam("b_until", type_=DOCUMENT.c.lease_until.type),
}


def _is_free(rows: Table) -> ColumnElement[bool]:
    until = rows.c.lease_until
    return or_(until.is_(None), until <= _NOW)


def _select_due_hosts() -> Select[tuple[int]]:
    """Return the query of free hosts that have a due document."""
    allowed = HOST.c.next_allowed_at
    return (
        select(HOST.c.id)
        .where(HOST.c.due_at <= _NOW, or_(allowed.is_(None), allowed <= _NOW), _is_free(HOST))
        .order_by(HOST.c.due_at, HOST.c.id)
        .limit(_LIMIT)
    )


def _select_due_document(*conditions: ColumnElement[bool]) -> ScalarSelect[int | None]:
    """Return the expression of the document of a host that has been due the longest."""
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


_HOST_OF_ONLY = select(DOCUMENT.c.host_id).where(DOCUMENT.c.id == _ONLY).scalar_subquery()
_LOCK_HOSTS = _select_due_hosts().with_for_update(key_share=True, skip_locked=True)
_LOCK_HOST = _LOCK_HOSTS.where(HOST.c.id == _HOST_OF_ONLY)
_PICK = select(HOST.c.id, _select_due_document()).where(HOST.c.id.in_(_HOSTS))
_PICK_ONLY = select(HOST.c.id, _select_due_document(DOCUMENT.c.id == _ONLY)).where(
    HOST.c.id.in_(_HOSTS)
)
_FIND_DUE = select(_select_due_document()).where(HOST.c.id.in_(_select_due_hosts()))
_CLAIM_HOSTS = update(HOST).where(HOST.c.id.in_(_HOSTS)).values(_LEASE)
_HAS_FALSE_VALIDATORS = (
    select(HOST.c.has_false_validators)
    .where(HOST.c.id == DOCUMENT.c.host_id)
    .scalar_subquery()
    .label("has_false_validators")
)
_CLAIM_DOCUMENTS = (
    update(DOCUMENT)
    .where(DOCUMENT.c.id.in_(_DOCUMENTS), _is_free(DOCUMENT))
    .values(_LEASE)
    .returning(*CLAIMED_COLUMNS, _HAS_FALSE_VALIDATORS)
)
_CLAIM_ONE = (
    update(DOCUMENT)
    .where(DOCUMENT.c.id == _ONLY, _is_free(DOCUMENT))
    .values(_LEASE)
    .returning(*CLAIMED_COLUMNS, _HAS_FALSE_VALIDATORS)
)


@dataclass(frozen=True, slots=True)
class Lease:
    """The token of a new claim, and until when it holds."""

    token: str
    until: datetime

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of a claiming statement."""
        return {"b_token": self.token, "b_until": self.until}


async def claim_due(
    connection: AsyncConnection,
    now: datetime,
    limit: int,
    lease: Lease,
    only: DocumentId | None = None,
) -> tuple[DueDocument, ...]:
    """Claim due documents, longest due first and at most one per free host.

    With `only`, no other document is claimed.
    """
    parameters: dict[str, Any] = {"b_now": now, "b_limit": limit}
    if only is not None:
        parameters["b_only"] = only
    lock, pick = (_LOCK_HOSTS, _PICK) if only is None else (_LOCK_HOST, _PICK_ONLY)
    parameters["b_hosts"] = list((await connection.execute(lock, parameters)).scalars())
    if not parameters["b_hosts"]:
        return ()
    picked = await connection.execute(pick, parameters)
    host_ids = {document_id: host_id for host_id, document_id in picked if document_id is not None}
    if not host_ids:
        return ()
    # `claim_one` may have claimed some of them meanwhile; their hosts are not claimed then.
    documents = lease.parameters | {"b_now": now, "b_documents": list(host_ids)}
    rows = (await connection.execute(_CLAIM_DOCUMENTS, documents)).all()
    if not rows:
        return ()
    hosts = lease.parameters | {"b_hosts": [host_ids[row.id] for row in rows]}
    await connection.execute(_CLAIM_HOSTS, hosts)
    return await _load_due_documents(connection, rows, lease)


async def claim_one(
    connection: AsyncConnection, document_id: DocumentId, now: datetime, lease: Lease
) -> DueDocument | None:
    """Claim a document even if it is not due; return None if it is claimed already."""
    parameters = lease.parameters | {"b_only": document_id, "b_now": now}
    rows = (await connection.execute(_CLAIM_ONE, parameters)).all()
    documents = await _load_due_documents(connection, rows, lease)
    return documents[0] if documents else None


async def find_due(
    connection: AsyncConnection, now: datetime, limit: int
) -> tuple[DocumentId, ...]:
    """Return the documents that `claim_due` would claim."""
    rows = await connection.execute(_FIND_DUE, {"b_now": now, "b_limit": limit})
    return tuple(DocumentId(number) for number in rows.scalars() if number is not None)


async def _load_due_documents(
    connection: AsyncConnection, rows: Sequence[Any], lease: Lease
) -> tuple[DueDocument, ...]:
    pages = await load_pages(connection, [row.id for row in rows])
    documents: list[DueDocument] = []
    for row in sorted(rows, key=lambda row: (row.next_check_at, row.id)):
        try:
            documents.append(_map_due_document(row, pages[row.id], lease))
        except codec.DAMAGE_ERRORS:
            # The lease of this one expires. An exception would roll every claim back.
            log.exception("the state of document %d is damaged; it is not checked", row.id)
    return tuple(documents)


def _map_due_document(row: Any, pages: tuple[PageState, ...], lease: Lease) -> DueDocument:  # noqa: ANN401  # a row
    return DueDocument(
        document=map_document(row, [page.url for page in pages]),
        pages=pages,
        state=codec.read_state(row.state, row.baseline_id),
        lease_token=lease.token,
        lease_until=lease.until,
        ignore_robots=row.ignore_robots,
        has_false_validators=row.has_false_validators,
    )
