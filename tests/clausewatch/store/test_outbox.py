"""Posts: in order, one at a time per channel, never lost and never silently doubled."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from clausewatch.errors import NO_ANSWER, DeliveryError
from clausewatch.model.record_ids import ChangeId
from clausewatch.model.watches import Tenant
from clausewatch.notifications.deliveries import Post, Receipt
from clausewatch.notifications.events import ChangeAlert
from clausewatch.store import Store
from clausewatch.store.posts import REPEAT_AFTER
from clausewatch.store.tables import DELIVERY
from tests.clausewatch.store.outbox_situations import (
    SECOND,
    TEN_MINUTES,
    find_ts,
    list_change_ids,
    record_changes,
)
from tests.clausewatch.store.world import SEND_LEASE, World


async def test_a_post_says_all_that_is_needed(world: World) -> None:
    """Channel, tenant, change and document come with the post."""
    (channel,) = await record_changes(world, "brillo")
    outgoing = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert outgoing is not None
    assert outgoing.channel == channel
    assert outgoing.tenant == Tenant(None, "T1")
    assert (outgoing.part, outgoing.root_ts, outgoing.is_repeat) == (0, None, False)
    (delivery,) = outgoing.deliveries
    assert delivery.event == ChangeAlert(ChangeId(1))
    assert delivery.change is not None
    assert delivery.change.document.name == "Brillo Privacy Policy"
    assert delivery.change.after.reading.title == "Privacy Policy"
    assert delivery.document is None


async def test_a_change_is_told_once_per_channel(world: World) -> None:
    """Two channels get one post each, and that is all."""
    channels = await record_changes(world, "brillo", teams=("T1", "T2"))
    sent = await world.drain()
    assert [post.channel for post in sent] == channels
    assert await world.drain() == []


async def test_in_order_and_a_second_apart(world: World) -> None:
    """A channel's posts go out oldest first, one a second, while other channels go on."""
    await record_changes(world, "a", "b", "c", teams=("T1", "T2"))
    start = world.now
    order = []
    for _ in range(3):
        assert list_change_ids(await world.send()) == list_change_ids(await world.send())
        assert await world.send() is None
        order.append(list_change_ids(world.posts[-1]))
        world.after(SECOND)
    assert world.now == start + 3 * SECOND
    assert order == sorted(order)


async def test_a_channel_is_locked_while_its_post_is_made(world: World) -> None:
    """Nobody posts to a channel before the last post is settled or its lease is over."""
    await record_changes(world, "a", "b")
    first = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert first is not None
    assert await world.store.outbox.claim(world.now + SEND_LEASE - SECOND, SEND_LEASE) is None
    await world.store.outbox.mark_sent(first, Receipt("1.0"), world.now)
    assert await world.store.outbox.claim(world.now + SECOND - SECOND / 100, SEND_LEASE) is None
    assert await world.store.outbox.claim(world.now + SECOND, SEND_LEASE) is not None


async def test_two_senders_never_take_the_same(url: str) -> None:
    """Several processes share channels out: each delivery is in one post."""
    stores = [await Store.open(url) for _ in range(3)]
    try:
        world = World(stores[0])
        teams = tuple(f"T{number}" for number in range(8))
        await record_changes(world, "brillo", teams=teams)

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
    await record_changes(world, *"abcdef")
    (post,) = await world.drain()
    assert len(list_change_ids(post)) == 6
    assert (await world.store.maintenance.count_rows())["pending"] == 0


async def test_overflow_goes_into_the_thread(world: World) -> None:
    """Further parts of a message are replies to it, in order, before what comes next."""
    await record_changes(world, "a", "b")
    first = await world.send(parts=3)
    sent = await world.drain()
    assert first is not None
    assert [(p.part, p.root_ts) for p in sent] == [
        (1, find_ts(world, first)),
        (2, find_ts(world, first)),
        (0, None),
    ]
    assert list_change_ids(sent[0]) == list_change_ids(first) != list_change_ids(sent[2])


async def test_a_reply_waits_for_its_card(world: World) -> None:
    """A note on a change stays back until its card has a ts, even when the card is not known."""
    (channel,) = await record_changes(world, "brillo")
    card = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert card is not None
    (change_id,) = list_change_ids(card)
    await world.acknowledge(channel.workspace_id, ChangeId(change_id))
    await world.store.outbox.mark_failed(card, DeliveryError("unknown", transient=True), world.now)
    assert await world.drain() == []
    await world.store.outbox.settle(card, Receipt("7.7"), world.now)
    (reply,) = await world.drain()
    assert reply.root_ts == "7.7"


async def test_a_reply_to_a_folded_post(world: World) -> None:
    """The thread of a change that was folded is that of the post that told it."""
    (channel,) = await record_changes(world, *"abcdef")
    (post,) = await world.drain()
    change_id = ChangeId(list_change_ids(post)[3])
    await world.acknowledge(channel.workspace_id, change_id)
    (reply,) = await world.drain()
    assert reply.root_ts == find_ts(world, post)


async def test_a_sender_of_one_workspace_takes_no_post_of_another(world: World) -> None:
    """A process with the token of one workspace neither posts nor looks up what others wait for."""
    await record_changes(world, "brillo")
    own, other = Tenant(None, "T1"), Tenant(None, "T2")
    assert await world.store.outbox.claim(world.now, SEND_LEASE, other) is None
    post = await world.store.outbox.claim(world.now, SEND_LEASE, own)
    assert post is not None
    await world.store.outbox.mark_failed(post, DeliveryError(NO_ANSWER, transient=True), world.now)
    assert await world.store.outbox.find_unknown(other) == ()
    assert [each.post_id for each in await world.store.outbox.find_unknown(own)] == [post.post_id]


async def test_a_delivery_waits_until_it_is_due(world: World) -> None:
    """What a mute holds back is posted when the mute is over, and no second earlier."""
    await record_changes(world, "brillo")
    due_at = world.now + timedelta(hours=1)
    async with world.store.database.write() as connection:
        await connection.execute(update(DELIVERY).values(due_at=due_at))
    early = due_at - timedelta(seconds=1)
    assert await world.store.outbox.claim(early, SEND_LEASE) is None
    assert await world.store.outbox.claim(due_at, SEND_LEASE) is not None


async def test_a_post_of_a_live_sender_is_not_lost(world: World) -> None:
    """Another sender that looks for work leaves a post alone whose lease still holds."""
    await record_changes(world, *"ab")
    assert await world.store.outbox.claim(world.now, SEND_LEASE) is not None
    await world.store.outbox.claim(world.now, SEND_LEASE)
    assert await world.store.outbox.find_unknown() == ()


async def _claim_repeat(world: World) -> Post:
    """Claim a post, lose it, and claim it again when it is repeated."""
    lost = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert lost is not None
    assert await world.store.outbox.claim(world.after(SEND_LEASE), SEND_LEASE) is None
    repeat = await world.store.outbox.claim(world.after(REPEAT_AFTER), SEND_LEASE)
    assert repeat is not None
    assert repeat.is_repeat
    return repeat


@pytest.mark.parametrize("code", ["ratelimited", "not_in_channel"])
async def test_a_repeat_that_is_refused_stays_a_repeat(world: World, code: str) -> None:
    """Slack may have had it before the refusal, so the next attempt is marked as well."""
    (channel,) = await record_changes(world, "brillo")
    repeat = await _claim_repeat(world)
    error = DeliveryError(code, transient=code == "ratelimited")
    await world.store.outbox.mark_failed(repeat, error, world.now)
    await world.store.workspaces.resume_channel(channel.id, world.now)
    again = await world.store.outbox.claim(world.after(REPEAT_AFTER), SEND_LEASE)
    while again is not None and again.deliveries[0].change is None:
        await world.store.outbox.mark_sent(again, Receipt("1.0"), world.now)
        again = await world.store.outbox.claim(world.after(REPEAT_AFTER), SEND_LEASE)
    assert again is not None
    assert again.is_repeat


async def test_a_late_sender_leaves_the_lock_of_another(world: World) -> None:
    """Only one sender posts to a channel, also when one comes back after its lease."""
    await record_changes(world, *"abc")
    late = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert late is not None
    assert await world.store.outbox.claim(world.after(SEND_LEASE), SEND_LEASE) is not None
    await world.store.outbox.mark_sent(late, Receipt("1.0"), world.now)
    assert await world.store.outbox.claim(world.after(SEND_LEASE / 2), SEND_LEASE) is None


async def test_a_crash_while_posting(world: World) -> None:
    """A post found `sending` after its lease is unknown; ten minutes on it is repeated, marked."""
    await record_changes(world, "brillo")
    lost = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert lost is not None
    assert await world.store.outbox.find_unknown() == ()
    world.after(SEND_LEASE)
    assert await world.send() is None
    assert [post.post_id for post in await world.store.outbox.find_unknown()] == [lost.post_id]
    world.after(TEN_MINUTES - SECOND)
    assert await world.send() is None
    world.after(SECOND)
    repeat = await world.send()
    assert repeat is not None
    assert (repeat.post_id, repeat.is_repeat) == (lost.post_id, True)
    assert list_change_ids(repeat) == list_change_ids(lost)
    assert await world.drain() == []


async def test_a_crash_does_not_hold_up_what_comes_after(world: World) -> None:
    """While one post's fate is unknown, the channel's later changes go out."""
    await record_changes(world, "a", "b")
    lost = await world.store.outbox.claim(world.now, SEND_LEASE)
    world.after(SEND_LEASE)
    after = await world.send()
    assert list_change_ids(after) != list_change_ids(lost)


@pytest.mark.parametrize("is_found", [True, False])
async def test_a_look_up_settles_an_unknown_post(world: World, *, is_found: bool) -> None:
    """Found in the history it is sent; never made, it goes out again at once and is no repeat."""
    (channel,) = await record_changes(world, "brillo")
    lost = await world.store.outbox.claim(world.now, SEND_LEASE)
    world.after(SEND_LEASE)
    await world.send()
    (unknown,) = await world.store.outbox.find_unknown()
    assert lost is not None
    assert unknown.token == lost.token
    await world.store.outbox.settle(unknown, Receipt("5.5") if is_found else None, world.now)
    assert await world.store.outbox.find_unknown() == ()
    sent = await world.drain()
    assert [post.is_repeat for post in sent] == ([] if is_found else [False])
    cards = await world.store.changes.find_cards(
        channel.workspace_id, ChangeId(list_change_ids(lost)[0])
    )
    assert cards == ((channel, "5.5" if is_found else find_ts(world, sent[0])),)


async def test_a_look_up_brings_the_parts_along(world: World) -> None:
    """A card found in the history still owes its thread the overflow."""
    await record_changes(world, "brillo")
    await world.store.outbox.claim(world.now, SEND_LEASE)
    world.after(SEND_LEASE)
    await world.send()
    (unknown,) = await world.store.outbox.find_unknown()
    await world.store.outbox.settle(unknown, Receipt("5.5", parts=2), world.now)
    assert [(p.part, p.root_ts) for p in await world.drain()] == [(1, "5.5")]


async def test_a_late_answer_still_counts(world: World) -> None:
    """A sender that was given up but did post says so before the repeat: no repeat is made."""
    await record_changes(world, "brillo")
    slow = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert slow is not None
    world.after(SEND_LEASE)
    await world.send()
    await world.store.outbox.mark_sent(slow, Receipt("3.3"), world.now)
    world.after(TEN_MINUTES)
    assert await world.drain() == []


async def test_a_late_answer_changes_nothing_after_the_repeat(world: World) -> None:
    """Once the repeat is on its way its sender decides; the late one does not free the channel."""
    await record_changes(world, "brillo")
    slow = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert slow is not None
    world.after(SEND_LEASE)
    await world.send()
    world.after(TEN_MINUTES)
    repeat = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert repeat is not None
    await world.store.outbox.mark_sent(slow, Receipt("3.3"), world.now)
    await world.store.outbox.mark_sent(repeat, Receipt("4.4"), world.now)
    (card,) = await world.store.changes.find_cards(
        repeat.channel.workspace_id, ChangeId(list_change_ids(repeat)[0])
    )
    assert card[1] == "4.4"
