"""Look-ups on a store of 1,000,000 provisions of 20,000 documents, in milliseconds.

    python -m benchmarks.provision_lookups FOLDER [--documents N]
    python -m benchmarks.provision_lookups --server [--documents N]

Builds an SQLite store in FOLDER (about 1 GB), or one on a temporary PostgreSQL server. It has 50
clause types per document and three documents per platform. Then the queries of commands are timed
in a process that has started: what `clausewatch run` does once at its start is not counted. The
limit is 50 ms for each query.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Table

from benchmarks.lookup_stores import NOW, list_batches, print_progress, run, time_query
from bot.runtime.process import freeze_memory
from clausewatch.extract import read
from clausewatch.model.provisions import Provision, ProvisionEvent, ProvisionEventKind
from clausewatch.model.reading import Page, Reading
from clausewatch.model.record_ids import ProvisionId, WorkspaceId
from clausewatch.model.watches import Tenant
from clausewatch.provisions import find_provisions, get_engine_release
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import Store, codec, schema
from clausewatch.store.tables import (
    DOCUMENT,
    HOST,
    PAGE,
    PROVISION,
    PROVISION_EVENT,
    RECOGNITION,
    VERSION,
)
from clausewatch.store.version_writer import make_reading_columns

Rows = dict[Table, list[dict[str, Any]]]

POLICY = (
    b"# Policy\n\nWe use your pictures to train our AI models. You can opt out of model training"
    b" in your settings. We keep the data that we train on for 3 years.\n"
)


async def fill_store(store: Store, documents: int) -> None:
    """Fill the store with documents that have a provision of every clause type."""
    reading = read([Page("https://x.example/policy.md", POLICY, "text/markdown")])
    provision = next(p for p in find_provisions(reading) if p.clause == "ai_training")
    types = load_taxonomy().ids
    async with store.database.write() as connection:
        await connection.execute(HOST.insert(), [{"id": 1, "name": "x.example"}])
    for numbers in list_batches(documents):
        rows = {
            **make_document_rows(numbers, reading),
            **make_provision_rows(numbers, types, provision),
        }
        async with store.database.write() as connection:
            for table, table_rows in rows.items():
                await connection.execute(table.insert(), table_rows)
        print_progress(numbers, documents)


def make_document_rows(numbers: range, reading: Reading) -> Rows:
    """Return the rows of some documents with one page, one version and a judgement each."""
    version = {
        "number": 1, "captured_at": NOW, "source_url": "https://x.example/policy",
        "last_seen_at": NOW, "looks": 1, **make_reading_columns(reading),
    }  # fmt: skip
    judgement = {
        "extractor": reading.extractor, "engine": get_engine_release(), "judged_at": NOW,
    }  # fmt: skip
    return {
        DOCUMENT: [
            {
                "id": n, "platform_key": f"p{n // 3}", "platform_name": f"P {n // 3}",
                "kind": "privacy policy", "address": str(n), "host_id": 1, "is_watched": True,
                "created_at": NOW, "next_check_at": NOW, "baseline_id": n, "state": "",
                "last_verified_at": NOW, "ignore_robots": False, "is_awaiting_confirmation": False,
            }
            for n in numbers
        ],
        PAGE: [{"document_id": n, "position": 0, "url": f"https://x.example/{n}"} for n in numbers],
        VERSION: [{**version, "id": n, "document_id": n} for n in numbers],
        RECOGNITION: [{**judgement, "document_id": n, "version_id": n} for n in numbers],
    }  # fmt: skip


def make_provision_rows(numbers: range, types: Sequence[str], provision: Provision) -> Rows:
    """Return the rows of a provision per clause type of some documents, and of an event each."""
    tracked = {
        "provision": codec.pack_provision(provision), "polarity": provision.position,
        "first_tracked_at": NOW, "judged_at": NOW,
    }  # fmt: skip
    event = codec.pack_provision_event(
        ProvisionEvent(ProvisionEventKind.REWORDED, provision.clause, provision, provision)
    )
    reworded = {
        "kind": "reworded", "happened_at": NOW, "engine": get_engine_release(), "event": event,
    }  # fmt: skip
    return {
        PROVISION: [
            {**tracked, "document_id": n, "version_id": n, "clause": c, "severity": (n + i) % 3}
            for n in numbers
            for i, c in enumerate(types)
        ],
        PROVISION_EVENT: [{**reworded, "provision_id": 50 * n} for n in numbers],
    }


async def time_queries(store: Store, workspace: WorkspaceId, documents: int) -> None:
    """Time the queries of commands, each round for another platform."""
    provisions, clause = store.provisions, "ai_training"

    def make_key(number: int) -> str:
        return f"p{(number * 397) % (documents // 3)}"

    await time_query(
        "a platform's provisions", lambda n: provisions.find_by_platform(workspace, make_key(n))
    )
    await time_query(
        "one record", lambda n: provisions.find_by_clause(workspace, make_key(n), clause)
    )
    await time_query("by record id", lambda n: provisions.find(workspace, 50 * n + 7))
    await time_query("its history", lambda n: provisions.read_history(ProvisionId(50 * n + 50)))
    await time_query("its prevalence", lambda _: provisions.measure_prevalence(workspace, clause))
    await time_query("others like it", lambda n: provisions.compare(
        workspace, clause, without=make_key(n), limit=3))  # fmt: skip
    await time_query("compare, all", lambda _: provisions.compare(workspace, clause))
    await time_query("compare, ten", lambda n: provisions.compare(
        workspace, clause, platform_keys=[make_key(n + i) for i in range(10)]))  # fmt: skip
    await time_query(
        "outdated documents", lambda _: provisions.find_outdated(get_engine_release(), 25)
    )


async def measure(url: str, documents: int, *, is_new: bool, prepare: Callable[[], None]) -> None:
    """Fill the store if it is new, then time the queries."""
    await schema.upgrade(url, NOW)
    store = await Store.open(url)
    if is_new:
        await fill_store(store, documents)
        prepare()
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), NOW)
    get_engine_release()
    freeze_memory()
    await time_queries(store, workspace, documents)
    await store.close()


if __name__ == "__main__":
    run(measure, "provisions", __doc__)
