"""What a channel chose after something was queued for it holds for the post."""

from datetime import timedelta

from clausewatch.model.record_ids import ChangeId
from clausewatch.notifications.digests import ChannelSettings
from clausewatch.store.mutes import Mute
from tests.clausewatch.store.outbox_situations import find_ts, list_change_ids, record_changes
from tests.clausewatch.store.world import World


async def test_a_mute_holds_for_its_channel_alone(world: World) -> None:
    """Another channel that watches the platform gets its card at once, and the mute its own."""
    quiet, other = await record_changes(world, "brillo", teams=("T1", "T2"))
    until = world.now + timedelta(days=1)
    await world.store.mutes.mute(Mute(quiet.id, "brillo", until, "U1"), world.now)
    assert [post.channel.id for post in await world.drain()] == [other.id]
    world.now = until
    assert [post.channel.id for post in await world.drain()] == [quiet.id]


async def test_a_note_is_no_reply_once_threads_are_off(world: World) -> None:
    """A note that was queued for a thread is posted in the channel, as its twin is in a thread."""
    without, within = await record_changes(world, "brillo", teams=("T1", "T2"))
    cards = {post.channel.id: post for post in await world.drain()}
    for channel in (without, within):
        (number,) = list_change_ids(cards[channel.id])
        await world.acknowledge(channel.workspace_id, ChangeId(number))
    settings = ChannelSettings(is_threaded=False)
    await world.store.channel_settings.save(without.id, settings, "U1", world.now)
    notes = {post.channel.id: post for post in await world.drain()}
    assert notes[without.id].root_ts is None
    assert notes[within.id].root_ts == find_ts(world, cards[within.id])
