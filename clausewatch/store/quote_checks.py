"""Checks the quotes in `provision` and `provision_event` against hashes and stored texts."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from clausewatch.model.provision_records import QuoteCheck
from clausewatch.model.provisions import Quote, build_text, hash_quote
from clausewatch.model.record_ids import record_id
from clausewatch.store import codec
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.tables import PROVISION, PROVISION_EVENT, RECOGNITION, VERSION

BATCH_SIZE = 300
_COLUMNS = (
    PROVISION.c.id,
    PROVISION.c.version_id,
    PROVISION.c.provision,
    PROVISION.c.removed_at,
    RECOGNITION.c.extractor,
)


async def check_quotes(database: Database) -> QuoteCheck:
    """Check all quotes of all provisions and of their events; nothing is written."""
    wrong: dict[str, None] = {}
    provisions = quotes = behind = after = 0
    texts: dict[int, tuple[str, str]] = {}
    while rows := await _load_rows(database, after):
        version_ids = {row.version_id for row in rows}
        texts = {number: text for number, text in texts.items() if number in version_ids}
        texts |= await _load_texts(database, sorted(version_ids - texts.keys()))
        for row in rows:
            row_quotes = list(codec.unpack_provision(row.provision).quotes())
            extractor, text = texts[row.version_id]
            is_behind = row.removed_at is not None or row.extractor != extractor
            behind += is_behind
            if any(not _is_right(quote, text, is_behind=is_behind) for quote in row_quotes):
                wrong[record_id("P", row.id)] = None
            quotes += len(row_quotes)
        provisions += len(rows)
        after = rows[-1].id
    wrong |= dict.fromkeys(await _find_wrong_events(database))
    return QuoteCheck(provisions, quotes, behind, tuple(wrong))


def _is_right(quote: Quote, text: str, *, is_behind: bool) -> bool:
    """Return whether a quote is intact; if the text is of another release only its hash counts."""
    return hash_quote(quote.text) == quote.sha256 if is_behind else quote.is_in(text)


@uninterrupted
async def _load_rows(database: Database, after: int) -> Sequence[Row[Any]]:
    tables = PROVISION.outerjoin(RECOGNITION, RECOGNITION.c.document_id == PROVISION.c.document_id)
    query: Select[Any] = select(*_COLUMNS).select_from(tables).where(PROVISION.c.id > after)
    query = query.order_by(PROVISION.c.id).limit(BATCH_SIZE)
    async with database.read() as connection:
        rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return rows


@uninterrupted
async def _load_texts(database: Database, versions: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return extractor and text by version; a damaged text is empty."""
    query = select(VERSION.c.id, VERSION.c.extractor, VERSION.c.reading)
    async with database.read() as connection:
        rows = await connection.execute(query.where(VERSION.c.id.in_(versions)))
        readings = {row.id: (row.extractor, codec.try_unpack_reading(row.reading)) for row in rows}
    return {
        number: (extractor, build_text(reading) if reading else "")
        for number, (extractor, reading) in readings.items()
    }


async def _find_wrong_events(database: Database) -> list[str]:
    """Return the record ids of provisions with a quote of another hash in an event."""
    wrong, after = [], 0
    while rows := await _load_events(database, after):
        for row in rows:
            event = codec.unpack_provision_event(row.event)
            sides = [side for side in (event.before, event.after) if side]
            quotes = [quote for side in sides for quote in side.quotes()]
            if any(hash_quote(quote.text) != quote.sha256 for quote in quotes):
                wrong.append(record_id("P", row.provision_id))
        after = rows[-1].id
    return wrong


@uninterrupted
async def _load_events(database: Database, after: int) -> Sequence[Row[Any]]:
    columns = (PROVISION_EVENT.c.id, PROVISION_EVENT.c.provision_id, PROVISION_EVENT.c.event)
    query: Select[Any] = (
        select(*columns)
        .where(PROVISION_EVENT.c.id > after)
        .order_by(PROVISION_EVENT.c.id)
        .limit(BATCH_SIZE)
    )
    async with database.read() as connection:
        rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return rows
