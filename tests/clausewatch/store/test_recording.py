"""What checks learned is written down whole, once, and nothing that was evidence is rewritten."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from sqlalchemy import select

from clausewatch.checks.outcome import (
    Candidate,
    CheckOutcome,
    Failed,
    FirstVersion,
    NotThePolicy,
    SameBytes,
    SameTerms,
)
from clausewatch.errors import WorkerError
from clausewatch.model.documents import Unreadable
from clausewatch.notifications.events import FirstRead
from clausewatch.store import NewDocument, Store
from clausewatch.store.tables import SNAPSHOT, VERSION
from tests.clausewatch.store.world import (
    LEASE,
    NEW_TEXT,
    NOW,
    OLD_TEXT,
    PACE,
    SIX_HOURS,
    World,
    load_bodies,
    make_baseline_outcome,
    make_change_outcome,
    make_comparison,
    make_outcome,
    make_page_states,
    make_reading,
    make_snapshot,
    make_snapshots,
)


async def looks(store: Store) -> list[tuple[int, int, int]]:
    """Per snapshot on record: its place, how often it was seen, and minutes from first to last."""
    async with store.database.read() as connection:
        rows = (await connection.execute(select(SNAPSHOT).order_by(SNAPSHOT.c.id))).all()
    return [
        (row.position, row.looks, (row.last_seen_at - row.first_seen_at) // timedelta(minutes=1))
        for row in rows
    ]


async def test_a_first_version(world: World) -> None:
    """The first good look is a version with its snapshots, and nobody is told of a change."""
    urls = ("https://brillo.example/a", "https://brillo.example/b")
    channel = await world.channel()
    await world.watch(channel, documents=(NewDocument("terms", urls),))
    due = await world.due()
    (change_id,) = await world.record(make_baseline_outcome(due))
    assert change_id is None
    (version,) = await world.store.versions.load_history(due.document.id)
    shown = make_snapshots(due, OLD_TEXT)
    assert version.reading == make_reading(OLD_TEXT)
    assert version.snapshots == tuple(s.sha256 for s in shown)
    assert (version.number, version.change_id) == (1, None)
    assert (version.captured_at, version.source_url) == (NOW, urls[0])
    assert await world.store.versions.load_snapshots(due.document.id, version.snapshots) == shown
    stored = await load_bodies(world.store, version.snapshots)
    assert stored == {s.sha256: s.body for s in shown}
    assert (await world.next_look()).pages == make_page_states(shown)


async def test_times_come_back_aware(world: World) -> None:
    """Every time is aware and in UTC, to the microsecond."""
    await world.watch(await world.channel())
    due = await world.first_read()
    (version,) = await world.store.versions.load_history(due.document.id)
    (kept,) = await world.store.versions.load_snapshots(due.document.id, version.snapshots)
    for time in (version.captured_at, kept.fetched_at, due.lease_until - LEASE):
        assert time == NOW
        assert time.tzinfo is UTC


async def test_a_naive_time_is_refused(world: World) -> None:
    """A time without a zone is a fault of ours and is never stored."""
    with pytest.raises(Exception, match="without a zone"):
        await world.store.checks.claim(NOW.replace(tzinfo=None), 1, LEASE)


async def test_a_change(world: World) -> None:
    """A change stands between two versions; the later one is the baseline from now on."""
    channel = await world.channel()
    await world.watch(channel)
    first = await world.first_read()
    change_id = await world.change()
    change = await world.store.changes.find(channel.workspace_id, change_id)
    assert change is not None
    assert change.record_id == "CW-C-000001"
    assert (change.before.reading, change.after.reading) == (
        make_reading(OLD_TEXT),
        make_reading(NEW_TEXT),
    )
    assert change.comparison == make_comparison()
    assert change.after.change_id == change_id
    assert change.detected_at == world.now
    after, before = await world.store.versions.load_history(first.document.id)
    assert (after, before) == (change.after, change.before)
    assert (await world.next_look()).state.baseline_id == after.id


async def test_unchanged_looks_fold(world: World) -> None:
    """Looks that saw nothing new are counted on what was seen: first, last, how often."""
    await world.watch(await world.channel())
    await world.first_read()
    for _ in range(3):
        look = await world.next_look()
        await world.record(make_outcome(look, SameBytes(), world.now))
    assert await looks(world.store) == [(0, 4, 3 * 360)]
    async with world.store.database.read() as connection:
        version = (await connection.execute(select(VERSION))).one()
    assert version.looks == 4
    assert version.last_seen_at == world.now


async def test_looks_of_a_batch_keep_their_own_times(world: World) -> None:
    """Evidence says when a text was last seen: that of its own look, whatever came with it."""
    channel = await world.channel()
    for key in ("brillo", "cifra"):
        await world.watch(channel, key)
    await world.record(
        *(make_baseline_outcome(d) for d in await world.store.checks.claim(NOW, 10, LEASE))
    )
    world.after(SIX_HOURS)
    claimed = await world.store.checks.claim(world.now, 10, LEASE)
    times = [world.now + timedelta(seconds=n) for n, _ in enumerate(claimed)]
    await world.record(
        *(make_outcome(d, SameBytes(), at) for d, at in zip(claimed, times, strict=True))
    )
    async with world.store.database.read() as connection:
        for rows in (VERSION, SNAPSHOT):
            query = select(rows.c.last_seen_at).order_by(rows.c.document_id)
            assert list((await connection.execute(query)).scalars()) == times


async def test_a_look_at_other_bytes_is_kept_beside(world: World) -> None:
    """Noise is kept as its own snapshot; seen again it is counted, its bytes stored once."""
    await world.watch(await world.channel())
    await world.first_read()
    noise = make_snapshot("A new banner.")
    for _ in range(2):
        look = await world.next_look()
        later = replace(noise, fetched_at=world.now)
        await world.record(
            make_outcome(look, SameTerms(make_page_states((later,)), (later,)), world.now)
        )
    assert await looks(world.store) == [(0, 1, 0), (0, 2, 360)]
    assert (await world.store.maintenance.verify_blobs()).checked == 2


async def test_the_same_bytes_of_two_documents_are_stored_once(world: World) -> None:
    """Snapshots are addressed by content; each document has its own record of seeing them."""
    channel = await world.channel()
    await world.watch(channel, "brillo")
    await world.watch(channel, "cifra")
    shared = make_snapshot(OLD_TEXT)
    for due in await world.store.checks.claim(NOW, 10, LEASE):
        await world.record(make_outcome(due, FirstVersion((), (shared,), make_reading(OLD_TEXT))))
    assert len(await looks(world.store)) == 2
    assert (await world.store.maintenance.verify_blobs()).checked == 1


async def test_a_snapshot_must_have_its_hash(world: World) -> None:
    """Evidence whose hash is not that of its bytes is refused, and nothing is stored half."""
    await world.watch(await world.channel())
    due = await world.due()
    forged = replace(make_snapshot(OLD_TEXT), sha256="0" * 64)
    with pytest.raises(ValueError, match="hash"):
        await world.record(make_outcome(due, FirstVersion((), (forged,), make_reading(OLD_TEXT))))
    assert await looks(world.store) == []
    assert await world.store.versions.load_history(due.document.id) == ()


async def test_a_batch_is_one_transaction(world: World) -> None:
    """Where one outcome cannot be stored, none of its batch is, and all can be checked again."""
    channel = await world.channel()
    await world.watch(channel, "brillo")
    await world.watch(channel, "cifra")
    good, bad = await world.store.checks.claim(NOW, 10, LEASE)
    forged = replace(make_snapshot(OLD_TEXT), sha256="0" * 64)
    with pytest.raises(ValueError, match="hash"):
        await world.record(
            make_baseline_outcome(good),
            make_outcome(bad, FirstVersion((), (forged,), make_reading(OLD_TEXT))),
        )
    assert await world.store.versions.load_history(good.document.id) == ()
    assert await world.drain() == []
    assert len(await world.store.checks.claim(NOW + LEASE, 10, LEASE)) == 2


async def test_a_mixed_batch(world: World) -> None:
    """Each outcome of a batch is recorded for its own document, in the order given."""
    channel = await world.channel()
    for key in "abc":
        await world.watch(channel, key)
    await world.record(
        *(make_baseline_outcome(d) for d in await world.store.checks.claim(NOW, 10, LEASE))
    )
    world.after(SIX_HOURS)
    first, second, third = await world.store.checks.claim(world.now, 10, LEASE)
    ids = await world.record(
        make_outcome(first, SameBytes(), world.now),
        make_change_outcome(second, at=world.now),
        replace(
            make_outcome(third, Failed(WorkerError("late"), "late"), world.now), lease_token="lost"
        ),
    )
    assert [change_id is not None for change_id in ids] == [False, True, False]
    statuses = await world.store.documents.find_by_ids(
        channel.workspace_id, [d.document.id for d in (first, second, third)]
    )
    assert [s.last_checked_at for s in statuses] == [world.now, world.now, NOW]


async def test_health_and_confirmation_show_in_the_status(world: World) -> None:
    """Lists can say that a document is unreadable or waits for a second look."""
    channel = await world.channel()
    added = (await world.watch(channel)).added[0]
    await world.first_read()
    look = await world.next_look()
    unreadable = Unreadable("captcha", "a captcha stands before it", world.now, 1)
    candidate = Candidate(world.now, (("a" * 64,),), ("b" * 64,))
    state = replace(look.state, unreadable=unreadable, candidate=candidate)
    await world.record(make_outcome(look, NotThePolicy((), "a captcha"), world.now, state=state))
    status = await world.store.documents.find(channel.workspace_id, added.id)
    assert status is not None
    assert status.unreadable == unreadable
    assert status.is_awaiting_confirmation
    assert (status.last_checked_at, status.last_verified_at) == (world.now, NOW)


async def test_rederiving_is_silent(world: World) -> None:
    """Another extractor release rewrites a version's text; number, evidence and channels stay."""
    channel = await world.channel()
    await world.watch(channel)
    due = await world.first_read()
    (before,) = await world.store.versions.load_history(due.document.id)
    newer = make_reading("We keep logs for thirty days.", extractor="2026.2.0")
    await world.store.versions.replace_reading(before.id, newer)
    (after,) = await world.store.versions.load_history(due.document.id)
    assert after == replace(before, reading=newer)
    assert await world.drain() == []


async def test_hostile_characters_are_stored_without(world: World) -> None:
    """Characters that a database refuses cost the character, not the outcome."""
    channel = await world.channel()
    added = (await world.watch(channel)).added[0]
    due = await world.due()
    page = replace(
        make_snapshot(OLD_TEXT), headers=(("X-\x00", "a\x00b"),), final_url="https://x/\x00y"
    )
    text = replace(make_reading(OLD_TEXT), title="Pri\x00vacy \ud800")
    event = FirstRead(due.document.id, "nul \x00 half \udfff", None, 6)
    filed = make_outcome(due, FirstVersion((), (page,), text), events=(event,))
    await world.record(filed)
    status = await world.store.documents.find(channel.workspace_id, added.id)
    assert status is not None
    assert status.version is not None
    assert status.version.source_url == "https://x/y"
    (post,) = await world.drain()
    assert post.deliveries[0].event == replace(event, title="nul  half ")


async def test_recording_nothing(world: World) -> None:
    """An empty batch is no transaction and no fault."""
    outcomes: tuple[CheckOutcome, ...] = ()
    assert await world.store.checks.record(outcomes, PACE) == ()


async def test_a_host_with_false_validators_is_remembered(world: World) -> None:
    """Its next claim says so, also for its other documents; other hosts keep their trust."""
    channel = await world.channel()
    documents = tuple(
        NewDocument(kind, (f"https://{host}.example/{kind}",))
        for host, kind in (("brillo", "terms"), ("brillo", "privacy"), ("other", "cookies"))
    )
    await world.watch(channel, documents=documents)
    first, *others = await world.store.checks.claim(world.now, 10, LEASE)
    lying = first if "brillo" in first.document.urls[0] else others[0]
    assert not any(claimed.has_false_validators for claimed in (first, *others))
    await world.record(
        *(
            make_outcome(claimed, SameBytes(), has_false_validators=claimed is lying)
            for claimed in (first, *others)
        )
    )
    trusted = {}
    for _ in range(4):
        world.after(SIX_HOURS)
        for claimed in await world.store.checks.claim(world.now, 5, LEASE):
            trusted[claimed.document.kind] = not claimed.has_false_validators
            await world.record(make_outcome(claimed, SameBytes(), world.now))
    assert trusted == {"terms": False, "privacy": False, "cookies": True}


async def test_the_time_of_the_whole_page_is_remembered(world: World) -> None:
    """Verified by a whole page in place of a 304, the page carries the new time."""
    await world.watch(await world.channel())
    await world.first_read()
    due = await world.next_look()
    pages = tuple(replace(page, received_at=world.now) for page in due.pages)
    await world.record(make_outcome(due, SameBytes(pages), world.now))
    assert [page.received_at for page in (await world.next_look()).pages] == [
        due.lease_until - LEASE
    ]
