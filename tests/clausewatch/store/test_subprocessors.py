"""Subprocessors on record: who is on a platform's list, and which platforms list a company."""

from dataclasses import replace

from clausewatch.checks.outcome import CheckOutcome, DueDocument, FirstVersion
from clausewatch.model.provisions import VersionAnalysis
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.model.subprocessors import Subprocessor
from tests.clausewatch.store.world import World, make_baseline_outcome, make_change_outcome

CLOUD = Subprocessor(
    "Nimbra Cloud, Inc.", "Hosting", "Norway", quote="Nimbra Cloud, Inc. | Hosting"
)
MAIL = Subprocessor("Plus Nine, Inc. (Sendly)", "Email", "Ireland")


def add_list(outcome: CheckOutcome, *entries: Subprocessor) -> CheckOutcome:
    """An outcome whose version lists these companies."""
    analysis = VersionAnalysis((), (), (), "1", subprocessors=entries)
    return replace(outcome, result=replace(outcome.result, analysis=analysis))  # type: ignore[arg-type]


def list_first(due: DueDocument, world: World, *entries: Subprocessor) -> CheckOutcome:
    """The first reading of a document that lists these companies."""
    outcome = make_baseline_outcome(due, at=world.now)
    assert isinstance(outcome.result, FirstVersion)
    return add_list(outcome, *entries)


async def read_first(world: World, *entries: Subprocessor) -> WorkspaceId:
    """Watch a document whose first version lists these companies."""
    channel = await world.channel()
    await world.watch(channel)
    await world.record(list_first(await world.due(), world, *entries))
    return channel.workspace_id


async def list_names(
    world: World, workspace: WorkspaceId, *, with_removed: bool = False
) -> list[str]:
    """The names on the list of the platform."""
    found = await world.store.subprocessors.find_by_platform(
        workspace, "brillo", with_removed=with_removed
    )
    return [record.entry.name for record in found]


async def test_a_list_is_on_record_with_its_dates(world: World) -> None:
    """Each company has its fields, its quote and the day on which it was first seen."""
    workspace = await read_first(world, CLOUD, MAIL)
    first, second = await world.store.subprocessors.find_by_platform(workspace, "brillo")
    assert (first.entry, second.entry) == (CLOUD, MAIL)
    assert (first.first_seen_at, first.removed_at) == (world.now, None)
    assert first.document.platform_name == "Brillo"


async def test_a_company_that_goes_and_comes_back_keeps_its_first_day(world: World) -> None:
    """What is removed stays on record, and is no longer listed."""
    workspace = await read_first(world, CLOUD, MAIL)
    began = world.now
    look = await world.next_look()
    await world.record(add_list(make_change_outcome(look, "Two.", at=world.now), MAIL))
    gone = world.now
    assert await list_names(world, workspace) == [MAIL.name]
    former, _ = await world.store.subprocessors.find_by_platform(
        workspace, "brillo", with_removed=True
    )
    assert (former.entry, former.removed_at) == (CLOUD, gone)
    look = await world.next_look()
    moved = replace(CLOUD, location="Canada")
    await world.record(add_list(make_change_outcome(look, "Three.", at=world.now), MAIL, moved))
    back, _ = await world.store.subprocessors.find_by_platform(workspace, "brillo")
    assert (back.entry, back.first_seen_at, back.removed_at) == (moved, began, None)


async def test_a_company_is_found_by_any_of_its_names(world: World) -> None:
    """The name without its form, the alias in brackets and the first words all find it."""
    workspace = await read_first(world, CLOUD, MAIL)
    for name in ("nimbra cloud", "Nimbra Cloud Ltd.", "Nimbra"):
        use = await world.store.subprocessors.find_company(workspace, name, limit=12)
        assert [record.entry for record in use.records] == [CLOUD]
        assert (use.platforms, use.watched, use.with_list) == (1, 1, 1)
    assert (
        await world.store.subprocessors.find_company(workspace, "sendly", limit=12)
    ).platforms == 1
    assert (
        await world.store.subprocessors.find_company(workspace, "cloud", limit=12)
    ).platforms == 0


async def test_only_watched_platforms_are_counted(world: World) -> None:
    """Another team's vendors are nobody else's business, although the document is shared."""
    await read_first(world, CLOUD)
    other = await world.channel("T2")
    await world.watch(other, "lumen")
    use = await world.store.subprocessors.find_company(other.workspace_id, "nimbra cloud", limit=12)
    assert (use.records, use.platforms, use.watched, use.with_list) == ((), 0, 1, 0)
    assert await world.store.subprocessors.list_watched(other.workspace_id) == ()


async def test_the_lists_of_a_workspace_are_listed_whole(world: World) -> None:
    """The export has removed companies too, with the day on which they were gone."""
    workspace = await read_first(world, CLOUD, MAIL)
    look = await world.next_look()
    await world.record(add_list(make_change_outcome(look, "Two.", at=world.now), MAIL))
    listed = await world.store.subprocessors.list_watched(workspace)
    assert [(record.entry.name, record.removed_at is None) for record in listed] == [
        (CLOUD.name, False),
        (MAIL.name, True),
    ]
