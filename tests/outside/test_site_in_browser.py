"""The record site in a real Chromium: inert, usable by keyboard, accessible, and at every width."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page, async_playwright

from tests.bot.web.archive import (
    COURT,
    HOSTILE,
    SALE,
    TRAINS,
    Archive,
    Browser,
    open_archive,
    open_site,
)
from tests.bot.web.fake_openid import FakeOpenId
from tests.bot.web.sign_in_site import open_sign_in
from tests.bot.web.test_subprocessor_pages import file_list
from tests.outside.tooling import BROWSERS, MODULES, require_browser, require_node

WIDTHS = (320, 768, 1600)
PATHS = (
    "/", "/platform/pixelgarten", "/document/CW-D-00001", "/provision/CW-P-000001", "/changes",
    "/change/CW-C-000001", "/change/CW-C-000001?layout=side-by-side&order=document", "/clauses",
    "/clause/ai_training", "/compare", "/watchlists", "/watchlist/C1", "/reviews", "/exports",
    "/compare/map", "/report/clause/ai_training", "/report/month/2026-03",
    "/subprocessors/alder", "/subprocessors?q=ashby",
    "/methodology", "/faq", "/notice", "/change/CW-C-000999",
)  # fmt: skip
AXE = MODULES / "axe-core" / "axe.min.js"


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """Platforms with changes, one of them with hostile text."""
    async with open_archive(tmp_path) as records:
        number = await records.watch(records.one, "Pixelgarten")
        await records.read(number, COURT)
        await records.read(number, COURT.replace("binding", "final"), TRAINS)
        for name in ("Brillo", "Wolke", "Ledgerly"):
            await records.read(await records.watch(records.one, name), TRAINS, SALE)
        evil = await records.watch(records.one, "<b>Evil</b>", url="https://evil.example/privacy")
        await records.read(evil, COURT)
        await records.read(evil, *HOSTILE)
        await file_list(records, records.one, "Alder")
        yield records


@asynccontextmanager
async def open_chromium(site: Browser, archive: Archive) -> AsyncIterator[BrowserContext]:
    """A Chromium that has opened a signed link."""
    require_browser()
    program = next(path for name in BROWSERS if (path := shutil.which(name)))
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], chromium_sandbox=False
        )
        context = await chromium.new_context()
        page = await context.new_page()
        await page.goto(site.links.build_url(archive.one, "/", archive.now))
        assert "token" not in page.url
        await page.close()
        yield context
        await chromium.close()


async def test_a_person_signs_in_and_out(archive: Archive) -> None:
    """From the refusal to Slack, back to the wanted page, and out by the button of the page."""
    async with open_sign_in(archive) as (site, fake):
        site.links = replace(site.links, has_sign_in=True)
        await _sign_in_and_out(site, fake, archive)


async def _sign_in_and_out(site: Browser, fake: FakeOpenId, archive: Archive) -> None:
    async with open_chromium(site, archive) as context:
        refused = await open_page(context, site, "/reviews")
        async with refused.expect_request(f"{fake.url}/**") as asked:
            await refused.get_by_role("link", name="Sign in with Slack").click(no_wait_after=True)
        # In another tab, because the click still navigates this one.
        path = f"/sign-in/done?{fake.authorize((await asked.value).url)}"
        page = await open_page(context, site, path)
        assert page.url == f"{site.url}/reviews"
        async with page.expect_navigation():
            await page.get_by_role("button", name="Sign out").click()
        await page.goto(f"{site.url}/reviews")
        assert await page.get_by_role("link", name="Sign in with Slack").count() == 1


async def open_page(context: BrowserContext, site: Browser, path: str) -> Page:
    """Open a page in a tab of its own."""
    page = await context.new_page()
    await page.goto(site.url + path)
    return page


async def test_hostile_text_does_nothing(archive: Archive) -> None:
    """No script of a policy runs, nothing is fetched from elsewhere, no title changes."""
    async with open_site(archive) as site, open_chromium(site, archive) as context:
        requests: list[str] = []
        context.on("request", lambda request: requests.append(request.url))
        document = await open_page(context, site, "/document/CW-D-00005")
        links = await document.locator("main a[href^='/provision/']").all()
        paths = [str(await link.get_attribute("href")) for link in links]
        paths += ["/", "/changes", "/watchlists", "/reviews", "/clause/data_sale", "/compare"]
        paths += ["/change/CW-C-000002", "/change/CW-C-000002?layout=side-by-side"]
        for path in paths:
            page = await open_page(context, site, path)
            assert "pwned" not in await page.title()
            assert await page.locator("main").count() == 1
            assert await page.locator("main h1").count() == 1
            await page.close()
    assert len(paths) > 10
    assert [url for url in requests if not url.startswith(site.url)] == []


async def test_the_keyboard_reaches_everything(archive: Archive) -> None:
    """The first tab stop skips to the record; links, sorting and the filter need no mouse."""
    async with open_site(archive) as site, open_chromium(site, archive) as context:
        page = await open_page(context, site, "/")
        await page.keyboard.press("Tab")
        assert "Skip" in await page.locator(":focus").inner_text()
        await page.keyboard.press("Enter")
        assert page.url.endswith("#main")
        seen = []
        for _ in range(40):
            await page.keyboard.press("Tab")
            seen.append(await page.evaluate("document.activeElement.textContent.trim()"))
        assert {"Search", "Platform", "Documents", "Pixelgarten"} <= set(seen)
        await page.get_by_role("link", name="Pixelgarten").focus()
        await page.keyboard.press("Enter")
        await page.wait_for_url("**/platform/pixelgarten")


async def test_tables_sort_and_filter(archive: Archive) -> None:
    """A heading sorts both ways and says so; the filter hides the other rows."""
    async with open_site(archive) as site, open_chromium(site, archive) as context:
        page = await open_page(context, site, "/")
        names = page.locator("tbody th")
        before = await names.all_inner_texts()
        await page.get_by_role("button", name="Platform", exact=True).click()
        assert await names.all_inner_texts() == sorted(before, key=str.casefold)
        await page.get_by_role("button", name="Platform", exact=True).click()
        assert await names.all_inner_texts() == sorted(before, key=str.casefold, reverse=True)
        assert await page.locator("[aria-sort=descending]").count() == 1
        await page.get_by_label("Filter this page").fill("wolk")
        assert await page.locator("tbody tr:visible").count() == 1
        document = await open_page(context, site, "/document/CW-D-00001")
        await document.get_by_role("button", name="Severity").click()
        assert await document.locator("[aria-sort=ascending]").count() == 1


async def test_pages_fit_every_width(archive: Archive) -> None:
    """From 320 to 1,600 pixels no page scrolls sideways; wide tables scroll by themselves."""
    async with open_site(archive) as site, open_chromium(site, archive) as context:
        page = await context.new_page()
        wide = []
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 800})
            for path in PATHS:
                await page.goto(site.url + path)
                needed = await page.evaluate("document.documentElement.scrollWidth")
                wide += [(path, width, needed)] if needed > width else []
    assert wide == []


async def test_axe_finds_nothing_serious(archive: Archive) -> None:
    """No serious or critical finding of axe-core on any page."""
    require_node("axe-core")
    source = AXE.read_text(encoding="utf-8")
    async with open_site(archive) as site, open_chromium(site, archive) as context:
        page = await context.new_page()
        findings = []
        for path in PATHS:
            await page.goto(site.url + path)
            await page.evaluate(source)
            result = await page.evaluate("axe.run()")
            findings += [
                (path, each["id"], each["nodes"][0]["html"][:120])
                for each in result["violations"]
                if each["impact"] in {"serious", "critical"}
            ]
    assert findings == []


@pytest.mark.parametrize(
    "path", ["/change/CW-C-000001", "/report/clause/ai_training", "/report/month/2026-03"]
)
async def test_a_record_prints_as_a_document(archive: Archive, path: str) -> None:
    """The PDF of the browser has the record or the report, and not the navigation."""
    async with open_site(archive) as site, open_chromium(site, archive) as context:
        page = await open_page(context, site, path)
        await page.emulate_media(media="print")
        assert not await page.locator("header.site nav").is_visible()
        assert await page.locator(".choices:visible").count() == 0
        assert await page.locator("h1").is_visible()
        assert (await page.pdf()).startswith(b"%PDF")


async def test_no_page_breaks_its_own_policy(archive: Archive) -> None:
    """The console is silent: nothing is blocked, missing or wrong."""
    async with open_site(archive) as site, open_chromium(site, archive) as context:
        page = await context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in PATHS[:-1]:
            await page.goto(site.url + path)
    assert said == []
