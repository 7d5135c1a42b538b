"""Subprocessors in Slack through the real app: lists, companies, comparison and buttons."""

from datetime import timedelta

import pytest

from bot.cli.subprocessor_export import write_subprocessors
from clausewatch.model.reading import Expected
from clausewatch.model.record_ids import WorkspaceId
from tests.bot.recorded_checks import record_check
from tests.bot.team import Team

Row = tuple[str, str, str]
CLOUD = ("Nimbra Cloud, Inc.", "Hosting", "Norway")
MAIL = ("Quillpost GmbH", "Email", "Germany")
MODELS = ("Gravel GPU, Inc.", "GPU hosting", "United States")
HOSTILE = ("<!channel> & *Sons*", "=cmd()", "Ireland")


async def check_list(team: Team, number: int, platform: str, *rows: Row) -> None:
    """A document lists these companies at its next check."""
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    text = (
        f"# Subprocessors\n\n{platform} lists here who gets data of its customers.\n\n"
        "Customers have 30 days to object to a new company.\n\n"
        f"| Subprocessor | Purpose | Location |\n|---|---|---|\n{table}\n"
    )
    url = f"https://{platform.casefold()}.example/subprocessors"
    expected = Expected(platform, "subprocessor list", url)
    await record_check(team, number, text, expected, is_trusted=True)


async def watch_two_lists(team: Team) -> None:
    """Two platforms have lists that share one company."""
    for name, number, rows in (("pixelgarten", 1, (CLOUD, MAIL)), ("brillo", 2, (CLOUD, HOSTILE))):
        url = f"https://{name}.example/subprocessors"
        await team.types(f"/policy watch {url} docs:subprocessors name:{name.capitalize()}")
        await check_list(team, number, name.capitalize(), *rows)


async def type_line(team: Team, line: str) -> str:
    """Type a line and return the ephemeral answer."""
    (shown,) = await team.types(f"/policy {line}")
    assert shown.kind == "answer"
    return shown.plain


async def test_a_platforms_list_has_its_dates(team: Team) -> None:
    """Each company has its purpose, its place and the day on which it was first seen."""
    await watch_two_lists(team)
    told = await type_line(team, "subprocessors pixelgarten")
    assert "Pixelgarten lists 2 subprocessors" in told
    assert "Nimbra Cloud, Inc. · Hosting · Norway · first seen" in told
    assert "Quillpost GmbH · Email · Germany" in told


@pytest.mark.parametrize("name", ["nimbra cloud", "Nimbra", '"Nimbra Cloud Ltd"'])
async def test_who_uses_a_company(team: Team, name: str) -> None:
    """The platforms that list a company, each with the quote of its list."""
    await watch_two_lists(team)
    told = await type_line(team, f"subprocessors using:{name}")
    assert "is a subprocessor of 2 of your 2 vendors" in told
    assert "“Nimbra Cloud, Inc. | Hosting | Norway”" in told
    assert "2 of the 2 have a stored list." in told


async def test_a_company_that_nobody_lists(team: Team) -> None:
    """The answer says how many lists were looked through."""
    await watch_two_lists(team)
    told = await type_line(team, "subprocessors using:nobody")
    assert "None of your 2 vendors lists nobody as a subprocessor." in told


async def test_a_platform_without_a_list_offers_one(team: Team) -> None:
    """A watched platform whose list is not read gets a button that watches the list."""
    await team.types("/policy watch pixelgarten docs:privacy")
    told = await type_line(team, "subprocessors pixelgarten")
    assert "No subprocessor list of Pixelgarten is stored." in told
    assert "Watch its list" in told


async def test_whose_is_asked(team: Team) -> None:
    """Without a name the answer shows both forms."""
    told = await type_line(team, "subprocessors")
    assert "subprocessors using:openai" in told


@pytest.mark.parametrize(
    "line", ["subprocessors pixelgarten, brillo", "compare subprocessors, pixelgarten, brillo"]
)
async def test_shared_companies_come_first(team: Team, line: str) -> None:
    """Several platforms are compared by company."""
    await watch_two_lists(team)
    told = await type_line(team, line)
    assert "3 subprocessors of 2 platforms, 1 of them shared" in told
    assert told.index("Nimbra Cloud, Inc.: ") < told.index("Quillpost GmbH: Pixelgarten")


async def test_a_new_company_can_be_watched_from_the_card(team: Team) -> None:
    """The alert names the company, and one button watches it."""
    await watch_two_lists(team)
    await team.posts()
    await check_list(team, 1, "Pixelgarten", CLOUD, MAIL, MODELS)
    (card,) = await team.posts()
    assert "Pixelgarten added Gravel GPU, Inc. (GPU hosting, United States)." in card.plain
    (answer,) = await team.presses(card, "Watch Gravel GPU")
    assert "“Gravel GPU” in the catalogue" in answer.plain
    told = await type_line(team, "changes all about:subprocessors")
    assert "1 change" in told
    assert "Gravel GPU" in told


async def test_a_new_company_has_a_deadline(team: Team) -> None:
    """The period to object that the page states is counted from the day of the change."""
    await watch_two_lists(team)
    await team.posts()
    await check_list(team, 1, "Pixelgarten", CLOUD, MAIL, MODELS)
    (card,) = await team.posts()
    end = team.now.date() + timedelta(days=30)
    assert f"Objections until {end:%-d %B %Y}, counted from" in card.plain
    (deadline,) = await team.store.deadlines.find_upcoming(WorkspaceId(1), team.now.date())
    assert (deadline.on, deadline.assignee) == (end, "")
    told = await type_line(team, "show CW-D-00001")
    assert "30 days to object" in told


async def test_the_export_runs_no_formula(team: Team) -> None:
    """Cells from lists are data: a leading sign is quoted, and the quote is on one line."""
    await watch_two_lists(team)
    text = write_subprocessors(await team.store.subprocessors.list_watched())
    header, *lines = text.splitlines()
    assert header.startswith("platform,document,url,list,company,purpose,location")
    assert len(lines) == 4
    assert ",'=cmd()," in text
