"""Every quote on record held against its hash and its place in the stored version."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from clausewatch.model.provision_records import QuoteCheck
from clausewatch.model.provisions import Quote, build_text, hash_quote
from clausewatch.model.record_ids import record_id
from clausewatch.store import codec
from clausewatch.store.database import Database, uninterrupted
from clausewatch.store.provision_tables import PROVISION, PROVISION_EVENT, RECOGNITION
from clausewatch.store.tables import VERSION

AT_A_TIME = 300
_COLUMNS = (
    PROVISION.c.id,
    PROVISION.c.version_id,
    PROVISION.c.provision,
    PROVISION.c.removed_at,
    RECOGNITION.c.extractor,
)


async def check_quotes(database: Database) -> QuoteCheck:
    """Look at all quotes of all provisions and of their histories; changes nothing."""
    wrong: dict[str, None] = {}
    provisions = quotes = behind = after = 0
    texts: dict[int, tuple[str, str]] = {}
    while rows := await _rows(database, after):
        wanted = {row.version_id for row in rows}
        texts = {number: text for number, text in texts.items() if number in wanted}
        texts |= await _texts(database, sorted(wanted - texts.keys()))
        for row in rows:
            held = list(codec.unpack_provision(row.provision).quotes())
            extractor, text = texts[row.version_id]
            is_behind = row.removed_at is not None or row.extractor != extractor
            behind += is_behind
            if any(not _is_right(quote, text, is_behind=is_behind) for quote in held):
                wrong[record_id("P", row.id)] = None
            quotes += len(held)
        provisions += len(rows)
        after = rows[-1].id
    wrong |= dict.fromkeys(await _wrong_events(database))
    return QuoteCheck(provisions, quotes, behind, tuple(wrong))


def _is_right(quote: Quote, text: str, *, is_behind: bool) -> bool:
    """Tell whether a quote is what it says; of a text read anew since, only its hash is asked."""
    return hash_quote(quote.text) == quote.sha256 if is_behind else quote.is_in(text)


@uninterrupted
async def _rows(database: Database, after: int) -> Sequence[Row[Any]]:
    judged = PROVISION.outerjoin(RECOGNITION, RECOGNITION.c.document_id == PROVISION.c.document_id)
    query: Select[Any] = select(*_COLUMNS).select_from(judged).where(PROVISION.c.id > after)
    async with database.read() as connection:
        found = await connection.execute(query.order_by(PROVISION.c.id).limit(AT_A_TIME))
        rows: Sequence[Row[Any]] = found.all()
    return rows


@uninterrupted
async def _texts(database: Database, versions: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Return extractor and text per version; a text that cannot be unpacked holds no quote."""
    query = select(VERSION.c.id, VERSION.c.extractor, VERSION.c.reading)
    async with database.read() as connection:
        rows = await connection.execute(query.where(VERSION.c.id.in_(versions)))
        readings = {row.id: (row.extractor, codec.readable(row.reading)) for row in rows}
    return {
        number: (extractor, build_text(reading) if reading else "")
        for number, (extractor, reading) in readings.items()
    }


async def _wrong_events(database: Database) -> list[str]:
    """Return the record ids whose history holds a quote with another hash."""
    wrong, after = [], 0
    while rows := await _events(database, after):
        for row in rows:
            event = codec.unpack_event(row.event)
            sides = [side for side in (event.before, event.after) if side]
            held = [quote for side in sides for quote in side.quotes()]
            if any(hash_quote(quote.text) != quote.sha256 for quote in held):
                wrong.append(record_id("P", row.provision_id))
        after = rows[-1].id
    return wrong


@uninterrupted
async def _events(database: Database, after: int) -> Sequence[Row[Any]]:
    columns = (PROVISION_EVENT.c.id, PROVISION_EVENT.c.provision_id, PROVISION_EVENT.c.event)
    query: Select[Any] = (
        select(*columns)
        .where(PROVISION_EVENT.c.id > after)
        .order_by(PROVISION_EVENT.c.id)
        .limit(AT_A_TIME)
    )
    async with database.read() as connection:
        rows: Sequence[Row[Any]] = (await connection.execute(query)).all()
    return rows
