"""Monthly reports: queued once, for channels that asked, with what they were notified of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from clausewatch.model.reading import Severity, Significance
from clausewatch.model.reviews import Review, ReviewStatus
from clausewatch.model.term_dates import TermDate, TermDateKind
from clausewatch.model.watches import Channel
from clausewatch.notifications.digests import ChannelSettings
from clausewatch.notifications.events import MonthlyReport
from tests.clausewatch.store.world import World, make_comparison

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
FIRST_OF_APRIL = datetime(2026, 4, 1, 9, tzinfo=UTC)
EFFECTIVE = TermDate(
    TermDateKind.EFFECTIVE, "The new terms take effect on 30 April 2026.", on=date(2026, 4, 30)
)


async def ask(world: World, channel: Channel, **settings: object) -> None:
    """Let a channel ask for reports."""
    chosen = replace(ChannelSettings(has_monthly_report=True), **settings)  # type: ignore[arg-type]
    await world.store.channel_settings.save(channel.id, chosen, "U1", world.now)


async def queue(world: World, now: datetime) -> int:
    """What a tick queues."""
    due = await world.store.monthly_reports.find_due(now)
    return sum([await world.store.monthly_reports.queue(each, now) for each in due])


async def read_reports(world: World) -> list[MonthlyReport]:
    """The reports among the posts that are due."""
    events = [delivery.event for post in await world.drain() for delivery in post.deliveries]
    return [event for event in events if isinstance(event, MonthlyReport)]


async def test_a_month_with_a_change_of_each_kind(world: World) -> None:
    """Counts, what was decided, what waits and for whom, what comes up, and the documents."""
    channel = await world.channel()
    await ask(world, channel)
    await world.watch(channel)
    await world.first_read()
    high = replace(
        make_comparison(severity=Severity.HIGH), headline="May now share.", dates=(EFFECTIVE,)
    )
    first = await world.change("a", high)
    second = await world.change("b")
    await world.change("c", make_comparison(Significance.EDITORIAL, Severity.LOW))
    await world.acknowledge(channel.workspace_id, second)
    step = (ReviewStatus.ACTION_NEEDED, ("UADA", world.now))
    await world.store.reviews.set_status(channel.workspace_id, first, *step)
    await world.drain()
    world.now = FIRST_OF_APRIL
    assert await queue(world, world.now) == 1
    (report,) = await read_reports(world)
    assert (report.month, report.by_severity, report.editorial) == (MARCH, (1, 1, 0), 1)
    assert (report.reviewed, report.waiting, report.owners) == (1, 1, (("", 1),))
    assert [(c.change_id, c.severity, c.status) for c in report.reported] == [
        (first, Severity.HIGH, ReviewStatus.ACTION_NEEDED),
        (second, Severity.MEDIUM, ReviewStatus.ACKNOWLEDGED),
    ]
    assert [c.sentence for c in report.reported] == ["May now share.", "30 days → 90 days"]
    assert [deadline.on for deadline in report.upcoming] == [EFFECTIVE.on]
    assert (report.documents, report.unavailable) == (1, ())


async def test_it_is_queued_once_whoever_queues_it(world: World) -> None:
    """A second process, and every later tick of the month, find it queued."""
    channel = await world.channel()
    await ask(world, channel)
    await world.watch(channel)
    both = await world.store.monthly_reports.find_due(FIRST_OF_APRIL)
    queued = [await world.store.monthly_reports.queue(each, FIRST_OF_APRIL) for each in both * 2]
    assert queued == [1, 0]
    assert await world.store.monthly_reports.find_due(FIRST_OF_APRIL + timedelta(days=20)) == ()
    assert await queue(world, datetime(2026, 5, 1, 9, tzinfo=UTC)) == 1


async def test_a_report_that_comes_late_says_of_which_day_it_is(world: World) -> None:
    """The bot was down until the 20th: days left are counted from then, in the channel's zone."""
    channel = await world.channel()
    await ask(world, channel, zone="Pacific/Kiritimati")
    await world.watch(channel)
    late = datetime(2026, 4, 20, 12, tzinfo=UTC)
    world.now = late
    assert await queue(world, late) == 1
    (report,) = await read_reports(world)
    assert (report.month, report.made_on) == (MARCH, date(2026, 4, 21))


async def test_every_waiting_change_is_counted_for_its_assignee(world: World) -> None:
    """Those of other months, too; a decided one waits for nobody."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    changes = [await world.change(text) for text in "abcd"]
    await world.drain()
    review = Review(ReviewStatus.ACTION_NEEDED, assignee="UBEN", user_id="UADA")
    for change_id in changes[:2]:
        await world.store.reviews.decide(channel.workspace_id, change_id, review, world.now)
    await world.acknowledge(channel.workspace_id, changes[2])
    recipient = (channel.workspace_id, channel.id)
    report = await world.store.monthly_reports.load(recipient, APRIL, FIRST_OF_APRIL)
    assert (report.terms, report.waiting, report.owners) == (0, 3, (("UBEN", 2), ("", 1)))


async def test_decisions_of_another_workspace_count_for_nothing(world: World) -> None:
    """Both watch the document; what one decided is still open for the other."""
    channel, other = await world.channel(), await world.channel("T2")
    await world.watch(channel)
    await world.watch(other)
    await world.first_read()
    change_id = await world.change()
    await world.drain()
    await world.acknowledge(other.workspace_id, change_id)
    reviewed = []
    for each in (channel, other):
        recipient = (each.workspace_id, each.id)
        report = await world.store.monthly_reports.load(recipient, MARCH, FIRST_OF_APRIL)
        reviewed.append((report.terms, report.reviewed, report.waiting))
    assert reviewed == [(1, 0, 1), (1, 1, 0)]


async def test_nobody_is_surprised_by_one(world: World) -> None:
    """Without the setting nothing is posted; who asks on the 20th waits for the first of May."""
    channel = await world.channel()
    await world.watch(channel)
    assert await queue(world, FIRST_OF_APRIL) == 0
    await ask(world, channel)
    assert await queue(world, FIRST_OF_APRIL + timedelta(days=19)) == 0
    new = await world.channel(slack_id="C2")
    await ask(world, new)
    await world.watch(new, "wolke")
    before_it_existed = datetime(2026, 2, 28, 12, tzinfo=UTC)
    assert await queue(world, before_it_existed) == 0


async def test_a_channel_reads_of_its_own_changes_only(world: World) -> None:
    """Another channel, and another workspace, with a watchlist of its own has an empty month."""
    await world.watch(await world.channel())
    await world.first_read()
    await world.change()
    await world.drain()
    for team, slack_id in (("T1", "C2"), ("T2", "C1")):
        other = await world.channel(team, slack_id)
        report = await world.store.monthly_reports.load(
            (other.workspace_id, other.id), MARCH, FIRST_OF_APRIL
        )
        assert (report.terms, report.waiting, report.documents) == (0, 0, 0)
        assert report.reported == report.upcoming == ()


async def test_the_month_is_that_of_the_channels_clock(world: World) -> None:
    """A change late on 31 March in Berlin is of March there and of April in Tokyo."""
    channel = await world.channel()
    await world.watch(channel)
    world.now = datetime(2026, 3, 31, 9, tzinfo=UTC)
    await world.first_read()
    await world.change()
    assert world.now.day == 31
    recipient = (channel.workspace_id, channel.id)
    for zone, month in (("Europe/Berlin", MARCH), ("Pacific/Kiritimati", APRIL)):
        await ask(world, channel, zone=zone)
        for first in (MARCH, APRIL):
            report = await world.store.monthly_reports.load(recipient, first, FIRST_OF_APRIL)
            assert report.terms == (first == month)
