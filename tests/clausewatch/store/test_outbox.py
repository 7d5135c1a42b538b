"""Posts: in order, one at a time per channel, never lost and never silently doubled."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from making import LEASE, NEW, NOW, SEND_LEASE, World, baseline, changed

from clausewatch.errors import DeliveryError
from clausewatch.model import ChangeId, Channel, Tenant
from clausewatch.store import Store
from clausewatch.telling import DeliveryKind, Outgoing, Receipt

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


def numbers(outgoing: Outgoing | None) -> list[int]:
    """The changes that a post tells."""
    assert outgoing is not None
    return [d.change.id for d in outgoing.deliveries if d.change is not None]


async def enqueue(
    world: World, channel: Channel, subject: str, change_id: ChangeId | None = None
) -> bool:
    """Queue a note."""
    return await world.store.outbox.enqueue(
        workspace_id=channel.workspace_id,
        channel_id=channel.id,
        kind=DeliveryKind.NOTE,
        subject=subject,
        topic="hello",
        text=subject,
        now=world.now,
        change_id=change_id,
    )


async def test_a_post_says_all_that_is_needed(world: World) -> None:
    """Channel, tenant, change and document come with the post."""
    (channel,) = await with_changes(world, "brillo")
    outgoing = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert outgoing is not None
    assert outgoing.channel == channel
    assert outgoing.tenant == Tenant(None, "T1")
    assert (outgoing.part, outgoing.root_ts, outgoing.is_repeat) == (0, None, False)
    (delivery,) = outgoing.deliveries
    assert (delivery.kind, delivery.topic) == (DeliveryKind.ALERT, "change")
    assert delivery.change is not None
    assert delivery.change.document.name == "Brillo privacy policy"
    assert delivery.change.after.reading.title == "Privacy Policy"
    assert delivery.document is None


async def test_a_change_is_told_once_per_channel(world: World) -> None:
    """Two channels get one post each, and that is all."""
    channels = await with_changes(world, "brillo", teams=("T1", "T2"))
    sent = await world.drain()
    assert [post.channel for post in sent] == channels
    assert await world.drain() == []


async def test_in_order_and_a_second_apart(world: World) -> None:
    """A channel's posts go out oldest first, one a second, while other channels go on."""
    await with_changes(world, "a", "b", "c", teams=("T1", "T2"))
    start = world.now
    order = []
    for _ in range(3):
        assert numbers(await world.send()) == numbers(await world.send())
        assert await world.send() is None
        order.append(numbers(world.posts[-1]))
        world.after(SECOND)
    assert world.now == start + 3 * SECOND
    assert order == sorted(order)


async def test_a_channel_is_locked_while_its_post_is_made(world: World) -> None:
    """Nobody posts to a channel before the last post is settled or its lease is over."""
    await with_changes(world, "a", "b")
    first = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert first is not None
    assert await world.store.outbox.claim(world.now + SEND_LEASE - SECOND, SEND_LEASE) is None
    await world.store.outbox.sent(first, Receipt("1.0"), world.now)
    assert await world.store.outbox.claim(world.now + SECOND - SECOND / 100, SEND_LEASE) is None
    assert await world.store.outbox.claim(world.now + SECOND, SEND_LEASE) is not None


async def test_two_senders_never_take_the_same(url: str) -> None:
    """Several processes share channels out: each delivery is in one post."""
    stores = [await Store.open(url) for _ in range(3)]
    try:
        world = World(stores[0])
        teams = tuple(f"T{number}" for number in range(8))
        await with_changes(world, "brillo", teams=teams)

        async def take_all(store: Store) -> list[int]:
            taken: list[int] = []
            while (outgoing := await store.outbox.claim(world.now, SEND_LEASE)) is not None:
                taken += [delivery.id for delivery in outgoing.deliveries]
            return taken

        shares = await asyncio.gather(*(take_all(store) for store in stores))
        taken = [number for share in shares for number in share]
        assert len(taken) == len(set(taken)) == len(teams)
    finally:
        for store in stores:
            await store.close()


async def test_more_than_five_fold(world: World) -> None:
    """Six pending alerts are one post, all told by its ts."""
    await with_changes(world, *"abcdef")
    (post,) = await world.drain()
    assert len(numbers(post)) == 6
    assert (await world.store.upkeep.counts())["pending"] == 0


async def test_overflow_goes_into_the_thread(world: World) -> None:
    """Further parts of a message are replies to it, in order, before what comes next."""
    await with_changes(world, "a", "b")
    first = await world.send(parts=3)
    sent = await world.drain()
    assert first is not None
    assert [(p.part, p.root_ts) for p in sent] == [
        (1, world_ts(world, first)),
        (2, world_ts(world, first)),
        (0, None),
    ]
    assert numbers(sent[0]) == numbers(first) != numbers(sent[2])


def world_ts(world: World, post: Outgoing) -> str:
    """The ts that a post was given."""
    return f"ts-{world.posts.index(post) + 1}"


async def test_a_reply_waits_for_its_card(world: World) -> None:
    """A note on a change stays back until its card has a ts, even when the card is not known."""
    (channel,) = await with_changes(world, "brillo")
    card = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert card is not None
    (change_id,) = numbers(card)
    assert await enqueue(world, channel, "note", ChangeId(change_id))
    await world.store.outbox.failed(card, DeliveryError("unknown", transient=True), world.now)
    assert await world.drain() == []
    await world.store.outbox.settle(card, "7.7", world.now)
    (reply,) = await world.drain()
    assert reply.root_ts == "7.7"


async def test_a_reply_to_a_folded_post(world: World) -> None:
    """The thread of a change that was folded is that of the post that told it."""
    (channel,) = await with_changes(world, *"abcdef")
    (post,) = await world.drain()
    await enqueue(world, channel, "note", ChangeId(numbers(post)[3]))
    (reply,) = await world.drain()
    assert reply.root_ts == world_ts(world, post)


async def test_a_crash_while_posting(world: World) -> None:
    """A post found `sending` after its lease is unknown; ten minutes on it is repeated, marked."""
    await with_changes(world, "brillo")
    lost = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert lost is not None
    assert await world.store.outbox.unknown() == ()
    world.after(SEND_LEASE)
    assert await world.send() is None
    assert [post.post_id for post in await world.store.outbox.unknown()] == [lost.post_id]
    world.after(TEN_MINUTES - SECOND)
    assert await world.send() is None
    world.after(SECOND)
    repeat = await world.send()
    assert repeat is not None
    assert (repeat.post_id, repeat.is_repeat) == (lost.post_id, True)
    assert numbers(repeat) == numbers(lost)
    assert await world.drain() == []


async def test_a_crash_does_not_hold_up_what_comes_after(world: World) -> None:
    """While one post's fate is unknown, the channel's later changes go out."""
    await with_changes(world, "a", "b")
    lost = await world.store.outbox.claim(world.now, SEND_LEASE)
    world.after(SEND_LEASE)
    after = await world.send()
    assert numbers(after) != numbers(lost)


@pytest.mark.parametrize("is_found", [True, False])
async def test_a_look_up_settles_an_unknown_post(world: World, *, is_found: bool) -> None:
    """Found in the history it is sent; never made, it goes out again at once and is no repeat."""
    (channel,) = await with_changes(world, "brillo")
    lost = await world.store.outbox.claim(world.now, SEND_LEASE)
    world.after(SEND_LEASE)
    await world.send()
    (unknown,) = await world.store.outbox.unknown()
    assert lost is not None
    assert unknown.token == lost.token
    await world.store.outbox.settle(unknown, "5.5" if is_found else None, world.now)
    assert await world.store.outbox.unknown() == ()
    sent = await world.drain()
    assert [post.is_repeat for post in sent] == ([] if is_found else [False])
    cards = await world.store.changes.posts_of(channel.workspace_id, ChangeId(numbers(lost)[0]))
    assert cards == ((channel, "5.5" if is_found else world_ts(world, sent[0])),)


async def test_a_look_up_brings_the_parts_along(world: World) -> None:
    """A card found in the history still owes its thread the overflow."""
    await with_changes(world, "brillo")
    await world.store.outbox.claim(world.now, SEND_LEASE)
    world.after(SEND_LEASE)
    await world.send()
    (unknown,) = await world.store.outbox.unknown()
    await world.store.outbox.settle(unknown, "5.5", world.now, parts=2)
    assert [(p.part, p.root_ts) for p in await world.drain()] == [(1, "5.5")]


async def test_a_late_answer_still_counts(world: World) -> None:
    """A sender that was given up but did post says so before the repeat: no repeat is made."""
    await with_changes(world, "brillo")
    slow = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert slow is not None
    world.after(SEND_LEASE)
    await world.send()
    await world.store.outbox.sent(slow, Receipt("3.3"), world.now)
    world.after(TEN_MINUTES)
    assert await world.drain() == []


async def test_a_late_answer_changes_nothing_after_the_repeat(world: World) -> None:
    """Once the repeat is on its way its sender decides; the late one does not free the channel."""
    await with_changes(world, "brillo")
    slow = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert slow is not None
    world.after(SEND_LEASE)
    await world.send()
    world.after(TEN_MINUTES)
    repeat = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert repeat is not None
    await world.store.outbox.sent(slow, Receipt("3.3"), world.now)
    await world.store.outbox.sent(repeat, Receipt("4.4"), world.now)
    (card,) = await world.store.changes.posts_of(
        repeat.channel.workspace_id, ChangeId(numbers(repeat)[0])
    )
    assert card[1] == "4.4"


async def test_being_asked_to_wait(world: World) -> None:
    """A rate limit holds the channel for as long as Slack says, and the order stays."""
    await with_changes(world, "a", "b")
    first = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert first is not None
    wait = timedelta(seconds=30)
    limited = DeliveryError("ratelimited", transient=True, retry_after=wait)
    await world.store.outbox.failed(first, limited, world.now)
    assert await world.store.outbox.claim(world.now + wait - SECOND, SEND_LEASE) is None
    world.after(wait)
    again = await world.send()
    assert again is not None
    assert (numbers(again), again.is_repeat) == (numbers(first), False)


async def test_failing_again_and_again_waits_longer(world: World) -> None:
    """Where Slack names no time the wait doubles, up to ten minutes, and nothing is given up."""
    await with_changes(world, "brillo")
    down = DeliveryError("service_unavailable", transient=True)
    for seconds in (5, 10, 20, 40, 80, 160, 320, 600, 600):
        outgoing = await world.store.outbox.claim(world.now, SEND_LEASE)
        assert outgoing is not None
        await world.store.outbox.failed(outgoing, down, world.now)
        world.after(timedelta(seconds=seconds - 1))
        assert await world.store.outbox.claim(world.now, SEND_LEASE) is None
        world.after(SECOND)
    assert [post.is_repeat for post in await world.drain()] == [False]


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived", "odd_one"])
async def test_a_channel_without_the_bot_is_paused(world: World, code: str) -> None:
    """What there is to tell waits, the pause names Slack's reason, and resuming tells it all."""
    (channel,) = await with_changes(world, *"abcde")
    refused = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert refused is not None
    await world.store.outbox.failed(refused, DeliveryError(code, transient=False), world.now)
    assert await world.drain() == []
    paused = await world.channel()
    assert paused == replace(channel, paused=code)
    await enqueue(world, channel, "meanwhile")
    await world.store.workspaces.resume(channel.id, world.now)
    sent = await world.drain()
    assert [n for post in sent for n in numbers(post)] == [1, 2, 3, 4, 5]
    assert not any(post.is_repeat for post in sent)
    assert (await world.channel()).paused is None


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_revoked_token_deactivates_the_workspace(world: World, code: str) -> None:
    """No channel of it is tried again until somebody uses the bot there; others go on."""
    ours, _ = await with_changes(world, "brillo", teams=("T1", "T2"))
    refused = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert refused is not None
    assert refused.channel == ours
    await world.store.outbox.failed(refused, DeliveryError(code, transient=False), world.now)
    assert await world.store.workspaces.inactive_reason(ours.workspace_id) == code
    assert [post.tenant.team_id for post in await world.drain()] == ["T2"]
    await world.store.workspaces.reactivate(Tenant(None, "T1"))
    assert [post.tenant.team_id for post in await world.drain()] == ["T1"]


async def test_using_the_bot_reactivates_a_workspace(world: World) -> None:
    """A command out of a workspace says that the bot is installed there again."""
    channel = await world.channel()
    await world.store.workspaces.deactivate(channel.workspace_id, "token_revoked", NOW)
    await world.channel()
    assert await world.store.workspaces.inactive_reason(channel.workspace_id) is None


async def test_a_message_that_slack_never_takes_is_dropped(world: World) -> None:
    """It does not hold up the next one, and notes that wait for its thread go with it."""
    (channel,) = await with_changes(world, "a", "b")
    poison = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert poison is not None
    await enqueue(world, channel, "note", ChangeId(numbers(poison)[0]))
    refusal = DeliveryError("invalid_blocks", transient=False)
    await world.store.outbox.failed(poison, refusal, world.now)
    world.after(SECOND)
    assert [numbers(post) for post in await world.drain()] == [[2]]
    assert (await world.store.upkeep.counts())["dropped"] == 2


async def test_an_ambiguous_failure_is_unknown(world: World) -> None:
    """A post whose answer never came is not posted blindly again."""
    await with_changes(world, "brillo")
    outgoing = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert outgoing is not None
    await world.store.outbox.failed(outgoing, DeliveryError("unknown", transient=True), world.now)
    assert await world.drain() == []
    assert len(await world.store.outbox.unknown()) == 1
    world.after(TEN_MINUTES)
    assert [post.is_repeat for post in await world.drain()] == [True]


async def test_a_thing_is_queued_once(world: World) -> None:
    """The same subject, topic and period is told once per channel; another period is new."""
    channel = await world.channel()
    assert await enqueue(world, channel, "welcome")
    assert not await enqueue(world, channel, "welcome")
    assert await enqueue(world, await world.channel(slack_id="C2"), "welcome")
    assert [post.deliveries[0].text for post in await world.drain()] == ["welcome"] * 2
    assert not await enqueue(world, channel, "welcome")


async def test_a_paused_channel_is_left_alone(world: World) -> None:
    """A person's pause holds posts back and loses none."""
    channel = await world.channel()
    await enqueue(world, channel, "welcome")
    await world.store.workspaces.pause(channel.id, "asked for", world.now)
    assert await world.drain() == []
    await world.store.workspaces.resume(channel.id, world.now)
    assert len(await world.drain()) == 1
