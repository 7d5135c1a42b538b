"""What is forgotten in time, and what never is."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from clausewatch.checks.outcome import Candidate, SameTerms, Unconfirmed
from clausewatch.store import codec
from clausewatch.store.tables import BLOB
from tests.clausewatch.store.world import (
    LEASE,
    NOW,
    World,
    load_bodies,
    make_outcome,
    make_snapshot,
)

MONTH = timedelta(days=30)


async def with_noise(world: World) -> str:
    """A document with a version and with a look at noise; return the noise's hash."""
    await world.watch(await world.channel())
    await world.first_read()
    look = await world.next_look()
    noise = replace(make_snapshot("A banner."), fetched_at=world.now)
    await world.record(make_outcome(look, SameTerms((), (noise,)), world.now))
    return noise.sha256


async def test_noise_is_forgotten_in_time(world: World) -> None:
    """Bytes that made no version go after their time; those of versions stay for good."""
    noise = await with_noise(world)
    keep = {"snapshots": 0, "blobs": 0, "events": 0}
    assert await world.store.maintenance.tidy(world.now + MONTH - LEASE, MONTH) == keep
    counts = await world.store.maintenance.tidy(world.now + MONTH, MONTH)
    assert counts == {"snapshots": 1, "blobs": 1, "events": 0}
    assert await load_bodies(world.store, [noise]) == {}
    verification = await world.store.maintenance.verify_blobs()
    assert (verification.checked, verification.wrong, verification.missing) == (1, (), ())


async def test_a_candidates_looks_are_kept(world: World) -> None:
    """What waits for a second look is not tidied away before it."""
    await world.watch(await world.channel())
    await world.first_read()
    look = await world.next_look()
    other = replace(make_snapshot("Other terms."), fetched_at=world.now)
    waiting = replace(look.state, candidate=Candidate(world.now, ((other.sha256,),), ("f" * 64,)))
    unconfirmed = make_outcome(look, Unconfirmed((other,)), world.now, state=waiting)
    await world.record(unconfirmed)
    await world.store.maintenance.tidy(world.now + 2 * MONTH, timedelta(0))
    assert list(await load_bodies(world.store, [other.sha256])) == [other.sha256]


async def test_old_event_ids_are_forgotten(world: World) -> None:
    """They need to be known for as long as Slack may send them again."""
    await world.store.workspaces.remember_event("Ev1", NOW)
    counts = await world.store.maintenance.tidy(NOW + timedelta(minutes=59), MONTH)
    assert counts["events"] == 0
    counts = await world.store.maintenance.tidy(NOW + timedelta(hours=1), MONTH)
    assert counts["events"] == 1


async def test_verifying_finds_what_is_wrong(world: World) -> None:
    """Bytes that are not what their hash says are named, and so are bytes that are gone."""
    noise = await with_noise(world)
    upkeep = world.store.maintenance
    assert (await upkeep.verify_blobs()).wrong == ()
    for body in (codec.compress(b"tampered"), b"not even compressed"):
        async with world.store.database.write() as connection:
            change = update(BLOB).where(BLOB.c.sha256 == noise)
            await connection.execute(change.values(body=body))
        assert (await upkeep.verify_blobs()).wrong == (noise,)
    async with world.store.database.write() as connection:
        await connection.execute(BLOB.delete())
    gone = await upkeep.verify_blobs()
    assert gone.checked == 0
    assert gone.missing == (
        make_snapshot("We keep logs for 30 days. https://brillo.example/privacy").sha256,
    )


async def test_counting(world: World) -> None:
    """Counts say how much there is of what people ask for."""
    await with_noise(world)
    counts = await world.store.maintenance.count_rows()
    assert counts["documents"] == counts["watched"] == counts["versions"] == 1
    assert (counts["snapshots"], counts["told"], counts["pending"]) == (2, 1, 0)


async def test_a_lone_process_frees_what_a_crash_left(world: World) -> None:
    """Documents, hosts and channels are free at once; a post on its way is of unknown fate."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read(is_told=False)
    world.after(timedelta(hours=6))
    held = await world.due()
    lost = await world.store.outbox.claim(world.now, LEASE)
    assert lost is not None
    assert await world.store.checks.claim(world.now, 9, LEASE) == ()
    await world.store.maintenance.release_leases(world.now)
    assert (await world.due()).document == held.document
    assert await world.send() is None
    assert [post.post_id for post in await world.store.outbox.find_unknown()] == [lost.post_id]
    world.after(timedelta(minutes=10))
    assert [post.is_repeat for post in await world.drain()] == [True]
