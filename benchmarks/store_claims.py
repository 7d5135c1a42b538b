"""The store's share of a check: claiming and recording batches of unchanged documents.

A store with so many documents, spread over half as many hosts as the catalogue's are, all due:
how long a claim of 100 takes, and what CPU claim and record cost per document. Beside it the same
on the bare driver: 100 rows read and written by key in one transaction.
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

from clausewatch.checks.outcome import (
    CheckOutcome,
    DocumentState,
    DueDocument,
    FirstVersion,
    SameBytes,
)
from clausewatch.model.pages import PageState, Snapshot
from clausewatch.model.reading import Block, BlockKind, Reading, Severity, Signals
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.store import NewDocument, NewWatch, Store

START = datetime(2026, 1, 1, tzinfo=UTC)
INTERVAL = timedelta(hours=6)
LEASE = timedelta(minutes=10)
PACE = timedelta(seconds=5)
BATCH = 100
BATCHES = 60
"""At most; fewer where there are fewer documents."""
PER_PLATFORM = 100
WORDS = "we keep your data for as long as the law lets us " * 160


@dataclass
class Timings:
    """Milliseconds of each batch, and CPU of all of them."""

    claims: list[float] = field(default_factory=list)
    records: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0
    documents: int = 0


def cpu_seconds() -> float:
    """CPU of this process, its database threads included."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


async def fill(store: Store, count: int) -> None:
    """Put documents on record, two to a host, all watched and due."""
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), START)
    channel = await store.workspaces.ensure_channel(workspace, "C1", START)
    for platform in range(count // PER_PLATFORM):
        first = platform * PER_PLATFORM
        documents = tuple(
            NewDocument(f"policy {n}", (f"https://h{n // 2}.example/{n}",))
            for n in range(first, first + PER_PLATFORM)
        )
        request = NewWatch(
            channel=channel,
            platform_key=f"p{platform}",
            platform_name=f"P{platform}",
            documents=documents,
            is_private=False,
            minimum=Severity.LOW,
            cadence=Cadence.NOW,
            user_id="U1",
        )
        await store.watches.add(request, START)


def first(due: DueDocument, now: datetime) -> CheckOutcome:
    """A first version of a page of 8 KB of words, so that later looks have something to fold on."""
    body = f"{due.document.id} {WORDS}".encode()
    digest = sha256(body).hexdigest()
    url = due.document.urls[0]
    page = Snapshot(url, url, 200, (("etag", '"1"'),), body, digest, now)
    blocks = tuple(Block(BlockKind.PARAGRAPH, WORDS[n : n + 400]) for n in range(0, 8000, 400))
    reading = Reading("1", "Policy", "en", blocks, (), Signals(), 1200, None, digest, digest)
    return CheckOutcome(
        document_id=due.document.id,
        lease_token=due.lease_token,
        checked_at=now,
        # Earlier than the rest, so that the second pass begins with these.
        next_check_at=START - INTERVAL,
        result=FirstVersion((PageState(url, etag='"1"', sha256=digest),), (page,), reading),
        state=DocumentState(),
    )


def unchanged(due: DueDocument, now: datetime) -> CheckOutcome:
    """The outcome of a check that saw nothing new."""
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
    found: Callable[[DueDocument, datetime], CheckOutcome],
    start: datetime,
    batches: int,
) -> Timings:
    """Claim and record batch after batch."""
    timings = Timings()
    now = start
    for _ in range(batches):
        now += timedelta(seconds=1)
        began, used = time.perf_counter(), cpu_seconds()
        claimed = await store.checks.claim(now, BATCH, LEASE)
        between, claiming = time.perf_counter(), cpu_seconds() - used
        outcomes = [found(due, now) for due in claimed]
        ready, used = time.perf_counter(), cpu_seconds()
        await store.checks.record(outcomes, PACE)
        timings.claims.append((between - began) * 1000)
        timings.records.append((time.perf_counter() - ready) * 1000)
        timings.cpu_seconds += claiming + cpu_seconds() - used
        timings.documents += len(claimed)
    return timings


def bare(folder: Path, count: int) -> float:
    """CPU milliseconds per row of the bare driver: read and write 100 rows by key, commit."""
    connection = sqlite3.connect(folder / "bare.db", isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = normal")
    connection.execute("create table t (id integer primary key, due text, token text)")
    connection.execute("begin")
    rows = [(n, "2026-01-01 00:00:00.000000", None) for n in range(count)]
    connection.executemany("insert into t values (?, ?, ?)", rows)
    connection.execute("commit")
    used = cpu_seconds()
    for batch in range(BATCHES):
        keys = [(batch * BATCH + n) % count for n in range(BATCH)]
        connection.execute("begin immediate")
        for key in keys:
            connection.execute("select * from t where id = ?", (key,)).fetchone()
        changes = [("2026-01-01 06:00:00.000000", "x", key) for key in keys]
        connection.executemany("update t set due = ?, token = ? where id = ?", changes)
        connection.execute("commit")
    spent = cpu_seconds() - used
    connection.close()
    return spent * 1000 / (BATCHES * BATCH)


async def main(count: int, url: str | None) -> None:
    """Fill a store, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(url or f"sqlite+aiosqlite:///{Path(folder) / 'store.db'}")
        began = time.perf_counter()
        await fill(store, count)
        print(f"{count} documents on record after {time.perf_counter() - began:.1f} s")
        # Two to a host, so half of them are due without waiting for a host.
        batches = min(BATCHES, count // 2 // BATCH)
        report("first versions", await measure(store, first, START, batches))
        report("unchanged", await measure(store, unchanged, START + INTERVAL, batches))
        await store.close()
        print(f"bare driver: {bare(Path(folder), count):.3f} ms CPU per row read and written")


def report(name: str, timings: Timings) -> None:
    """Print one pass."""
    each = timings.cpu_seconds * 1000 / max(timings.documents, 1)
    print(f"{name}: {each:.3f} ms CPU per document ({timings.documents} documents)")
    for step, values in (("claim", timings.claims), ("record", timings.records)):
        middle, worst = percentile(values, 0.5), percentile(values, 0.99)
        print(f"  {step} of {BATCH}: p50 {middle:.1f} ms, p99 {worst:.1f} ms")


if __name__ == "__main__":
    asyncio.run(
        main(
            int(sys.argv[1]) if len(sys.argv) > 1 else 20_000,
            sys.argv[2] if len(sys.argv) > 2 else None,
        )
    )
