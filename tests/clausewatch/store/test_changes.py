"""Changes as a workspace sees them."""

from datetime import timedelta

from clausewatch.model.reading import Significance
from clausewatch.model.record_ids import ChangeId
from clausewatch.model.reviews import ReviewStatus
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
    acknowledged = ReviewStatus.ACKNOWLEDGED
    step = ("U9", NOW)
    reviews = world.store.reviews
    assert await reviews.set_status(theirs.workspace_id, change_id, acknowledged, step) is None
    assert await reviews.undo(theirs.workspace_id, change_id, step) is None
    assert await changes.find_recent(theirs.workspace_id, platform_key=None, since=LONG_AGO) == ()
    assert await changes.find_cards(theirs.workspace_id, change_id) == ()


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
    assert await found(until=world.now) == [2, 1]
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
