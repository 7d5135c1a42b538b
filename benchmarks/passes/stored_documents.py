"""The documents of a pass in the store: how they are watched, made due and counted."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from sqlalchemy import func, select, update

from benchmarks.passes.policy_site import find_address
from benchmarks.watches import add_watch
from clausewatch.catalogue.entries import read_entries
from clausewatch.model.watches import Tenant
from clausewatch.store import NewDocument, Store
from clausewatch.store.tables import CHANGE, DELIVERY, DOCUMENT, HOST, POST


def get_time() -> datetime:
    """Return the current time."""
    return datetime.now(UTC)


def spread_hosts(count: int) -> Iterator[list[int]]:
    """Yield the host numbers of each platform's documents, `count` in all.

    The spread is that of the catalogue. If it has too few documents it is repeated with new hosts.
    """
    numbers: dict[tuple[int, str], int] = {}
    entries = list(read_entries())
    for copy in itertools.count():
        for entry in entries:
            names = [urlsplit(urls[0]).hostname or "" for _, urls, _ in entry.documents][:count]
            count -= len(names)
            if names:
                yield [numbers.setdefault((copy, name), len(numbers)) for name in names]
            if count <= 0:
                return


async def watch_documents(store: Store, count: int, port: int, channels: Sequence[str]) -> None:
    """Add the documents to the watchlists of the channels, one platform after the other."""
    workspace = await store.workspaces.ensure(Tenant(None, "T1"), get_time())
    watchlists = [
        await store.workspaces.ensure_channel(workspace, name, get_time()) for name in channels
    ]
    pages = itertools.count()
    for platform, hosts in enumerate(spread_hosts(count)):
        documents = [
            NewDocument(f"policy {n}", (f"http://{find_address(host)}:{port}/p/{next(pages)}",))
            for n, host in enumerate(hosts)
        ]
        channel = watchlists[platform % len(watchlists)]
        await add_watch(store, channel, platform, documents, get_time())


async def make_all_due(store: Store) -> None:
    """Make every document due now, as after a night in which nothing ran."""
    async with store.database.write() as connection:
        await connection.execute(update(DOCUMENT).values(next_check_at=get_time()))
        await connection.execute(update(HOST).values(due_at=get_time(), next_allowed_at=None))


@dataclass(frozen=True, slots=True)
class PassProgress:
    """Counts of a pass so far."""

    checked: int
    changes: int
    unsent: int
    """Deliveries that are not posted yet."""
    without_version: int
    """Documents without a version."""


async def count_progress(store: Store, started_at: datetime) -> PassProgress:
    """Count the documents checked since a time, the changes found, and what is still to do."""
    queries = [
        select(func.count()).where(DOCUMENT.c.last_checked_at >= started_at),
        select(func.count()).select_from(CHANGE),
        select(func.count()).where(DELIVERY.c.state.in_(("waiting", "pending"))),
        select(func.count()).where(DOCUMENT.c.baseline_id.is_(None)),
    ]
    async with store.database.read() as connection:
        counts = [(await connection.execute(query)).scalar_one() for query in queries]
    return PassProgress(*counts)


async def measure_latencies(store: Store) -> list[float]:
    """Return the seconds from the record of each change to its post, one for every channel."""
    query = (
        select(CHANGE.c.detected_at, POST.c.sent_at)
        .select_from(DELIVERY)
        .join(CHANGE, CHANGE.c.id == DELIVERY.c.change_id)
        .join(POST, POST.c.id == DELIVERY.c.post_id)
        .where(DELIVERY.c.kind == "alert", POST.c.sent_at.is_not(None))
    )
    async with store.database.read() as connection:
        rows = (await connection.execute(query)).all()
    return [(sent - detected).total_seconds() for detected, sent in rows]
