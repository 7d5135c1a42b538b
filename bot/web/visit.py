"""One request for a page: who asks, when, and for which part of a list."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar
from urllib.parse import urlencode

from aiohttp import web
from jinja2 import Environment

from bot.links.attempts import SignIn
from bot.links.signatures import Scope
from bot.links.site_links import TOKEN_FIELD, SiteLinks
from bot.runtime.clock import Clock
from bot.web.access import Viewer
from bot.web.cookies import SESSION, Cookies
from clausewatch.model.record_ids import WorkspaceId, record_number
from clausewatch.store import ListPage, Store
from clausewatch.whole_numbers import parse_whole_number

Record = TypeVar("Record")
Run = Callable[..., Awaitable[Any]]
"""Calls a function with its arguments in a worker process. Raises WorkerError."""
MAX_WORDS_CHARACTERS = 200
MAX_PAGE = 1_000_000
START = "/sign-in"
"""Where a sign-in begins."""


class NotOnRecord(Exception):  # an answer, not a fault
    """There is no such record for this viewer; the message is shown."""


class BadQuery(Exception):  # an answer, not a fault
    """The query of the URL cannot be understood; the message is shown."""


def prove_session(cookie: str) -> str:
    """Return what only pages know that this session's cookie opened."""
    return sha256(f"sign out {cookie}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Site:
    """What all pages share."""

    store: Store
    links: SiteLinks
    clock: Clock
    templates: Environment
    run: Run
    """Builds files in worker processes."""
    is_catalogue_public: bool = False
    sign_in: SignIn | None = None
    """How people sign in; None if links have tokens."""
    command: str = "/policy"

    @property
    def cookies(self) -> Cookies:
        """The cookies of the site."""
        return Cookies(self.links.is_secure)


@dataclass(frozen=True, slots=True)
class Pager:
    """One page of a list, with the queries of its neighbours."""

    number: int
    """From 1."""
    count: int
    """Of pages, at least 1."""
    total: int
    """Of items."""
    previous: str | None
    next: str | None


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was admitted."""

    site: Site
    request: web.Request
    viewer: Viewer
    now: datetime

    @property
    def store(self) -> Store:
        """The store."""
        return self.site.store

    @property
    def workspace_id(self) -> WorkspaceId:
        """Whose records the viewer sees besides the catalogue's."""
        return self.viewer.workspace_id

    def render(self, template: str, title: str, **values: Any) -> web.Response:  # noqa: ANN401
        """Return a page. Values are shown escaped."""
        text = self.site.templates.get_template(template).render(
            title=title,
            viewer=self.viewer,
            now=self.now,
            command=self.site.command,
            public_url=self.site.links.public_url,
            path=self.request.path,
            sign_in_url=self._build_sign_in_url(),
            sign_out_proof=self._prove_session(),
            **values,
        )
        return web.Response(text=text, content_type="text/html")

    def _build_sign_in_url(self) -> str:
        """Return where somebody signs in and then reads this page; empty for members."""
        if self.site.sign_in is None or self.viewer.is_member:
            return ""
        is_page = self.request.method != "POST" and not self.request.path.startswith(START)
        query = [(name, value) for name, value in self.request.query.items() if name != TOKEN_FIELD]
        wanted = str(self.request.rel_url.with_query(query)) if is_page else "/"
        return f"{START}?{urlencode({'next': wanted})}"

    def _prove_session(self) -> str:
        """Return what a form must have to end this session; empty without one."""
        grant = self.viewer.grant
        if grant is None or grant.scope is not Scope.SESSION:
            return ""
        return prove_session(self.site.cookies.read(self.request, SESSION) or "")

    async def build_file(self, build: Callable[[Record], bytes], record: Record) -> bytes:
        """Return a record as a file. Raises WorkerError if it takes too long or too much memory."""
        return bytes(await self.site.run(build, record))

    def build_feed_url(self, path: str) -> str | None:
        """Return the signed URL of a feed for the viewer's workspace; None without a workspace."""
        if not self.viewer.is_member:
            return None
        return self.site.links.build_url(self.workspace_id, path, self.now, Scope.FEEDS)

    def read_record_number(self, letter: str) -> int:
        """Return the number of the record id in the path. Raises NotOnRecord."""
        number = record_number(letter, self.request.match_info["record"])
        if number is None:
            raise NotOnRecord("That is not a record ID. Record IDs look like CW-P-000012.")
        return number

    def read_choice(self, field: str, choices: tuple[str, ...]) -> str:
        """Return a field of the query, by default the first choice. Raises BadQuery."""
        value = self.request.query.get(field, choices[0])
        if value not in choices:
            raise BadQuery(f"Choose {' or '.join(choices)} for {field}.")
        return value

    def read_words(self, field: str) -> str:
        """Return the words of a search; empty without a search. Raises BadQuery."""
        words = " ".join(self.request.query.get(field, "").split())
        if len(words) > MAX_WORDS_CHARACTERS:
            raise BadQuery(f"Search for at most {MAX_WORDS_CHARACTERS} characters.")
        return words

    def read_page(self, size: int) -> ListPage:
        """Return the page of a list that the query asks for. Raises BadQuery."""
        number = parse_whole_number(self.request.query.get("page", "1"))
        if number is None or not 1 <= number <= MAX_PAGE:
            raise BadQuery("A page number is a whole number from 1.")
        return ListPage(number - 1, size)

    def make_pager(self, page: ListPage, total: int) -> Pager:
        """Return the pager of a list. Raises NotOnRecord past its end."""
        count = max(1, -(-total // page.size))
        if page.number >= count:
            raise NotOnRecord(f"This list has {count} pages.")
        return Pager(
            page.number + 1,
            count,
            total,
            self._build_query(page.number) if page.number > 0 else None,
            self._build_query(page.number + 2) if page.number + 1 < count else None,
        )

    def _build_query(self, number: int) -> str:
        """Return the query of another page of the same list."""
        return f"?{self.request.rel_url.update_query(page=str(number)).query_string}"
