"""`export` and *Open record* in Slack: links to the record site, uploads, and clear refusals."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.links.signatures import Grant, Signer
from bot.links.site_links import SiteLinks
from jobs.monthly_reports import MakeMonthlyReports
from tests.bot.example_values import NOON
from tests.bot.team import Team, open_team

SIGNER = Signer(["the key that signs in tests"])
LINKS = SiteLinks("https://records.example", SIGNER, timedelta(days=30))


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with a record site."""
    async with open_team(tmp_path, site_links=LINKS) as new_team:
        yield new_team


@pytest.fixture
async def siteless(tmp_path: Path) -> AsyncIterator[Team]:
    """A team without a record site."""
    async with open_team(tmp_path) as new_team:
        yield new_team


async def change_brillo(team: Team) -> None:
    """A watched document changes and its card is posted."""
    await team.types("/policy watch brillo docs:terms")
    await team.reads(1)
    await team.changes(1)
    await team.posts()


def read_link(text: str) -> tuple[str, Grant]:
    """Return the URL in an answer without its token, and what the token grants."""
    (url,) = re.findall(r"https://records\.example/[^\s|>)]+", text)
    path, _, token = url.replace("&amp;", "&").partition("token=")
    grant = SIGNER.verify(token, NOON)
    assert isinstance(grant, Grant)
    return path.rstrip("?&"), grant


def raw(shown: Any) -> str:  # noqa: ANN401  # whatever was shown
    """Return the blocks of a message as text, with its links."""
    return str(shown.blocks)


async def test_export_answers_with_a_signed_link(team: Team) -> None:
    """The link is of this workspace, has the platform and the period, and expires."""
    await change_brillo(team)
    (shown,) = await team.types("/policy export changes brillo since:2026-01-01")
    path, grant = read_link(raw(shown))
    assert path == "https://records.example/export/changes.csv?since=2026-01-01&platform=brillo"
    assert grant.workspace_id == 1
    assert grant.expires_at - grant.signed_at == timedelta(days=30)
    (shown,) = await team.types("/policy export audit")
    assert "/export/audit.zip" in raw(shown)
    (shown,) = await team.types("/policy export CW-C-000001")
    assert "/change/CW-C-000001.docx" in raw(shown)
    (shown,) = await team.types("/policy export CW-P-000001 format:json")
    assert "/provision/CW-P-000001.json" in raw(shown)


async def test_reports_by_link(team: Team) -> None:
    """A clause type by its name, a month by its number; `format:` gives the file."""
    for line, path in (
        ("export report ai training", "/report/clause/ai_training"),
        ("export report ai training format:pdf", "/report/clause/ai_training.pdf"),
        ("export month", "/report/month/2026-03"),
        ("export month february", "/report/month/2026-02"),
        ("export month 2026-02 format:md", "/report/month/2026-02.md"),
    ):
        (shown,) = await team.types(f"/policy {line}")
        assert read_link(raw(shown))[0] == f"https://records.example{path}"


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("export", "provisions"),
        ("export secrets", "provisions"),
        ("export changes format:xml", "format:"),
        ("export changes nobody-knows", "nobody-knows"),
        ("export CW-C-000001 format:csv", "docx"),
        ("export month soon", "2026-03"),
        ("export report nonsense-clause", "clause type"),
        ("export month format:csv", "pdf"),
    ],
)
async def test_what_cannot_be_exported(team: Team, line: str, word: str) -> None:
    """The answer says what can."""
    (shown,) = await team.types(f"/policy {line}")
    assert word in shown.plain
    assert "records.example" not in raw(shown)


async def test_without_a_site_the_file_is_uploaded(siteless: Team) -> None:
    """Where Slack refuses the upload, the answer names the scope and the command line."""
    await change_brillo(siteless)
    siteless.slack.refuses = {"files.getUploadURLExternal": "missing_scope"}
    (shown,) = await siteless.types("/policy export changes")
    assert "files:write" in shown.plain
    assert "clausewatch export changes" in shown.plain
    (shown,) = await siteless.types("/policy export month format:pdf")
    assert "PUBLIC_URL" in shown.plain
    (shown,) = await siteless.types("/policy export audit")
    assert "clausewatch export audit" in shown.plain


async def test_without_a_site_a_month_is_answered(siteless: Team) -> None:
    """The answer has what this channel was notified of, and no link to a page."""
    await change_brillo(siteless)
    (shown,) = await siteless.types("/policy export month")
    assert "Monthly report for March 2026 so far: 1 change to terms (1 high)" in shown.plain
    assert "CW-C-000001" in shown.plain
    assert "Open full report" not in shown.plain
    (shown,) = await siteless.types("/policy export month 2026-02")
    assert "no changes to terms" in shown.plain
    for wrong in ("2026-13", "0001-01", "2031-01", "2026-3", "last"):
        (shown,) = await siteless.types(f"/policy export month {wrong}")
        assert "Monthly report" not in shown.plain, wrong


async def test_a_channel_asks_for_its_month(team: Team) -> None:
    """With `monthly:on` the report is posted once on the first, and its button opens the page."""
    (announced,) = await team.types("/policy settings monthly:on")
    assert "Monthly report: on the first day of the next month" in announced.plain
    await change_brillo(team)
    make = MakeMonthlyReports(team.store, lambda: team.now)
    assert await make() == 0
    team.now = datetime(2026, 4, 1, 9, 1, tzinfo=UTC)
    assert [await make(), await make()] == [1, 0]
    (post,) = await team.posts()
    assert (post.kind, post.channel) == ("post", "C-GENERAL")
    assert "Monthly report for March 2026: 1 change to terms (1 high)" in post.plain
    (answer,) = await team.presses(post, "Open full report")
    assert read_link(raw(answer))[0] == "https://records.example/report/month/2026-03"
    (worklist,) = await team.presses(post, "Open the worklist")
    assert "CW-C-000001" in worklist.plain
    (announced,) = await team.types("/policy settings monthly:off")
    assert "Monthly report: off" in announced.plain
    team.now = datetime(2026, 5, 1, 9, 1, tzinfo=UTC)
    assert await make() == 0


async def test_a_card_opens_its_record(team: Team) -> None:
    """The menu of a card has *Open record*, which answers one person with a link."""
    await change_brillo(team)
    card = next(shown for shown in team.seen if shown.kind == "post" and "CW-C-" in shown.plain)
    (shown,) = await team.presses(card, "Open record")
    assert shown.kind == "answer"
    path, _ = read_link(raw(shown))
    assert path == "https://records.example/change/CW-C-000001"


async def test_without_a_site_nothing_offers_one(siteless: Team) -> None:
    """No card has a link to a page that does not exist."""
    await change_brillo(siteless)
    assert all("Open record" not in raw(shown) for shown in siteless.seen)
