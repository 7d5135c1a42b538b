"""The pages of subprocessors: what is listed, who uses a company, and for whom."""

from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from clausewatch.checks.examination import FirstReading, Task
from clausewatch.checks.examine import examine
from clausewatch.checks.outcome import CheckOutcome, DocumentState
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Expected
from clausewatch.model.record_ids import WorkspaceId
from clausewatch.store import NewDocument
from clausewatch.subprocessors import DOCUMENT_KIND
from tests.bot.web.archive import LEASE, Archive, open_archive, open_site
from tests.filed_examinations import make_filed_result
from tests.sqlite_stores import make_watch_request

COMPANIES = ("Ashby GmbH", "Birch Ltd.", "Cedar <b>SA</b>")


def render_list(name: str, *companies: str) -> bytes:
    """Return a list of subprocessors."""
    escaped = (each.replace("<", "&lt;") for each in companies)
    rows = "".join(f"<tr><td>{n}</td><td>Hosting</td><td>Ireland</td></tr>" for n in escaped)
    return (
        f"<html lang='en'><head><title>{name} Subprocessors</title></head><body><main>"
        f"<h1>{name} Subprocessors</h1><p>{name} engages the following companies to process"
        " personal data on behalf of its customers.</p><table><tr><th>Name</th><th>Purpose</th>"
        f"<th>Location</th></tr>{rows}</table></main></body></html>"
    ).encode()


async def file_list(
    archive: Archive, workspace_id: WorkspaceId, name: str, *, is_private: bool = False
) -> None:
    """A workspace watches the list of a platform, which is read."""
    channel = await archive.store.workspaces.ensure_channel(workspace_id, "C1", archive.now)
    url = f"https://{name.casefold()}.example/subprocessors"
    request = make_watch_request(channel, name, url)
    documents = (NewDocument(DOCUMENT_KIND, (url,)),)
    watch = replace(request, documents=documents, is_private=is_private)
    result = await archive.store.watches.add(watch, archive.now)
    due = await archive.store.checks.claim_one(result.watch.documents[-1].id, archive.now, LEASE)
    assert due is not None
    body = render_list(name, *COMPANIES, f"{name} Hosting Inc.")
    headers = (("content-type", "text/html; charset=utf-8"),)
    page = Snapshot(url, url, 200, headers, body, sha256(body).hexdigest(), archive.now)
    expected = Expected(name, DOCUMENT_KIND, url)
    found = examine(Task((page.to_page(),), expected))
    assert isinstance(found, FirstReading)
    outcome = CheckOutcome(
        due.document.id,
        due.lease_token,
        archive.now,
        archive.now + LEASE,
        make_filed_result(due, page, found),
        DocumentState(),
    )
    await archive.store.checks.record((outcome,), LEASE)


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """Both workspaces have a list of their own; the first one a public one, too."""
    async with open_archive(tmp_path) as records:
        await file_list(records, records.one, "Alder")
        await file_list(records, records.one, "Onlyone", is_private=True)
        await file_list(records, records.two, "Onlytwo", is_private=True)
        yield records


async def test_a_list_is_shown_with_its_companies(archive: Archive) -> None:
    """Names, purposes, locations and the document; text of the list stays inert."""
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        page = await browser.get("/subprocessors/alder")
        assert page.status == 200
        for text in ("Ashby GmbH", "Hosting", "Ireland", "CW-D-00001", "4 companies", "listed"):
            assert text in page.text
        assert "<b>SA</b>" not in page.text
        assert "Its 4 subprocessors" in (await browser.get("/platform/alder")).text


async def test_who_uses_a_company_is_answered_for_the_own_workspace(archive: Archive) -> None:
    """Two of two platforms, with quotes; nothing of the other workspace; an empty search asks."""
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        page = await browser.get("/subprocessors?q=ashby")
        assert "is a subprocessor of 2 of the 2 platforms" in page.text
        nobody = await browser.get("/subprocessors?q=nobody")
        assert "None of the 2 platforms that your workspace watches lists" in nobody.text
        assert "Ashby GmbH" in page.text
        assert "onlytwo" not in page.text.casefold()
        assert "is a subprocessor of" not in (await browser.get("/subprocessors")).text
        assert (await browser.get("/subprocessors?q=" + "x" * 300)).status == 400
        assert (await browser.get("/subprocessors/nobody")).status == 404


async def test_private_lists_are_for_their_workspace_only(archive: Archive) -> None:
    """A member of the other workspace and a visitor without a link see nothing of them."""
    async with open_site(archive, is_public=True) as browser:
        assert (await browser.get("/subprocessors/alder")).status == 200
        assert (await browser.get("/subprocessors/onlyone")).status == 404
        visitor = await browser.get("/subprocessors?q=onlyone")
        assert visitor.status != 200
        assert "Onlyone Hosting" not in visitor.text
        await browser.enter(archive.two, archive.now)
        assert (await browser.get("/subprocessors/onlyone")).status == 404
        assert (await browser.get("/subprocessors/onlytwo")).status == 200
        assert "Onlyone" not in (await browser.get("/subprocessors?q=ashby")).text
