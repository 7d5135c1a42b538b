"""A database of release 0.1.0 is upgraded to columns of values, and taken back."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from clausewatch.store import migration
from clausewatch.store.database import connect, in_sync

THEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HOST_HEADERS = [["content-type", "text/html"], ["etag", '"1"']]
BOUNDS = [["before", "h1"], ["after", "footer"]]
SELECTED = [*HOST_HEADERS, ["x-selection", json.dumps([["main", BOUNDS], [".ad"]])]]
MENTIONED = [["content-type", "text/x-selection"]]
UNREADABLE = {"code": "gone", "reason": "404", "since": THEN.isoformat(), "looks": 2}
STATES = ("", '{"candidate": null, "unreadable": null}', json.dumps({"unreadable": UNREADABLE}))


@pytest_asyncio.fixture(loop_scope="session")
async def engine(empty_url: str) -> AsyncIterator[AsyncEngine]:
    """Yield the engine of a database with the schema and some rows of release 0.1.0."""
    engine = connect(empty_url)
    await migration.upgrade(engine, "0060")
    await in_sync(engine, fill)
    yield engine
    await engine.dispose()


def fill(connection: sa.Connection) -> None:
    """Write the rows that the migration converts."""
    tables = {name: reflect(connection, name) for name in ("host", "document", "snapshot")}
    when = THEN.replace(tzinfo=None) if connection.dialect.name == "sqlite" else THEN
    connection.execute(tables["host"].insert(), {"id": 1, "name": "brillo.example"})
    for number, state in enumerate((*STATES, "unreadable, and damaged"), 1):
        row = {
            "id": number, "platform_key": "brillo", "platform_name": "Brillo", "kind": "terms",
            "address": str(number), "host_id": 1, "is_watched": True, "ignore_robots": False,
            "created_at": when, "next_check_at": when, "is_awaiting_confirmation": False,
            "state": state, "access": "", "last_verdict": "failed", "last_reason": "404",
        }  # fmt: skip
        connection.execute(tables["document"].insert(), row)
    for number, headers in enumerate((HOST_HEADERS, SELECTED, MENTIONED), 1):
        row = {
            "id": number, "document_id": 1, "position": 0, "sha256": str(number),
            "url": "https://brillo.example", "final_url": "https://brillo.example",
            "status": 200, "headers": json.dumps(headers, separators=(",", ":")),
            "verdict": "baseline", "first_seen_at": when, "last_seen_at": when, "looks": 1,
        }  # fmt: skip
        connection.execute(tables["snapshot"].insert(), row)


def reflect(connection: sa.Connection, name: str) -> sa.TableClause:
    """Return a table as it is in the database now."""
    columns = sa.inspect(connection).get_columns(name)
    return sa.table(name, *(sa.column(column["name"], column["type"]) for column in columns))


async def select_columns(engine: AsyncEngine, table: str, *names: str) -> list[tuple[Any, ...]]:
    """Return some columns of all rows of a table, by id."""

    def select(connection: sa.Connection) -> list[tuple[Any, ...]]:
        columns = reflect(connection, table).c
        query = sa.select(*(columns[name] for name in names)).order_by(columns.id)
        return [tuple(row) for row in connection.execute(query)]

    return await in_sync(engine, select)


async def test_headers_hold_only_what_the_host_sent(engine: AsyncEngine) -> None:
    """The selection moves into its own column; a header value that mentions it stays."""
    before = await select_columns(engine, "snapshot", "headers")
    await migration.upgrade(engine)
    rows = await select_columns(engine, "snapshot", "headers", "selection")
    assert [json.loads(headers) for headers, _ in rows] == [HOST_HEADERS, HOST_HEADERS, MENTIONED]
    assert [selection for _, selection in rows][::2] == ["", ""]
    assert json.loads(rows[1][1]) == {"include": ["main", BOUNDS], "exclude": [".ad"]}
    await migration.downgrade(engine, "0060")
    after = await select_columns(engine, "snapshot", "headers")
    assert [json.loads(headers)[:2] for (headers,) in after] == [
        json.loads(headers)[:2] for (headers,) in before
    ]
    assert json.loads(json.loads(after[1][0])[2][1]) == [["main", BOUNDS], [".ad"]]


async def test_unreadable_documents_are_found_by_a_column(engine: AsyncEngine) -> None:
    """The code comes out of the state; a state that is damaged counts as readable."""
    await migration.upgrade(engine)
    assert await select_columns(engine, "document", "unreadable_code") == [
        (None,), (None,), ("gone",), (None,),
    ]  # fmt: skip
    await migration.downgrade(engine, "0060")
    assert len(await select_columns(engine, "document", "state", "last_verdict")) == len(STATES) + 1
