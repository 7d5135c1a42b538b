"""Every link of the site leads somewhere."""

from pathlib import Path

from tests.bot.web.archive import COURT, HOSTILE, SALE, TRAINS, open_archive, open_site
from tests.bot.web.site_links import crawl


async def test_every_link_leads_to_a_page(tmp_path: Path) -> None:
    """From the front page all pages and files are reached, and every anchor exists."""
    async with open_archive(tmp_path) as archive:
        number = await archive.watch(archive.one, "Pixelgarten")
        await archive.read(number, COURT)
        await archive.read(number, COURT, TRAINS)
        await archive.read(number, *HOSTILE)
        await archive.read(await archive.watch(archive.one, "Ärger & Söhne/Co"), TRAINS, SALE)
        await archive.watch(archive.one, "Wolke", channel="C2")
        async with open_site(archive) as browser:
            await browser.enter(archive.one, archive.now)
            walk = await crawl(browser.session, browser.url)
    assert walk.dead == {}
    assert walk.dead_anchors == []
    reached = " ".join(walk.statuses)
    for part in ("/provision/CW-P-", ".docx", ".pdf", "/snapshot/", "/edit/", "audit.zip", "/C2"):
        assert part in reached, part
    assert all(url.startswith(("http://", "https://")) for url in walk.external)
