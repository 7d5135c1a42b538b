"""The pages of the record site over real HTTP: what they say, field by field."""

import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.web.archive import COURT, HOSTILE, SALE, TRAINS, Archive, Browser, open_site
from tests.bot.web.archive import open_archive as open_records


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """Pixelgarten has changed once, Brillo is read, and Wolke is watched but not read."""
    async with open_records(tmp_path) as records:
        first = await records.watch(records.one, "Pixelgarten")
        await records.read(first, COURT)
        await records.read(first, COURT, TRAINS)
        await records.read(await records.watch(records.one, "Brillo"), TRAINS, SALE)
        await records.watch(records.one, "Wolke", channel="C2")
        yield records


@pytest.fixture
async def browser(archive: Archive) -> AsyncIterator[Browser]:
    """A member of the first workspace who has opened a link."""
    async with open_site(archive) as opened:
        assert (await opened.enter(archive.one, archive.now)).status == 200
        yield opened


def find_links(text: str, folder: str) -> list[str]:
    """Return the paths of a folder that a page links to."""
    return re.findall(rf'href="(/{folder}/[^"?#]+)"', text)


async def test_a_record_sheet_has_every_field_in_its_order(browser: Browser) -> None:
    """The headings come in the order of the commercial record sheets."""
    platform = await browser.get("/platform/pixelgarten")
    path = find_links(platform.text, "provision")[0]
    page = await browser.get(path)
    assert page.status == 200
    fields = (
        "View original document", "severity", "confidence", "Found in", "Share:",
        "Recent governance activity", "What it is", "Why it matters", "Change history",
        "Consumer impact", "What you can do", "How other platforms handle this", "Monitoring",
        "Original clause language", "Institutional analysis", "Applicable agencies",
        "Applicable regulations", "Provision details", "Document information", "Entity",
        "Document last updated", "Tracking information", "First tracked", "Last verified",
        "Record ID", "Document ID", "Evidence provenance", "Source URL", "Wayback Machine",
        "Content hash (SHA-256)", "Analysis generated", "Methodology", "Snapshot stored",
        "hash verified", "Citation record", "Captured", "Accessed", "Classification",
        "Categories", "Other provisions of this document", "Related records",
        "Frequent questions", "How many platforms have this type of clause?",
        "affiliated",
    )  # fmt: skip
    position = 0
    for name in fields:
        position = page.text.find(name, position)
        assert position >= 0, name


async def test_details_have_a_heading_only_if_there_are_any(browser: Browser) -> None:
    """No page of a provision has an empty list of facts under its heading."""
    platform = await browser.get("/platform/pixelgarten")
    for path in find_links(platform.text, "provision"):
        text = (await browser.get(path)).text
        assert not re.search(r"<h3>Details</h3>\s*<dl class=\"facts\">\s*</dl>", text), path


async def test_a_change_shows_its_redline_in_two_layouts_and_orders(browser: Browser) -> None:
    """The added sentence is marked, each edit has a permalink, and both versions their hashes."""
    for layout in ("inline", "side-by-side"):
        for order in ("gravity", "document"):
            page = await browser.get(f"/change/CW-C-000001?layout={layout}&order={order}")
            assert page.status == 200
            assert f"<ins>{TRAINS}</ins>" in page.text
            assert 'id="edit-1"' in page.text
            assert len(set(find_links(page.text, "document/CW-D-00001/snapshot"))) == 2
    found = await browser.get("/change/CW-C-000001/edit/1")
    assert found.status == 200
    assert found.answer.history[-1].headers["Location"].endswith("?page=1#edit-1")


async def test_a_document_lists_versions_snapshots_and_changes(browser: Browser) -> None:
    """Two versions, two snapshots that can be fetched and have their hash, one change."""
    page = await browser.get("/document/CW-D-00001")
    assert "2 versions" in page.text
    assert "2 snapshots" in page.text
    assert "/change/CW-C-000001" in page.text
    paths = sorted(set(find_links(page.text, "document/CW-D-00001/snapshot")))
    assert len(paths) == 2
    for path in paths:
        async with browser.session.get(browser.url + path) as answer:
            body = await answer.read()
            assert answer.content_type == "application/octet-stream"
            assert "attachment" in answer.headers["Content-Disposition"]
        assert hashlib.sha256(body).hexdigest() == path.rpartition("/")[2]


async def test_lists_of_platforms_clause_types_and_changes(browser: Browser) -> None:
    """The lists name what is on record, and a search names a part of it."""
    every = await browser.get("/")
    assert [name in every.text for name in ("Pixelgarten", "Brillo", "Wolke")] == [True] * 3
    some = await browser.get("/?q=pixel")
    assert "Pixelgarten" in some.text
    assert "Wolke" not in some.text
    assert "/clause/ai_training" in (await browser.get("/clauses")).text
    clause = await browser.get("/clause/ai_training")
    assert "2 documents" in clause.text
    assert clause.text.count("<blockquote") == 2
    matrix = await browser.get("/compare?clause=ai_training&clause=data_sale")
    assert matrix.text.count('class="cell') == 6
    assert "CW-C-000001" in (await browser.get("/changes")).text


async def test_watchlists_and_open_reviews(browser: Browser, archive: Archive) -> None:
    """A channel's list has its platforms only; a reviewed change is not open any more."""
    assert "Wolke" in (await browser.get("/watchlists")).text
    page = await browser.get("/watchlist/C2")
    assert "Wolke" in page.text
    assert "Brillo" not in page.text
    assert "CW-C-000001" in (await browser.get("/reviews")).text
    (change,) = await archive.store.changes.find_recent(
        archive.one, platform_key=None, since=archive.now.replace(year=2000)
    )
    await archive.acknowledge(archive.one, change.id, "UANN")
    assert "CW-C-000001" not in (await browser.get("/reviews")).text
    assert "Acknowledged" in (await browser.get("/change/CW-C-000001")).text


async def test_texts_of_the_site(browser: Browser) -> None:
    """Methodology, questions and the notice say what they must."""
    assert "never rewritten" in (await browser.get("/methodology")).text
    assert "Who can see them?" in (await browser.get("/faq")).text
    assert "not legal advice" in (await browser.get("/notice")).text


async def test_policy_text_is_inert(archive: Archive) -> None:
    """Markup, templates and scripts of a policy are shown as text on every page."""
    number = await archive.watch(archive.one, "<b>Evil</b>", url="https://evil.example/privacy")
    await archive.read(number, COURT)
    await archive.read(number, *HOSTILE)
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        paths = ["/", f"/document/CW-D-{number:05}", "/changes", "/watchlists", "/reviews"]
        paths += ["/change/CW-C-000002", "/change/CW-C-000002?layout=side-by-side"]
        paths += ["/clause/data_sale", "/clause/ai_training", "/compare"]
        paths += find_links((await browser.get(paths[1])).text, "provision")
        texts = [(await browser.get(path)).text for path in paths]
    assert len(paths) >= 12
    for text in texts:
        for markup in ("<script>d", "<img", "<b>Evil", "<h1>pwned", "49 ", 'href="javascript'):
            assert markup not in text
        assert "<style" not in text
        assert " style=" not in text
    assert any("&lt;script&gt;document.title" in text for text in texts)
