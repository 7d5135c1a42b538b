"""Records of invented platforms in a store, and the record site that shows them on loopback."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bot.links.attempts import SignIn
from bot.links.signatures import Grant, Scope, Signer
from bot.links.site_links import SiteLinks
from bot.web.routes import ROUTES
from bot.web.site import SiteParts, make_site, serve_site_with
from bot.web.visit import Run
from clausewatch.checks.examination import FirstReading, OtherTerms, Task
from clausewatch.checks.examine import examine
from clausewatch.checks.outcome import CheckOutcome, DocumentState
from clausewatch.config import Settings, load_settings
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Expected
from clausewatch.model.record_ids import ChangeId, DocumentId, WorkspaceId
from clausewatch.model.reviews import ReviewStatus
from clausewatch.model.watches import Tenant
from clausewatch.store import Store
from tests.filed_examinations import make_filed_result
from tests.sqlite_stores import make_watch_request, open_empty_store

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LEASE = timedelta(minutes=10)
KEYS = ("an old key of the tests", "the key that signs in tests")
FILLER = (
    "This policy explains which data we collect, why we use it and which rights you have.",
    "We collect the pictures that you upload and the words that you type here.",
    "You reach the people who answer for this policy at privacy@pixelgarten.example.",
    "We keep your personal data for 30 days after you close your account.",
)
TRAINS = "We may use your pictures and prompts to train our AI models."
SALE = "We may sell your personal information to our partners."
COURT = "Any dispute will be resolved by binding arbitration."
HOSTILE = (
    "We may sell your personal data <script>document.title='pwned'</script> to partners.",
    "We may use your content to train AI models <img src=x onerror=\"document.title='pwned'\">.",
    "Any dispute will be resolved by binding arbitration </blockquote></main><h1>pwned</h1>.",
    "You can opt out of model training {{ 7 * 7 }} {% raw %} at javascript:alert(1) \u202eevil.",
)


@dataclass
class Archive:
    """A store with two workspaces, a clock, and steps that put records into it."""

    store: Store
    one: WorkspaceId
    two: WorkspaceId
    now: datetime = NOON
    seen: set[int] = field(default_factory=set)
    """Documents that were read before."""

    def clock(self) -> datetime:
        """Now."""
        return self.now

    async def watch(
        self,
        workspace_id: WorkspaceId,
        name: str,
        *,
        channel: str = "C1",
        url: str = "",
        is_private: bool = False,
    ) -> DocumentId:
        """Watch the privacy policy of a platform in a channel."""
        posted_in = await self.store.workspaces.ensure_channel(workspace_id, channel, self.now)
        address = url or f"https://{name.casefold()}.example/privacy"
        request = make_watch_request(posted_in, name, address)
        result = await self.store.watches.add(replace(request, is_private=is_private), self.now)
        return result.watch.documents[-1].id

    async def read(self, document_id: DocumentId, *sentences: str) -> ChangeId | None:
        """A check finds these sentences in a document; return the change, if it is one."""
        self.now += timedelta(hours=6)
        due = await self.store.checks.claim_one(document_id, self.now, LEASE)
        assert due is not None
        page = make_snapshot(due.document.urls[0], self.now, (*FILLER, *sentences))
        history = await self.store.versions.load_history(document_id)
        before = history[0].reading if history else None
        found = examine(Task((page.to_page(),), Expected(), before))
        if not isinstance(found, FirstReading | OtherTerms):
            return None
        outcome = CheckOutcome(
            due.document.id,
            due.lease_token,
            self.now,
            self.now + timedelta(hours=6),
            make_filed_result(due, page, found),
            due.state if history else DocumentState(),
        )
        (change_id,) = await self.store.checks.record((outcome,), timedelta(0))
        return change_id

    async def acknowledge(
        self, workspace_id: WorkspaceId, change_id: ChangeId, user_id: str
    ) -> None:
        """A member acknowledges a change."""
        step = (user_id, self.now)
        acknowledged = ReviewStatus.ACKNOWLEDGED
        await self.store.reviews.set_status(workspace_id, change_id, acknowledged, step)


def make_snapshot(url: str, at: datetime, sentences: Sequence[str]) -> Snapshot:
    """A policy with these sentences, as HTML whose text says them to the letter."""
    paragraphs = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
    text = (
        "<!doctype html><html lang=en><title>Privacy Policy</title><body><main>"
        f"<h1>Privacy Policy</h1><h2>Your data</h2>{paragraphs}</main></body></html>"
    )
    headers = (("content-type", "text/html; charset=utf-8"),)
    body = text.encode()
    return Snapshot(url, url, 200, headers, body, sha256(body).hexdigest(), at)


@asynccontextmanager
async def open_archive(folder: Path) -> AsyncIterator[Archive]:
    """An archive without records."""
    store = await open_empty_store(folder / "records.db")
    one = await store.workspaces.ensure(Tenant(None, "TONE"), NOON)
    two = await store.workspaces.ensure(Tenant(None, "TTWO"), NOON)
    try:
        yield Archive(store, one, two)
    finally:
        await store.close()


@dataclass
class Browser:
    """Reads the site as the holder of a link, or as somebody without one."""

    url: str
    links: SiteLinks
    session: aiohttp.ClientSession

    async def get(
        self, path: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> "Page":
        """Return a page; redirects are followed."""
        async with self.session.request(method, f"{self.url}{path}", headers=headers) as answer:
            return Page(answer.status, await answer.text(errors="replace"), answer)

    async def enter(
        self,
        workspace_id: WorkspaceId,
        now: datetime,
        path: str = "/",
        scope: Scope = Scope.RECORDS,
    ) -> "Page":
        """Open a signed link of a workspace."""
        parts = urlsplit(self.links.build_url(workspace_id, path, now, scope))
        return await self.get(f"{parts.path}?{parts.query}")


@dataclass
class Page:
    """What the site answered."""

    status: int
    text: str
    answer: aiohttp.ClientResponse


@asynccontextmanager
async def open_site(
    archive: Archive,
    *,
    is_public: bool = False,
    keys: Sequence[str] = KEYS,
    public_url: str = "http://records.example",
    run: Run = asyncio.to_thread,
    sign_in: SignIn | None = None,
) -> AsyncIterator[Browser]:
    """The site of an archive on a free port, with a browser that keeps cookies.

    Files are built in a thread, because processes take seconds to start.
    """
    settings = make_settings(is_public=is_public)
    has_sign_in = sign_in is not None
    links = SiteLinks(public_url, Signer(keys), timedelta(days=30), has_sign_in=has_sign_in)
    jar = aiohttp.CookieJar(unsafe=True)
    site = make_site(links, settings, SiteParts(archive.store, run, archive.clock, sign_in))
    serving = serve_site_with(site, settings, ROUTES)
    async with serving as url:
        plain = SiteLinks(url, links.signer, links.lifetime)
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            yield Browser(url, plain, session)


def make_settings(*, is_public: bool) -> Settings:
    """Settings of a site on a free port, with nothing from the environment."""
    return load_settings(
        _env_file=None, public_url="http://records.example", public_catalogue=is_public, site_port=0
    )


def sign(keys: Sequence[str], workspace_id: WorkspaceId, at: datetime, until: datetime) -> str:
    """A token of a workspace."""
    return Signer(keys).sign(Grant(workspace_id, at, until))
