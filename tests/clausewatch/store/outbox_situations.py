"""Situations for tests of the outbox: channels with pending deliveries."""

from datetime import timedelta

from clausewatch.model.watches import Channel
from clausewatch.notifications.deliveries import Post
from clausewatch.notifications.events import ChannelPaused
from clausewatch.store import deliveries
from tests.clausewatch.store.world import (
    LEASE,
    NEW_TEXT,
    NOW,
    World,
    make_baseline_outcome,
    make_change_outcome,
)

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)


async def record_changes(
    world: World, *keys: str, teams: tuple[str, ...] = ("T1",)
) -> list[Channel]:
    """Let channels watch platforms, and record a change of each."""
    channels = [await world.channel(team) for team in teams]
    for channel in channels:
        for key in keys:
            await world.watch(channel, key)
    await world.record(
        *(make_baseline_outcome(d) for d in await world.store.checks.claim(NOW, 99, LEASE))
    )
    await world.drain()
    world.after(timedelta(hours=6))
    looks = await world.store.checks.claim(world.now, 99, LEASE)
    await world.record(
        *(make_change_outcome(d, f"{NEW_TEXT} {d.document.id}", at=world.now) for d in looks)
    )
    return channels


def list_change_ids(outgoing: Post | None) -> list[int]:
    """Return the changes in a post."""
    assert outgoing is not None
    return [d.change.id for d in outgoing.deliveries if d.change is not None]


async def enqueue_pause(world: World, channel: Channel) -> bool:
    """Queue the line that says that the channel is paused; False if it was queued before."""
    event = ChannelPaused(channel.id, channel.slack_id, "is_archived", NOW, is_direct=False)
    row = deliveries.make_row(event, (channel.workspace_id, channel.id), world.now)
    async with world.store.database.write() as connection:
        return await deliveries.add(connection, [row]) > 0


def find_ts(world: World, post: Post) -> str:
    """Return the ts of a post."""
    return f"ts-{world.posts.index(post) + 1}"
