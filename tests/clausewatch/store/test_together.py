"""Several processes at one database, and work that is cut off in the middle."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio
from sqlalchemy import func, select

from clausewatch.notifications.deliveries import DeliveryKind, Receipt
from clausewatch.store import NewDocument, Store
from clausewatch.store.tables import DOCUMENT
from tests.clausewatch.store.world import (
    LEASE,
    NEW_TEXT,
    NOW,
    SEND_LEASE,
    SIX_HOURS,
    World,
    make_baseline_outcome,
    make_change_outcome,
)

PLATFORMS = 6
TEAMS = ("T1", "T2", "T3")


@pytest_asyncio.fixture(loop_scope="session")
async def stores(url: str) -> AsyncIterator[list[Store]]:
    """Yield three stores on one database, as three processes would have them."""
    opened = [await Store.open(url) for _ in range(3)]
    yield opened
    for store in opened:
        await store.close()


def documents_of(platform: int) -> tuple[NewDocument, ...]:
    """Three documents of a platform; each host is shared by two platforms, in opposite order."""
    hosts = [f"h{(platform // 2 * 3) + n}.example" for n in range(3)]
    if platform % 2:
        hosts.reverse()
    return tuple(
        NewDocument(f"policy {n}", (f"https://{host}/{platform}",)) for n, host in enumerate(hosts)
    )


async def watch_all(store: Store, team: str) -> None:
    """A team watches everything."""
    world = World(store)
    channel = await world.channel(team)
    for platform in range(PLATFORMS):
        await world.watch(channel, f"p{platform}", documents=documents_of(platform))


async def check_all(store: Store, now: list[int]) -> None:
    """Check what is due until nothing is, moving the shared clock on while hosts are waited for."""
    idle = 0
    while idle < 3:
        moment = NOW + timedelta(seconds=now[0])
        due = await store.checks.claim(moment, 2, LEASE)
        for one in due:
            seen = make_baseline_outcome(one, at=moment)
            if one.state.baseline_id is not None:
                seen = make_change_outcome(one, f"{NEW_TEXT} {one.document.id}", at=moment)
            await store.checks.record([seen], timedelta(seconds=5))
        idle = 0 if due else idle + 1
        now[0] += 0 if due else 3


async def send_all(store: Store, now: list[int], told: Counter[tuple[int, int]]) -> None:
    """Post what is due until nothing is; count what each channel is told of changes."""
    idle = 0
    while idle < 20:
        moment = NOW + timedelta(seconds=now[0])
        outgoing = await store.outbox.claim(moment, SEND_LEASE)
        idle = idle + 1 if outgoing is None else 0
        now[0] += 1
        if outgoing is None:
            continue
        for delivery in outgoing.deliveries:
            if delivery.kind is DeliveryKind.ALERT and delivery.change is not None:
                told[outgoing.channel.id, delivery.change.id] += 1
        await store.outbox.mark_sent(outgoing, Receipt(f"{outgoing.post_id}"), moment)


async def test_three_processes_tell_each_change_once(stores: list[Store]) -> None:
    """Watching, checking and posting at once: every change reaches every channel, none twice."""
    await asyncio.gather(*(watch_all(s, t) for s, t in zip(stores, TEAMS, strict=True)))
    await asyncio.gather(*(check_all(store, [0]) for store in stores))
    later = SIX_HOURS // timedelta(seconds=1) + 600
    told: Counter[tuple[int, int]] = Counter()
    await asyncio.gather(
        *(check_all(store, [later]) for store in stores),
        *(send_all(store, [later], told) for store in stores),
    )
    await send_all(stores[0], [later + 600], told)
    channels = {channel for channel, _ in told}
    changes = {change for _, change in told}
    assert len(channels) == len(TEAMS)
    assert len(changes) == PLATFORMS * 3
    assert set(told.values()) == {1}
    assert len(told) == len(channels) * len(changes)


async def test_a_read_sees_one_state_throughout(stores: list[Store]) -> None:
    """What another process writes between two statements of a read is not seen by the second."""
    reader, writer, _ = stores
    count = select(func.count()).select_from(DOCUMENT)
    async with reader.database.read() as connection:
        before = (await connection.execute(count)).scalar_one()
        await watch_all(writer, "T1")
        assert (await connection.execute(count)).scalar_one() == before
    async with reader.database.read() as connection:
        assert (await connection.execute(count)).scalar_one() > before


async def test_work_cut_off_anywhere_leaves_nothing_half(world: World) -> None:
    """A record that is cancelled at any moment is there whole or not at all; the store goes on."""
    channel = await world.channel()
    cut = 0
    for number in range(25):
        await world.watch(channel, f"p{number}")
        due = await world.due()
        task = asyncio.create_task(world.record(make_baseline_outcome(due)))
        for _ in range(number * 5):
            await asyncio.sleep(0)
        task.cancel()
        (done,) = await asyncio.gather(task, return_exceptions=True)
        cut += isinstance(done, asyncio.CancelledError)
        versions = await world.store.versions.load_history(due.document.id)
        status = await world.store.documents.find(channel.workspace_id, due.document.id)
        assert status is not None
        assert (status.last_checked_at is not None) == (len(versions) == 1)
    assert cut > 0
    counts = await world.store.maintenance.count_rows()
    assert counts["pending"] == counts["versions"] > 0
