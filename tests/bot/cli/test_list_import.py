"""A team's list as a file: every line is reported, and an export can be imported again."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.cli.list_import import RowResult, watch_rows
from bot.slack.listeners.call import Call
from bot.slack.listeners.list_file import parse_rows, read_rows, write_csv
from bot.terminal.console import make_channel_id
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.errors import UserError
from clausewatch.model.reading import Severity
from clausewatch.model.watches import Cadence, Tenant
from tests.bot.team import CATALOGUE, Team, open_team


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with an empty store."""
    async with open_team(tmp_path) as made:
        yield made


def make_call(team: Team, channel: str = "legal") -> Call:
    """Return a call of the operator in a channel."""
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


async def find_kinds(team: Team, channel: str = "legal") -> dict[str, tuple[str, ...]]:
    """Return the watched kinds of each platform on a channel's watchlist."""
    found_channel = await make_call(team, channel).find_channel()
    watches = await team.store.watches.find_in_channel(found_channel.id)
    return {w.platform_name: tuple(sorted(d.kind for d in w.documents)) for w in watches}


async def import_text(team: Team, tmp_path: Path, text: str | bytes) -> list[RowResult]:
    """Write a file and import it into the channel's watchlist."""
    path = tmp_path / "vendors.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return await watch_rows(make_call(team), read_rows(path))


async def test_every_line_is_reported(team: Team, tmp_path: Path) -> None:
    """Names, domains and URLs are watched; unknown names are reported with similar ones."""
    results = await import_text(
        team,
        tmp_path,
        "# our vendors\npixelgarten.example\n- Brillo\n\nPixelgarden\nbril\n"
        "https://haven.example/legal/privacy\nftp://haven.example/x\n",
    )
    assert [(result.row.line, result.is_watched) for result in results] == [
        (2, True), (3, True), (5, False), (6, False), (7, True), (8, False),
    ]  # fmt: skip
    assert results[0].sentence == "Pixelgarten: privacy policy, terms of service"
    assert "Pixelgarten" in results[2].sentence
    assert "Brillo Health" in results[3].sentence
    assert "http" in results[5].sentence
    usual = ("privacy policy", "terms of service")
    assert await find_kinds(team) == {
        "Pixelgarten": usual,
        "Brillo": usual,
        "haven.example": ("privacy policy",),
    }
    assert sum(shown.kind == "post" for shown in team.seen) == 1


async def test_forty_vendors_in_one_go(team: Team, tmp_path: Path) -> None:
    """A long list is watched with a single post to the channel."""
    results = await import_text(team, tmp_path, "\n".join(f"Vendor {n:02}" for n in range(40)))
    assert all(result.is_watched for result in results)
    assert len(await find_kinds(team)) == 40
    assert [shown.kind for shown in team.seen] == ["post"]


TABLES = {
    "commas": "Vendor,Docs,Min,Deliver\nBrillo,privacy,high,daily\n",
    "semicolons and a mark": "\ufeffvendor;Documents;severity;cadence\nBrillo;privacy;high;daily\n",
    "bars": "Platform|Docs|Min|Deliver\nBrillo|privacy|high|daily\n",
    "a named delimiter": "sep=;\r\nvendor;docs, all;docs;min;deliver\r\nBrillo;;pp;high;daily\r\n",
    "a delimiter that no header shows": "sep=~\nvendor~docs~min~deliver\nBrillo~pp~high~daily\n",
    "commas in a header": "vendor name;a, b, c, and d;docs;min;deliver\nBrillo;1;pp;high;daily",
    "tabs, other columns beside": "owner\tname\tdocs\tmin\tdeliver\nAnn\tBrillo\tpp\thigh\tdaily\n",
    "quotes": '"name","docs","min","deliver"\n"Brillo","privacy policy","high","daily"\n',
}


@pytest.mark.parametrize("name", TABLES)
async def test_tables_carry_options(team: Team, tmp_path: Path, name: str) -> None:
    """Tables of different programs have columns for the options of each platform."""
    (result,) = await import_text(team, tmp_path, TABLES[name])
    assert result.is_watched, result.sentence
    channel = await make_call(team).find_channel()
    (watch,) = await team.store.watches.find_in_channel(channel.id)
    assert (watch.minimum, watch.cadence) == (Severity.HIGH, Cadence.DAILY)
    assert [d.kind for d in watch.documents] == ["privacy policy"]


@pytest.mark.parametrize(
    "text",
    [
        "product name;vendor\nMail;Brillo",
        "service name, tool\nMail, Brillo",
        "contact name;vendor\nAnn;Brillo",
        "vendor name;service\nBrillo;Mail",
        "first name;company name\nAnn;Brillo",
        "Domain Name;min\nBrillo;high",
    ],
)
def test_the_vendor_of_a_register_is_watched(text: str) -> None:
    """The name of a product, a service or a person beside it is a detail."""
    assert [row.name for row in parse_rows(text)] == ["Brillo"]


@pytest.mark.parametrize("mark", ["", "sep=;\n"])
def test_rows_keep_the_numbers_of_their_lines(mark: str) -> None:
    """A report names the line as an editor shows it."""
    rows = parse_rows(f"{mark}vendor;min\nBrillo;low\nPixels;high\n")
    first = 2 + bool(mark)
    assert [(row.line, row.name) for row in rows] == [(first, "Brillo"), (first + 1, "Pixels")]


@pytest.mark.parametrize(
    "text", ["Zoom;Notion", "username;x\na;b", "sep=;", "sep=", "separate vendor\nfoo", ";|,\n\t"]
)
def test_a_text_without_a_known_header_is_a_list(text: str) -> None:
    """Each of its lines is read as names, and none is lost as a header."""
    assert [row.options for row in parse_rows(text)] == [{}] * len(parse_rows(text))
    assert parse_rows(text)[:1] == parse_rows(text.splitlines()[0])[:1]


async def test_a_table_in_utf_16(team: Team, tmp_path: Path) -> None:
    """Spreadsheets save Unicode text as UTF-16."""
    results = await import_text(team, tmp_path, "platform\tdocs\nBrillo\tterms\n".encode("utf-16"))
    assert [result.is_watched for result in results] == [True]


async def test_documents_that_the_catalogue_lacks_are_named(team: Team, tmp_path: Path) -> None:
    """The line is imported, and says what was not found."""
    (result,) = await import_text(team, tmp_path, "name,docs\nBrillo,privacy; dpa\n")
    assert result.is_watched
    wanted = "Brillo: privacy policy (not in the catalogue: data processing agreement)"
    assert result.sentence == wanted


async def test_a_bad_option_affects_only_its_line(team: Team, tmp_path: Path) -> None:
    """The other lines of the list are watched."""
    results = await import_text(team, tmp_path, "name,min\nBrillo,grave\nPixelgarten,low\n")
    assert [result.is_watched for result in results] == [False, True]
    assert "low" in results[0].sentence
    assert list(await find_kinds(team)) == ["Pixelgarten"]


async def test_an_export_can_be_imported_again(team: Team, tmp_path: Path) -> None:
    """Documents, pages, severity and cadence stay the same."""
    pages = "https://quay.example/dpa https://quay.example/dpa/annex"
    text = (
        "platform,docs,min,deliver\nPixelgarten,cookies; terms,high,weekly\nBrillo,,,\n"
        f'https://brillo.example/annex,dpa,,\n"{pages}",dpa,medium,\n'
    )
    assert all(result.is_watched for result in await import_text(team, tmp_path, text))
    here = await team.store.watches.find_in_channel((await make_call(team).find_channel()).id)
    saved = write_csv(here, CATALOGUE)
    path = tmp_path / "saved.csv"
    path.write_text(saved)
    results = await watch_rows(make_call(team, "other"), read_rows(path))
    assert all(result.is_watched for result in results)
    there = await team.store.watches.find_in_channel(
        (await make_call(team, "other").find_channel()).id
    )
    assert write_csv(there, CATALOGUE) == saved
    assert [w.documents for w in there] == [w.documents for w in here]
    urls = [d.urls for w in there for d in w.documents if w.platform_name == "quay.example"]
    assert urls == [tuple(pages.split())]


async def test_an_export_is_no_formula(team: Team, tmp_path: Path) -> None:
    """What people call a document runs in no spreadsheet, and is read again as it was."""
    called = "=HYPERLINK(A1)"
    url = "https://quay.example/dpa"
    results = await import_text(team, tmp_path, f'url,docs,called\n{url},dpa,"{called}"\n')
    assert [result.is_watched for result in results] == [True]
    watches = await team.store.watches.find_in_channel((await make_call(team).find_channel()).id)
    saved = write_csv(watches, CATALOGUE)
    assert f",'{called}," in saved
    path = tmp_path / "saved.csv"
    path.write_text(saved)
    (row,) = read_rows(path)
    assert row.options["name"] == called


async def test_an_import_keeps_settings_that_it_does_not_name(team: Team, tmp_path: Path) -> None:
    """An empty or missing column leaves the channel's choices as they are."""
    await team.types("watch brillo docs:terms min:high deliver:weekly", channel="legal")
    await import_text(team, tmp_path, "platform,min\nBrillo,\n")
    channel = await make_call(team).find_channel()
    (watch,) = await team.store.watches.find_in_channel(channel.id)
    assert (watch.minimum, watch.cadence) == (Severity.HIGH, Cadence.WEEKLY)
    assert await find_kinds(team) == {"Brillo": ("terms of service",)}


async def test_a_second_import_changes_nothing(team: Team, tmp_path: Path) -> None:
    """The result says that the platform was on the list before."""
    await import_text(team, tmp_path, "Brillo\n")
    before = await find_kinds(team)
    (again,) = await import_text(team, tmp_path, "Brillo\n")
    assert "was on the list" in again.sentence
    assert await find_kinds(team) == before


REFUSED = {
    "empty": (b"\n# nothing\n", "lists nothing"),
    "a workbook": (b"PK\x03\x04\0\0", "isn't a list"),
    "nowhere": (None, "can't be read"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_a_list_is_refused(tmp_path: Path, name: str) -> None:
    """The refusal is one sentence, and nothing is watched."""
    body, sentence = REFUSED[name]
    path = tmp_path / "list"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(UserError, match=sentence):
        read_rows(path)
