"""Searches a site for the platform's policies, from its home page or from a dead URL.

The search reads the URL itself, the home page, the hubs that they link to, the files under
`/.well-known`, and the sitemaps, until it is sure of privacy policy and terms. A list of
subprocessors is looked for in the DPA and the privacy policy too. A person chooses among the links,
and nothing here decides.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, TypeVar, TypeVarTuple
from urllib.parse import urlsplit

from clausewatch.catalogue import site_files
from clausewatch.catalogue.canonical_names import find_registrable_domain, parse_host
from clausewatch.catalogue.discovery import HUB_KIND, PolicyLink, find_policy_links, rank_links
from clausewatch.errors import FetchError, WorkerError
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")
Fetch = Callable[[PageRequest, datetime], Awaitable[Snapshot | NotModified]]
MAX_REQUESTS = 14
DEADLINE_SECONDS = 40.0
"""A person waits for the result."""
TIMEOUT_REASON = "the site did not answer in time; it will be tried again later"
MAX_HUBS = 3
MAX_SITEMAPS = 3
SURE_SCORE = 60
"""The search for a policy ends with a link of this score."""
NEEDED_KINDS = frozenset({"privacy", "terms"})
LIST_KIND = "subprocessors"
LIST_SOURCES = ("dpa", "privacy", "dpa")
"""Kinds of documents that link to the list of subprocessors; a policy may link to the DPA first."""


class RunInWorker(Protocol):
    """Runs a reader outside the event loop, because hostile pages can take for ever to parse."""

    async def __call__(
        self, reader: Callable[[*Arguments], Result], /, *arguments: *Arguments
    ) -> Result:
        """Return the result of a module-level reader. Raises WorkerError past its deadline."""
        ...


@dataclass(frozen=True, slots=True)
class SiteSearch:
    """The result of a search."""

    links: tuple[PolicyLink, ...]
    fault: FetchError | None = None
    """The first fault, if the search could not read any page."""
    pages: tuple[str, ...] = ()
    """The URLs of the pages that were read, in order."""


async def find_policies(
    fetch: Fetch, run: RunInWorker, url: str, now: datetime, *, renders: bool = False
) -> SiteSearch:
    """Return the links to policies that a site has, starting from any of its URLs.

    With `renders`, a home page without such links is read again as its scripts build it. A fault of
    the site is not raised but returned. After `DEADLINE_SECONDS` the links found so far are
    returned.
    """
    search = _Search(fetch, run, now, asyncio.get_running_loop().time() + DEADLINE_SECONDS)
    await search.read_home_pages(url)
    await search.read_hubs()
    if renders and not search.links:
        await search.read_rendered_home(url)
    if not search.is_sure():
        await search.read_well_known_files(url)
    if not search.is_sure():
        await search.read_sitemaps(url)
    await search.read_list_sources()
    others = (link for link in search.links if link.url.rstrip("/") != url.rstrip("/"))
    fault = None if search.pages else search.fault
    return SiteSearch(rank_links(others), fault, tuple(search.pages))


def list_home_pages(url: str) -> tuple[str, ...]:
    """Return the pages that may link to policies: the URL, its site's home, its domain's home."""
    parts = urlsplit(url)
    home = _find_origin(url) + "/"
    domain = find_registrable_domain(parse_host(url))
    pages = [url, home]
    if domain not in {parse_host(url), parts.hostname}:
        pages.append(f"{parts.scheme}://{domain}/")
    return tuple(dict.fromkeys(page if page != home.rstrip("/") else home for page in pages))


def _find_origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


@dataclass(slots=True)
class _Search:
    """The state of one search."""

    fetch: Fetch
    run: RunInWorker
    now: datetime
    deadline: float
    """In seconds of the event loop's clock."""
    links: list[PolicyLink] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    fault: FetchError | None = None
    requested: set[str] = field(default_factory=set)

    def is_sure(self) -> bool:
        """Return whether the search has certain links to privacy policy and terms."""
        return {link.kind.key for link in self.links if link.score >= SURE_SCORE} >= NEEDED_KINDS

    async def read_home_pages(self, url: str) -> None:
        """Read the URL and the home pages above it until the search is sure."""
        for page_url in list_home_pages(url):
            if not self.is_sure():
                await self._read_page(await self._fetch_once(page_url))

    async def read_hubs(self) -> None:
        """Read the pages that list policies, the highest score first."""
        hubs = sorted(
            (link for link in self.links if link.kind.key == HUB_KIND), key=lambda link: -link.score
        )
        for hub in hubs[:MAX_HUBS]:
            await self._read_page(await self._fetch_once(hub.url))

    async def read_rendered_home(self, url: str) -> None:
        """Read the home page as its scripts build it, and the hubs that it links to."""
        request = PageRequest(_find_origin(url) + "/", needs_browser=True)
        await self._read_page(await self._fetch_page(request))
        await self.read_hubs()

    async def read_well_known_files(self, url: str) -> None:
        """Read the files in which a site names its own policies."""
        for path, reader in site_files.WELL_KNOWN_FILES.items():
            page = await self._fetch_once(_find_origin(url) + path)
            if page is not None:
                links = await self._run_reader(page, reader, page.body, page.final_url)
                self._add_links(page, links or ())

    async def read_sitemaps(self, url: str) -> None:
        """Read the sitemaps that robots.txt names, or the one at the usual path."""
        origin = _find_origin(url)
        waiting = await self._list_sitemaps(origin) or [f"{origin}/sitemap.xml"]
        count = 0
        while waiting and count < MAX_SITEMAPS:
            page = await self._fetch_once(waiting.pop(0))
            if page is None:
                continue
            count += 1
            # The URLs stay in the worker, because a hostile site lists megabytes of them.
            listed = await self._run_reader(page, site_files.read_sitemap, page.body, origin)
            sitemaps, links = listed or ((), ())
            waiting = [*sitemaps, *waiting]
            self._add_links(page, links)

    async def read_list_sources(self) -> None:
        """Read the pages that may link to the list of subprocessors: the DPA, then the policy."""
        for kind_key in LIST_SOURCES:
            if any(link.kind.key == LIST_KIND for link in self.links):
                return
            sources = [link for link in rank_links(self.links) if link.kind.key == kind_key]
            for link in sources[:1]:
                await self._read_links(await self._fetch_once(link.url))

    async def _read_links(self, page: Snapshot | None) -> None:
        """Add the links of a policy to lists and agreements; its other links are not its site's."""
        if page is None:
            return
        charset = site_files.parse_charset(page.find_header("content-type"))
        links = await self._run_reader(page, find_policy_links, page.body, page.final_url, charset)
        wanted = {LIST_KIND, *LIST_SOURCES[:1]}
        self._add_links(page, [link for link in links or () if link.kind.key in wanted])

    async def _list_sitemaps(self, origin: str) -> list[str]:
        robots = await self._fetch_once(f"{origin}/robots.txt")
        if robots is None:
            return []
        return list(await self._run_reader(robots, site_files.read_robots_txt, robots.body) or ())

    async def _fetch_once(self, url: str) -> Snapshot | None:
        """Return a page, or None if it is unavailable or was requested before."""
        if url in self.requested or len(self.requested) >= MAX_REQUESTS:
            return None
        self.requested.add(url)
        return await self._fetch_page(PageRequest(url))

    async def _fetch_page(self, request: PageRequest) -> Snapshot | None:
        try:
            async with asyncio.timeout_at(self.deadline):
                page = await self.fetch(request, self.now)
        except FetchError as fault:
            self.fault = self.fault or fault
            return None
        except TimeoutError:
            self.fault = self.fault or FetchError(request.url, TIMEOUT_REASON, transient=True)
            return None
        return page if isinstance(page, Snapshot) else None

    async def _read_page(self, page: Snapshot | None) -> None:
        if page is None:
            return
        self.requested.add(page.final_url)
        charset = site_files.parse_charset(page.find_header("content-type"))
        links = await self._run_reader(page, find_policy_links, page.body, page.final_url, charset)
        if links is not None:
            self.pages.append(page.final_url)
            self._add_links(page, links)

    async def _run_reader(
        self, page: Snapshot, reader: Callable[[*Arguments], Result], *arguments: *Arguments
    ) -> Result | None:
        """Return what a reader finds in a page, or None after recording a fault."""
        try:
            async with asyncio.timeout_at(self.deadline):
                return await self.run(reader, *arguments)
        except WorkerError as fault:
            self.fault = self.fault or FetchError(page.final_url, fault.reason, transient=False)
        except TimeoutError:
            self.fault = self.fault or FetchError(page.final_url, TIMEOUT_REASON, transient=True)
        return None

    def _add_links(self, page: Snapshot, links: Sequence[PolicyLink]) -> None:
        self.links += [replace(link, found_on=page.final_url) for link in links]
