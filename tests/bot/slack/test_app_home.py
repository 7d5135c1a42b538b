"""The cost of publishing the App Home: one page is loaded, and shared facts once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import update

from bot.slack.app_home import build_home
from bot.slack.messages import home
from bot.slack.messages.blocks import MAX_SECTION_CHARACTERS
from bot.slack.messages.home import PLATFORMS_PER_PAGE
from bot.terminal.rendered_message import render_blocks
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.model.record_ids import ChangeId, ChannelId, WorkspaceId
from clausewatch.model.reviews import ALL_WAITING
from clausewatch.model.watches import Channel, RefusedCard, Tenant, WorkspaceTotals
from clausewatch.store import OpenHome, Store
from clausewatch.store.tables import DOCUMENT
from tests.bot.example_values import NOON
from tests.bot.team import Team, open_team
from tests.sqlite_stores import log_statements, make_watch_request, open_empty_store

PLATFORMS = 40


@pytest.fixture(params=["sqlite", "postgresql"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """An empty store, on both databases."""
    if request.param == "sqlite":
        new_store = await open_empty_store(tmp_path / "bot.db")
    else:
        new_store = await Store.open(request.getfixturevalue("migrated_database"))
    yield new_store
    await new_store.close()


def make_home(user: str = "U1", page: int = 0) -> OpenHome:
    """A home without a filter."""
    return OpenHome(user, page, ALL_WAITING)


async def watch_forty_platforms(store: Store) -> WorkspaceId:
    """A workspace watches forty platforms with one document each."""
    workspace = await store.workspaces.ensure(Tenant(None, TEAM_ID), NOON)
    channel = await store.workspaces.ensure_channel(workspace, "C1", NOON)
    for number in range(PLATFORMS):
        url = f"https://vendor-{number:02}.example/privacy"
        request = make_watch_request(channel, f"Vendor {number:02}", url)
        await store.watches.add(request, NOON)
    return workspace


async def test_a_home_loads_the_documents_of_its_page_alone(store: Store) -> None:
    """Documents of other pages are not loaded, only counted."""
    workspace = await watch_forty_platforms(store)
    hidden = DOCUMENT.c.platform_key >= f"vendor-{PLATFORMS_PER_PAGE:02}"
    async with store.database.write() as connection:
        await connection.execute(update(DOCUMENT).where(hidden).values(access="{", state="{"))
    shown = render_blocks(
        (await build_home(store, workspace, "/policy", NOON, make_home()))["blocks"]
    ).plain
    assert "40 platforms in 1 channel, 40 documents; all available" in shown
    assert shown.count("in <#C1>") + shown.count(" in #c1") == PLATFORMS_PER_PAGE
    assert "Page 1 of 3" in shown
    with pytest.raises(ValidationError):
        await build_home(store, workspace, "/policy", NOON, make_home(page=1))


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team that watches forty platforms."""
    async with open_team(tmp_path) as new_team:
        await new_team.types("watch " + ", ".join(f"Vendor {n:02}" for n in range(PLATFORMS)))
        await new_team.homes()
        yield new_team


async def publish_open_homes(team: Team, *pages: int) -> tuple[list[str], int]:
    """Several users have pages of the home open; return each published view and the statements."""
    workspace = await team.store.workspaces.ensure(Tenant(None, TEAM_ID), team.now)
    for number, page in enumerate(pages):
        await team.store.app_homes.mark_open(workspace, make_home(f"U{number}", page), team.now)
    before = len(team.seen)
    team.homes.mark_changed(workspace)
    with log_statements(team.store) as found:
        assert await team.homes() == len(pages)
    return [shown.plain for shown in team.seen[before:]], len(found.statements)


def make_facts(refused: int) -> home.HomeFacts:
    """The facts of a home with a channel for each of some refused cards."""
    channels = [Channel(ChannelId(n), WorkspaceId(1), f"C{n:010}") for n in range(refused)]
    cards = tuple(RefusedCard(each, ChangeId(each.id), "invalid_blocks") for each in channels)
    totals = WorkspaceTotals(1, 1, 1, 1, 0, ())
    return home.HomeFacts(totals, (), "/policy", refused=cards)


@pytest.mark.parametrize("refused", [1, 20, 23, 26, 29, 32, 60])
def test_a_list_that_is_too_long_ends_with_a_whole_line(refused: int) -> None:
    """No mention of a channel and no sentence is cut, and what fits is there."""
    first, *lines = home._format_totals(make_facts(refused)).split("\n")
    assert first.endswith("all available.")
    assert all(line.endswith("(`invalid_blocks`).") for line in lines)
    assert len(lines) == min(refused, len(lines)) >= min(refused, 20)
    assert len("\n".join((first, *lines))) <= MAX_SECTION_CHARACTERS


async def test_what_several_homes_show_is_read_once(team: Team) -> None:
    """A second user of a page costs no statement, and another page costs only its own content."""
    (one,), alone = await publish_open_homes(team, 0)
    assert await publish_open_homes(team, 0, 0, 0) == ([one] * 3, alone)
    homes, several = await publish_open_homes(team, 0, 0, 0, 99)
    assert [("Page 1 of 3" in home, "Page 3 of 3" in home) for home in homes] == [
        *[(True, False)] * 3,
        (False, True),
    ]
    assert alone < several < 2 * alone
