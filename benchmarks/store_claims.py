"""The store's share of a check: claims and records of batches of unchanged documents.

All documents are due and there are two on each host. This measures the time of a claim of 100, and
the CPU cost of claim and record per document. For comparison, the bare driver reads and writes 100
rows by key in one transaction.
Run: `python -m benchmarks.store_claims [documents] [database URL]`.
"""

import asyncio
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from benchmarks.watches import add_watch
from clausewatch.checks.outcome import (
    CheckOutcome,
    DocumentState,
    DueDocument,
    FirstVersion,
    SameBytes,
)
from clausewatch.model.pages import PageState, Snapshot
from clausewatch.model.reading import Block, BlockKind, Reading, Signals
from clausewatch.model.watches import Tenant
from clausewatch.store import NewDocument, Store

START = datetime(2026, 1, 1, tzinfo=UTC)
INTERVAL = timedelta(hours=6)
LEASE = timedelta(minutes=10)
PACE = timedelta(seconds=5)
BATCH_SIZE = 100
MAX_BATCHES = 60
"""With few documents there are fewer batches."""
PER_PLATFORM = 100
TEXT = "we keep your data for as long as the law lets us " * 160


@dataclass
class Timings:
    """The milliseconds of each batch, and the CPU time of all batches."""

    claims_ms: list[float] = field(default_factory=list)
    records_ms: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    documents: int = 0


def measure_cpu_seconds() -> float:
    """Return the CPU time of this process, including its database threads."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def find_percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def fill_store(store: Store, count: int) -> None:
    """Add documents to the store, two on each host, all watched and due."""
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), START)
    channel = await store.workspaces.ensure_channel(workspace, "C1", START)
    for platform in range(count // PER_PLATFORM):
        first = platform * PER_PLATFORM
        documents = tuple(
            NewDocument(f"policy {n}", (f"https://h{n // 2}.example/{n}",))
            for n in range(first, first + PER_PLATFORM)
        )
        await add_watch(store, channel, platform, documents, START)


def make_first_outcome(due: DueDocument, now: datetime) -> CheckOutcome:
    """Return the outcome of a first check: a version of a page with 8 KB of text."""
    body = f"{due.document.id} {TEXT}".encode()
    digest = sha256(body).hexdigest()
    url = due.document.urls[0]
    page = Snapshot(url, url, 200, (("etag", '"1"'),), body, digest, now)
    blocks = tuple(Block(BlockKind.PARAGRAPH, TEXT[n : n + 400]) for n in range(0, 8000, 400))
    reading = Reading("1", "Policy", "en", blocks, (), Signals(), 1200, None, digest, digest)
    return CheckOutcome(
        document_id=due.document.id,
        lease_token=due.lease_token,
        checked_at=now,
        # Earlier than the rest, so that the second pass starts with these documents.
        next_check_at=START - INTERVAL,
        result=FirstVersion((PageState(url, etag='"1"', sha256=digest),), (page,), reading),
        state=DocumentState(),
    )


def make_unchanged_outcome(due: DueDocument, now: datetime) -> CheckOutcome:
    """Return the outcome of a check that found nothing new."""
    return CheckOutcome(
        document_id=due.document.id,
        lease_token=due.lease_token,
        checked_at=now,
        next_check_at=now + INTERVAL,
        result=SameBytes(),
        state=due.state,
    )


async def measure(
    store: Store,
    make_outcome: Callable[[DueDocument, datetime], CheckOutcome],
    start: datetime,
    batches: int,
) -> Timings:
    """Claim and record batches, and return the timings."""
    timings = Timings()
    now = start
    for _ in range(batches):
        now += timedelta(seconds=1)
        claim_start, cpu_start = time.perf_counter(), measure_cpu_seconds()
        claimed = await store.checks.claim(now, BATCH_SIZE, LEASE)
        claim_end, claim_cpu = time.perf_counter(), measure_cpu_seconds() - cpu_start
        outcomes = [make_outcome(due, now) for due in claimed]
        record_start, cpu_start = time.perf_counter(), measure_cpu_seconds()
        await store.checks.record(outcomes, PACE)
        timings.claims_ms.append((claim_end - claim_start) * 1000)
        timings.records_ms.append((time.perf_counter() - record_start) * 1000)
        timings.cpu_seconds += claim_cpu + measure_cpu_seconds() - cpu_start
        timings.documents += len(claimed)
    return timings


def measure_bare_driver(folder: Path, count: int) -> float:
    """Return the CPU ms per row of the bare driver: read and write 100 rows by key, commit."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.execute("create table t (id integer primary key, due text, token text)")
    connection.execute("begin")
    rows = [(n, "2026-01-01 00:00:00.000000", None) for n in range(count)]
    connection.executemany("insert into t values (?, ?, ?)", rows)
    connection.execute("commit")
    cpu_start = measure_cpu_seconds()
    for batch in range(MAX_BATCHES):
        keys = [(batch * BATCH_SIZE + n) % count for n in range(BATCH_SIZE)]
        connection.execute("begin immediate")
        for key in keys:
            connection.execute("select * from t where id = ?", (key,)).fetchone()
        changes = [("2026-01-01 06:00:00.000000", "x", key) for key in keys]
        connection.executemany("update t set due = ?, token = ? where id = ?", changes)
        connection.execute("commit")
    cpu_seconds = measure_cpu_seconds() - cpu_start
    connection.close()
    return cpu_seconds * 1000 / (MAX_BATCHES * BATCH_SIZE)


async def main(count: int, url: str | None) -> None:
    """Fill a store, measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(url or f"sqlite+aiosqlite:///{Path(folder) / 'store.db'}")
        started = time.perf_counter()
        await fill_store(store, count)
        print(f"{count} documents added in {time.perf_counter() - started:.1f} s")
        # With two documents on a host, half of them can be claimed without waiting.
        batches = min(MAX_BATCHES, count // 2 // BATCH_SIZE)
        print_timings("first versions", await measure(store, make_first_outcome, START, batches))
        print_timings(
            "unchanged", await measure(store, make_unchanged_outcome, START + INTERVAL, batches)
        )
        await store.close()
        bare_ms = measure_bare_driver(Path(folder), count)
        print(f"bare driver: {bare_ms:.3f} ms CPU per row read and written")


def print_timings(name: str, timings: Timings) -> None:
    """Print the timings of one pass."""
    cpu_ms = timings.cpu_seconds * 1000 / max(timings.documents, 1)
    print(f"{name}: {cpu_ms:.3f} ms CPU per document ({timings.documents} documents)")
    for step, values in (("claim", timings.claims_ms), ("record", timings.records_ms)):
        p50, p99 = find_percentile(values, 0.5), find_percentile(values, 0.99)
        print(f"  {step} of {BATCH_SIZE}: p50 {p50:.1f} ms, p99 {p99:.1f} ms")


if __name__ == "__main__":
    asyncio.run(
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else 20_000,
            sys.argv[2] if len(sys.argv) > 2 else None,
        )
    )
