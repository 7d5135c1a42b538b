"""Look-ups on a store of 400,000 subprocessors of 20,000 documents, in milliseconds.

    python -m benchmarks.subprocessor_lookups FOLDER [--documents N]
    python -m benchmarks.subprocessor_lookups --server [--documents N]

Builds an SQLite store in FOLDER, or one on a temporary PostgreSQL server. Each document lists 20 of
2,000 companies, and half of the documents list the most common one. One workspace watches all
documents, another watches 31. The limit is 50 ms for each query.
"""

from collections.abc import Callable

from benchmarks.lookup_stores import NOW, list_batches, print_progress, run, time_query
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.watches import Tenant
from clausewatch.store import Store, schema
from clausewatch.store.tables import (
    CHANNEL,
    DOCUMENT,
    HOST,
    PAGE,
    SUBPROCESSOR,
    SUBPROCESSOR_KEY,
    WATCH,
    WATCH_DOCUMENT,
)
from clausewatch.subprocessors.names import list_search_keys, make_name_key

ENTRIES = 20
COMPANIES = 2_000
SMALL_WATCHLIST = 31
COMMON = "Nimbra Cloud Platform, Inc. (NCP)"


def name_company(number: int) -> str:
    """Return the name of a company; 0 is the one that half of the documents list."""
    return COMMON if number == 0 else f"Vendor {number} Systems GmbH"


def choose_companies(document: int) -> list[int]:
    """Return the numbers of the companies that a document lists."""
    first = [0] if document % 2 else []
    rest = ENTRIES - len(first)
    return [*first, *(1 + (document * 37 + 101 * i) % (COMPANIES - 1) for i in range(rest))]


async def fill_store(store: Store, documents: int) -> None:
    """Fill the store with documents that list subprocessors, all of them watched."""
    workspaces = [await store.workspaces.ensure(Tenant(None, f"T{n}"), NOW) for n in (1, 2)]
    async with store.database.write() as connection:
        await connection.execute(HOST.insert(), [{"id": 1, "name": "x.example"}])
        rows = [
            {"id": n, "workspace_id": each, "slack_id": f"C{n}", "created_at": NOW}
            for n, each in enumerate(workspaces, 1)
        ]
        await connection.execute(CHANNEL.insert(), rows)
    for numbers in list_batches(documents):
        async with store.database.write() as connection:
            for table, table_rows in make_rows(numbers).items():
                await connection.execute(table.insert(), table_rows)
        print_progress(numbers, documents)


def make_rows(numbers: range) -> dict:  # type: ignore[type-arg]  # rows by table
    """Return the rows of some documents by table."""
    documents = [
        {
            "id": n, "platform_key": f"p{n}", "platform_name": f"P {n}", "address": str(n),
            "kind": "subprocessor list", "host_id": 1, "is_watched": True, "created_at": NOW,
            "next_check_at": NOW, "state": "", "ignore_robots": False,
            "is_awaiting_confirmation": False,
        }
        for n in numbers
    ]  # fmt: skip
    watches = [
        {
            "id": 2 * n + extra, "channel_id": 1 + extra, "platform_key": f"p{n}",
            "platform_name": f"P {n}", "minimum": "low", "cadence": "now", "user_id": "U1",
            "created_at": NOW,
        }
        for n in numbers
        for extra in (0, 1)
        if extra == 0 or n <= SMALL_WATCHLIST
    ]  # fmt: skip
    entries = [
        {
            "id": n * ENTRIES + i, "document_id": n, "name_key": make_name_key(name), "part": "",
            "name": name, "purpose": "Cloud hosting", "location": "Norway", "data": "", "since": "",
            "details": "", "quote": f"{name} | Cloud hosting | Norway", "first_seen_at": NOW,
        }
        for n in numbers
        for i, name in enumerate(map(name_company, choose_companies(n)))
    ]  # fmt: skip
    keys = [
        {"folded": key, "document_id": entry["document_id"], "subprocessor_id": entry["id"]}
        for entry in entries
        for key in list_search_keys(str(entry["name"]))
    ]
    return {
        DOCUMENT: documents,
        PAGE: [{"document_id": n, "position": 0, "url": f"https://x.example/{n}"} for n in numbers],
        WATCH: watches,
        WATCH_DOCUMENT: [
            {"watch_id": 2 * n + extra, "document_id": n}
            for n in numbers
            for extra in range(2 if n <= SMALL_WATCHLIST else 1)
        ],
        SUBPROCESSOR: entries,
        SUBPROCESSOR_KEY: keys,
    }


async def time_queries(
    store: Store, large: WorkspaceId, small: WorkspaceId, documents: int
) -> None:
    """Time the queries of commands."""
    companies = store.subprocessors

    def make_platform_key(number: int) -> str:
        return f"p{1 + (number * 397) % documents}"

    await time_query(
        "a platform's list", lambda n: companies.find_by_platform(large, make_platform_key(n))
    )
    for name, workspace in (("31 vendors", small), ("all vendors", large)):
        await time_query(
            f"a company, {name}",
            lambda n, w=workspace: companies.find_company(w, name_company(1 + 7 * n), limit=12),  # type: ignore[misc]
        )
        await time_query(
            f"the most common company, {name}",
            lambda _, w=workspace: companies.find_company(w, COMMON, limit=12),  # type: ignore[misc]
        )


async def measure(url: str, documents: int, *, is_new: bool, prepare: Callable[[], None]) -> None:
    """Fill the store if it is new, then time the queries."""
    await schema.upgrade(url, NOW)
    store = await Store.open(url)
    if is_new:
        await fill_store(store, documents)
        prepare()
    large, small = [await store.workspaces.ensure(Tenant(None, f"T{n}"), NOW) for n in (1, 2)]
    await time_queries(store, large, small, documents)
    await store.close()


if __name__ == "__main__":
    run(measure, "subprocessors", __doc__)
