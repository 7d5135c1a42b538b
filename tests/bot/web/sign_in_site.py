"""The record site where people sign in at a provider on loopback, and the steps of a sign-in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from bot.links.attempts import AttemptSigner, HasLeft, SignIn, assume_member
from bot.slack.clients import make_listener_client
from bot.slack.openid import SlackOpenId
from clausewatch.config import Settings, load_settings
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
from tests.bot.web.fake_openid import CLIENT_ID, CLIENT_SECRET, FakeOpenId, open_provider

CHANGE = "/change/CW-C-000001?layout=inline"


@asynccontextmanager
async def open_private_archive(folder: Path) -> AsyncIterator[Archive]:
    """A document that only workspace one has, which changed."""
    async with open_archive(folder) as records:
        number = await records.watch(records.one, "Inhouse", is_private=True)
        await records.read(number, COURT)
        await records.read(number, TRAINS, SALE)
        yield records


@asynccontextmanager
async def open_sign_in(
    archive: Archive,
    *,
    has_pkce: bool = False,
    is_public: bool = False,
    public_url: str = "http://records.example",
    has_left: HasLeft = assume_member,
) -> AsyncIterator[tuple[Browser, FakeOpenId]]:
    """A site where people sign in at a provider on loopback."""
    async with open_provider(archive.now) as fake:
        fake.needs_proof = has_pkce
        client = make_listener_client(None, base_url=f"{fake.url}/api/")
        provider = SlackOpenId(CLIENT_ID, CLIENT_SECRET, client, fake.url, has_pkce=has_pkce)
        sign_in = SignIn(provider, AttemptSigner(KEYS), timedelta(hours=12), has_left)
        async with open_site(
            archive, sign_in=sign_in, is_public=is_public, public_url=public_url
        ) as browser:
            yield browser, fake


async def begin(browser: Browser, path: str = "/") -> str:
    """Begin to sign in; return the URL at the provider."""
    url = f"{browser.url}/sign-in?next={quote(path, safe='')}"
    async with browser.session.get(url, allow_redirects=False) as answer:
        assert answer.status == 303
        cookie = answer.headers["Set-Cookie"]
        for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"):
            assert part in cookie
        return answer.headers["Location"]


async def sign_in(browser: Browser, fake: FakeOpenId, path: str = "/") -> Page:
    """Sign in as a member and read the wanted page."""
    return await browser.get(f"/sign-in/done?{fake.authorize(await begin(browser, path))}")


async def assert_refused(browser: Browser, fake: FakeOpenId) -> None:
    """Slack confirms nobody, so no page opens."""
    page = await sign_in(browser, fake, CHANGE)
    assert page.status == 502
    assert "Slack did not confirm who you are" in page.text
    assert (await browser.get(CHANGE)).status == 401


def make_sign_in_settings(**fields: object) -> Settings:
    """Settings with a client of Slack's."""
    both = {"slack_client_id": CLIENT_ID, "slack_client_secret": CLIENT_SECRET,
            "link_keys": ",".join(KEYS)}  # fmt: skip
    return load_settings(_env_file=None, **(both | fields))  # type: ignore[arg-type]
