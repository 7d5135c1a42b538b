"""Reports as page, PDF and Markdown: one clause type on platforms, and the month of a workspace."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.exports.report_files import build_report_pdf, write_markdown
from bot.records.clause_report import _make_quotation
from bot.records.report import Heading, Quotation, Report, Rows, Text
from bot.slack.messages.comparison import _format_provision
from bot.web.pages import reports
from clausewatch.model.provisions import Confidence
from clausewatch.provisions.taxonomy_files import load_taxonomy
from clausewatch.store import ListPage
from tests.bot.exports.test_record_files import read_pdf
from tests.bot.web.archive import COURT, NOON, SALE, TRAINS, Archive, open_archive, open_site
from tests.samples.clauses import recognise_provisions
from tests.samples.policies import HARBORPAY

NEVER = "We do not sell your personal information."


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """Three platforms on sale of data: one permits it, one rules it out, one is silent."""
    async with open_archive(tmp_path) as records:
        seller = await records.watch(records.one, "Pixelgarten")
        await records.read(seller, COURT)
        change_id = await records.read(seller, COURT, SALE)
        assert change_id is not None
        await records.acknowledge(records.one, change_id, "UANN")
        await records.read(await records.watch(records.one, "Wolke"), NEVER)
        await records.read(await records.watch(records.one, "Brillo"), TRAINS)
        yield records


async def test_how_platforms_describe_a_clause(archive: Archive) -> None:
    """Title with the number, counts by position with the silent ones, dated quotes with records."""
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        page = (await browser.get("/report/clause/data_sale")).text
        text = (await browser.get("/report/clause/data_sale.md")).text
        async with browser.session.get(f"{browser.url}/report/clause/data_sale.pdf") as answer:
            printed = read_pdf(await answer.read())
        assert (await browser.get("/report/clause/nothing_known")).status == 404
        assert (await browser.get("/report/clause/biometric_data")).status == 404
    for shown in (page, text, printed):
        for part in ("How 2 platforms describe", "2 of 3 platforms reviewed have", "Captured"):
            assert part in shown, part
        assert SALE.rstrip(".") in shown
        assert NEVER.rstrip(".") in shown
        assert "CW-P-" in shown
    assert "In 1 it was not found" in page
    assert page.index("ermits the practice") < page.index("ules out the practice")


async def test_the_month_of_a_workspace(archive: Archive) -> None:
    """Changes by severity and status, owners of what waits, deadlines, and what cannot be read."""
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        page = (await browser.get("/report/month/2026-03")).text
        text = (await browser.get("/report/month/2026-03.md")).text
        assert (await browser.get("/report/month/2026-03.pdf")).status == 200
        for path in ("/report/month/2026-13", "/report/month/2031-01", "/report/month/0000-01"):
            assert (await browser.get(path)).status == 404, path
        earlier = (await browser.get("/report/month/2026-02")).text
        assert "The month is not over" not in earlier
        archive.now = archive.now.replace(month=4)
        assert "The month is not over" not in (await browser.get("/report/month/2026-03")).text
        archive.now = archive.now.replace(month=3)
        await browser.enter(archive.two, archive.now)
        other = (await browser.get("/report/month/2026-03")).text
    for shown in (page, text):
        for part in ("Policy changes in March 2026", "1 change to terms", "CW-C-000001"):
            assert part in shown, part
        for part in (
            "The month is not over",
            "Acknowledged",
            "Coming up",
            "3 documents",
            "Availability",
        ):
            assert part in shown, part
    assert "0 changes to terms" in earlier
    assert "CW-C-000001" not in other
    async with open_site(archive, is_public=True) as browser:
        assert (await browser.get("/report/month/2026-03")).status == 401


async def test_a_month_of_many_changes_says_how_many_it_lists(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits is counted whole, whatever is listed."""
    monkeypatch.setattr(reports, "MAX_CHANGES", ListPage(0, 1))
    for name in ("Brillo", "Wolke"):
        document_id = await archive.watch(archive.one, name)
        assert await archive.read(document_id, COURT, TRAINS, SALE)
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        text = (await browser.get("/report/month/2026-03.md")).text
    assert "This report covers the 1 newest of 3." in text
    assert "| unassigned | 2 |" in text


def test_a_doubtful_finding_keeps_its_severity_and_is_called_possible() -> None:
    """The finding is in doubt, and not how severe its clause is: on the site and in Slack."""
    first = recognise_provisions(HARBORPAY, 1)[0]
    provision = replace(first.provision, confidence=Confidence.LOW)
    doubtful = replace(first, provision=provision)
    sure = replace(first, provision=replace(provision, confidence=Confidence.HIGH))
    severity = f"{provision.severity} severity"
    lead = _make_quotation(doubtful).lead
    assert lead == f"{first.document.name}, {severity}, possibly: low confidence"
    clause = load_taxonomy().clauses[provision.clause]
    line = _format_provision(clause, doubtful).partition("\n")[0]
    assert f" · {severity} · possibly: low confidence · " in line
    assert "possibly" not in _format_provision(clause, sure)


def test_markdown_shows_hostile_text_as_text() -> None:
    """Neither headings, links, images, tables nor HTML come out of a policy."""
    hostile = "# x\n[a](javascript:1) ![b](http://e) <script> | `c` *d* _e_\n- f\n1. g\n~~h~~"
    report = Report(
        hostile,
        datetime.fromisoformat(NOON.isoformat()),
        (
            Heading(hostile),
            Text(hostile),
            Quotation(hostile, hostile, "CW-P-000001", hostile),
            Rows(hostile, ("a", "b"), [(hostile, hostile)], ["CW-C-000001"]),
        ),
    )
    text = write_markdown(report, "https://records.example").decode()
    marks = (r"\]\(javascript", r"!", r"<script", r"^- f", r"^1\. g", r"~", r"`", r"\*d", r"^# x")
    for mark in marks:
        assert not re.search(rf"(?<!\\)(?m:{mark})", text), mark
    assert "[CW-C-000001](https://records.example/change/CW-C-000001)" in text
    assert "<script>" in read_pdf(build_report_pdf(report))
