"""Sign in with Slack: who comes in, for how long, and every way in which nobody does."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest

from bot.links.attempts import AttemptSigner, SignIn, begin_attempt, keep_own_path
from bot.links.identity import SignInError
from bot.links.signatures import Grant, Scope
from bot.links.site_links import find_return_url, open_site_links
from bot.main import make_sign_in
from bot.slack.clients import make_listener_client
from bot.slack.manifest import build_manifest
from bot.slack.manifest_age import list_differences
from bot.slack.openid import SlackOpenId
from clausewatch.config import load_settings
from clausewatch.errors import ConfigError
from clausewatch.model.watches import Tenant
from tests.bot.web.archive import (
    COURT,
    KEYS,
    SALE,
    TRAINS,
    Archive,
    Browser,
    Page,
    open_archive,
    open_site,
)
from tests.bot.web.fake_openid import (
    CLIENT_ID,
    CLIENT_SECRET,
    RETURN_URL,
    FakeOpenId,
    make_key,
    open_provider,
)

NOWHERE = "http://127.0.0.1:9"
"""Where nothing listens."""
CHANGE = "/change/CW-C-000001?layout=inline"


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """A document that only workspace one has, which changed."""
    async with open_archive(tmp_path) as records:
        number = await records.watch(records.one, "Inhouse", is_private=True)
        await records.read(number, COURT)
        await records.read(number, TRAINS, SALE)
        yield records


@asynccontextmanager
async def open_sign_in(
    archive: Archive, *, has_pkce: bool = False, is_public: bool = False
) -> AsyncIterator[tuple[Browser, FakeOpenId]]:
    """A site where people sign in at a provider on loopback."""
    async with open_provider(archive.now) as fake:
        fake.needs_proof = has_pkce
        client = make_listener_client(None, base_url=f"{fake.url}/api/")
        provider = SlackOpenId(CLIENT_ID, CLIENT_SECRET, client, fake.url, has_pkce=has_pkce)
        sign_in = SignIn(provider, AttemptSigner(KEYS), timedelta(hours=12))
        async with open_site(archive, sign_in=sign_in, is_public=is_public) as browser:
            yield browser, fake


async def begin(browser: Browser, path: str = "/") -> str:
    """Begin to sign in; return the URL at the provider."""
    url = f"{browser.url}/sign-in?next={quote(path, safe='')}"
    async with browser.session.get(url, allow_redirects=False) as answer:
        assert answer.status == 303
        cookie = answer.headers["Set-Cookie"]
        for part in ("HttpOnly", "SameSite=Lax", "Path=/sign-in", "Max-Age=600"):
            assert part in cookie
        return answer.headers["Location"]


async def sign_in(browser: Browser, fake: FakeOpenId, path: str = "/") -> Page:
    """Sign in as a member and read the wanted page."""
    return await browser.get(f"/sign-in/done?{fake.authorize(await begin(browser, path))}")


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
        assert "not installed in the workspace that you signed in to" in page.text
        assert (await browser.get(CHANGE)).status == 401


async def test_a_workspace_without_the_bot_is_closed(archive: Archive) -> None:
    """Once the app is removed, nobody of it signs in."""
    await archive.store.workspaces.deactivate(archive.one, "token_revoked", archive.now)
    async with open_sign_in(archive) as (browser, fake):
        assert (await sign_in(browser, fake)).status == 403


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


BAD_CLAIMS = (
    {"aud": "another.app"}, {"aud": [CLIENT_ID, "another.app"]}, {"aud": None},
    {"iss": "https://slack.example"}, {"iss": None}, {"nonce": "of another sign-in"},
    {"nonce": None}, {"exp": 1}, {"exp": None}, {"exp": "soon"}, {"iat": 4_000_000_000},
    {"iat": None}, {"https://slack.com/team_id": None}, {"https://slack.com/user_id": None},
)  # fmt: skip


@pytest.mark.parametrize("claims", BAD_CLAIMS, ids=str)
async def test_a_token_of_something_else_is_refused(
    archive: Archive, claims: dict[str, object]
) -> None:
    """Another app, issuer, sign-in or time, or nobody: no session, and one sentence."""
    async with open_sign_in(archive) as (browser, fake):
        fake.claims = claims
        await assert_refused(browser, fake)


async def assert_refused(browser: Browser, fake: FakeOpenId) -> None:
    """Slack confirms nobody, so no page opens."""
    page = await sign_in(browser, fake, CHANGE)
    assert page.status == 502
    assert "Slack did not confirm who you are" in page.text
    assert (await browser.get(CHANGE)).status == 401


@pytest.mark.parametrize("fault", ["none", "HS256", "another key", "garbage", "empty", "cut"])
async def test_a_forged_token_is_refused(archive: Archive, fault: str) -> None:
    """Unsigned, signed with the wrong method or another's key, or no token at all."""
    async with open_sign_in(archive) as (browser, fake):
        await sign_in(browser, fake)
        browser.session.cookie_jar.clear()
        if fault in {"none", "HS256"}:
            fake.algorithm = fault
        elif fault == "another key":
            fake.key = make_key()
        else:
            good = fake.sign({"nonce": "x"})
            fake.token = {"garbage": "a.b.c", "empty": ".", "cut": good[:-9]}[fault]
        await assert_refused(browser, fake)


async def test_slack_changes_its_keys(archive: Archive) -> None:
    """A new key is fetched when a token names it, but at most once a minute."""
    async with open_sign_in(archive) as (browser, fake):
        await sign_in(browser, fake)
        await sign_in(browser, fake)
        assert fake.keys_served == 1
        fake.key, fake.key_id = make_key(), "second"
        await sign_in(browser, fake)
        assert fake.keys_served == 1
        archive.now += timedelta(minutes=1)
        fake.now = archive.now
        browser.session.cookie_jar.clear()
        assert (await sign_in(browser, fake, CHANGE)).status == 200
        assert fake.keys_served == 2
        archive.now += timedelta(hours=1)
        fake.now = archive.now
        await sign_in(browser, fake)
        assert fake.keys_served == 3


async def test_only_the_browser_that_began_finishes(archive: Archive) -> None:
    """Another browser, another state, a second use, ten minutes later: begin again."""
    async with open_sign_in(archive) as (browser, fake):
        query = fake.authorize(await begin(browser))
        cookies = list(browser.session.cookie_jar)
        browser.session.cookie_jar.clear()
        for wrong in (query, "", "code=code-1", "code=code-1&state="):
            assert (await browser.get(f"/sign-in/done?{wrong}")).status == 400, wrong
        query = fake.authorize(await begin(browser))
        for wrong in (f"{query}x", query.replace("code=", "kode="), f"code={'c' * 3_000}&{query}"):
            assert (await browser.get(f"/sign-in/done?{wrong}")).status == 400, wrong
        done = await browser.get(f"/sign-in/done?{query}")
        assert done.status == 200
        assert (await browser.get(f"/sign-in/done?{query}")).status == 400
        query = fake.authorize(await begin(browser))
        archive.now += timedelta(minutes=10)
        assert (await browser.get(f"/sign-in/done?{query}")).status == 400
        assert cookies


async def test_a_code_is_redeemed_once(archive: Archive) -> None:
    """Slack refuses a code that was used, which is no sign-in."""
    async with open_sign_in(archive) as (browser, fake):
        query = fake.authorize(await begin(browser))
        fake.codes.clear()
        assert (await browser.get(f"/sign-in/done?{query}")).status == 502


async def test_a_cancelled_sign_in(archive: Archive) -> None:
    """The page says so and offers to sign in again; what Slack says is not repeated."""
    async with open_sign_in(archive) as (browser, fake):
        state = fake.authorize(await begin(browser)).rpartition("state=")[2]
        page = await browser.get(f"/sign-in/done?error=<b>access_denied&state={state}")
        assert (page.status, "cancelled at Slack" in page.text) == (403, True)
        assert "access_denied" not in page.text
        assert 'class="action"' in page.text


@pytest.mark.parametrize("kind", ["text/html", "application/json"])
@pytest.mark.parametrize(
    "page", ["<h1>Log in</h1>", "{", "[]", "null", '{"ok": true}', '{"ok": true, "id_token": 1}']
)
async def test_something_else_answers_in_place_of_slack(
    archive: Archive, page: str, kind: str
) -> None:
    """A page of a proxy is no token, and the person reads so."""
    async with open_sign_in(archive) as (browser, fake):
        fake.page, fake.page_type = page, kind
        await assert_refused(browser, fake)


@pytest.mark.parametrize("part", ["tokens", "keys", "bad keys", "long keys"])
async def test_slack_is_down(archive: Archive, part: str) -> None:
    """Nobody is signed in, and the log says which part of Slack failed."""
    async with open_provider(archive.now) as fake:
        base = NOWHERE if part == "tokens" else fake.url
        root = {
            "tokens": fake.url, "keys": NOWHERE,
            "bad keys": f"{fake.url}/bad", "long keys": f"{fake.url}/long",
        }[part]  # fmt: skip
        client = make_listener_client(None, base_url=f"{base}/api/")
        provider = SlackOpenId(CLIENT_ID, CLIENT_SECRET, client, root)
        attempt = begin_attempt("/")
        fake.codes["code-1"] = {"redirect_uri": RETURN_URL, "nonce": attempt.nonce}
        with pytest.raises(SignInError, match=r"did not answer|can't be"):
            await provider.identify("code-1", attempt, RETURN_URL, archive.now)


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
    settings = make_settings(public_url="https://records.example")
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


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil", "evil", "",
     "/a\r\nSet-Cookie: x", "/\t/evil.example", f"/{'a' * 2_000}", "javascript:alert(1)"],
)  # fmt: skip
async def test_nobody_is_sent_to_another_site(archive: Archive, elsewhere: str) -> None:
    """What is no page of this site becomes the first page."""
    assert keep_own_path(elsewhere) == "/"
    async with open_sign_in(archive) as (browser, fake):
        page = await sign_in(browser, fake, elsewhere)
        assert page.answer.history[0].headers["Location"] == "/"
    assert keep_own_path(CHANGE) == CHANGE


async def test_behind_https_cookies_are_for_https(archive: Archive) -> None:
    """Neither the session nor the sign-in in progress is sent in the clear."""
    async with open_provider(archive.now) as fake:
        client = make_listener_client(None, base_url=f"{fake.url}/api/")
        provider = SlackOpenId(CLIENT_ID, CLIENT_SECRET, client, fake.url)
        signer = AttemptSigner(KEYS)
        parts = SignIn(provider, signer, timedelta(hours=12))
        async with open_site(
            archive, sign_in=parts, public_url="https://records.example"
        ) as browser:
            async with browser.session.get(
                f"{browser.url}/sign-in", allow_redirects=False
            ) as answer:
                assert "Secure" in answer.headers["Set-Cookie"]
            attempt = begin_attempt("/reviews")
            url = provider.build_url(attempt, "https://records.example/sign-in/done")
            query = fake.authorize(url)
            headers = {"Cookie": f"clausewatch_sign_in={signer.sign(attempt, archive.now)}"}
            async with browser.session.get(
                f"{browser.url}/sign-in/done?{query}", headers=headers, allow_redirects=False
            ) as answer:
                assert (answer.status, answer.headers["Location"]) == (303, "/reviews")
                session = answer.headers.getall("Set-Cookie")[-1]
                assert "Secure" in session
                assert "HttpOnly" in session


def test_attempts_are_of_this_site(archive: Archive) -> None:
    """Another key, an altered or a long value, and a link's token are no attempt."""
    attempt, signer = begin_attempt("/"), AttemptSigner(KEYS)
    value = signer.sign(attempt, archive.now)
    assert signer.verify(value, archive.now) == attempt
    other = AttemptSigner(("another key of nobody here",)).sign(attempt, archive.now)
    for wrong in ("", ".", value[:-1], f"x{value}", other, "a" * 5_000):
        assert signer.verify(wrong, archive.now) is None
    assert len({begin_attempt("/").state for _ in range(100)}) == 100


def make_settings(**fields: object) -> object:
    """Settings with a client of Slack's."""
    both = {"slack_client_id": CLIENT_ID, "slack_client_secret": CLIENT_SECRET,
            "link_keys": ",".join(KEYS)}  # fmt: skip
    return load_settings(_env_file=None, **(both | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"slack_client_secret": None}, "together"),
        ({"slack_client_id": None}, "together"),
        ({"public_url": "http://records.example"}, "https://"),
    ],
)
def test_half_a_setting_is_refused(fields: dict[str, object], word: str) -> None:
    """The bot does not start, and the sentence says why."""
    with pytest.raises(ConfigError, match=word):
        open_site_links(make_settings(**({"public_url": "https://records.example"} | fields)))  # type: ignore[arg-type]


def test_settings_become_a_sign_in() -> None:
    """With both settings there is one; the manifest then has the return URL and the scope."""
    assert make_sign_in(make_settings(slack_client_id=None)) is None  # type: ignore[arg-type]
    made = make_sign_in(make_settings(session_hours=2))  # type: ignore[arg-type]
    assert made is not None
    assert made.lifetime == timedelta(hours=2)
    oauth = build_manifest("/policy", RETURN_URL)["oauth_config"]
    assert oauth["redirect_urls"] == [RETURN_URL]
    assert oauth["scopes"]["user"] == ["openid"]
    assert "user" not in build_manifest()["oauth_config"]["scopes"]


def test_doctor_names_what_an_installed_app_lacks_for_sign_in() -> None:
    """The manifest without it differs by return URL and scope; that of the settings does not."""
    settings = make_settings(public_url="https://records.example")
    url = find_return_url(settings)  # type: ignore[arg-type]
    assert url == "https://records.example/sign-in/done"
    assert list_differences(build_manifest("/policy", url), "/policy", url) == []
    assert sorted(list_differences(build_manifest(), "/policy", url)) == [
        f"oauth_config.redirect_urls lacks {url}",
        "oauth_config.scopes.user lacks openid",
    ]
    assert find_return_url(make_settings()) == ""  # type: ignore[arg-type]
