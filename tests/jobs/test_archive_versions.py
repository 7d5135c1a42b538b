"""Captures of new versions, with a stand-in for the archive on loopback."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.runtime.fetchers import open_web
from clausewatch.config import load_settings
from clausewatch.evidence import build_archive_link
from clausewatch.fetch import FetchPorts
from clausewatch.store.captures import MAX_ATTEMPTS
from jobs.archive_versions import ArchiveVersions
from tests.bot.web.archive import COURT, SALE, TRAINS, Archive, open_archive


class StandIn:
    """An archive that redirects to a capture, answers without one, or refuses."""

    def __init__(self) -> None:
        self.mode, self.url, self.asked = "redirect", "", list[str]()

    async def save(self, request: web.Request) -> web.Response:
        """Save a page."""
        page = request.match_info["page"]
        self.asked.append(page)
        path = f"/web/20260303120000/{page}"
        if self.mode == "redirect":
            return web.Response(status=302, headers={"Location": path})
        return web.Response(status=429 if self.mode == "refuse" else 200, text="<html></html>")

    async def show(self, _: web.Request) -> web.Response:
        """Show a capture."""
        return web.Response(text="<html>captured</html>", content_type="text/html")


@pytest.fixture
async def stand_in() -> AsyncIterator[StandIn]:
    """The archive on a free port."""
    stand_in, app = StandIn(), web.Application()
    app.router.add_get("/save/{page:.+}", stand_in.save)
    app.router.add_get("/web/{capture:.+}", stand_in.show)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stand_in.url = f"http://127.0.0.1:{runner.addresses[0][1]}/save/"
    yield stand_in
    await runner.cleanup()


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """A catalogue document and a private one that changed."""
    async with open_archive(tmp_path) as records:
        for name, is_private in (("Pixelgarten", False), ("Inhouse", True)):
            number = await records.watch(records.one, name, is_private=is_private)
            await records.read(number, COURT)
            await records.read(number, COURT, SALE)
        yield records


async def run(archive: Archive, stand_in: StandIn) -> bool:
    """Run one tick with the real fetcher."""
    settings = load_settings(
        _env_file=None, allow_private_addresses=True, host_pace_seconds=0, browser_pages=0
    )
    async with open_web(settings, FetchPorts()) as fetch:
        return await ArchiveVersions(archive.store, fetch, stand_in.url, archive.clock)()


async def find_link(archive: Archive) -> str:
    """Return the archive link of the later version."""
    change = await archive.store.changes.find(archive.one, 1)
    assert change is not None
    assert change.before.capture_url == ""
    return build_archive_link(change.after)


async def test_a_new_version_is_captured_once(archive: Archive, stand_in: StandIn) -> None:
    """Its record has the URL of the capture; private documents and first versions are not sent."""
    assert await run(archive, stand_in)
    assert await find_link(archive) == (
        stand_in.url.replace("/save/", "/web/20260303120000/")
        + "https://pixelgarten.example/privacy"
    )
    assert not await run(archive, stand_in)
    assert stand_in.asked == ["https://pixelgarten.example/privacy"]


async def test_what_the_host_shows_no_more_is_not_captured(
    archive: Archive, stand_in: StandIn
) -> None:
    """A version that was replaced before its turn would be recorded with the page of another."""
    due = await archive.store.documents.find_by_platform(archive.one, "pixelgarten")
    await archive.read(due[0].document.id, COURT, SALE, TRAINS)
    assert await run(archive, stand_in)
    assert not await run(archive, stand_in)
    assert (await find_link(archive)).startswith("https://web.archive.org/web/")


async def test_an_old_version_is_not_captured(archive: Archive, stand_in: StandIn) -> None:
    """After an outage of days nothing says that the host still shows it."""
    archive.now += timedelta(days=3)
    assert not await run(archive, stand_in)
    assert stand_in.asked == []


@pytest.mark.parametrize("mode", ["refuse", "silent"])
async def test_an_archive_that_refuses(archive: Archive, stand_in: StandIn, mode: str) -> None:
    """It is asked again later, a few times; the record links to the nearest capture."""
    stand_in.mode = mode
    assert await run(archive, stand_in)
    assert not await run(archive, stand_in)
    for _ in range(2 * MAX_ATTEMPTS):
        archive.now += timedelta(hours=4)
        await run(archive, stand_in)
    assert 2 <= len(stand_in.asked) <= MAX_ATTEMPTS
    assert (await find_link(archive)).startswith("https://web.archive.org/web/2026030")
