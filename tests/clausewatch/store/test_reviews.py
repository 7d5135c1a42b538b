"""Reviews on both databases: exclusive statuses, steps that can be undone, and what waits."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clausewatch.errors import DeliveryError
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId
from clausewatch.model.reviews import NO_REVIEW, Review, ReviewStatus, WorklistFilter
from clausewatch.model.watches import Cadence, Channel
from clausewatch.notifications.deliveries import Receipt
from clausewatch.notifications.digests import ChannelSettings
from clausewatch.notifications.events import AssigneeReminder, ChangeReviewed, ReviewReminder
from tests.clausewatch.store.world import (
    LEASE,
    NOW,
    World,
    make_baseline_outcome,
    make_change_outcome,
    make_comparison,
)

BEN = "U0BEN0000"
ASSIGNED = Review(
    ReviewStatus.ACTION_NEEDED, BEN, "Ask for the opt-out.", date(2026, 3, 20), user_id="U1"
)


async def prepare(world: World) -> tuple[Channel, ChangeId]:
    """A channel got the card of a change."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    change_id = await world.change()
    await world.drain()
    return channel, change_id


async def test_a_second_press_changes_nothing(world: World) -> None:
    """The first person acknowledged it, and one note is in the thread of the card."""
    channel, change_id = await prepare(world)
    card_ts = f"ts-{len(world.posts)}"
    reviews, mine = world.store.reviews, channel.workspace_id
    for user, is_first in (("U1", True), ("U2", False)):
        result = await reviews.set_status(
            mine, change_id, ReviewStatus.ACKNOWLEDGED, (user, world.now), is_only_open=True
        )
        assert result is not None
        assert result.is_recorded is is_first
        assert result.change.review.user_id == "U1"
        assert result.change.review.status is ReviewStatus.ACKNOWLEDGED
    (note,) = await world.drain()
    event = note.deliveries[0].event
    assert note.root_ts == card_ts
    assert isinstance(event, ChangeReviewed)
    assert (event.user_id, event.review.status) == ("U1", ReviewStatus.ACKNOWLEDGED)


async def test_two_people_who_press_at_once_make_one_step(world: World) -> None:
    """Whoever is second finds the change decided."""
    channel, change_id = await prepare(world)
    presses = (
        world.store.reviews.set_status(
            channel.workspace_id,
            change_id,
            ReviewStatus.ACKNOWLEDGED,
            (f"U{n}", world.now),
            is_only_open=True,
        )
        for n in range(5)
    )
    results = await asyncio.gather(*presses)
    assert [result.is_recorded for result in results if result].count(True) == 1
    assert len(await world.store.review_log.find(channel.workspace_id)) == 1


async def test_a_decision_on_an_older_state_is_not_recorded(world: World) -> None:
    """Two people had the modal open; the second one's entries do not overwrite the first's."""
    channel, change_id = await prepare(world)
    reviews, mine = world.store.reviews, channel.workspace_id
    first = await reviews.decide(mine, change_id, ASSIGNED, world.now, 0)
    second = await reviews.decide(
        mine, change_id, replace(ASSIGNED, note="Other", user_id="U2"), world.now, 0
    )
    assert first is not None
    assert second is not None
    assert (first.is_recorded, second.is_recorded) == (True, False)
    assert second.change.review.note == ASSIGNED.note


async def test_every_step_can_be_undone_once(world: World) -> None:
    """Back through all steps to the open state, each undo a step of the log."""
    channel, change_id = await prepare(world)
    reviews, mine = world.store.reviews, channel.workspace_id
    by = ("U1", world.now)
    await reviews.set_status(mine, change_id, ReviewStatus.ACKNOWLEDGED, by)
    await reviews.decide(mine, change_id, ASSIGNED, world.now)
    await reviews.set_status(mine, change_id, ReviewStatus.NOT_A_CHANGE, by)
    statuses = []
    for _ in range(4):
        result = await reviews.undo(mine, change_id, ("U2", world.now))
        assert result is not None
        statuses.append((result.change.review.status, result.is_recorded))
    assert statuses == [
        (ReviewStatus.ACTION_NEEDED, True),
        (ReviewStatus.ACKNOWLEDGED, True),
        (ReviewStatus.OPEN, True),
        (ReviewStatus.OPEN, False),
    ]
    change = await world.store.changes.find(mine, change_id)
    assert change is not None
    assert change.review.decision == NO_REVIEW.decision
    assert not change.review.can_undo
    log = await world.store.review_log.find(mine, change_id=change_id)
    assert [step.is_undo for step in log] == [True] * 3 + [False] * 3
    assert log[-2].previous.status is ReviewStatus.ACKNOWLEDGED
    assert await world.store.review_log.find(mine, until=log[-1].review.updated_at) == ()
    everybody = await world.store.review_log.find_all()
    assert [step for _, step in everybody] == list(reversed(log))
    assert {team for team, _ in everybody} == {"T1"}


async def test_an_undo_of_an_older_step_is_refused(world: World) -> None:
    """A button in an old answer does not undo what others decided since."""
    channel, change_id = await prepare(world)
    reviews, mine = world.store.reviews, channel.workspace_id
    denied = await reviews.set_status(mine, change_id, ReviewStatus.NOT_A_CHANGE, ("U1", NOW))
    assert denied is not None
    step_id = denied.change.review.step_id
    await reviews.decide(mine, change_id, ASSIGNED, world.now)
    result = await reviews.undo(mine, change_id, ("U1", NOW), step_id)
    assert result is not None
    assert not result.is_recorded
    assert result.change.review.status is ReviewStatus.ACTION_NEEDED


async def test_reviews_stay_in_their_workspace(world: World) -> None:
    """A shared document's change shows each workspace its own review; notes go nowhere else."""
    ours, theirs = await world.channel(), await world.channel("T2")
    await world.watch(ours)
    await world.watch(theirs)
    await world.first_read()
    change_id = await world.change()
    await world.drain()
    by = ("U1", world.now)
    await world.store.reviews.set_status(ours.workspace_id, change_id, ReviewStatus.ACCEPTED, by)
    seen = await world.store.changes.find(theirs.workspace_id, change_id)
    assert seen is not None
    assert seen.review == NO_REVIEW
    assert await world.store.review_log.find(theirs.workspace_id) == ()
    assert [post.channel.id for post in await world.drain()] == [ours.id]
    today = world.now.date()
    assert await world.store.worklist.find_waiting(ours.workspace_id, today) == ()
    waiting = await world.store.worklist.find_waiting(theirs.workspace_id, today)
    assert [change.id for change in waiting] == [change_id]


async def make_three(world: World) -> tuple[Channel, Channel, list[ChangeId]]:
    """Two channels; the first got a low, a high and a medium change, the second the high one."""
    first, second = await world.channel(), await world.channel(slack_id="C2")
    for key in "abc":
        await world.watch(first, key)
    await world.watch(second, "b")
    claimed = await world.store.checks.claim(NOW, 9, LEASE)
    await world.record(*(make_baseline_outcome(due) for due in claimed))
    world.after(timedelta(hours=6))
    levels = {"a": Severity.LOW, "b": Severity.HIGH, "c": Severity.MEDIUM}
    for due in await world.store.checks.claim(world.now, 9, LEASE):
        severity = levels[due.document.platform_key]
        await world.record(
            make_change_outcome(due, found=make_comparison(severity=severity), at=world.now)
        )
    await world.drain()
    changes = await world.store.changes.find_recent(
        first.workspace_id, platform_key=None, since=NOW
    )
    by_key = {change.document.platform_key: change.id for change in changes}
    return first, second, [by_key[key] for key in "abc"]


async def test_what_waits_comes_by_severity_and_by_filter(world: World) -> None:
    """Of a channel or a workspace; what is decided leaves the list, what needs action stays."""
    first, second, (low, high, medium) = await make_three(world)
    worklist, mine, today = world.store.worklist, first.workspace_id, date(2026, 3, 21)

    async def find(
        channel: Channel | None = None, on: date = today, **choice: object
    ) -> list[ChangeId]:
        changes = await worklist.find_waiting(
            mine,
            on,
            channel_id=channel.id if channel else None,
            choice=WorklistFilter(**choice),  # type: ignore[arg-type]  # by name
        )
        return [change.id for change in changes]

    assert await find() == await find(first) == [high, medium, low]
    assert await find(second) == [high]
    await world.store.reviews.set_status(mine, high, ReviewStatus.ACCEPTED, ("U1", NOW))
    await world.store.reviews.decide(mine, low, ASSIGNED, NOW)
    assert await find() == [medium, low]
    assert await find(assignee=BEN) == await find(is_overdue=True) == [low]
    assert await find(on=date(2026, 3, 20), is_overdue=True) == []
    assert await find(is_unassigned=True) == await find(minimum=Severity.MEDIUM) == [medium]
    assert await find(platform_key="c") == [medium]
    assert await find(second) == []


async def test_a_change_of_a_digest_waits_for_a_decision(world: World) -> None:
    """A channel that hears of changes once a day has as much to decide as any other."""
    channel = await world.channel()
    await world.watch(channel, cadence=Cadence.DAILY)
    await world.first_read()
    change_id = await world.change()
    waiting = await world.store.worklist.find_waiting(channel.workspace_id, NOW.date())
    assert [change.id for change in waiting] == [change_id]


async def test_a_digest_reminds_the_channel_and_the_assignee_once(world: World) -> None:
    """With the weekly digest by default; the assignee is told when the due date has come."""
    channel, change_id = await prepare(world)
    reviews, digests = world.store.reviews, world.store.digests
    for due in await digests.find_due(world.now):
        await digests.queue(due, world.now)
    await world.drain()
    await reviews.decide(channel.workspace_id, change_id, ASSIGNED, world.now)
    await world.drain()
    events = []
    for days in (7, 7, 9):
        world.after(timedelta(days=days))
        for due in await digests.find_due(world.now):
            for _ in range(2):
                await digests.queue(due, world.now)
        events.append([d.event for post in await world.drain() for d in post.deliveries])
    assert [type(event) for event in events[0]] == [ReviewReminder]
    reminder = next(event for event in events[0] if isinstance(event, ReviewReminder))
    assert (reminder.count, reminder.changes[0].assignee) == (1, BEN)
    assert {type(event) for event in events[2]} == {ReviewReminder, AssigneeReminder}


@pytest.mark.parametrize(("days_left", "reminders"), [(1, 0), (0, 1), (-1, 1)])
async def test_an_assignee_is_reminded_from_the_due_date_on(
    world: World, days_left: int, reminders: int
) -> None:
    """On the day itself it is not too late; the day before nobody is told."""
    channel, change_id = await prepare(world)
    settings = ChannelSettings(reminders=Cadence.DAILY)
    await world.store.channel_settings.save(channel.id, settings, "U1", NOW)
    world.after(timedelta(days=2))
    found = await world.store.digests.find_due(world.now)
    review = replace(ASSIGNED, due_on=world.now.date() + timedelta(days=days_left))
    await world.store.reviews.decide(channel.workspace_id, change_id, review, world.now)
    for due in found:
        await world.store.digests.queue(due, world.now)
    events = [d.event for post in await world.drain() for d in post.deliveries]
    assert sum(isinstance(event, AssigneeReminder) for event in events) == reminders


@pytest.mark.parametrize(
    ("reminders", "expected"), [(None, 0), (Cadence.WEEKLY, 1), (Cadence.DAILY, 6)]
)
async def test_a_channel_chooses_its_reminders(
    world: World, reminders: Cadence | None, expected: int
) -> None:
    """Off, weekly or daily, whatever its digest of changes is."""
    channel, _ = await prepare(world)
    settings = ChannelSettings(reminders=reminders, digest_day=3)
    await world.store.channel_settings.save(channel.id, settings, "U1", NOW)
    for due in await world.store.digests.find_due(world.now):
        await world.store.digests.queue(due, world.now)
    await world.drain()
    count = 0
    for _ in range(6):
        world.after(timedelta(days=1))
        for due in await world.store.digests.find_due(world.now):
            count += await world.store.digests.queue(due, world.now)
    assert count == expected


async def test_an_assignee_who_left_is_known_as_unreachable(world: World) -> None:
    """Slack refuses the direct message for good; the channel is reminded all the same."""
    channel, change_id = await prepare(world)
    overdue = replace(ASSIGNED, due_on=date(2026, 3, 1))
    await world.store.reviews.decide(channel.workspace_id, change_id, overdue, world.now)
    await world.drain()
    world.after(timedelta(days=7))
    for due in await world.store.digests.find_due(world.now):
        await world.store.digests.queue(due, world.now)
    seen = []
    while (post := await world.store.outbox.claim(world.now, LEASE)) is not None:
        seen.append(post.channel.slack_id)
        if post.channel.slack_id == BEN:
            error = DeliveryError("user_not_found", transient=False)
            await world.store.outbox.mark_failed(post, error, world.now)
        else:
            await world.store.outbox.mark_sent(post, Receipt("ts-x"), world.now)
        world.after(timedelta(seconds=5))
    assert sorted(seen) == sorted([channel.slack_id, BEN])
    unreachable = await world.store.worklist.find_unreachable(channel.workspace_id, [BEN, "U2"])
    assert unreachable == {BEN}


async def test_a_deleted_card_takes_no_note_and_blocks_nothing(world: World) -> None:
    """Slack does not find the thread; the note is dropped and the channel goes on."""
    channel, change_id = await prepare(world)
    await world.store.reviews.decide(channel.workspace_id, change_id, ASSIGNED, world.now)
    note = await world.store.outbox.claim(world.now, LEASE)
    assert note is not None
    assert note.root_ts is not None
    error = DeliveryError("thread_not_found", transient=False)
    await world.store.outbox.mark_failed(note, error, world.now)
    assert await world.drain() == []
    assert (await world.channel()).paused is None
    (change,) = await world.store.worklist.find_waiting(channel.workspace_id, NOW.date())
    assert change.review.decision == ASSIGNED.decision
