"""Look-ups on a store of 1,000,000 provisions of 20,000 documents, in milliseconds.

    python benchmarks/provision_lookups.py FOLDER [--documents N]
    PYTHONPATH=. python benchmarks/provision_lookups.py --server [--documents N]

Builds an SQLite store in FOLDER (about 1 GB), or one on a temporary PostgreSQL server. It has 50
clause types per document and three documents per platform. Then the queries of commands are timed
in a process that has started: what `clausewatch run` does once at its start is not counted. The
limit is 50 ms for each query.
"""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url

from bot.runtime.process import freeze_memory
from clausewatch.extract import read
from clausewatch.model.provisions import ProvisionEvent, ProvisionEventKind
from clausewatch.model.reading import Page
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

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BATCH_SIZE = 500
ROUNDS = 15
POLICY = (
    b"# Policy\n\nWe use your pictures to train our AI models. You can opt out of model training"
    b" in your settings. We keep the data that we train on for 3 years.\n"
)


async def fill_store(store: Store, documents: int) -> None:
    """Fill the store with documents that have a provision of every clause type."""
    reading = read([Page("https://x.example/policy.md", POLICY, "text/markdown")])
    provision = next(p for p in find_provisions(reading) if p.clause == "ai_training")
    packed, text = codec.pack_provision(provision), codec.pack_reading(reading)
    event = codec.pack_provision_event(
        ProvisionEvent(ProvisionEventKind.REWORDED, provision.clause, provision, provision)
    )
    outline = codec.write_outline(reading)
    version = {
        "number": 1, "captured_at": NOW, "source_url": "https://x.example/policy",
        "extractor": reading.extractor, "text_fingerprint": reading.text_fingerprint,
        "terms_fingerprint": reading.terms_fingerprint, "outline": outline, "reading": text,
        "last_seen_at": NOW, "looks": 1,
    }  # fmt: skip
    tracked = {
        "provision": packed,
        "polarity": provision.polarity,
        "first_tracked_at": NOW,
        "judged_at": NOW,
    }
    types = load_taxonomy().ids
    async with store.database.write() as connection:
        await connection.execute(HOST.insert(), [{"id": 1, "name": "x.example"}])
    for start in range(1, documents + 1, BATCH_SIZE):
        numbers = range(start, min(start + BATCH_SIZE, documents + 1))
        rows = [
            {
                "id": n, "platform_key": f"p{n // 3}", "platform_name": f"P {n // 3}",
                "kind": "privacy policy", "address": str(n), "host_id": 1, "is_watched": True,
                "created_at": NOW, "next_check_at": NOW, "baseline_id": n, "state": "",
                "last_verified_at": NOW, "ignore_robots": False, "is_awaiting_confirmation": False,
            }
            for n in numbers
        ]  # fmt: skip
        provisions = [
            {**tracked, "document_id": n, "version_id": n, "clause": c, "severity": (n + i) % 3}
            for n in numbers
            for i, c in enumerate(types)
        ]
        async with store.database.write() as connection:
            await connection.execute(DOCUMENT.insert(), rows)
            pages = [
                {"document_id": n, "position": 0, "url": f"https://x.example/{n}"} for n in numbers
            ]
            await connection.execute(PAGE.insert(), pages)
            await connection.execute(
                VERSION.insert(), [{**version, "id": n, "document_id": n} for n in numbers]
            )
            await connection.execute(PROVISION.insert(), provisions)
            judged = {
                "extractor": reading.extractor,
                "engine": get_engine_release(),
                "judged_at": NOW,
            }
            await connection.execute(
                RECOGNITION.insert(),
                [{**judged, "document_id": n, "version_id": n} for n in numbers],
            )
            await connection.execute(
                PROVISION_EVENT.insert(),
                [
                    {"provision_id": 50 * n, "kind": "reworded", "happened_at": NOW,
                     "engine": get_engine_release(), "event": event}
                    for n in numbers
                ],
            )  # fmt: skip
        sys.stderr.write(f"\r{numbers[-1]} of {documents} documents")
    sys.stderr.write("\n")


async def time_query(name: str, query: Callable[[int], Awaitable[object]]) -> None:
    """Print the median and the worst time of a query over some rounds."""
    times_ms = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        await query(number)
        times_ms.append(1000 * (time.perf_counter() - start))
    print(f"{name}: median {statistics.median(times_ms):.1f} ms, worst {max(times_ms):.1f} ms")


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


def measure_on_server(documents: int) -> None:
    """Measure on a temporary PostgreSQL server."""
    from tests import postgres_server  # noqa: PLC0415  # needs psycopg

    programs = postgres_server.find_binaries()
    if programs is None:
        sys.exit("No PostgreSQL server is installed.")
    with postgres_server.run_server(programs) as server:
        url = postgres_server.create_database(server)

        def prepare() -> None:
            # Autovacuum would have done this long before a store is so large.
            postgres_server.execute_sql(url, "vacuum analyze", make_url(url).database or "")

        asyncio.run(measure(url, documents, is_new=True, prepare=prepare))


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="where the SQLite store is kept")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--server", action="store_true", help="on PostgreSQL")
    options = parser.parse_args()
    if options.server:
        measure_on_server(options.documents)
        return
    if options.folder is None:
        parser.error("specify a folder or --server")
    path = options.folder / f"provisions-{options.documents}.db"
    url = f"sqlite+aiosqlite:///{path}"
    asyncio.run(measure(url, options.documents, is_new=not path.exists(), prepare=lambda: None))


if __name__ == "__main__":
    main()
