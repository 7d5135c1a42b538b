"""Deadlines on record: what comes up, and reminders that are queued once."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import update

from clausewatch.model.record_ids import ChangeId
from clausewatch.model.reviews import Review, ReviewStatus
from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.notifications.events import DeadlineReminder
from clausewatch.store.mutes import Mute
from clausewatch.store.tables import CHANGE
from tests.clausewatch.store.world import SEND_LEASE, World, make_comparison

SENTENCE = "The new terms take effect on 31 March 2026."
EFFECTIVE = TermDate(TermDateKind.EFFECTIVE, SENTENCE, on=date(2026, 3, 31))
OBJECTION = TermDate(
    TermDateKind.OBJECTION,
    "You have 14 days to object.",
    on=date(2026, 3, 15),
    days=14,
    counted_from=date(2026, 3, 1),
)
PERIOD = TermDate(TermDateKind.NOTICE, "We tell you 30 days in advance.", days=30)


async def announce(world: World, *dates: TermDate) -> ChangeId:
    """A channel is told of a change with these dates."""
    await world.watch(await world.channel())
    await world.first_read()
    change_id = await world.change(found=replace(make_comparison(), dates=dates))
    await world.drain()
    return change_id


async def remind(world: World, day: int, hour: int = 12) -> list[DeadlineReminder]:
    """The reminders that are queued at an hour of a day of March, and posted."""
    world.now = world.now.replace(month=3, day=day, hour=hour)
    await world.store.deadlines.queue_reminders(world.now)
    events = [delivery.event for post in await world.drain() for delivery in post.deliveries]
    return [event for event in events if isinstance(event, DeadlineReminder)]


async def test_what_comes_up_is_listed_by_day(world: World) -> None:
    """Deadlines have their document, their sentence and from when they were counted."""
    change_id = await announce(world, EFFECTIVE, OBJECTION, PERIOD)
    workspace = (await world.channel()).workspace_id
    first, second = await world.store.deadlines.find_upcoming(workspace, date(2026, 3, 2))
    assert (first.kind, first.on, first.counted_from) == (
        TermDateKind.OBJECTION,
        OBJECTION.on,
        OBJECTION.counted_from,
    )
    assert (second.change_id, second.quote, second.url) == (
        change_id,
        SENTENCE,
        "https://brillo.example/privacy",
    )
    assert await world.store.deadlines.find_upcoming(workspace, date(2026, 4, 1)) == ()


async def test_a_channel_is_reminded_once_per_number_of_days(world: World) -> None:
    """Fourteen, seven and one day before; a tick that is repeated queues nothing."""
    await announce(world, EFFECTIVE)
    assert await remind(world, 10) == []
    days = [(event.threshold, event.days_left) for event in await remind(world, 17)]
    assert days == [(14, 14)]
    assert await remind(world, 18) == []
    assert [event.threshold for event in await remind(world, 26)] == [7]
    assert [event.threshold for event in await remind(world, 30)] == [1]
    assert await remind(world, 30, hour=20) == []


async def test_a_decided_change_has_no_reminder(world: World) -> None:
    """Only a change that waits for a decision comes up."""
    change_id = await announce(world, EFFECTIVE)
    workspace = (await world.channel()).workspace_id
    await world.store.reviews.set_status(
        workspace, change_id, ReviewStatus.ACCEPTED, ("UADA", world.now)
    )
    assert await remind(world, 17) == []
    assert await world.store.deadlines.find_upcoming(workspace, date(2026, 3, 2)) == ()


async def test_another_workspace_is_not_reminded(world: World) -> None:
    """A workspace that was told of nothing has nothing coming up."""
    await announce(world, EFFECTIVE)
    other = await world.channel("T2")
    assert await world.store.deadlines.find_upcoming(other.workspace_id, date(2026, 3, 2)) == ()


async def test_a_reverted_change_has_no_deadline(world: World) -> None:
    """The earlier terms show again, so the day of the later ones is no day any more."""
    await announce(world, EFFECTIVE)
    workspace = (await world.channel()).workspace_id
    async with world.store.database.write() as connection:
        await connection.execute(update(CHANGE).values(standing="reverted"))
    assert await world.store.deadlines.find_upcoming(workspace, date(2026, 3, 2)) == ()
    assert await remind(world, 17) == []


async def test_a_muted_platform_has_no_reminder(world: World) -> None:
    """A mute holds for the deadline of a change; the next number of days after it is posted."""
    await announce(world, EFFECTIVE)
    channel = await world.channel()
    until = world.now.replace(day=20)
    await world.store.mutes.mute(Mute(channel.id, "brillo", until, "UADA"), world.now)
    assert await remind(world, 17) == []
    assert [event.threshold for event in await remind(world, 26)] == [7]


async def test_only_the_assignee_of_the_own_workspace_is_reminded(world: World) -> None:
    """Two workspaces were told of a change, and one of them gave it to somebody."""
    other = await world.channel("T2")
    await world.watch(other)
    change_id = await announce(world, EFFECTIVE)
    review = Review(ReviewStatus.ACTION_NEEDED, "U0BEN0000", user_id="U1")
    await world.store.reviews.decide(other.workspace_id, change_id, review, world.now)
    world.now = world.now.replace(day=17, hour=12)
    assert await world.store.deadlines.queue_reminders(world.now) == 3
    reminded = {
        (post.channel.workspace_id, post.channel.slack_id, delivery.event.deadline.assignee)
        for post in await world.drain()
        for delivery in post.deliveries
        if isinstance(delivery.event, DeadlineReminder)
    }
    first = (await world.channel()).workspace_id
    assert reminded == {
        (first, "C1", ""),
        (other.workspace_id, "C1", "U0BEN0000"),
        (other.workspace_id, "U0BEN0000", "U0BEN0000"),
    }


async def test_a_late_start_reminds_of_the_nearest_days_only(world: World) -> None:
    """After an outage of a fortnight one reminder is posted, and not three."""
    await announce(world, EFFECTIVE)
    world.after(timedelta(days=20))
    assert [event.threshold for event in await remind(world, 30)] == [1]


async def test_a_reminder_that_crashed_while_it_was_sent_is_marked(world: World) -> None:
    """A process that dies between Slack's answer and the record repeats it once, and says so."""
    await announce(world, EFFECTIVE)
    world.now = world.now.replace(month=3, day=17, hour=12)
    assert await world.store.deadlines.queue_reminders(world.now) == 1
    lost = await world.store.outbox.claim(world.now, SEND_LEASE)
    assert lost is not None
    assert await world.store.deadlines.queue_reminders(world.now) == 0
    world.after(timedelta(hours=1))
    assert await world.drain() == []
    world.after(timedelta(hours=1))
    (repeat,) = await world.drain()
    assert repeat.is_repeat
    assert [delivery.id for delivery in repeat.deliveries] == [d.id for d in lost.deliveries]
    assert await world.drain() == []
