"""Changes as a workspace sees them, and who has read them."""

from datetime import timedelta

from clausewatch.model.changes import Review
from clausewatch.model.reading import Significance
from clausewatch.model.record_ids import ChangeId
from clausewatch.notifications.events import ChangeReviewed
from clausewatch.store.tables import CHANGE
from tests.clausewatch.store.world import (
    LEASE,
    NOW,
    World,
    make_baseline_outcome,
    make_change_outcome,
    make_comparison,
)

LONG_AGO = NOW - timedelta(days=30)


async def test_a_private_documents_change_exists_for_its_workspace_only(world: World) -> None:
    """By number, by list and by review: for others the change is not there."""
    ours, theirs = await world.channel(), await world.channel("T2")
    await world.watch(ours, is_private=True)
    await world.first_read()
    change_id = await world.change()
    changes = world.store.changes
    assert await changes.find(ours.workspace_id, change_id) is not None
    assert await changes.find(theirs.workspace_id, change_id) is None
    assert await changes.review(theirs.workspace_id, change_id, "U9", NOW) is None
    assert await changes.find_recent(theirs.workspace_id, platform_key=None, since=LONG_AGO) == ()
    assert await changes.find_cards(theirs.workspace_id, change_id) == ()


async def test_a_review_counts_once_per_person(world: World) -> None:
    """Pressing twice is one review and one note under the card; another person's is a second."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    change_id = await world.change()
    await world.drain()
    card_ts = f"ts-{len(world.posts)}"
    first = world.now
    await world.store.changes.review(channel.workspace_id, change_id, "U1", first)
    later = world.after(timedelta(minutes=1))
    again = await world.store.changes.review(channel.workspace_id, change_id, "U1", later)
    other = await world.store.changes.review(channel.workspace_id, change_id, "U2", later)
    assert again is not None
    assert other is not None
    assert again.reviews == (Review("U1", first),)
    assert other.reviews == (Review("U1", first), Review("U2", later))
    notes = await world.drain()
    assert [(n.root_ts, n.deliveries[0].event) for n in notes] == [
        (card_ts, ChangeReviewed(change_id, "U1")),
        (card_ts, ChangeReviewed(change_id, "U2")),
    ]


async def test_reviews_stay_in_their_workspace(world: World) -> None:
    """A shared document's change shows each workspace its own reviews; notes go nowhere else."""
    ours, theirs = await world.channel(), await world.channel("T2")
    await world.watch(ours)
    await world.watch(theirs)
    await world.first_read()
    change_id = await world.change()
    await world.drain()
    await world.store.changes.review(ours.workspace_id, change_id, "U1", world.now)
    seen = await world.store.changes.find(theirs.workspace_id, change_id)
    assert seen is not None
    assert seen.reviews == ()
    assert [post.channel.id for post in await world.drain()] == [ours.id]


async def test_cards_are_found_again(world: World) -> None:
    """Every card that tells a change in the workspace, for its update; a folded post is none."""
    first, second = await world.channel(), await world.channel(slack_id="C2")
    for key in "abcdef":
        await world.watch(first, key)
    await world.watch(second, "a")
    await world.record(
        *(make_baseline_outcome(d) for d in await world.store.checks.claim(NOW, 9, LEASE))
    )
    await world.drain()
    world.after(timedelta(hours=6))
    looks = await world.store.checks.claim(world.now, 9, LEASE)
    await world.record(*(make_change_outcome(look, at=world.now) for look in looks))
    assert await world.store.changes.find_cards(first.workspace_id, ChangeId(1)) == ()
    sent = await world.drain()
    (card,) = [post for post in sent if post.channel == second]
    ts = f"ts-{world.posts.index(card) + 1}"
    assert await world.store.changes.find_cards(first.workspace_id, ChangeId(1)) == ((second, ts),)


async def test_recent_changes(world: World) -> None:
    """Newest first, of one platform or all, since a time, of a channel's watchlist, so many."""
    first, second = await world.channel(), await world.channel(slack_id="C2")
    await world.watch(first, "a")
    await world.watch(second, "b")
    await world.record(
        *(make_baseline_outcome(d) for d in await world.store.checks.claim(NOW, 9, LEASE))
    )
    for text in ("We keep logs for 60 days.", "We keep logs for 90 days."):
        world.after(timedelta(hours=7))
        looks = await world.store.checks.claim(world.now, 9, LEASE)
        await world.record(*(make_change_outcome(look, text, at=world.now) for look in looks))

    async def found(**how: object) -> list[int]:
        options = {"platform_key": None, "since": LONG_AGO} | how
        changes = await world.store.changes.find_recent(first.workspace_id, **options)  # type: ignore[arg-type]
        assert all(change.after.reading.blocks == () for change in changes)
        return [change.id for change in changes]

    assert await found() == [4, 3, 2, 1]
    assert await found(platform_key="a") == [3, 1]
    assert await found(channel_id=second.id) == [4, 2]
    assert await found(since=world.now) == [4, 3]
    assert await found(limit=1) == [4]
    assert await found(platform_key="none") == []


async def test_significance_and_severity_can_be_asked_for(world: World) -> None:
    """They are plain columns beside the packed comparison."""
    await world.watch(await world.channel())
    await world.first_read()
    change_id = await world.change(found=make_comparison(Significance.EDITORIAL))
    async with world.store.database.read() as connection:
        row = (await connection.execute(CHANGE.select())).one()
    assert (row.id, row.significance, row.severity) == (change_id, "editorial", "medium")
    assert row.detected_at == world.now
