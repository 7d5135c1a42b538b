"""Who may see a page: signed links, their end, and what is public."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.link_revocation import revoke
from bot.links.keys import load_keys
from bot.links.signatures import Grant, Scope, Signer, TokenFault
from bot.main import utc_now
from bot.web.routes import ROUTES
from bot.web.site import SiteParts, serve_site
from clausewatch.config import load_settings
from clausewatch.errors import ConfigError, UserError
from clausewatch.model.record_ids import WorkspaceId
from tests.bot.web.archive import (
    COURT,
    KEYS,
    NOON,
    SALE,
    TRAINS,
    Archive,
    Browser,
    open_archive,
    open_site,
    sign,
)

CATALOGUE_PATHS = (
    "/", "/platform/pixelgarten", "/document/CW-D-00001", "/provision/CW-P-000001",
    "/change/CW-C-000001", "/changes", "/clauses", "/clause/ai_training", "/compare",
)  # fmt: skip
MEMBER_PATHS = ("/watchlists", "/watchlist/C1", "/reviews")
TEXT_PATHS = ("/methodology", "/faq", "/notice", "/static/site.css", "/static/table.js")


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """A catalogue document that changed once."""
    async with open_archive(tmp_path) as records:
        number = await records.watch(records.one, "Pixelgarten")
        await records.read(number, COURT)
        await records.read(number, TRAINS, SALE)
        yield records


async def list_statuses(browser: Browser, paths: tuple[str, ...]) -> set[int]:
    """Return the statuses of pages."""
    return {(await browser.get(path)).status for path in paths}


async def test_without_a_link_only_texts_are_shown(archive: Archive) -> None:
    """Every page of records asks for a link from Slack, also for records that do not exist."""
    async with open_site(archive) as browser:
        assert await list_statuses(browser, TEXT_PATHS) == {200}
        paths = (*CATALOGUE_PATHS, *MEMBER_PATHS, "/change/CW-C-000999")
        assert await list_statuses(browser, paths) == {401}


async def test_a_link_opens_the_pages_of_its_workspace(archive: Archive) -> None:
    """The token leaves the address; the cookie is for this site and not for scripts."""
    async with open_site(archive) as browser:
        page = await browser.enter(archive.one, archive.now, "/change/CW-C-000001?layout=inline")
        assert str(page.answer.url) == f"{browser.url}/change/CW-C-000001?layout=inline"
        cookie = page.answer.history[0].headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert await list_statuses(browser, (*CATALOGUE_PATHS, *MEMBER_PATHS)) == {200}


async def test_a_public_catalogue_needs_no_link(archive: Archive) -> None:
    """Catalogue records are open; watchlists, reviews and documents added by URL are not."""
    private = await archive.watch(
        archive.one, "Inhouse", url="https://inhouse.example/p", is_private=True
    )
    await archive.read(private, TRAINS)
    async with open_site(archive, is_public=True) as browser:
        assert await list_statuses(browser, CATALOGUE_PATHS) == {200}
        assert await list_statuses(browser, MEMBER_PATHS) == {401}
        hidden = (f"/document/CW-D-{private:05}", "/platform/inhouse")
        assert await list_statuses(browser, hidden) == {404}
        assert "Inhouse" not in (await browser.get("/")).text
        assert "Decided by" not in (await browser.get("/change/CW-C-000001")).text


@pytest.mark.parametrize("is_public", [False, True])
async def test_an_expired_link(archive: Archive, *, is_public: bool) -> None:
    """It says so and how to get another; the cookie of an expired link opens nothing."""
    async with open_site(archive, is_public=is_public) as browser:
        await browser.enter(archive.one, archive.now)
        archive.now += timedelta(days=31)
        page = await browser.enter(archive.one, archive.now - timedelta(days=31))
        assert page.status == 401
        assert "expired" in page.text
        assert (await browser.get("/reviews")).status == 401


async def test_an_altered_link(archive: Archive) -> None:
    """Another workspace's number, another key, a cut token: refused, and nothing is shown."""
    token = sign(KEYS, archive.one, archive.now, archive.now + timedelta(days=1))
    other = sign(("not the key of this site",), archive.one, archive.now, archive.now)
    payload, _, signature = token.rpartition(".")
    faults = (
        "", ".", token[:-1], token[1:], f"{payload}x.{signature}", other, "a" * 3_000, "%00",
        sign(KEYS, WorkspaceId(99), archive.now, archive.now + timedelta(days=1)),
    )  # fmt: skip
    async with open_site(archive) as browser:
        for fault in faults:
            page = await browser.get(f"/change/CW-C-000001?token={fault}")
            assert page.status == 403, fault
            assert TRAINS not in page.text


async def test_revoked_links(archive: Archive) -> None:
    """Links and cookies from before are dead for one workspace; new ones work."""
    async with open_site(archive) as browser:
        await browser.enter(archive.one, archive.now)
        before = archive.now
        archive.now += timedelta(minutes=1)
        await archive.store.workspaces.revoke_links(archive.one, archive.now)
        assert (await browser.get("/reviews")).status == 401
        page = await browser.enter(archive.one, before)
        assert page.status == 403
        assert "revoked" in page.text
        assert (await browser.enter(archive.two, before)).status == 200
        archive.now += timedelta(minutes=1)
        assert (await browser.enter(archive.one, archive.now)).status == 200


async def test_rotated_keys(archive: Archive) -> None:
    """A link signed with an older key works until the key is removed."""
    token = sign(KEYS[:1], archive.one, archive.now, archive.now + timedelta(days=1))
    async with open_site(archive) as browser:
        assert (await browser.get(f"/?token={token}")).status == 200
    async with open_site(archive, keys=KEYS[1:]) as browser:
        assert (await browser.get(f"/?token={token}")).status == 403


async def test_a_feed_token_opens_no_private_record_of_a_public_site(archive: Archive) -> None:
    """Where the catalogue is public, it shows what everybody sees, and leaves no cookie."""
    private = await archive.watch(
        archive.one, "Inhouse", url="https://inhouse.example/p", is_private=True
    )
    await archive.read(private, TRAINS)
    async with open_site(archive, is_public=True) as browser:
        page = await browser.enter(archive.one, archive.now, "/", Scope.FEEDS)
        assert (page.status, "Inhouse" in page.text) == (200, False)
        assert "Pixelgarten" in page.text
        assert [answer.headers.get("Set-Cookie") for answer in page.answer.history] == [None]
        for path in ("/platform/inhouse", f"/document/CW-D-{private:05}"):
            page = await browser.enter(archive.one, archive.now, path, Scope.FEEDS)
            assert page.status == 404, path


async def test_a_feed_token_opens_no_record(archive: Archive) -> None:
    """Its holder is told to use the link of the record."""
    async with open_site(archive) as browser:
        page = await browser.enter(archive.one, archive.now, "/", Scope.FEEDS)
        assert page.status == 403


async def test_behind_https_the_cookie_and_the_browser_keep_to_it(archive: Archive) -> None:
    """The cookie is never sent in the clear, and browsers are told to use HTTPS only."""
    async with open_site(archive, public_url="https://records.example") as browser:
        page = await browser.enter(archive.one, archive.now)
        first = page.answer.history[0]
        assert "Secure" in first.headers["Set-Cookie"]
        assert "max-age" in page.answer.headers["Strict-Transport-Security"]
    async with open_site(archive) as browser:
        page = await browser.enter(archive.one, archive.now)
        assert "Strict-Transport-Security" not in page.answer.headers


async def test_without_a_public_url_nothing_is_served(archive: Archive) -> None:
    """The default opens no port."""
    settings = load_settings(_env_file=None)
    async with serve_site(
        settings, SiteParts(archive.store, asyncio.to_thread, archive.clock), ROUTES
    ) as url:
        assert url is None


def test_a_signer_and_its_faults() -> None:
    """What was signed is read back until it expires."""
    signer = Signer(KEYS)
    grant = Grant(WorkspaceId(3), NOON, NOON + timedelta(hours=1), Scope.FEEDS)
    token = signer.sign(grant)
    assert signer.verify(token, NOON) == grant
    assert signer.verify(token, NOON + timedelta(hours=1)) is TokenFault.EXPIRED
    assert signer.verify(token.swapcase(), NOON) is TokenFault.ALTERED


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    """Without LINK_KEYS a file in the data directory has the key; short keys are refused."""
    settings = load_settings(_env_file=None, data_dir=tmp_path)
    keys = load_keys(settings)
    assert load_keys(settings) == keys
    assert (tmp_path / "link.key").stat().st_mode & 0o077 == 0
    given = load_settings(_env_file=None, data_dir=tmp_path, link_keys=" , ".join(KEYS))
    assert load_keys(given) == KEYS
    for short in ("abc", f"{KEYS[0]},short", " , "):
        with pytest.raises(ConfigError):
            load_keys(load_settings(_env_file=None, data_dir=tmp_path, link_keys=short))


async def test_the_operator_revokes_links(tmp_path: Path) -> None:
    """`clausewatch revoke-links` revokes those of one workspace, or of all."""
    settings = load_settings(
        _env_file=None, database_url=f"sqlite+aiosqlite:///{tmp_path / 'records.db'}"
    )
    async with open_archive(tmp_path) as archive:
        now = utc_now()
        await revoke(settings, "TONE")
        workspaces = archive.store.workspaces
        assert not await workspaces.has_valid_links(archive.one, now)
        assert await workspaces.has_valid_links(archive.two, now)
        with pytest.raises(UserError, match="TNONE"):
            await revoke(settings, "TNONE")
        await revoke(settings, "")
        assert not await workspaces.has_valid_links(archive.two, now)
