"""Look-ups on a store of 1,000,000 provisions of 20,000 documents, in milliseconds.

    python -m benchmarks.provision_lookups FOLDER [--documents N]
    python -m benchmarks.provision_lookups --server [--documents N]

Builds an SQLite store in FOLDER (about 1 GB), or one on a temporary PostgreSQL server. It has 50
clause types per document and three documents per platform. Then the queries of commands are timed
in a process that has started: what `clausewatch run` does once at its start is not counted. The
limit is 50 ms for each query.
"""

from collections.abc import Callable

from benchmarks.lookup_stores import NOW, run, time_query
from benchmarks.record_stores import add_documents
from bot.runtime.process import freeze_memory
from clausewatch.model.record_ids import ProvisionId, WorkspaceId
from clausewatch.model.watches import Tenant
from clausewatch.provisions import get_engine_release
from clausewatch.store import Store, schema


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
        await add_documents(store, documents)
        prepare()
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), NOW)
    get_engine_release()
    freeze_memory()
    await time_queries(store, workspace, documents)
    await store.close()


if __name__ == "__main__":
    run(measure, "provisions", __doc__)
