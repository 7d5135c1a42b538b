"""Watchlists as people read them, a page at a time."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import ValidationError
from sqlalchemy import insert, update

from clausewatch.checks.outcome import DocumentState, NotThePolicy
from clausewatch.model.documents import Unreadable
from clausewatch.model.reading import Remark
from clausewatch.model.watches import Channel, Tenant, WatchStatus, WorkspaceTotals
from clausewatch.store import ListPage, Mute, NewDocument
from clausewatch.store.tables import DOCUMENT, WATCH_DOCUMENT
from tests.clausewatch.store.world import NOW, PACE, World, make_baseline_outcome, make_outcome
from tests.sqlite_stores import find_inactive_reason, list_watches, log_statements

ILL = Unreadable("http", "The server answers 404.", NOW, 3)
FIRST = ListPage(0, 3)


async def watched(world: World, channel: Channel, *names: str) -> None:
    """Platforms are on a watchlist."""
    for name in names:
        await world.watch(channel, name.casefold(), platform_name=name)


async def looked(world: World, *, ill: frozenset[str] = frozenset()) -> None:
    """Every document is looked at; some cannot be read."""
    for due in await world.store.checks.claim(world.now, 100, PACE):
        state = DocumentState(unreadable=ILL)
        is_ill = due.document.platform_key in ill
        await world.record(
            make_outcome(due, NotThePolicy((), "ill"), state=state)
            if is_ill
            else make_baseline_outcome(due)
        )


def names(found: tuple[WatchStatus, ...]) -> list[str]:
    """The platforms, in order."""
    return [each.watch.platform_name for each in found]


async def test_what_cannot_be_read_comes_first_then_names(world: World) -> None:
    """Pages follow each other in the order of the list, without regard to case."""
    channel = await world.channel()
    await watched(world, channel, "delta", "Alpha", "echo", "Bravo", "charlie")
    await looked(world, ill=frozenset({"echo"}))
    pages = [
        await world.store.watchlists.read_page(
            channel.workspace_id, channel.id, ListPage(n, 3), NOW
        )
        for n in (0, 1, 7, -1)
    ]
    assert [names(found) for found, _ in pages] == [
        ["echo", "Alpha", "Bravo"],
        ["charlie", "delta"],
        ["charlie", "delta"],
        ["echo", "Alpha", "Bravo"],
    ]
    assert {(whole.platforms, whole.unreadable) for _, whole in pages} == {(5, 1)}


async def test_an_empty_list_has_one_empty_page(world: World) -> None:
    """A channel that watches nothing is no fault."""
    channel = await world.channel()
    found, whole = await world.store.watchlists.read_page(
        channel.workspace_id, channel.id, ListPage(2, 3), NOW
    )
    assert (found, whole.platforms, whole.unreadable) == ((), 0, 0)


async def test_a_list_says_what_the_record_says(world: World) -> None:
    """Watch and documents are those on record, in their three states, with all their pages."""
    channel = await world.channel()
    pages = tuple(f"https://alpha.example/{n}" for n in (2, 1, 3))
    two = (NewDocument("terms", pages), NewDocument("privacy policy", (pages[0],)))
    await world.watch(channel, "alpha", documents=two)
    await watched(world, channel, "Bravo")
    await looked(world, ill=frozenset({"bravo"}))
    await watched(world, channel, "charlie")
    found, _ = await world.store.watchlists.read_page(channel.workspace_id, channel.id, FIRST, NOW)
    assert {each.watch for each in found} == set(
        await world.store.watches.find_in_channel(channel.id)
    )
    for each in found:
        ids = [status.document.id for status in each.statuses]
        statuses = await world.store.documents.find_by_ids(channel.workspace_id, ids)
        for listed, status in zip(each.statuses, statuses, strict=True):
            for fact in (
                "document",
                "last_checked_at",
                "seen_at",
                "unreadable",
                "is_awaiting_confirmation",
            ):
                assert getattr(listed, fact) == getattr(status, fact)
    every, _ = await world.store.watchlists.read_page(channel.workspace_id, None, FIRST, NOW)
    assert every == found


async def test_nothing_is_loaded_of_other_pages(world: World) -> None:
    """A long list costs no more statements than a short one, and reads no document it hides."""
    channel = await world.channel()
    await watched(world, channel, "Alpha", "Bravo")
    lists = world.store.watchlists
    with log_statements(world.store) as short:
        await lists.read_page(channel.workspace_id, channel.id, FIRST, NOW)
    await watched(world, channel, *(f"Charlie {n:02}" for n in range(30)))
    async with world.store.database.write() as connection:
        hidden = DOCUMENT.c.platform_key.startswith("charlie ") & (
            DOCUMENT.c.platform_key != "charlie 00"
        )
        await connection.execute(update(DOCUMENT).where(hidden).values(access="{", state="{"))
    with log_statements(world.store) as long:
        found, whole = await lists.read_page(channel.workspace_id, channel.id, FIRST, NOW)
    assert (names(found), whole.platforms) == (["Alpha", "Bravo", "Charlie 00"], 32)
    assert len(long.statements) == len(short.statements)
    with pytest.raises(ValidationError):
        await lists.read_page(channel.workspace_id, channel.id, ListPage(1, 3), NOW)


async def test_a_list_is_of_its_channel_or_workspace(world: World) -> None:
    """Other channels are in the list of all, other workspaces in none."""
    here, there = await world.channel(), await world.channel(slack_id="C2")
    await watched(world, here, "Alpha")
    await watched(world, there, "Alpha", "Bravo")
    await watched(world, await world.channel("T2"), "charlie")
    lists = world.store.watchlists
    mine, _ = await lists.read_page(here.workspace_id, here.id, FIRST, NOW)
    every, whole = await lists.read_page(here.workspace_id, None, FIRST, NOW)
    assert (names(mine), names(every), whole.platforms) == (
        ["Alpha"],
        ["Alpha", "Alpha", "Bravo"],
        3,
    )
    assert [each.watch.channel for each in every] == [here, there, there]


async def test_totals_count_each_thing_once(world: World) -> None:
    """However many channels watch it; what other workspaces watch or own is not counted."""
    here, there = await world.channel(), await world.channel(slack_id="C2")
    empty = WorkspaceTotals(
        watches=0, platforms=0, channels=0, documents=0, unreadable=0, paused=()
    )
    assert await world.store.watchlists.read_totals(here.workspace_id, 9) == empty
    await watched(world, here, "Alpha", "Bravo")
    await watched(world, there, "Alpha")
    stranger = await world.channel("T2")
    await watched(world, stranger, "Alpha", "charlie")
    added = await world.watch(stranger, "delta", is_private=True)
    async with world.store.database.write() as connection:
        mine = (await world.store.watches.find_in_channel(here.id))[0].id
        link = {"watch_id": mine, "document_id": added.watch.documents[0].id}
        await connection.execute(insert(WATCH_DOCUMENT).values(link))
    await looked(world, ill=frozenset({"alpha", "charlie", "delta"}))
    totals = await world.store.watchlists.read_totals(here.workspace_id, 9)
    ids = [
        one.id
        for watch in await list_watches(world.store, here.workspace_id)
        for one in watch.documents
    ]
    statuses = await world.store.documents.find_by_ids(here.workspace_id, ids)
    assert totals == WorkspaceTotals(
        watches=3,
        platforms=2,
        channels=2,
        documents=2,
        unreadable=1,
        paused=(),
        next_check_at=min(status.next_check_at for status in statuses),
    )
    (unreadable,) = await world.store.watchlists.list_unreadable(here.workspace_id, 9)
    assert (unreadable.document.platform_name, unreadable.unreadable) == ("Alpha", ILL)
    assert len(unreadable.document.urls) == 1
    assert await world.store.watchlists.list_unreadable(here.workspace_id, 0) == ()
    found, whole = await world.store.watchlists.read_page(here.workspace_id, None, FIRST, NOW)
    ill = [each.watch for each in found if any(status.unreadable for status in each.statuses)]
    assert (names(found), len(ill), whole.unreadable) == (["Alpha", "Alpha", "Bravo"], 2, 2)


async def test_paused_channels_come_as_their_first_platforms_do(world: World) -> None:
    """As many as are asked for; not those that post, watch nothing or belong to others."""
    channels = [await world.channel(slack_id=f"C{n}") for n in range(5)]
    for channel, listed in zip(channels, (("D", "E"), ("C", "F"), ("B",), (), ("A",)), strict=True):
        await watched(world, channel, *listed)
    stranger = await world.channel("T2")
    await watched(world, stranger, "A")
    for channel in (*channels[:4], stranger):
        await world.store.workspaces.pause_channel(channel.id, "is_archived", NOW)
    lists, mine = world.store.watchlists, stranger.workspace_id
    paused = [(await lists.read_totals(channels[0].workspace_id, most)).paused for most in (2, 9)]
    assert [[each.slack_id for each in found] for found in paused] == [
        ["C2", "C1"],
        ["C2", "C1", "C0"],
    ]
    assert paused[0][0] == replace(channels[2], paused="is_archived")
    await watched(world, channels[0], "A")
    ahead = (await lists.read_totals(channels[0].workspace_id, 1)).paused
    assert [each.slack_id for each in ahead] == ["C0"]
    assert len((await lists.read_totals(mine, 9)).paused) == 1


async def test_a_mute_that_is_over_is_not_listed(world: World) -> None:
    """A list says of a mute only as long as it holds."""
    channel = await world.channel()
    await watched(world, channel, "Alpha")
    until = NOW + timedelta(days=1)
    await world.store.mutes.mute(Mute(channel.id, "alpha", until, "U1"), NOW)
    found = [
        (await world.store.watchlists.read_page(channel.workspace_id, channel.id, FIRST, now))[0]
        for now in (NOW, until)
    ]
    assert [each.watch.muted_until for (each,) in found] == [until, None]


async def test_a_channel_is_had_with_its_workspace(world: World) -> None:
    """One look finds what two would; who calls from a workspace makes it active again."""
    workspaces = world.store.workspaces
    tenant = Tenant(None, "T1")
    made = await workspaces.ensure_tenant_channel(tenant, "C1", NOW)
    assert (
        made == await world.channel() == await workspaces.ensure_tenant_channel(tenant, "C1", NOW)
    )
    await workspaces.deactivate(made.workspace_id, "token_revoked", NOW)
    assert await workspaces.ensure_tenant_channel(tenant, "C1", NOW) == made
    assert await find_inactive_reason(world.store, made.workspace_id) is None


async def test_documents_with_a_remark_are_counted_apart(world: World) -> None:
    """They follow those that cannot be read; one that has both counts as unreadable."""
    channel = await world.channel()
    await watched(world, channel, "alpha", "bravo", "charlie", "delta")
    remark = Remark("home", "The page does not call itself a policy.")
    states = {
        "bravo": DocumentState(remark=remark),
        "charlie": DocumentState(unreadable=ILL, remark=remark),
        "delta": DocumentState(unreadable=ILL),
    }
    for due in await world.store.checks.claim(world.now, 100, PACE):
        state = states.get(due.document.platform_key, DocumentState())
        await world.record(make_outcome(due, NotThePolicy((), "odd"), state=state))
    lists = world.store.watchlists
    found, whole = await lists.read_page(channel.workspace_id, channel.id, ListPage(0, 9), NOW)
    totals = await lists.read_totals(channel.workspace_id, 9)
    assert names(found) == ["charlie", "delta", "bravo", "alpha"]
    assert (whole.unreadable, whole.doubtful) == (totals.unreadable, totals.doubtful) == (2, 1)
    assert [each.statuses[0].remark for each in found] == [remark, None, remark, None]
    doubted = found[2].statuses[0].document.id
    await world.store.remedies.accept(channel.workspace_id, doubted, NOW)
    totals = await lists.read_totals(channel.workspace_id, 9)
    assert (totals.unreadable, totals.doubtful) == (2, 0)
