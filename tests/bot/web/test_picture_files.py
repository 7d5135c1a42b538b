"""Pictures on the record site: PNG files, and tokens that open one of them only."""

from collections.abc import AsyncIterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image

from bot.links.signatures import Scope
from tests.bot.web.archive import COURT, SALE, TRAINS, Archive, Browser, open_archive, open_site

PATHS = (
    "/platform/pixelgarten/timeline.png",
    "/clause/arbitration/timeline.png",
    "/compare/map.png?q=pixel",
    "/watchlist/C1/map.png",
    "/platform/notary%20%26%20sons/timeline.png",
)


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """Two catalogue documents that changed, and one of workspace one alone."""
    async with open_archive(tmp_path) as records:
        for name in ("Pixelgarten", "Inhouse"):
            number = await records.watch(records.one, name, is_private=name == "Inhouse")
            await records.read(number, COURT)
            await records.read(number, TRAINS, SALE)
        yield records


async def read_picture(browser: Browser, path: str) -> tuple[int, str, dict[str, str]]:
    """Return status, type, and what a picture says of itself."""
    async with browser.session.get(f"{browser.url}{path}") as answer:
        body = await answer.read()
        if answer.content_type != "image/png":
            return answer.status, answer.content_type, {}
        image = Image.open(BytesIO(body))
        image.load()
        return answer.status, answer.content_type, {str(k): str(v) for k, v in image.info.items()}


def sign_picture(browser: Browser, archive: Archive, path: str) -> str:
    """Return a path with the token of its picture."""
    parts = urlsplit(browser.links.build_url(archive.one, path, archive.now, Scope.PICTURE))
    return f"{parts.path}?{parts.query}"


async def test_pages_offer_their_picture(archive: Archive) -> None:
    """The link of a page leads to the picture that the page shows."""
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        for page, path in (
            ("/platform/pixelgarten", PATHS[0]),
            ("/clause/arbitration", PATHS[1]),
            ("/compare/map?q=pixel", PATHS[2]),
        ):
            assert f'href="{path}">This picture as PNG' in (await browser.get(page)).text
            status, kind, about = await read_picture(browser, path)
            assert (status, kind) == (200, "image/png")
            assert about["Title"]
        _, _, about = await read_picture(browser, PATHS[3])
        assert "Inhouse: " in about["Description"]
        for path in ("/platform/nobody/timeline.png", "/clause/biometric_data/timeline.png",
                     "/compare/map.png?page=9", "/watchlist/C9/map.png"):  # fmt: skip
            assert (await read_picture(browser, path))[0] == 404, path


async def test_a_picture_token_opens_its_picture_only(archive: Archive) -> None:
    """No other path, query, page or workspace; and it leaves no cookie."""
    async with open_site(archive) as browser:
        for path in PATHS[:4]:
            signed = sign_picture(browser, archive, path)
            assert (await read_picture(browser, signed))[:2] == (200, "image/png"), path
            token = signed.partition("token=")[2]
            others = [other for other in (*PATHS, "/", "/reviews", "/change/CW-C-000001")
                      if other != path]  # fmt: skip
            for other in others:
                separator = "&" if "?" in other else "?"
                assert (await browser.get(f"{other}{separator}token={token}")).status == 403, other
            assert (await browser.get(f"{signed}&q=inhouse")).status == 403
        assert len(browser.session.cookie_jar) == 0
        odd = sign_picture(browser, archive, PATHS[4])
        assert (await browser.get(odd)).status == 404


async def test_a_picture_token_ends(archive: Archive) -> None:
    """With its time, and with the links of its workspace."""
    async with open_site(archive) as browser:
        signed = sign_picture(browser, archive, PATHS[0])
        archive.now += timedelta(days=31)
        assert (await browser.get(signed)).status == 401
        signed = sign_picture(browser, archive, PATHS[0])
        later = archive.now + timedelta(seconds=1)
        await archive.store.workspaces.revoke_links(archive.one, later)
        assert (await browser.get(signed)).status == 403


async def test_a_public_picture_has_public_records_only(archive: Archive) -> None:
    """Nobody sees the platform that a workspace added, nor a watchlist."""
    async with open_site(archive, is_public=True) as browser:
        assert (await read_picture(browser, PATHS[0]))[0] == 200
        _, _, about = await read_picture(browser, "/compare/map.png")
        assert "Pixelgarten" in about["Description"]
        assert "Inhouse" not in about["Description"]
        assert (await browser.get("/platform/inhouse/timeline.png")).status == 404
        assert (await browser.get(PATHS[3])).status == 401
