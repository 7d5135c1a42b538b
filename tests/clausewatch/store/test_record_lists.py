"""The lists of record pages on both databases: paged, filtered, and of one workspace."""

from datetime import timedelta

from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import DocumentId, WorkspaceId
from clausewatch.model.reviews import ReviewStatus
from clausewatch.store import ListPage, NewDocument
from clausewatch.store.record_lists import ChangeFilter
from clausewatch.store.tables import PROVISION
from tests.clausewatch.store.world import SIX_HOURS, World, make_comparison

ALL = ListPage(0, 50)
NO_WORKSPACE = WorkspaceId(0)


async def test_changes_are_filtered_and_paged(world: World) -> None:
    """By platform, document, time and watchlist; a page has the number of all."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    first = await world.change("We keep logs for 90 days.")
    start = world.now
    second = await world.change("We keep logs for 120 days.")
    lists, workspace = world.store.record_lists, channel.workspace_id
    for wanted, expected in (
        (ChangeFilter(), [second, first]),
        (ChangeFilter(platform_key="brillo"), [second, first]),
        (ChangeFilter(platform_key="nobody"), []),
        (ChangeFilter(document_id=DocumentId(1)), [second, first]),
        (ChangeFilter(since=start + timedelta(seconds=1)), [second]),
        (ChangeFilter(until=start + timedelta(seconds=1)), [first]),
        (ChangeFilter(watched_by=workspace), [second, first]),
        (ChangeFilter(watched_by=workspace, channel_id=channel.id), [second, first]),
        (ChangeFilter(watched_by=NO_WORKSPACE), []),
        (ChangeFilter(clause="ai_training"), []),
    ):
        changes, total = await lists.list_changes(workspace, wanted, ALL)
        assert [change.id for change in changes] == expected
        assert total == len(expected)
        marks = await lists.list_change_marks(workspace, wanted)
        assert [mark.id for mark in marks] == expected
    page, total = await lists.list_changes(workspace, ChangeFilter(), ListPage(1, 1))
    assert ([change.id for change in page], total) == ([first], 2)


async def test_platforms_with_their_last_change(world: World) -> None:
    """Sorted by name without case; words match a part of it and are no pattern."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    await world.change()
    changed_at = world.now
    for key in ("alpha", "zeta_1"):
        await world.watch(channel, key)
    lists, workspace = world.store.record_lists, channel.workspace_id
    lines, total = await lists.list_platforms(workspace, "", ALL)
    assert [line.name for line in lines] == ["Alpha", "Brillo", "Zeta_1"]
    assert total == 3
    assert [line.changed_at for line in lines] == [None, changed_at, None]
    for words, expected in (("BRIL", ["Brillo"]), ("_", ["Zeta_1"]), ("%", [])):
        lines, total = await lists.list_platforms(workspace, words, ALL)
        assert [line.name for line in lines] == expected
        assert total == len(expected)


async def test_a_private_document_is_on_no_list_of_others(world: World) -> None:
    """Its platform, change and mark exist for its workspace only."""
    own, other = await world.channel("T1"), await world.channel("T2")
    await world.watch(own, is_private=True)
    await world.first_read()
    await world.change()
    lists = world.store.record_lists
    for workspace, number in ((own.workspace_id, 1), (other.workspace_id, 0), (NO_WORKSPACE, 0)):
        assert (await lists.list_platforms(workspace, "", ALL))[1] == number
        assert (await lists.list_changes(workspace, ChangeFilter(), ALL))[1] == number
        assert len(await lists.list_change_marks(workspace, ChangeFilter())) == number


async def test_versions_and_snapshots(world: World) -> None:
    """Newest first, with hashes; bytes that were deleted are said to be."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    await world.change()
    lists = world.store.record_lists
    versions, total = await lists.list_versions(DocumentId(1), ALL)
    assert [version.number for version in versions] == [2, 1]
    assert total == 2
    snapshots, total = await lists.list_snapshots(DocumentId(1), ListPage(0, 1))
    assert total == 2
    assert snapshots[0].sha256 == versions[0].snapshots[0]
    assert snapshots[0].has_bytes


async def test_positions_are_counted_and_listed(world: World) -> None:
    """By polarity, without removed provisions; a matrix can have some clause types only."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    row = {
        "document_id": 1, "version_id": 1, "severity": 2, "provision": b"", "polarity": "may",
        "first_tracked_at": world.now, "judged_at": world.now,
    }  # fmt: skip
    rows = [row | {"clause": "ai_training"}, row | {"clause": "data_sale", "polarity": "does_not"}]
    gone = row | {"clause": "arbitration", "removed_at": world.now}
    async with world.store.database.write() as connection:
        for each in (*rows, gone):
            await connection.execute(PROVISION.insert(), each)
    lists, workspace = world.store.record_lists, channel.workspace_id
    assert await lists.count_positions(workspace, "ai_training") == {"may": 1}
    assert await lists.count_positions(workspace, "arbitration") == {}
    marks = await lists.find_gravest_marks(workspace, ["brillo", "nobody"], ())
    assert {place: (mark.polarity, mark.severity) for place, mark in marks.items()} == {
        ("brillo", "ai_training"): ("may", Severity.HIGH),
        ("brillo", "data_sale"): ("does_not", Severity.HIGH),
    }
    marks = await lists.find_gravest_marks(workspace, ["brillo"], ["data_sale"])
    assert list(marks) == [("brillo", "data_sale")]


async def test_positions_of_private_documents_are_those_of_their_owner(world: World) -> None:
    """Not even the number of another workspace's documents is known."""
    owner, other = await world.channel(), await world.channel("T2")
    await world.watch(owner, is_private=True)
    await world.first_read()
    row = {
        "document_id": 1, "version_id": 1, "severity": 2, "provision": b"", "polarity": "may",
        "clause": "ai_training", "first_tracked_at": world.now, "judged_at": world.now,
    }  # fmt: skip
    async with world.store.database.write() as connection:
        await connection.execute(PROVISION.insert(), row)
    count = world.store.record_lists.count_positions
    assert await count(owner.workspace_id, "ai_training") == {"may": 1}
    assert await count(other.workspace_id, "ai_training") == {}
    assert await count(NO_WORKSPACE, "ai_training") == {}


async def test_a_matrix_has_the_gravest_of_a_platform(world: World) -> None:
    """Of two documents of a platform the one with the higher severity is shown, then the first."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    kinds = ("terms of service", "cookie policy")
    documents = tuple(NewDocument(kind, (f"https://brillo.example/{kind[:3]}",)) for kind in kinds)
    await world.watch(channel, documents=documents)
    row = {
        "version_id": 1, "clause": "ai_training", "provision": b"", "polarity": "may",
        "first_tracked_at": world.now, "judged_at": world.now,
    }  # fmt: skip
    async with world.store.database.write() as connection:
        for document, severity in ((1, 0), (2, 2), (3, 2)):
            await connection.execute(
                PROVISION.insert(), row | {"document_id": document, "severity": severity}
            )
    marks = await world.store.record_lists.find_gravest_marks(channel.workspace_id, ["brillo"], ())
    assert [(mark.id, mark.severity) for mark in marks.values()] == [(2, Severity.HIGH)]


async def test_what_waits_is_gravest_first(world: World) -> None:
    """A decided change waits no more, and another workspace has none."""
    channel = await world.channel()
    await world.watch(channel)
    await world.first_read()
    low = await world.change("a", make_comparison(severity=Severity.LOW))
    high = await world.change("b", make_comparison(severity=Severity.HIGH))
    lists, today = world.store.record_lists, world.now.date()
    waiting, total = await lists.list_waiting_changes(channel.workspace_id, today, ListPage(0, 1))
    assert ([change.id for change in waiting], total) == ([high], 2)
    step = ("U1", world.now)
    reviews = world.store.reviews
    await reviews.set_status(channel.workspace_id, high, ReviewStatus.ACKNOWLEDGED, step)
    waiting, total = await lists.list_waiting_changes(channel.workspace_id, today, ALL)
    assert ([change.id for change in waiting], total) == ([low], 1)
    assert (await lists.list_waiting_changes(NO_WORKSPACE, today, ALL))[1] == 0


async def test_links_are_revoked_per_workspace(world: World) -> None:
    """A link that was signed before a revocation is invalid; so is that of no workspace."""
    one, two = await world.channel("T1"), await world.channel("T2")
    workspaces, signed_at = world.store.workspaces, world.now
    await workspaces.revoke_links(one.workspace_id, world.after(SIX_HOURS))
    assert not await workspaces.has_valid_links(one.workspace_id, signed_at)
    assert await workspaces.has_valid_links(two.workspace_id, signed_at)
    assert await workspaces.has_valid_links(one.workspace_id, world.after(SIX_HOURS))
    assert not await workspaces.has_valid_links(WorkspaceId(99), signed_at)
    assert await workspaces.find_ids("T2") == (two.workspace_id,)
    assert await workspaces.find_ids("") == (one.workspace_id, two.workspace_id)
    assert await workspaces.find_channel(one.workspace_id, "C1") == one
    assert await workspaces.find_channel(one.workspace_id, "C404") is None
