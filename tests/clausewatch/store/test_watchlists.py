"""Watchlists, tenants and whose a document is."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from clausewatch.checks.outcome import DueDocument
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Tenant
from clausewatch.store import NewDocument
from clausewatch.store.tables import Row
from tests.clausewatch.store.world import (
    NOW,
    PACE,
    SIX_HOURS,
    World,
    make_baseline_outcome,
    make_change_outcome,
)
from tests.sqlite_stores import list_watches

TERMS = NewDocument("terms", ("https://brillo.example/terms",))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (Tenant(None, "T1"), Tenant(None, "T1"), True),
        (Tenant("E1", None), Tenant("E1", None), True),
        (Tenant("E1", "T1"), Tenant("E1", "T1"), True),
        (Tenant("E1", "T1"), Tenant(None, "T1"), False),
        (Tenant("E1", None), Tenant("E1", "T1"), False),
    ],
)
async def test_a_tenant_is_one_workspace(
    world: World, one: Tenant, other: Tenant, *, is_same: bool
) -> None:
    """Tenants are keyed on enterprise and team; what Slack leaves out is equal to itself."""
    workspaces = world.store.workspaces
    found = [await workspaces.ensure(tenant, NOW) for tenant in (one, other)]
    assert (found[0] == found[1]) is is_same


async def test_a_channel_is_found_again(world: World) -> None:
    """The same Slack id in two teams is two channels."""
    first, again = await world.channel(), await world.channel()
    other = await world.channel("T2")
    assert first == again
    assert other.id != first.id


async def test_watching_again_changes_options_and_adds_documents(world: World) -> None:
    """A second `watch` of a platform is the same watch with new options and more documents."""
    channel = await world.channel()
    first = await world.watch(channel)
    again = await world.watch(
        channel, documents=(TERMS,), minimum=Severity.HIGH, cadence=Cadence.WEEKLY
    )
    assert (first.is_new, again.is_new) == (True, False)
    assert again.watch.id == first.watch.id
    assert [d.kind for d in first.added] == ["privacy policy"]
    assert [d.kind for d in again.added] == ["terms"]
    assert [d.kind for d in again.watch.documents] == ["privacy policy", "terms"]
    assert (again.watch.minimum, again.watch.cadence) == (Severity.HIGH, Cadence.WEEKLY)
    assert await world.store.watches.find_in_channel(channel.id) == (again.watch,)


async def test_no_documents_means_all_on_record(world: World) -> None:
    """A watch without documents takes those that another channel's watch brought."""
    await world.watch(await world.channel(), documents=(TERMS,))
    result = await world.watch(await world.channel("T2"), documents=())
    assert [d.kind for d in result.watch.documents] == ["terms"]


async def test_unwatch_and_undo(world: World) -> None:
    """An unwatch stops checks and posts; its undo brings the watch back as it was."""
    channel = await world.channel()
    watch = (await world.watch(channel, minimum=Severity.HIGH, cadence=Cadence.DAILY)).watch
    await world.first_read()
    assert await world.store.watches.remove(channel.id, "brillo") == watch
    assert await world.store.watches.remove(channel.id, "brillo") is None
    assert await world.store.watches.find_in_channel(channel.id) == ()
    assert await world.store.checks.find_next_due_at() is None
    assert await world.store.checks.claim(NOW + SIX_HOURS, 10, SIX_HOURS) == ()
    restored = await world.store.watches.restore(watch, "U2", world.now)
    assert (restored.documents, restored.minimum, restored.cadence) == (
        watch.documents,
        watch.minimum,
        watch.cadence,
    )
    assert await world.store.checks.find_next_due_at() == NOW + SIX_HOURS


async def test_a_document_of_two_watches_goes_on(world: World) -> None:
    """What one channel unwatches another still watches."""
    first, second = await world.channel(), await world.channel("T2")
    await world.watch(first)
    result = await world.watch(second)
    await world.store.watches.remove(first.id, "brillo")
    assert len(await world.store.checks.claim(NOW, 10, SIX_HOURS)) == 1
    assert await world.store.watches.find_by_document(result.added[0].id) == (result.watch,)
    assert await list_watches(world.store, second.workspace_id) == (result.watch,)


async def test_a_private_document_exists_for_its_workspace_only(world: World) -> None:
    """A document added by URL cannot be found by others: not by number, platform or list."""
    ours, theirs = await world.channel(), await world.channel("T2")
    added = (await world.watch(ours, is_private=True)).added[0]
    documents = world.store.documents
    assert added.workspace_id == ours.workspace_id
    found = await documents.find(ours.workspace_id, added.id)
    assert found is not None
    assert found.document == added
    assert await documents.find_platforms(ours.workspace_id, "BRILLO") == (("brillo", "Brillo"),)
    assert await documents.find_platform_names(ours.workspace_id, "brillo") == ("Brillo",)
    assert await documents.find(theirs.workspace_id, added.id) is None
    assert await documents.find_by_ids(theirs.workspace_id, [added.id]) == ()
    assert await documents.find_by_platform(theirs.workspace_id, "brillo") == ()
    assert await documents.find_platforms(theirs.workspace_id, "Brillo") == ()
    assert await documents.find_platform_names(theirs.workspace_id, "brillo") == ()
    assert await documents.make_due(theirs.workspace_id, [added.id], NOW) == 0
    result = await world.watch(theirs, documents=())
    assert result.watch.documents == ()


async def test_the_same_url_in_two_workspaces_is_two_documents(world: World) -> None:
    """Neither workspace learns that the other added it; the catalogue's is a third."""
    added = [
        (await world.watch(await world.channel(team), is_private=is_private)).added[0].id
        for team, is_private in (("T1", True), ("T2", True), ("T3", False))
    ]
    assert len(set(added)) == 3


async def test_a_watch_cannot_be_restored_with_anothers_documents(world: World) -> None:
    """An undo brings back only what its workspace may see."""
    ours, theirs = await world.channel(), await world.channel("T2")
    watch = (await world.watch(ours, is_private=True)).watch
    forged = type(watch)(watch.id, theirs, "brillo", "Brillo", watch.documents)
    assert (await world.store.watches.restore(forged, "U1", NOW)).documents == ()


async def test_checking_soon(world: World) -> None:
    """A check that somebody asks for makes the document due now."""
    channel = await world.channel()
    added = (await world.watch(channel)).added[0]
    await world.first_read()
    count = await world.store.documents.make_due(channel.workspace_id, [added.id], world.now)
    assert count == 1
    world.after(PACE)
    assert (await world.due()).document == added


async def test_status_of_a_read_document(world: World) -> None:
    """Lists see when it was checked and verified, and what was read, without its blocks."""
    channel = await world.channel()
    await world.watch(channel)
    (fresh,) = await world.store.documents.find_by_platform(channel.workspace_id, "brillo")
    assert (fresh.version, fresh.last_checked_at, fresh.next_check_at) == (None, None, NOW)
    await world.first_read()
    (status,) = await world.store.documents.find_by_platform(channel.workspace_id, "brillo")
    assert status.version is not None
    assert status.version.reading.title == "Privacy Policy"
    assert status.version.reading.blocks == ()
    assert status.last_verified_at == NOW
    assert not status.is_awaiting_confirmation


async def test_numbers_are_never_given_out_twice(world: World) -> None:
    """A record id that people may have quoted is not reused after its document is gone."""
    first = (await world.watch(await world.channel(), is_private=True)).added[0].id
    await world.store.workspaces.purge(Tenant(None, "T1"))
    second = (await world.watch(await world.channel(), is_private=True)).added[0].id
    assert second > first


async def test_uninstalling_leaves_nothing(world: World) -> None:
    """After a purge no row of the workspace is left, and others' rows are as they were."""
    shared = await world.channel("T2")
    await world.watch(shared, "cifra")
    empty = await _rows(world)
    ours = await world.channel()
    await world.watch(ours, is_private=True)
    await world.watch(ours, "cifra")
    for due in await world.store.checks.claim(NOW, 10, SIX_HOURS):
        if due.document.platform_key == "brillo":
            await _tell_a_change(world, due)
    await world.store.workspaces.purge(Tenant(None, "T1"))
    assert await _rows(world) == empty
    await world.store.workspaces.purge(Tenant(None, "T1"))


async def _tell_a_change(world: World, due: DueDocument) -> None:
    """Read a document, change it, post the change and review it."""
    await world.record(make_baseline_outcome(due))
    number = due.document.id
    again = await world.store.checks.claim_one(number, NOW, SIX_HOURS)
    assert again is not None
    (change_id,) = await world.record(make_change_outcome(again))
    workspace = again.document.workspace_id
    assert workspace is not None
    assert change_id is not None
    await world.drain()
    await world.acknowledge(workspace, change_id)


async def _rows(world: World) -> dict[str, int]:
    """Count the rows of every table, hosts aside: they say nothing of who asked."""
    names = [name for name in Row.metadata.tables if name != "host"]
    async with world.store.database.read() as connection:
        return {
            name: (await connection.execute(text(f"select count(*) from {name}"))).scalar_one()  # noqa: S608
            for name in names
        }


async def test_events_are_remembered_for_an_hour(world: World) -> None:
    """Slack sends some events twice; the second is told from the first."""
    workspaces = world.store.workspaces
    assert await workspaces.remember_event("Ev1", NOW)
    assert not await workspaces.remember_event("Ev1", NOW + timedelta(minutes=5))
    assert await workspaces.remember_event("Ev2", NOW)
    assert await workspaces.remember_event("Ev1", NOW + timedelta(hours=2))
