"""Fills a store with documents, provisions, changes and watchlists, by the thousand.

Two documents are on each host and three belong to each platform: documents 3 to 5 to platform `p1`,
and so on. Rows are copied within the database where that is possible, which takes a fifth of the
time.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, literal, null, select, true, union_all, update

from benchmarks.lookup_stores import NOW, list_batches, print_progress
from clausewatch.compare.comparison import compare
from clausewatch.extract import read
from clausewatch.model.provisions import Provision, ProvisionEvent, ProvisionEventKind
from clausewatch.model.reading import Page, Reading
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.provisions import find_provisions, get_engine_release
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import Store, codec
from clausewatch.store.tables import (
    CHANGE,
    DOCUMENT,
    HOST,
    PAGE,
    PROVISION,
    PROVISION_EVENT,
    RECOGNITION,
    SNAPSHOT,
    VERSION,
    WATCH,
    WATCH_DOCUMENT,
)
from clausewatch.store.version_writer import make_reading_columns

DOCUMENTS_PER_PLATFORM = 3
POLICY = (
    b"# Policy\n\nWe use your pictures to train our AI models. You can opt out of model training"
    b" in your settings. We keep the data that we train on for 3 years.\n"
)
SENTENCES = 120
"""Of each version of a changed document, every one of them reworded."""


async def add_documents(store: Store, documents: int, clause_count: int | None = None) -> None:
    """Add documents that have a provision of every clause type, or of so many, and one event."""
    reading = read([Page("https://x.example/policy.md", POLICY, "text/markdown")])
    provision = next(p for p in find_provisions(reading) if p.clause == "ai_training")
    clauses = load_taxonomy().ids
    # The type that commands are asked for comes first.
    ordered = sorted(clauses, key=lambda clause: clause != provision.clause)[:clause_count]
    chosen = [clause for clause in clauses if clause in ordered]
    for numbers in list_batches(documents):
        async with store.database.write() as connection:
            for table, rows in make_document_rows(numbers, reading):
                await connection.execute(table.insert(), rows)
            await connection.execute(_copy_provisions(numbers, chosen, provision))
            await connection.execute(_copy_events(numbers, provision))
        print_progress(numbers, documents)


def make_document_rows(numbers: range, reading: Reading) -> list[tuple[Any, list[dict[str, Any]]]]:
    """Return the rows of some documents with one page, one version and a judgement each."""
    version = {
        "number": 1, "captured_at": NOW, "source_url": "https://x.example/policy",
        "last_seen_at": NOW, "looks": 1, **make_reading_columns(reading),
    }  # fmt: skip
    judgement = {
        "extractor": reading.extractor, "engine": get_engine_release(), "judged_at": NOW,
    }  # fmt: skip
    hosts = [
        {"id": 1 + n // 2, "name": f"h{n // 2}.example", "due_at": NOW}
        for n in numbers
        if n % 2 == 0 or n == 1
    ]
    documents = [
        {
            "id": n, "platform_key": f"p{n // 3}", "platform_name": f"P {n // 3}",
            "kind": "privacy policy", "address": str(n), "host_id": 1 + n // 2, "is_watched": True,
            "created_at": NOW, "next_check_at": NOW, "baseline_id": n, "state": "",
            "last_verified_at": NOW, "ignore_robots": False, "is_awaiting_confirmation": False,
        }
        for n in numbers
    ]  # fmt: skip
    pages = [
        {"document_id": n, "position": 0, "url": f"https://h{n // 2}.example/{n}"} for n in numbers
    ]
    return [
        (HOST, hosts),
        (DOCUMENT, documents),
        (PAGE, pages),
        (VERSION, [{**version, "id": n, "document_id": n} for n in numbers]),
        (RECOGNITION, [{**judgement, "document_id": n, "version_id": n} for n in numbers]),
    ]


def _copy_provisions(numbers: range, clauses: list[str], provision: Provision) -> Any:  # noqa: ANN401
    """Return the statement that adds a provision per clause type and document, in this order."""
    places = union_all(
        *(
            select(literal(place).label("place"), literal(clause).label("clause"))
            for place, clause in enumerate(clauses)
        )
    ).subquery()
    columns = PROVISION.c
    values = {
        columns.document_id: DOCUMENT.c.id,
        columns.version_id: DOCUMENT.c.id,
        columns.clause: places.c.clause,
        columns.severity: (DOCUMENT.c.id + places.c.place) % 3,
        columns.polarity: literal(provision.position.value),
        columns.provision: literal(codec.pack_provision(provision), columns.provision.type),
        columns.first_tracked_at: literal(NOW, columns.first_tracked_at.type),
        columns.judged_at: literal(NOW, columns.judged_at.type),
        columns.removed_at: null(),
    }
    query = (
        select(*values.values())
        .select_from(DOCUMENT.join(places, true()))
        .where(DOCUMENT.c.id.between(numbers[0], numbers[-1]))
        .order_by(DOCUMENT.c.id, places.c.place)
    )
    return insert(PROVISION).from_select([column.name for column in values], query)


def _copy_events(numbers: range, provision: Provision) -> Any:  # noqa: ANN401  # a statement
    """Return the statement that adds an event to the last provision of each document."""
    event = codec.pack_provision_event(
        ProvisionEvent(ProvisionEventKind.REWORDED, provision.clause, provision, provision)
    )
    columns = PROVISION_EVENT.c
    last = select(PROVISION.c.id).where(PROVISION.c.document_id == DOCUMENT.c.id)
    values = {
        columns.provision_id: last.order_by(PROVISION.c.id.desc()).limit(1).scalar_subquery(),
        columns.kind: literal(ProvisionEventKind.REWORDED.value),
        columns.happened_at: literal(NOW, columns.happened_at.type),
        columns.engine: literal(get_engine_release()),
        columns.event: literal(event, columns.event.type),
    }
    query = select(*values.values()).where(DOCUMENT.c.id.between(numbers[0], numbers[-1]))
    return insert(PROVISION_EVENT).from_select([column.name for column in values], query)


def make_text(word: str) -> bytes:
    """Return a policy whose sentences all have a word."""
    lines = (
        f"{n}. We {word} share item {n} with our partners for 30 days." for n in range(SENTENCES)
    )
    return ("# Policy\n\n" + "\n\n".join(lines)).encode()


def make_snapshot(document_id: int) -> dict[str, object]:
    """Return the row of a snapshot."""
    return {
        "document_id": document_id, "position": 0, "sha256": f"{document_id:064x}",
        "url": "https://x.example/", "final_url": "https://x.example/", "status": 200,
        "headers": "[]", "verdict": "baseline", "first_seen_at": NOW, "last_seen_at": NOW,
        "looks": 3,
    }  # fmt: skip


async def add_changes(store: Store, documents: int) -> None:
    """Add a second version and a change to every third document, and a snapshot to each."""
    before, after = (
        read([Page("https://x.example/policy.md", make_text(word), "text/markdown")])
        for word in ("may", "will never")
    )
    packed = codec.pack_comparison(compare(before, after))
    texts = [codec.pack_reading(reading) for reading in (before, after)]
    query = select(VERSION).where(VERSION.c.id == 1)
    async with store.database.read() as connection:
        row = dict((await connection.execute(query)).one()._mapping)  # noqa: SLF001  # public
    for batch in list_batches(documents):
        numbers = [n for n in batch if n % 3 == 0]
        versions = [
            row | {"id": documents + n, "document_id": n, "number": 2, "reading": texts[1]}
            for n in numbers
        ]
        changes = [
            {
                "document_id": n, "before_id": n, "after_id": documents + n,
                "detected_at": NOW - timedelta(days=n % 700), "significance": "substantive",
                "severity": ("low", "medium", "high")[n % 3], "standing": "new",
                "comparison": packed,
            }
            for n in numbers
        ]  # fmt: skip
        async with store.database.write() as connection:
            await connection.execute(
                update(VERSION).where(VERSION.c.id.in_(numbers)).values(reading=texts[0])
            )
            await connection.execute(insert(VERSION), versions)
            await connection.execute(insert(CHANGE), changes)
            await connection.execute(insert(SNAPSHOT), [make_snapshot(n) for n in numbers])
            baselines = update(DOCUMENT).where(DOCUMENT.c.id.in_(numbers))
            await connection.execute(baselines.values(baseline_id=DOCUMENT.c.id + documents))


async def add_watches(
    store: Store, workspace_id: WorkspaceId, channel_id: str, platforms: range
) -> None:
    """Let a channel of a workspace watch platforms, with all their documents."""
    channel = await store.workspaces.ensure_channel(workspace_id, channel_id, NOW)
    watches = [
        {
            "id": n, "channel_id": channel.id, "platform_key": f"p{n}", "platform_name": f"P {n}",
            "minimum": "low", "cadence": "now", "user_id": "U1", "created_at": NOW,
        }
        for n in platforms
    ]  # fmt: skip
    links = [
        {"watch_id": n, "document_id": DOCUMENTS_PER_PLATFORM * n + i}
        for n in platforms
        for i in range(DOCUMENTS_PER_PLATFORM)
    ]
    async with store.database.write() as connection:
        await connection.execute(insert(WATCH), watches)
        await connection.execute(insert(WATCH_DOCUMENT), links)
