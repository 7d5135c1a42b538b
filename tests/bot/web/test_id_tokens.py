"""Tokens of Slack's: which are believed, with which keys, and every one that is not."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.links.attempts import begin_attempt
from bot.links.identity import SignInError
from bot.slack.clients import make_listener_client
from bot.slack.openid import MAX_EXCHANGES, SlackOpenId
from tests.bot.web.archive import Archive
from tests.bot.web.fake_openid import (
    CLIENT_ID,
    CLIENT_SECRET,
    RETURN_URL,
    make_key,
    open_provider,
)
from tests.bot.web.forged_tokens import FORGERIES
from tests.bot.web.sign_in_site import (
    CHANGE,
    assert_refused,
    open_private_archive,
    open_sign_in,
    sign_in,
)

NOWHERE = "http://127.0.0.1:9"
"""Where nothing listens."""


@pytest.fixture
async def archive(tmp_path: Path) -> AsyncIterator[Archive]:
    """A document that only workspace one has, which changed."""
    async with open_private_archive(tmp_path) as records:
        yield records


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


@pytest.mark.parametrize("name", FORGERIES)
async def test_a_token_of_an_attacker_is_refused(archive: Archive, name: str) -> None:
    """Everything is right except who signed it; no key is fetched from where the token says."""
    async with open_sign_in(archive) as (browser, fake):
        await sign_in(browser, fake)
        browser.session.cookie_jar.clear()
        fake.forge = FORGERIES[name]
        await assert_refused(browser, fake)
        assert set(fake.paths) == {"/api/openid.connect.token", "/openid/connect/keys"}
        assert fake.keys_served == 1


@pytest.mark.parametrize(
    ("claims", "is_believed"),
    [
        ({"iat": 50}, True),
        ({"iat": 70}, False),
        ({"iat": -400, "exp": -50}, True),
        ({"iat": -400, "exp": -60}, False),
    ],
)
async def test_clocks_may_differ_by_a_minute(
    archive: Archive, claims: dict[str, int], *, is_believed: bool
) -> None:
    """In seconds from now: a token that Slack's clock dates later, and one that just expired."""
    async with open_sign_in(archive) as (browser, fake):
        moment = int(archive.now.timestamp())
        fake.claims = {name: moment + seconds for name, seconds in claims.items()}
        assert (await sign_in(browser, fake)).status == (200 if is_believed else 502)


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


async def test_invented_codes_open_few_connections(archive: Archive) -> None:
    """Anybody can send them, so that the bot needs its connections for itself."""
    async with open_provider(archive.now) as fake:
        client = make_listener_client(None, base_url=f"{fake.url}/api/")
        provider = SlackOpenId(CLIENT_ID, CLIENT_SECRET, client, fake.url)

        async def try_one(code: str) -> None:
            with pytest.raises(SignInError, match="invalid_code"):
                await provider.identify(code, begin_attempt("/"), RETURN_URL, archive.now)

        await asyncio.gather(*(try_one(f"code-{number}") for number in range(100)))
        assert len(fake.paths) == 100
        assert 1 < fake.most_under_way <= MAX_EXCHANGES


async def test_many_tokens_with_an_unknown_key_ask_for_keys_once(archive: Archive) -> None:
    """Twenty at the same time, then one at a time within the minute."""
    async with open_provider(archive.now) as fake:
        fake.forge = FORGERIES["a key id that is a path"]
        provider = SlackOpenId(
            CLIENT_ID,
            CLIENT_SECRET,
            make_listener_client(None, base_url=f"{fake.url}/api/"),
            fake.url,
        )

        async def try_one(number: int) -> None:
            attempt, code = begin_attempt("/"), f"code-{number}"
            fake.codes[code] = {"redirect_uri": RETURN_URL, "nonce": attempt.nonce}
            with pytest.raises(SignInError, match="unknown key"):
                await provider.identify(code, attempt, RETURN_URL, archive.now)

        await asyncio.gather(*(try_one(number) for number in range(20)))
        archive.now += timedelta(seconds=59)
        await try_one(20)
        assert fake.keys_served == 1


async def test_keys_are_fetched_again_after_the_clock_was_set_back(archive: Archive) -> None:
    """Otherwise new keys would be unknown until the clock is where it was."""
    async with open_sign_in(archive) as (browser, fake):
        await sign_in(browser, fake)
        archive.now -= timedelta(days=2)
        fake.now, fake.key, fake.key_id = archive.now, make_key(), "second"
        browser.session.cookie_jar.clear()
        assert (await sign_in(browser, fake, CHANGE)).status == 200


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
