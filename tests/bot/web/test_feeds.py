"""Atom feeds: valid, of one channel or platform, opened by their own token only."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from lxml import etree

from bot.links.signatures import Scope
from tests.bot.web.archive import COURT, HOSTILE, SALE, Archive, open_archive, open_site

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """Two channels, each with a platform that changed once; one of them is hostile."""
    async with open_archive(tmp_path) as records:
        for name, channel in (("Pixelgarten", "C1"), ("Wolke", "C2")):
            number = await records.watch(records.one, name, channel=channel)
            await records.read(number, COURT)
            await records.read(number, *(HOSTILE if name == "Wolke" else (SALE,)), "\x0bx")
        yield records


async def test_a_feed_has_the_changes_of_its_channel(archive: Archive) -> None:
    """Each entry has the stable URL of a change, its severity and summary, and no token."""
    async with open_site(archive) as browser:
        page = await browser.enter(archive.one, archive.now, "/feed/channel/C1.atom", Scope.FEEDS)
        assert (page.status, page.answer.content_type) == (200, "application/atom+xml")
        feed = etree.fromstring(page.text.encode())
        (entry,) = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}id") == f"{browser.url}/change/CW-C-000001".replace(
            browser.url, "http://records.example"
        )
        assert "Pixelgarten" in (entry.findtext(f"{ATOM}title") or "")
        assert "partners" in (entry.findtext(f"{ATOM}summary") or "")
        assert "token" not in page.text
        for name in ("id", "title", "updated"):
            assert feed.findtext(f"{ATOM}{name}")
        other = await browser.enter(archive.one, archive.now, "/feed/platform/wolke.atom")
        assert "<script" not in other.text
        assert "CW-C-000002" in other.text


async def test_a_feed_token_is_for_feeds_of_its_workspace(archive: Archive) -> None:
    """It outlives links of records, opens nothing else, and knows no channel of others."""
    async with open_site(archive) as browser:
        signed_at = archive.now
        archive.now += timedelta(days=300)
        path = "/feed/channel/C1.atom"
        assert (await browser.enter(archive.one, signed_at, path, Scope.FEEDS)).status == 200
        assert (await browser.enter(archive.two, signed_at, path, Scope.FEEDS)).status == 404
        assert (await browser.enter(archive.one, signed_at, "/changes", Scope.FEEDS)).status == 403
        assert (await browser.get(path)).status == 401
        archive.now += timedelta(days=90)
        assert (await browser.enter(archive.one, signed_at, path, Scope.FEEDS)).status == 401


async def test_pages_offer_their_feed(archive: Archive) -> None:
    """The URL on the page of a watchlist and of a platform works without a cookie."""
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        for path in ("/watchlist/C1", "/platform/pixelgarten"):
            text = (await browser.get(path)).text
            (url,) = re.findall(r'href="(http://records\.example/feed/[^"]+)"', text)
            browser.session.cookie_jar.clear()
            feed = await browser.get(unescape(url).removeprefix("http://records.example"))
            assert "CW-C-000001" in feed.text
            await browser.enter(archive.one, archive.now)
