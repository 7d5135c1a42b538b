"""What becomes of a change whose card Slack refuses: it is found, so it stays on record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clausewatch.errors import DeliveryError
from clausewatch.model.record_ids import ChangeId
from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.model.watches import Cadence, Channel
from clausewatch.notifications.digests import DueDigest
from clausewatch.notifications.events import DeadlineReminder
from clausewatch.store.record_lists import ChangeFilter
from clausewatch.store.watchlists import ListPage
from tests.clausewatch.store.outbox_situations import list_change_ids, record_changes
from tests.clausewatch.store.world import SEND_LEASE, World, make_comparison

FOR_GOOD = ("invalid_blocks", "msg_too_long", "msg_blocks_too_long", "no_text")
FOR_NOW = ("is_archived", "not_in_channel", "channel_not_found")
EFFECTIVE = TermDate(
    TermDateKind.EFFECTIVE, "The new terms take effect on 31 March 2026.", on=date(2026, 3, 31)
)
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)


async def refuse_card(world: World, code: str) -> tuple[Channel, Channel, ChangeId]:
    """Two workspaces are to be told of a change with a deadline; Slack refuses the first card."""
    refusing, taking = await world.channel("T1"), await world.channel("T2")
    for channel in (refusing, taking):
        await world.watch(channel)
    await world.first_read()
    change_id = await world.change(found=replace(make_comparison(), dates=(EFFECTIVE,)))
    card = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert card is not None
    assert card.channel == refusing
    await world.store.outbox.mark_failed(card, DeliveryError(code, transient=False), world.now)
    return refusing, taking, change_id


async def list_places(world: World, channel: Channel) -> list[bool]:
    """Whether a worklist, a list of changes, the record pages and the deadlines have one change."""
    store, workspace_id = world.store, channel.workspace_id
    page, since = ListPage(0, 10), world.now - 30 * DAY
    places = (
        await store.worklist.find_waiting(workspace_id, TODAY),
        await store.worklist.find_waiting(workspace_id, TODAY, channel_id=channel.id),
        (await store.record_lists.list_waiting_changes(workspace_id, TODAY, page))[0],
        (await store.record_lists.list_changes(workspace_id, ChangeFilter(), page))[0],
        await store.changes.find_recent(
            workspace_id, platform_key=None, since=since, channel_id=channel.id
        ),
        await store.deadlines.find_upcoming(workspace_id, TODAY),
        await store.deadlines.find_upcoming(workspace_id, TODAY, channel_id=channel.id),
    )
    return [len(place) == 1 for place in places]


@pytest.mark.parametrize("code", [*FOR_GOOD, *FOR_NOW])
async def test_a_change_stays_whether_or_not_slack_takes_its_card(world: World, code: str) -> None:
    """Every list has it in the workspace whose card was refused, as in its twin."""
    refusing, taking, change_id = await refuse_card(world, code)
    assert [list_change_ids(post) for post in await world.drain()] == [[change_id]]
    for channel in (refusing, taking):
        assert all(await list_places(world, channel)), channel
        assert await world.store.worklist.count_waiting(channel.workspace_id, TODAY) == {"": 1}


@pytest.mark.parametrize("code", FOR_GOOD)
async def test_the_status_says_what_was_refused_for_good(world: World, code: str) -> None:
    """In its channel and workspace only, and until somebody decides on the change."""
    refusing, taking, change_id = await refuse_card(world, code)
    other = await world.channel("T1", "C2")
    await world.drain()
    find = world.store.worklist.find_refused
    for cards in (
        await find(refusing.workspace_id),
        await find(refusing.workspace_id, refusing.id),
    ):
        assert [(card.channel, card.change_id, card.code) for card in cards] == [
            (refusing, change_id, code)
        ]
    assert await find(refusing.workspace_id, other.id) == ()
    assert await find(taking.workspace_id) == ()
    await world.acknowledge(taking.workspace_id, change_id)
    assert len(await find(refusing.workspace_id)) == 1
    await world.acknowledge(refusing.workspace_id, change_id)
    assert await find(refusing.workspace_id) == ()


@pytest.mark.parametrize("code", FOR_NOW)
async def test_a_channel_that_may_open_again_is_paused_and_gets_its_card(
    world: World, code: str
) -> None:
    """Its card waits, so nothing was refused for good; it is posted once."""
    refusing, _, change_id = await refuse_card(world, code)
    await world.drain()
    assert await world.store.worklist.find_refused(refusing.workspace_id) == ()
    assert (await world.channel("T1")).paused == code
    await world.store.workspaces.resume_channel(refusing.id, world.now)
    assert [list_change_ids(post) for post in await world.drain()] == [[change_id]]
    assert await world.drain() == []


@pytest.mark.parametrize("code", FOR_GOOD)
async def test_what_was_refused_for_good_is_not_repeated(world: World, code: str) -> None:
    """Neither by later ticks nor by a decision; the channel takes the next change."""
    refusing, _, change_id = await refuse_card(world, code)
    await world.drain()
    for _ in range(3):
        world.after(DAY)
        assert await world.drain() == []
    await world.acknowledge(refusing.workspace_id, change_id)
    assert refusing.id not in [post.channel.id for post in await world.drain()]
    later = await world.change("We keep logs for 120 days.")
    told = [post for post in await world.drain() if post.channel.id == refusing.id]
    assert [list_change_ids(post) for post in told] == [[later]]


async def test_a_deadline_reminds_where_the_card_was_refused(world: World) -> None:
    """Once per threshold, in both workspaces, and no longer after the decision."""
    refusing, taking, change_id = await refuse_card(world, "invalid_blocks")
    await world.drain()
    for day, count in ((17, 1), (18, 0), (26, 1)):
        world.now = world.now.replace(day=day, hour=12)
        await world.store.deadlines.queue_reminders(world.now)
        told = await world.drain()
        for channel in (refusing, taking):
            events = [p.deliveries[0].event for p in told if p.channel.id == channel.id]
            assert [type(event) for event in events] == [DeadlineReminder] * count
    await world.acknowledge(refusing.workspace_id, change_id)
    await world.drain()
    world.now = world.now.replace(day=30)
    await world.store.deadlines.queue_reminders(world.now)
    assert [post.channel.id for post in await world.drain()] == [taking.id]


async def test_every_change_of_a_refused_digest_stays(world: World) -> None:
    """A digest is one post, whose changes wait for a decision one by one."""
    channel = await world.channel()
    await world.watch(channel, cadence=Cadence.DAILY)
    await world.first_read()
    changes = [await world.change(), await world.change("We keep logs for 120 days.")]
    due = DueDigest(channel.id, Cadence.DAILY, world.now.date(), world.now)
    assert await world.store.digests.queue(due, world.now) == 2
    digest = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert sorted(list_change_ids(digest)) == changes
    assert digest is not None
    refusal = DeliveryError("invalid_blocks", transient=False)
    await world.store.outbox.mark_failed(digest, refusal, world.now)
    assert await world.drain() == []
    waiting = await world.store.worklist.find_waiting(channel.workspace_id, TODAY)
    assert sorted(change.id for change in waiting) == changes
    refused = await world.store.worklist.find_refused(channel.workspace_id, channel.id)
    assert [card.change_id for card in refused] == changes


@pytest.mark.parametrize("code", [*FOR_GOOD, *FOR_NOW])
async def test_a_refused_overflow_leaves_its_card_as_it_is(world: World, code: str) -> None:
    """The card is posted, so it is neither refused nor posted again; its overflow may be later."""
    (channel,) = await record_changes(world, "brillo")
    card = await world.send(parts=3)
    world.after(DAY)
    overflow = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert card is not None
    assert overflow is not None
    assert (overflow.part, overflow.deliveries) == (1, card.deliveries)
    await world.store.outbox.mark_failed(overflow, DeliveryError(code, transient=False), world.now)
    await world.store.workspaces.resume_channel(channel.id, world.now)
    world.after(DAY)
    parts = [post.part for post in await world.drain()]
    assert parts == ([2] if code in FOR_GOOD else [1, 2])
    assert await world.store.worklist.find_refused(channel.workspace_id) == ()
    assert (await world.store.maintenance.count_rows())["dropped"] == 0
    assert await world.drain() == []
