"""Writes the tables `subprocessor` and `subprocessor_key` after a list was read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from clausewatch.model.subprocessors import Subprocessor
from clausewatch.store.database import insert_into
from clausewatch.store.tables import SUBPROCESSOR, SUBPROCESSOR_KEY
from clausewatch.subprocessors.names import list_search_keys, make_name_key

_FIELDS = ("name", "purpose", "location", "data", "since", "details", "quote")
_Identity = tuple[str, str]
"""The key of the name, and the part of the list."""


async def record_subprocessors(
    connection: AsyncConnection, document_id: int, entries: Sequence[Subprocessor], now: datetime
) -> None:
    """Bring the rows of a document to its present list, in a transaction.

    A company keeps the time when it was first seen, also if it was gone in between.
    """
    query = select(SUBPROCESSOR).where(SUBPROCESSOR.c.document_id == document_id)
    rows = {(row.name_key, row.part): row for row in await connection.execute(query)}
    listed = {(make_name_key(entry.name), entry.group): entry for entry in entries}
    changed = {
        identity: entry
        for identity, entry in listed.items()
        if identity not in rows or _differs(rows[identity], entry)
    }
    await _save(connection, document_id, changed, now)
    gone = [row.id for at, row in rows.items() if at not in listed and row.removed_at is None]
    if gone:
        removed = update(SUBPROCESSOR).where(SUBPROCESSOR.c.id.in_(gone))
        await connection.execute(removed.values(removed_at=now))
        keys = delete(SUBPROCESSOR_KEY).where(SUBPROCESSOR_KEY.c.subprocessor_id.in_(gone))
        await connection.execute(keys)


def _differs(row: Any, entry: Subprocessor) -> bool:  # noqa: ANN401  # a row of the table
    is_same = all(getattr(row, name) == getattr(entry, name) for name in _FIELDS)
    return row.removed_at is not None or not is_same


async def _save(
    connection: AsyncConnection,
    document_id: int,
    entries: Mapping[_Identity, Subprocessor],
    now: datetime,
) -> None:
    if not entries:
        return
    values = [
        {
            "document_id": document_id,
            "name_key": name_key,
            "part": part,
            "first_seen_at": now,
            "removed_at": None,
            **{name: getattr(entry, name) for name in _FIELDS},
        }
        for (name_key, part), entry in entries.items()
    ]
    row = insert_into(connection, SUBPROCESSOR)
    upsert = row.on_conflict_do_update(
        index_elements=[
            SUBPROCESSOR.c.document_id,
            SUBPROCESSOR.c.name_key,
            SUBPROCESSOR.c.part,
        ],
        set_={name: row.excluded[name] for name in (*_FIELDS, "removed_at")},
    )
    await connection.execute(upsert, values)
    await _save_keys(connection, document_id, entries)


async def _save_keys(
    connection: AsyncConnection, document_id: int, entries: Mapping[_Identity, Subprocessor]
) -> None:
    """Replace the keys of some companies, whose name may be written otherwise now."""
    query = select(SUBPROCESSOR.c.id, SUBPROCESSOR.c.name_key, SUBPROCESSOR.c.part).where(
        SUBPROCESSOR.c.document_id == document_id
    )
    ids = {(row.name_key, row.part): row.id for row in await connection.execute(query)}
    saved = {ids[identity]: entry for identity, entry in entries.items()}
    former = delete(SUBPROCESSOR_KEY).where(SUBPROCESSOR_KEY.c.subprocessor_id.in_(list(saved)))
    await connection.execute(former)
    keys = [
        {"folded": key, "document_id": document_id, "subprocessor_id": number}
        for number, entry in saved.items()
        for key in list_search_keys(entry.name)
    ]
    if keys:
        await connection.execute(insert(SUBPROCESSOR_KEY), keys)
