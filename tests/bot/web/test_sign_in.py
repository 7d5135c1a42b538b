"""Sign in with Slack: who comes in, for how long, and what that person sees."""

import re
import string
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.links.signatures import Grant, Scope
from bot.links.site_links import open_site_links
from clausewatch.model.watches import Tenant
from tests.bot.web.archive import Archive, open_site
from tests.bot.web.sign_in_site import (
    CHANGE,
    make_sign_in_settings,
    open_private_archive,
    open_sign_in,
    sign_in,
)
from tests.bot.web.test_site_tenants import list_paths


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """A document that only workspace one has, which changed."""
    async with open_private_archive(tmp_path) as records:
        yield records


@pytest.mark.parametrize("has_pkce", [False, True])
async def test_a_member_signs_in_and_reads_the_wanted_page(
    archive: Archive, *, has_pkce: bool
) -> None:
    """From the refusal to the page that was wanted; then every page of the workspace is open."""
    async with open_sign_in(archive, has_pkce=has_pkce) as (browser, fake):
        refused = await browser.get(CHANGE)
        assert refused.status == 401
        assert "Sign in with Slack to open this page" in refused.text
        (link,) = re.findall(r'class="action" href="([^"]+)"', refused.text)
        assert unescape(link) == f"/sign-in?next={quote(CHANGE, safe='')}"
        page = await sign_in(browser, fake, CHANGE)
        assert (page.status, page.answer.url.path_qs) == (200, CHANGE)
        assert "Inhouse" in page.text
        first = page.answer.history[0]
        cookies = first.headers.getall("Set-Cookie")
        (session,) = [each for each in cookies if each.startswith("clausewatch_link=")]
        for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=43200"):
            assert part in session
        assert any(each.startswith('clausewatch_sign_in="";') for each in cookies)
        for path in ("/watchlists", "/reviews", "/exports", "/platform/inhouse"):
            assert (await browser.get(path)).status == 200, path


async def test_a_session_ends_by_itself(archive: Archive) -> None:
    """After its hours the page asks to sign in again; revoked links end sessions too."""
    async with open_sign_in(archive) as (browser, fake):
        await sign_in(browser, fake)
        archive.now += timedelta(hours=12, seconds=1)
        assert (await browser.get("/reviews")).status == 401
        fake.now = archive.now
        assert (await sign_in(browser, fake, "/reviews")).status == 200
        later = archive.now + timedelta(seconds=1)
        await archive.store.workspaces.revoke_links(archive.one, later)
        assert (await browser.get("/reviews")).status == 401


async def test_a_person_signs_out(archive: Archive) -> None:
    """The button ends the session; a form of another site, without its proof, does not."""
    async with open_sign_in(archive) as (browser, fake):
        await sign_in(browser, fake)
        text = (await browser.get("/reviews")).text
        (proof,) = re.findall(r'name="proof" value="([0-9a-f]{64})"', text)
        for form in ({}, {"proof": ""}, {"proof": "0" * 64}):
            async with browser.session.post(f"{browser.url}/sign-out", data=form) as answer:
                assert answer.status == 403
        assert (await browser.get("/reviews")).status == 200
        async with browser.session.post(f"{browser.url}/sign-out", data={"proof": proof}) as answer:
            assert answer.history[0].status == 303
        assert (await browser.get("/reviews")).status == 401


async def test_a_copy_of_a_cookie_ends_with_its_session(archive: Archive) -> None:
    """Whoever kept it sees nothing; the same person in another browser stays signed in."""
    async with open_sign_in(archive) as (browser, fake):
        sessions = []
        for _ in range(2):
            await sign_in(browser, fake)
            jar = browser.session.cookie_jar
            sessions.append({cookie.key: cookie.value for cookie in jar if cookie.value})
            jar.clear()
            archive.now += timedelta(seconds=1)
            fake.now = archive.now

        async def read(cookies: dict[str, str]) -> tuple[int, str]:
            url = f"{browser.url}/reviews"
            async with browser.session.get(url, cookies=cookies) as answer:
                return answer.status, await answer.text()

        copied, other = sessions
        status, text = await read(copied)
        (proof,) = re.findall(r'name="proof" value="([0-9a-f]{64})"', text)
        form, url = {"proof": proof}, f"{browser.url}/sign-out"
        async with browser.session.post(url, data=form, cookies=copied) as answer:
            assert (status, answer.history[0].status) == (200, 303)
        assert [(await read(cookies))[0] for cookies in (copied, other)] == [401, 200]
        # A signature can be spelt in several ways, which all end with the session.
        for ending in _spell_endings(copied):
            assert (await read(ending))[0] == 401


def _spell_endings(cookies: dict[str, str]) -> list[dict[str, str]]:
    """Return the cookies with each last character, and with padding."""
    letters = string.ascii_letters + string.digits + "-_"
    ends = [(-1, letter) for letter in letters] + [(None, "=")]
    return [{name: value[:stop] + end for name, value in cookies.items()} for stop, end in ends]


async def test_nothing_crosses_a_workspace(archive: Archive) -> None:
    """A member of another workspace sees its own records; one of none sees no page."""
    async with open_sign_in(archive) as (browser, fake):
        fake.claims = {"https://slack.com/team_id": "TTWO"}
        page = await sign_in(browser, fake, CHANGE)
        assert (page.status, "Inhouse" in page.text) == (404, False)
        assert (await browser.get("/watchlists")).status == 200
        browser.session.cookie_jar.clear()
        fake.claims = {"https://slack.com/team_id": "TGUEST"}
        page = await sign_in(browser, fake, CHANGE)
        assert page.status == 403
        assert "not installed in that workspace" in page.text
        assert (await browser.get(CHANGE)).status == 401


async def test_no_page_of_any_route_crosses_a_workspace(archive: Archive) -> None:
    """A member of each workspace opens every path that the document of one may be at."""
    paths = [path.replace("onlyone", "inhouse").replace("C-ONE", "C1") for path in list_paths()]
    async with open_sign_in(archive) as (browser, fake):
        for team, has_it in (("TONE", True), ("TTWO", False)):
            fake.claims = {"https://slack.com/team_id": team}
            assert (await sign_in(browser, fake, "/reviews")).status == 200
            texts = [(await browser.get(path)).text for path in paths]
            assert any("inhouse" in text.casefold() for text in texts) is has_it


async def test_a_workspace_without_the_bot_is_closed(archive: Archive) -> None:
    """Once the app is removed, sessions end and nobody signs in, until it is installed again."""
    workspaces = archive.store.workspaces
    async with open_sign_in(archive) as (browser, fake):
        await sign_in(browser, fake)
        await workspaces.deactivate(archive.one, "token_revoked", archive.now)
        assert (await browser.get(CHANGE)).status == 401
        assert (await sign_in(browser, fake)).status == 403
        await workspaces.reactivate(Tenant(None, "TONE"))
        assert (await browser.get(CHANGE)).status == 200


async def test_who_left_the_workspace_is_signed_out(archive: Archive) -> None:
    """Of two members one leaves; on a public site that person reads what everybody reads."""
    left: set[str] = set()

    async def has_left(user_id: str, now: datetime) -> bool:
        assert now == archive.now
        return user_id in left

    async with open_sign_in(archive, is_public=True, has_left=has_left) as (browser, fake):
        await sign_in(browser, fake)
        left.add("UBEN")
        assert (await browser.get(CHANGE)).status == 200
        left.add("UANN")
        page = await browser.get("/")
        assert (page.status, "Sign out" in page.text) == (200, False)
        for path in (CHANGE, "/reviews", "/export/changes.json"):
            page = await browser.get(path)
            assert (page.status, "Inhouse" in page.text) == (404 if path == CHANGE else 401, False)


async def test_an_organisation_is_found_by_its_own_id(archive: Archive) -> None:
    """The app of a whole organisation lets in its teams, but a team of its own comes first."""
    workspaces = archive.store.workspaces
    org = await workspaces.ensure(Tenant("EORG", None), archive.now)
    team = await workspaces.ensure(Tenant("EORG", "TINORG"), archive.now)
    assert await workspaces.find_active("TOTHER", "EORG") == org
    assert await workspaces.find_active("TINORG", "EORG") == team
    assert await workspaces.find_active("TOTHER", "") is None
    assert await workspaces.find_active("", "") is None
    assert await workspaces.find_active("EORG", "TINORG") is None


async def test_links_have_no_token_and_old_ones_open_nothing(archive: Archive) -> None:
    """A link that was signed before sign-in was set up leads to the sign-in; feeds still open."""
    async with open_sign_in(archive) as (browser, fake):
        url = browser.links.build_url(archive.one, CHANGE, archive.now)
        assert "token=" in url
        signed = url.removeprefix(browser.url)
        assert (await browser.get(signed)).status == 401
        feed = await browser.enter(archive.one, archive.now, "/feed/channel/C1.atom", Scope.FEEDS)
        assert feed.status == 200
        await sign_in(browser, fake)
        assert (await browser.get(CHANGE)).status == 200
        # Who signed in follows an old link to its page, also an expired or a foreign one.
        faults = (url, browser.links.build_url(archive.two, CHANGE, archive.now), f"{url}x")
        for old in faults:
            page = await browser.get(old.removeprefix(browser.url))
            assert (page.status, page.answer.url.path_qs) == (200, CHANGE)
            assert "Inhouse" in page.text
            assert "Set-Cookie" not in page.answer.history[0].headers
        file = await browser.get(f"/change/CW-C-000001.json?{url.rpartition('&')[2]}")
        assert file.status == 200
    settings = make_sign_in_settings(public_url="https://records.example")
    links = open_site_links(settings)
    assert links is not None
    assert links.build_url(archive.one, CHANGE, archive.now) == f"https://records.example{CHANGE}"
    assert "token=" in links.build_url(archive.one, "/feed/x", archive.now, Scope.FEEDS)


async def test_a_session_is_no_link_and_ends_with_the_setting(archive: Archive) -> None:
    """In an address it opens nothing; where sign-in was switched off, it opens nothing either."""
    grant = Grant(archive.one, archive.now, archive.now + timedelta(hours=1), Scope.SESSION)
    async with open_sign_in(archive) as (browser, _):
        token = browser.links.signer.sign(grant)
        assert (await browser.get(f"/reviews?token={token}")).status == 401
        browser.session.cookie_jar.update_cookies({"clausewatch_link": token})
        assert (await browser.get("/reviews")).status == 200
    async with open_site(archive) as browser:
        assert (await browser.get(f"/reviews?token={token}")).status == 403
        browser.session.cookie_jar.update_cookies({"clausewatch_link": token})
        assert (await browser.get("/reviews")).status == 401
        assert (await browser.get("/sign-in")).status == 404


async def test_a_member_who_follows_a_dead_link_is_still_one(archive: Archive) -> None:
    """A page that does not exist keeps the links of a member and offers no other sign-in."""
    async with open_sign_in(archive) as (browser, fake):
        await sign_in(browser, fake)
        page = await browser.get("/change/CW-C-009999")
        assert page.status == 404
        assert "Sign out" in page.text
        assert 'href="/reviews"' in page.text
        assert 'href="/sign-in' not in page.text
        assert "signed in with Slack" in (await browser.get("/faq")).text


async def test_a_public_catalogue_offers_to_sign_in(archive: Archive) -> None:
    """Everybody reads the catalogue; a member gets the pages of the workspace as well."""
    async with open_sign_in(archive, is_public=True) as (browser, fake):
        page = await browser.get("/")
        assert (page.status, 'href="/sign-in?next=%2F"' in page.text) == (200, True)
        page = await sign_in(browser, fake)
        assert "Sign out" in page.text
        assert 'href="/sign-in' not in page.text
