"""What people chose, on both databases: kept once, per workspace, and gone with it."""

from dataclasses import replace
from datetime import time, timedelta

from clausewatch.checks.outcome import DocumentState
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChangeId, DocumentId
from clausewatch.model.reviews import ALL_WAITING, NO_REVIEW, ReviewStatus, WorklistFilter
from clausewatch.model.watches import Cadence, Channel, Tenant
from clausewatch.notifications.digests import ChannelSettings
from clausewatch.store import Mute, OpenHome, RemedyResult
from tests.clausewatch.store.world import LEASE, NOW, World

CHOSEN = ChannelSettings(
    minimum=Severity.MEDIUM,
    is_threaded=False,
    digest=Cadence.DAILY,
    digest_day=3,
    digest_time=time(23, 59),
    zone="Asia/Kolkata",
    tells_quiet=True,
    reminders=None,
    has_monthly_report=True,
)


async def test_settings_are_kept_whole(world: World) -> None:
    """Saved twice, the second holds; another channel has the defaults."""
    channel, other = await world.channel(), await world.channel(slack_id="C2")
    await world.store.channel_settings.save(channel.id, ChannelSettings(), "U1", NOW)
    wanted = replace(CHOSEN, health_channel=other.id)
    await world.store.channel_settings.save(channel.id, wanted, "U1", NOW)
    assert await world.store.channel_settings.find(channel.id) == wanted
    assert await world.store.channel_settings.find(other.id) == ChannelSettings()


async def test_a_mute_ends_by_itself_or_by_hand(world: World) -> None:
    """Over, it counts for nothing and is not there to be ended."""
    channel = await world.channel()
    mute = Mute(channel.id, "brillo", NOW + timedelta(days=1), "U1")
    await world.store.mutes.mute(mute, NOW)
    assert await world.store.mutes.find_in_channel(channel.id, NOW) == (mute,)
    late = NOW + timedelta(days=1)
    assert await world.store.mutes.find_in_channel(channel.id, late) == ()
    assert await world.store.mutes.find_by_platform(channel.workspace_id, "brillo", late) == {}
    assert await world.store.mutes.unmute(channel.id, "brillo", late) is None
    await world.store.mutes.mute(mute, NOW)
    assert await world.store.mutes.unmute(channel.id, "brillo", NOW) == mute
    assert await world.store.mutes.unmute(channel.id, "brillo", NOW) is None


async def test_a_mute_holds_back_no_note_on_a_card(world: World) -> None:
    """Who reads the thread of a card hears what was decided, also while the platform is muted."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    change_id = await world.change()
    await world.drain()
    await world.acknowledge(channel.workspace_id, change_id)
    mute = Mute(channel.id, "brillo", world.now + timedelta(days=7), "U1")
    await world.store.mutes.mute(mute, world.now)
    (note,) = await world.drain()
    assert note.root_ts


def make_home(user: str, page: int) -> OpenHome:
    """A home without a filter."""
    return OpenHome(user, page, ALL_WAITING)


async def changed(world: World, channel: Channel) -> ChangeId:
    """A watched document changed."""
    await world.watch(channel)
    await world.first_read()
    await world.change()
    return ChangeId(1)


async def test_a_denial_is_the_workspaces_own(world: World) -> None:
    """Another workspace sees nothing of it, and an undone one is no denied pair any more."""
    channel = await world.channel()
    change_id = await changed(world, channel)
    reviews, mine = world.store.reviews, channel.workspace_id
    theirs = await world.store.workspaces.ensure(Tenant(None, "T9"), NOW)
    denied = ReviewStatus.NOT_A_CHANGE
    assert await reviews.set_status(mine, change_id, denied, ("U1", NOW)) is not None
    elsewhere = await world.store.changes.find(theirs, change_id)
    assert elsewhere is not None
    assert elsewhere.review == NO_REVIEW
    (pair,) = [pair async for pair in world.store.denials.iterate_pairs()]
    assert pair.change.id == change_id
    assert [len(pair.before), len(pair.after)] == [1, 1]
    assert await reviews.undo(mine, change_id, ("U2", NOW)) is not None
    assert [pair async for pair in world.store.denials.iterate_pairs()] == []


async def test_a_digest_is_made_once_whoever_makes_it(world: World) -> None:
    """A second process finds the date taken."""
    channel = await world.channel()
    await world.watch(channel)
    digests = world.store.digests
    due = await digests.find_due(NOW)
    assert {each.cadence for each in due} == {Cadence.DAILY, Cadence.WEEKLY}
    for each in due:
        assert await digests.queue(each, NOW) == 0
    assert await digests.find_due(NOW) == ()
    later = NOW + timedelta(days=1)
    await world.store.channel_settings.save(channel.id, replace(CHOSEN, zone="UTC"), "U1", NOW)
    quiet = [
        each
        for each in await digests.find_due(later + timedelta(days=1))
        if each.cadence == "daily"
    ]
    assert [await digests.queue(each, later) for each in quiet * 2] == [1, 0]


async def test_open_homes_are_remembered_for_a_while(world: World) -> None:
    """The page and the filter that were seen last; the longest open fall out."""
    channel = await world.channel()
    homes, mine = world.store.app_homes, channel.workspace_id
    await homes.mark_open(mine, make_home("U1", 0), NOW)
    overdue = OpenHome("U1", 2, WorklistFilter(is_overdue=True))
    await homes.mark_open(mine, overdue, NOW)
    assert await homes.find(mine, "U1") == overdue
    assert await homes.find(mine, "U2") == make_home("U2", 0)
    for number in range(30):
        await homes.mark_open(mine, make_home(f"V{number}", 0), NOW + timedelta(minutes=number))
    assert len(await homes.find_open(mine, NOW)) == 20
    assert overdue not in await homes.find_open(mine, NOW)
    assert await homes.find_open(mine, NOW + timedelta(days=1)) == ()


async def test_accepting_is_for_documents_that_a_workspace_has(world: World) -> None:
    """Its own, or a shared one where it is alone here."""
    channel = await world.channel()
    await world.watch(channel)
    mine, remedies = channel.workspace_id, world.store.remedies
    assert await remedies.accept(mine, DocumentId(1), NOW) is RemedyResult.TAKEN
    assert await remedies.accept(mine, DocumentId(99), NOW) is RemedyResult.UNKNOWN
    due = await world.store.checks.claim_one(DocumentId(1), NOW, LEASE)
    assert due is not None
    assert due.state == DocumentState(is_trusted=True)
    await world.store.workspaces.ensure(Tenant(None, "T9"), NOW)
    assert await remedies.accept(mine, DocumentId(1), NOW) is RemedyResult.SHARED


async def test_uninstalling_takes_all_of_it_along(world: World) -> None:
    """Nothing of the workspace is left, and nothing stands in the way."""
    channel = await world.channel()
    change_id = await changed(world, channel)
    await world.store.channel_settings.save(channel.id, CHOSEN, "U1", NOW)
    mute = Mute(channel.id, "brillo", NOW + timedelta(days=1), "U1", change_id)
    await world.store.mutes.mute(mute, NOW)
    await world.store.reviews.set_status(
        channel.workspace_id, change_id, ReviewStatus.NOT_A_CHANGE, ("U1", NOW)
    )
    await world.store.app_homes.mark_open(channel.workspace_id, make_home("U1", 0), NOW)
    for each in await world.store.digests.find_due(NOW):
        await world.store.digests.queue(each, NOW)
    await world.store.workspaces.purge(Tenant(None, "T1"))
    assert [pair async for pair in world.store.denials.iterate_pairs()] == []
    assert await world.store.digests.find_due(NOW + timedelta(days=9)) == ()
