"""A database of release 0.1.0 is upgraded to columns of values, and taken back."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any

import pytest_asyncio
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from clausewatch.checks.outcome import Candidate, DocumentState, Returning
from clausewatch.model.documents import Unreadable
from clausewatch.model.record_ids import ChangeId, ChannelId, DocumentId, VersionId
from clausewatch.model.watches import Cadence
from clausewatch.notifications.deliveries import DeliveryKey, DeliveryKind, make_key
from clausewatch.notifications.events import (
    BecameUnreadable,
    BrowserRemedy,
    ChangeAlert,
    ChangeReviewed,
    ChannelPaused,
    DigestEntry,
    Event,
    FirstRead,
    FirstReadFailed,
    OtherPage,
    QuietDigest,
    TextReverted,
    TextSeenAgain,
    VersionDate,
)
from clausewatch.store import codec, migration
from clausewatch.store.database import make_engine, run_sync
from clausewatch.store.event_codec import load_event

THEN = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
HOST_HEADERS = [["content-type", "text/html"], ["etag", '"1"']]
BOUNDS = [["before", "h1"], ["after", "footer"]]
SELECTED = [*HOST_HEADERS, ["x-selection", json.dumps([["main", BOUNDS], [".ad"]])]]
MENTIONED = [["content-type", "text/x-selection"]]
UNREADABLE = {
    "code": "gone", "reason": "404", "since": THEN.isoformat(), "looks": 2, "is_told": True,
}  # fmt: skip
CANDIDATE = {"first_seen_at": THEN.isoformat(), "looks": [["a", "b"]], "fingerprints": ["f"]}
RETURNING = {"version_id": 3, "since": THEN.isoformat(), "looks": 1}
TABLES = ("host", "document", "snapshot", "workspace", "channel", "version", "change", "delivery")
STATES = (
    "",
    '{"candidate": null, "unreadable": null}',
    json.dumps({"unreadable": UNREADABLE, "candidate": CANDIDATE, "returning": RETURNING}),
)

CHANGE, DOCUMENT, CHANNEL = ChangeId(7), DocumentId(1), ChannelId(1)
PAGE = OtherPage("privacy policy", "https://brillo.example/new")
WAYS = '[{"kind":"privacy policy","url":"https://brillo.example/new"},{"kind":"","url":""}]'
MAY = date(2025, 5, 3)


def about_change(kind: str, topic: str, **more: str) -> dict[str, Any]:
    """Return the columns of a delivery about the change."""
    subject = "CW-C-000007" if kind in {"alert", "digest"} else f"CW-C-000007 {topic}"
    return {"kind": kind, "topic": topic, "subject": subject, "change_id": CHANGE, **more}


def about_document(kind: str, topic: str, **more: str) -> dict[str, Any]:
    """Return the columns of a delivery about the document."""
    subject = f"CW-D-00001 {topic}"
    return {"kind": kind, "topic": topic, "subject": subject, "document_id": DOCUMENT, **more}


DELIVERIES: tuple[tuple[dict[str, Any], Event], ...] = (
    (about_change("alert", "change"), ChangeAlert(CHANGE)),
    (about_change("digest", "change"), DigestEntry(CHANGE)),
    (
        about_change("digest", "daily", period="2026-03-02"),
        DigestEntry(CHANGE, Cadence.DAILY, date(2026, 3, 2)),
    ),
    (
        {
            "kind": "digest", "topic": "quiet", "subject": "digest weekly quiet",
            "period": "2026-03-02", "text": "weekly",
        },
        QuietDigest(Cadence.WEEKLY, date(2026, 3, 2)),
    ),
    (
        about_document(
            "note", "first-read", period="read",
            text="“A “quoted” title, dated”, dated 3 May 2025, 1,204 words",
        ),
        FirstRead(DOCUMENT, "A “quoted” title, dated", MAY, 1204),
    ),
    (
        about_document("note", "first-read", period="gone", text="it is gone", ways=WAYS),
        FirstReadFailed(DOCUMENT, "gone", "it is gone", (PAGE, BrowserRemedy.RENDER)),
    ),
    (
        about_document("note", "first-read", period="too large", text="over 10 MB"),
        FirstReadFailed(DOCUMENT, "too large", "over 10 MB"),
    ),
    (
        about_document("health", "unreadable", period="2026-03-01T09:30 too large", text="big"),
        BecameUnreadable(DOCUMENT, "too large", "big", THEN),
    ),
    (
        about_document("health", "unreadable", period="2026-03-01T09:30", text="no code yet"),
        BecameUnreadable(DOCUMENT, "", "no code yet", THEN),
    ),
    (
        about_change("note", "seen-again", text="the text dated 3 May 2025"),
        TextSeenAgain(DOCUMENT, CHANGE, VersionDate(MAY, is_stated=True)),
    ),
    (
        about_document("note", "seen-again", text="the text captured on 3 May 2025"),
        TextSeenAgain(DOCUMENT, None, VersionDate(MAY, is_stated=False)),
    ),
    (
        about_change(
            "note", "reverted", period="2026-03-01", text="the text captured on 3 May 2025"
        ),
        TextReverted(DOCUMENT, CHANGE, VersionDate(MAY, is_stated=False), THEN.date()),
    ),
    (about_change("note", "reviewed", period="U5", text="U5"), ChangeReviewed(CHANGE, "U5")),
    (
        {
            "kind": "health", "topic": "channel-paused", "period": "2026-03-01T09:30",
            "subject": "channel 1 channel-paused", "text": "C1 not_in_channel",
        },
        ChannelPaused(CHANNEL, "C1", "not_in_channel", THEN, is_direct=False),
    ),
    (
        {
            "kind": "health", "topic": "channel-paused-alone", "period": "2026-03-01T09:30",
            "subject": "channel 1 channel-paused-alone", "text": "C1 is_archived",
        },
        ChannelPaused(CHANNEL, "C1", "is_archived", THEN, is_direct=True),
    ),
)  # fmt: skip
"""A delivery of release 0.1.0 for every event, and the event that it becomes."""


@pytest_asyncio.fixture(loop_scope="session")
async def engine(empty_url: str) -> AsyncIterator[AsyncEngine]:
    """Yield the engine of a database with the schema and some rows of release 0.1.0."""
    engine = make_engine(empty_url)
    await migration.upgrade(engine, "0060")
    await run_sync(engine, fill)
    yield engine
    await engine.dispose()


def fill(connection: sa.Connection) -> None:
    """Write the rows that the migration converts."""
    tables = {name: reflect(connection, name) for name in TABLES}
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
    fill_change(connection, tables, when)
    for number, (old, _) in enumerate(DELIVERIES, 1):
        row = {
            "id": number, "workspace_id": 1, "channel_id": 1, "text": "", "ways": "",
            "period": "", "change_id": None, "document_id": None, "state": "told",
            "due_at": when, "created_at": when, **old,
        }  # fmt: skip
        connection.execute(tables["delivery"].insert(), row)


def fill_change(
    connection: sa.Connection, tables: dict[str, sa.TableClause], when: datetime
) -> None:
    """Write a change of the document, and the channel that was told."""
    workspace = {"id": 1, "enterprise_id": "", "team_id": "T1", "created_at": when}
    connection.execute(tables["workspace"].insert(), workspace)
    channel = {"id": 1, "workspace_id": 1, "slack_id": "C1", "created_at": when}
    connection.execute(tables["channel"].insert(), channel)
    for number in (1, 2):
        version = {
            "id": number, "document_id": 1, "number": number, "captured_at": when,
            "source_url": "", "extractor": "2026.1.0", "text_fingerprint": "",
            "terms_fingerprint": "", "outline": "", "reading": b"", "last_seen_at": when,
            "looks": 1, "origin": "",
        }  # fmt: skip
        connection.execute(tables["version"].insert(), version)
    change = {
        "id": 7, "document_id": 1, "before_id": 1, "after_id": 2, "detected_at": when,
        "significance": "substantive", "severity": "high", "standing": "new", "comparison": b"",
    }  # fmt: skip
    connection.execute(tables["change"].insert(), change)


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

    return await run_sync(engine, select)


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
    rows = await select_columns(engine, "document", "state")
    state = codec.read_state(rows[2][0], None)
    assert state == DocumentState(
        candidate=Candidate(THEN, (("a", "b"),), ("f",)),
        returning=Returning(VersionId(3), THEN, 1),
        unreadable=Unreadable("gone", "404", THEN, 2, is_reported=True),
    )
    assert await select_columns(engine, "document", "unreadable_code") == [
        (None,), (None,), ("gone",), (None,),
    ]  # fmt: skip
    await migration.downgrade(engine, "0060")
    rows = await select_columns(engine, "document", "state")
    assert json.loads(rows[2][0]) == json.loads(STATES[2])
    assert rows[3] == ("unreadable, and damaged",)


async def test_events_become_values_with_the_same_keys(engine: AsyncEngine) -> None:
    """Every text becomes an event whose key is the stored one, so that nothing is posted twice."""
    old = await select_columns(engine, "delivery", "text", "ways")
    await migration.upgrade(engine)
    names = ("event", "kind", "topic", "subject", "period")
    rows = await select_columns(engine, "delivery", *names)
    assert [load_event(event) for event, *_ in rows] == [event for _, event in DELIVERIES]
    keys = [make_key(event) for _, event in DELIVERIES]
    assert [DeliveryKey(DeliveryKind(kind), *rest) for _, kind, *rest in rows] == keys
    await migration.downgrade(engine, "0060")
    assert await select_columns(engine, "delivery", "text", "ways") == old
