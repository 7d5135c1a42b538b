"""A team's list as a file: every line is reported, and what is exported comes back the same."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli.list_file import read_rows, write_csv
from bot.cli.list_import import RowResult, watch_rows
from bot.slack.listeners.call import Call
from bot.terminal.console import make_channel_id
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.errors import UserError
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Tenant
from tests.bot.team import CATALOGUE, Team, a_team


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with an empty store."""
    async with a_team(tmp_path) as made:
        yield made


def calling(team: Team, channel: str = "legal") -> Call:
    """The operator, in a channel."""
    return Call(
        context=team.context,
        body={},
        client=team.slack,
        respond=None,
        tenant=Tenant(None, TEAM_ID),
        user_id="YOU",
        channel_id=make_channel_id(channel),
        bot_user_id=None,
        now=team.now,
    )


async def listed(team: Team, channel: str = "legal") -> dict[str, tuple[str, ...]]:
    """What a channel watches: platform to kinds."""
    at = await calling(team, channel).find_channel()
    watches = await team.store.watches.find_in_channel(at.id)
    return {w.platform_name: tuple(sorted(d.kind for d in w.documents)) for w in watches}


async def reported(team: Team, tmp_path: Path, text: str | bytes) -> list[RowResult]:
    """Write a list and put it on the channel's watchlist."""
    path = tmp_path / "vendors.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return await watch_rows(calling(team), read_rows(path))


async def test_every_line_is_reported(team: Team, tmp_path: Path) -> None:
    """Names, domains and addresses are taken, what is not known is said with the near names."""
    found = await reported(
        team,
        tmp_path,
        "# our vendors\npixelgarten.example\n- Brillo\n\nPixelgarden\nbril\n"
        "https://haven.example/legal/privacy\nftp://haven.example/x\n",
    )
    assert [(each.row.line, each.is_watched) for each in found] == [
        (2, True), (3, True), (5, False), (6, False), (7, True), (8, False),
    ]  # fmt: skip
    assert found[0].sentence == "Pixelgarten: privacy policy, terms of service"
    assert "Pixelgarten" in found[2].sentence
    assert "Brillo Health" in found[3].sentence
    assert "http" in found[5].sentence
    usual = ("privacy policy", "terms of service")
    assert await listed(team) == {
        "Pixelgarten": usual,
        "Brillo": usual,
        "haven.example": ("privacy policy",),
    }
    assert sum(shown.kind == "post" for shown in team.seen) == 1


async def test_forty_vendors_in_one_go(team: Team, tmp_path: Path) -> None:
    """A whole list is added, and the channel is told once."""
    found = await reported(team, tmp_path, "\n".join(f"Vendor {n:02}" for n in range(40)))
    assert all(each.is_watched for each in found)
    assert len(await listed(team)) == 40
    assert [shown.kind for shown in team.seen] == ["post"]


TABLES = {
    "commas": "Vendor,Docs,Min,Deliver\nBrillo,privacy,high,daily\n",
    "semicolons and a mark": "\ufeffvendor;Documents;severity;cadence\nBrillo;privacy;high;daily\n",
    "tabs, other columns beside": "owner\tname\tdocs\tmin\tdeliver\nAnn\tBrillo\tpp\thigh\tdaily\n",
    "quotes": '"name","docs","min","deliver"\n"Brillo","privacy policy","high","daily"\n',
}


@pytest.mark.parametrize("name", TABLES)
async def test_tables_carry_options(team: Team, tmp_path: Path, name: str) -> None:
    """Whatever program wrote the table, its columns say what is wanted of each platform."""
    (outcome,) = await reported(team, tmp_path, TABLES[name])
    assert outcome.is_watched, outcome.sentence
    channel = await calling(team).find_channel()
    (watch,) = await team.store.watches.find_in_channel(channel.id)
    assert (watch.minimum, watch.cadence) == (Severity.HIGH, Cadence.DAILY)
    assert [d.kind for d in watch.documents] == ["privacy policy"]


async def test_a_table_in_the_wide_encoding(team: Team, tmp_path: Path) -> None:
    """Spreadsheets save Unicode text as UTF-16."""
    found = await reported(team, tmp_path, "platform\tdocs\nBrillo\tterms\n".encode("utf-16"))
    assert [each.is_watched for each in found] == [True]


async def test_a_bad_option_spoils_its_line_only(team: Team, tmp_path: Path) -> None:
    """The rest of the list is added all the same."""
    found = await reported(team, tmp_path, "name,min\nBrillo,grave\nPixelgarten,low\n")
    assert [each.is_watched for each in found] == [False, True]
    assert "low" in found[0].sentence
    assert list(await listed(team)) == ["Pixelgarten"]


async def test_the_export_comes_back_the_same(team: Team, tmp_path: Path) -> None:
    """Documents, several pages of one, severity and cadence survive the way out and in."""
    pages = "https://quay.example/dpa https://quay.example/dpa/annex"
    text = (
        "platform,docs,min,deliver\nPixelgarten,cookies; terms,high,weekly\nBrillo,,,\n"
        f'https://brillo.example/annex,dpa,,\n"{pages}",dpa,medium,\n'
    )
    assert all(each.is_watched for each in await reported(team, tmp_path, text))
    here = await team.store.watches.find_in_channel((await calling(team).find_channel()).id)
    saved = write_csv(here, CATALOGUE)
    path = tmp_path / "saved.csv"
    path.write_text(saved)
    outcomes = await watch_rows(calling(team, "other"), read_rows(path))
    assert all(each.is_watched for each in outcomes)
    there = await team.store.watches.find_in_channel(
        (await calling(team, "other").find_channel()).id
    )
    assert write_csv(there, CATALOGUE) == saved
    assert [w.documents for w in there] == [w.documents for w in here]
    urls = [d.urls for w in there for d in w.documents if w.platform_name == "quay.example"]
    assert urls == [tuple(pages.split())]


async def test_a_list_leaves_what_it_does_not_say(team: Team, tmp_path: Path) -> None:
    """A column that is empty or missing takes nothing back that the channel chose."""
    await team.types("watch brillo docs:terms min:high deliver:weekly", channel="legal")
    await reported(team, tmp_path, "platform,min\nBrillo,\n")
    at = await calling(team).find_channel()
    (watch,) = await team.store.watches.find_in_channel(at.id)
    assert (watch.minimum, watch.cadence) == (Severity.HIGH, Cadence.WEEKLY)
    assert await listed(team) == {"Brillo": ("terms of service",)}


async def test_a_second_time_changes_nothing(team: Team, tmp_path: Path) -> None:
    """The same list again finds everything on the list."""
    await reported(team, tmp_path, "Brillo\n")
    before = await listed(team)
    (again,) = await reported(team, tmp_path, "Brillo\n")
    assert "was on the list" in again.sentence
    assert await listed(team) == before


REFUSED = {
    "empty": (b"\n# nothing\n", "lists nothing"),
    "a workbook": (b"PK\x03\x04\0\0", "is not a list"),
    "nowhere": (None, "cannot be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_list_is_one_sentence(tmp_path: Path, name: str) -> None:
    """A file that lists nothing is refused before anything is added."""
    body, said = REFUSED[name]
    path = tmp_path / "list"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(UserError, match=said):
        read_rows(path)
