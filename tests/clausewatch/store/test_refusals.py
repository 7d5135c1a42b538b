"""What follows when Slack refuses a post, asks to wait, or never answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from clausewatch.errors import DeliveryError
from clausewatch.model.record_ids import ChangeId
from clausewatch.model.watches import Tenant
from tests.clausewatch.store.outbox_situations import (
    SECOND,
    TEN_MINUTES,
    enqueue_pause,
    list_change_ids,
    record_changes,
)
from tests.clausewatch.store.world import NOW, SEND_LEASE, World
from tests.sqlite_stores import find_inactive_reason


async def test_being_asked_to_wait(world: World) -> None:
    """A rate limit holds the channel for as long as Slack says, and the order stays."""
    await record_changes(world, "a", "b")
    first = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert first is not None
    wait = timedelta(seconds=30)
    limited = DeliveryError("ratelimited", transient=True, retry_after=wait)
    await world.store.outbox.mark_failed(first, limited, world.now)
    assert await world.store.outbox.claim(world.now + wait - SECOND, SEND_LEASE) is None
    world.after(wait)
    again = await world.send()
    assert again is not None
    assert (list_change_ids(again), again.is_repeat) == (list_change_ids(first), False)


async def test_failing_again_and_again_waits_longer(world: World) -> None:
    """Where Slack names no time the wait doubles, up to ten minutes, and nothing is given up."""
    await record_changes(world, "brillo")
    down = DeliveryError("service_unavailable", transient=True)
    for seconds in (5, 10, 20, 40, 80, 160, 320, 600, 600):
        outgoing = await world.store.outbox.claim(world.now, SEND_LEASE)
        assert outgoing is not None
        await world.store.outbox.mark_failed(outgoing, down, world.now)
        world.after(timedelta(seconds=seconds - 1))
        assert await world.store.outbox.claim(world.now, SEND_LEASE) is None
        world.after(SECOND)
    assert [post.is_repeat for post in await world.drain()] == [False]


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived", "odd_one"])
async def test_a_channel_without_the_bot_is_paused(world: World, code: str) -> None:
    """What there is to tell waits, the pause names Slack's reason, and resuming tells it all."""
    (channel,) = await record_changes(world, *"abcde")
    refused = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert refused is not None
    await world.store.outbox.mark_failed(refused, DeliveryError(code, transient=False), world.now)
    assert await world.drain() == []
    paused = await world.channel()
    assert paused == replace(channel, paused=code)
    await enqueue_pause(world, channel)
    await world.store.workspaces.resume_channel(channel.id, world.now)
    sent = await world.drain()
    assert [n for post in sent for n in list_change_ids(post)] == [1, 2, 3, 4, 5]
    assert not any(post.is_repeat for post in sent)
    assert (await world.channel()).paused is None


async def test_a_paused_channel_is_tried_once_an_hour(world: World) -> None:
    """Whoever invites the bot need tell nobody: what waits is what tries, and it resumes."""
    (channel,) = await record_changes(world, "brillo")
    for _ in range(3):
        refused = await world.store.outbox.claim(world.now, SEND_LEASE)
        assert refused is not None
        error = DeliveryError("not_in_channel", transient=False)
        await world.store.outbox.mark_failed(refused, error, world.now)
        world.after(timedelta(minutes=59))
        assert await world.store.outbox.claim(world.now, SEND_LEASE) is None
        world.after(timedelta(minutes=1))
    assert [list_change_ids(post) for post in await world.drain()] == [[1]]
    assert (await world.channel()).paused is None
    assert channel.paused is None


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_revoked_token_deactivates_the_workspace(world: World, code: str) -> None:
    """No channel of it is tried again until somebody uses the bot there; others go on."""
    ours, _ = await record_changes(world, "brillo", teams=("T1", "T2"))
    refused = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert refused is not None
    assert refused.channel == ours
    await world.store.outbox.mark_failed(refused, DeliveryError(code, transient=False), world.now)
    assert await find_inactive_reason(world.store, ours.workspace_id) == code
    assert [post.tenant.team_id for post in await world.drain()] == ["T2"]
    await world.store.workspaces.reactivate(Tenant(None, "T1"))
    assert [post.tenant.team_id for post in await world.drain()] == ["T1"]


async def test_using_the_bot_reactivates_a_workspace(world: World) -> None:
    """A command out of a workspace says that the bot is installed there again."""
    channel = await world.channel()
    await world.store.workspaces.deactivate(channel.workspace_id, "token_revoked", NOW)
    await world.channel()
    assert await find_inactive_reason(world.store, channel.workspace_id) is None


async def test_a_message_that_slack_never_takes_is_dropped(world: World) -> None:
    """It does not hold up the next one, and notes that wait for its thread go with it."""
    (channel,) = await record_changes(world, "a", "b")
    poison = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert poison is not None
    change_id = ChangeId(list_change_ids(poison)[0])
    await world.acknowledge(channel.workspace_id, change_id)
    refusal = DeliveryError("invalid_blocks", transient=False)
    await world.store.outbox.mark_failed(poison, refusal, world.now)
    world.after(SECOND)
    assert [list_change_ids(post) for post in await world.drain()] == [[2]]
    assert (await world.store.maintenance.count_rows())["dropped"] == 2


async def test_an_ambiguous_failure_is_unknown(world: World) -> None:
    """A post whose answer never came is not posted blindly again."""
    await record_changes(world, "brillo")
    outgoing = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert outgoing is not None
    await world.store.outbox.mark_failed(
        outgoing, DeliveryError("unknown", transient=True), world.now
    )
    assert await world.drain() == []
    assert len(await world.store.outbox.find_unknown()) == 1
    world.after(TEN_MINUTES)
    assert [post.is_repeat for post in await world.drain()] == [True]


async def test_a_thing_is_queued_once(world: World) -> None:
    """The same subject, topic and period is told once per channel; another period is new."""
    channel = await world.channel()
    assert await enqueue_pause(world, channel)
    assert not await enqueue_pause(world, channel)
    assert await enqueue_pause(world, await world.channel(slack_id="C2"))
    assert len(await world.drain()) == 2
    assert not await enqueue_pause(world, channel)


async def test_a_paused_channel_is_left_alone(world: World) -> None:
    """A person's pause holds posts back and loses none."""
    channel = await world.channel()
    await enqueue_pause(world, channel)
    await world.store.workspaces.pause_channel(channel.id, "asked for", world.now)
    assert await world.drain() == []
    await world.store.workspaces.resume_channel(channel.id, world.now)
    assert len(await world.drain()) == 1
