"""Stores on which look-ups are timed: SQLite in a folder, or a temporary PostgreSQL server."""

import argparse
import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import make_url

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BATCH_SIZE = 500
"""Documents of one transaction."""
ROUNDS = 15


class Measure(Protocol):
    """Measures on one store."""

    async def __call__(
        self, url: str, documents: int, *, is_new: bool, prepare: Callable[[], None]
    ) -> None:
        """Fill the store if it is new and call `prepare`, then time the queries."""
        ...


async def time_query(name: str, query: Callable[[int], Awaitable[object]]) -> None:
    """Print the median and the worst time of a query over some rounds."""
    times_ms = []
    for number in range(ROUNDS):
        start = time.perf_counter()
        await query(number)
        times_ms.append(1000 * (time.perf_counter() - start))
    print(f"{name}: median {statistics.median(times_ms):.1f} ms, worst {max(times_ms):.1f} ms")


def list_batches(documents: int) -> list[range]:
    """Return the numbers of the documents, from 1, in batches."""
    starts = range(1, documents + 1, BATCH_SIZE)
    return [range(start, min(start + BATCH_SIZE, documents + 1)) for start in starts]


def print_progress(numbers: range, documents: int) -> None:
    """Print how many documents are filed, over the line before."""
    end = "\n" if numbers[-1] == documents else ""
    sys.stderr.write(f"\r{numbers[-1]} of {documents} documents{end}")


def measure_on_server(measure: Measure, documents: int) -> None:
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


def run(measure: Measure, name: str, description: str | None) -> None:
    """Read the arguments and measure; the file of the store begins with a name."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("folder", type=Path, nargs="?", help="where the SQLite store is kept")
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--server", action="store_true", help="on PostgreSQL")
    options = parser.parse_args()
    if options.server:
        measure_on_server(measure, options.documents)
        return
    if options.folder is None:
        parser.error("specify a folder or --server")
    path = options.folder / f"{name}-{options.documents}.db"
    url = f"sqlite+aiosqlite:///{path}"
    is_new = not path.exists()
    asyncio.run(measure(url, options.documents, is_new=is_new, prepare=lambda: None))
