"""Situations for the outbox: channels with something to tell, and who was told what."""

from datetime import timedelta

from clausewatch.model.watches import Channel
from clausewatch.notifications.deliveries import Post
from clausewatch.notifications.events import ChannelPaused
from clausewatch.store import deliveries
from tests.clausewatch.store.world import LEASE, NEW, NOW, World, baseline, changed

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)


async def with_changes(world: World, *keys: str, teams: tuple[str, ...] = ("T1",)) -> list[Channel]:
    """Channels that watch platforms, each of which has changed just now."""
    channels = [await world.channel(team) for team in teams]
    for channel in channels:
        for key in keys:
            await world.watch(channel, key)
    await world.record(*(baseline(d) for d in await world.store.checks.claim(NOW, 99, LEASE)))
    await world.drain()
    world.after(timedelta(hours=6))
    looks = await world.store.checks.claim(world.now, 99, LEASE)
    await world.record(*(changed(d, f"{NEW} {d.document.id}", at=world.now) for d in looks))
    return channels


def numbers(outgoing: Post | None) -> list[int]:
    """The changes that a post tells."""
    assert outgoing is not None
    return [d.change.id for d in outgoing.deliveries if d.change is not None]


async def enqueue_pause(world: World, channel: Channel) -> bool:
    """Queue the line that says that the channel is paused; False if it was queued before."""
    event = ChannelPaused(channel.id, channel.slack_id, "is_archived", NOW, is_direct=False)
    row = deliveries.make_row(event, (channel.workspace_id, channel.id), world.now)
    async with world.store.database.write() as connection:
        return await deliveries.add(connection, [row]) > 0


def world_ts(world: World, post: Post) -> str:
    """The ts that a post was given."""
    return f"ts-{world.posts.index(post) + 1}"
