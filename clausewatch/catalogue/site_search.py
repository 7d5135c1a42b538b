"""Finds a platform's policies from its home page, or from an address that has died.

Looked at, until privacy policy and terms are sure: the page itself, the home page, the hubs that
they name, what the site says of itself under `/.well-known`, and its sitemaps. What is found is
offered to a person; nothing here decides.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol, TypeVar, TypeVarTuple
from urllib.parse import urlsplit

from clausewatch.catalogue import site_files
from clausewatch.catalogue.canonical_names import find_registrable_domain, parse_host
from clausewatch.catalogue.discovery import HUB_KIND, PolicyLink, find_policy_links, rank_links
from clausewatch.errors import FetchError, WorkerError
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

Given = TypeVarTuple("Given")
Result = TypeVar("Result")
Fetch = Callable[[PageRequest, datetime], Awaitable[Snapshot | NotModified]]
MAX_REQUESTS = 14
DEADLINE_SECONDS = 40.0
"""Somebody waits for the answer."""
TIMEOUT_REASON = "the site did not answer in time; it is asked again later"
MAX_HUBS = 3
MAX_SITEMAPS = 3
SURE_SCORE = 60
"""The score from which a policy is taken as found, so that no further files are asked for."""
NEEDED_KINDS = frozenset({"privacy", "terms"})


class RunInWorker(Protocol):
    """Reads what a site sent: beside the event loop, as it may be made to take for ever."""

    async def __call__(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        """Return the result of a module-level function. Raises WorkerError past its deadline."""
        ...


@dataclass(frozen=True, slots=True)
class SiteSearch:
    """What a site offers; `fault` says why nothing could be read, where nothing could."""

    links: tuple[PolicyLink, ...]
    fault: FetchError | None = None
    pages: tuple[str, ...] = ()
    """What was read, in order."""


async def find_policies(
    fetch: Fetch, read: RunInWorker, url: str, now: datetime, *, renders: bool = False
) -> SiteSearch:
    """Return the policies that a site offers, from its home page's or any other address.

    With `renders`, pages that name none are looked at once more as their scripts build them. No
    fault of the site is raised: it is a field of what is returned. After `SECONDS` what was found
    until then is returned.
    """
    search = _Search(fetch, read, now, asyncio.get_running_loop().time() + DEADLINE_SECONDS)
    await search.home_pages(url)
    await search.hubs()
    if renders and not search.found:
        await search.rendered(url)
    if not search.is_sure():
        await search.well_known(url)
    if not search.is_sure():
        await search.sitemaps(url)
    found = rank_links(offer for offer in search.found if not _is_same(offer.url, url))
    return SiteSearch(found, None if search.pages else search.fault, tuple(search.pages))


def _is_same(offered: str, url: str) -> bool:
    return offered.rstrip("/") == url.rstrip("/")


def list_home_pages(url: str) -> tuple[str, ...]:
    """Return the pages that may name a site's policies: the address, its home, its owner's home."""
    parts = urlsplit(url)
    home = f"{parts.scheme}://{parts.netloc}/"
    owner = find_registrable_domain(parse_host(url))
    found = [url, home]
    if owner not in {parse_host(url), parts.hostname}:
        found.append(f"{parts.scheme}://{owner}/")
    return tuple(dict.fromkeys(page if page != home.rstrip("/") else home for page in found))


@dataclass(slots=True)
class _Search:
    """One search: what was found so far, and how many requests it may still make."""

    fetch: Fetch
    read: RunInWorker
    now: datetime
    until: float
    """By the event loop's clock."""
    found: list[PolicyLink] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    fault: FetchError | None = None
    asked: set[str] = field(default_factory=set)

    def is_sure(self) -> bool:
        """Tell whether privacy policy and terms are found beyond doubt."""
        return {offer.kind.key for offer in self.found if offer.score >= SURE_SCORE} >= NEEDED_KINDS

    async def get(self, url: str) -> Snapshot | None:
        """Return a page, or None where it cannot be had or was asked for before."""
        if url in self.asked or len(self.asked) >= MAX_REQUESTS:
            return None
        self.asked.add(url)
        return await self._fetched(PageRequest(url))

    async def _fetched(self, request: PageRequest) -> Snapshot | None:
        try:
            async with asyncio.timeout_at(self.until):
                page = await self.fetch(request, self.now)
        except FetchError as fault:
            self.fault = self.fault or fault
            return None
        except TimeoutError:
            self.fault = self.fault or FetchError(request.url, TIMEOUT_REASON, transient=True)
            return None
        return page if isinstance(page, Snapshot) else None

    async def home_pages(self, url: str) -> None:
        """Look at the address, and at the home pages above it until both policies are sure."""
        for page in list_home_pages(url):
            if not self.is_sure():
                await self._look(page)

    async def hubs(self) -> None:
        """Look at the pages that list policies, the surest first."""
        hubs = sorted((o for o in self.found if o.kind.key == HUB_KIND), key=lambda o: -o.score)
        for hub in hubs[:MAX_HUBS]:
            await self._look(hub.url)

    async def rendered(self, url: str) -> None:
        """Look at the home page as its scripts build it, and at the hubs that it then names."""
        parts = urlsplit(url)
        home = f"{parts.scheme}://{parts.netloc}/"
        await self._read(await self._fetched(PageRequest(home, needs_browser=True)))
        await self.hubs()

    async def _look(self, url: str) -> None:
        await self._read(await self.get(url))

    async def _read(self, page: Snapshot | None) -> None:
        if page is not None:
            self.asked.add(page.final_url)
            charset = site_files.parse_charset(page.header("content-type"))
            listed = await self._done(page, find_policy_links, page.body, page.final_url, charset)
            if listed is not None:
                self.pages.append(page.final_url)
                self._take(page, listed)

    async def _done(
        self, page: Snapshot, work: Callable[[*Given], Result], *given: *Given
    ) -> Result | None:
        """Return what reading a page comes to; a page that cannot be read is a fault of its own."""
        try:
            async with asyncio.timeout_at(self.until):
                return await self.read(work, *given)
        except WorkerError as fault:
            self.fault = self.fault or FetchError(page.final_url, fault.reason, transient=False)
        except TimeoutError:
            self.fault = self.fault or FetchError(page.final_url, TIMEOUT_REASON, transient=True)
        return None

    def _take(self, page: Snapshot, listed: Sequence[PolicyLink]) -> None:
        self.found += [replace(offer, found_on=page.final_url) for offer in listed]

    async def well_known(self, url: str) -> None:
        """Ask for the files in which a site names its own policies."""
        async for address, page in self._files(url, site_files.WELL_KNOWN):
            reader = site_files.WELL_KNOWN[address]
            self._take(page, await self._done(page, reader, page.body, page.final_url) or ())

    async def _files(
        self, url: str, addresses: Sequence[str] | dict[str, site_files.FileReader]
    ) -> AsyncIterator[tuple[str, Snapshot]]:
        parts = urlsplit(url)
        for address in addresses:
            page = await self.get(f"{parts.scheme}://{parts.netloc}{address}")
            if page is not None:
                yield address, page

    async def sitemaps(self, url: str) -> None:
        """Read the site's sitemaps, where robots.txt names them or where they usually lie."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        waiting = await self._named(origin) or [f"{origin}/sitemap.xml"]
        read = 0
        while waiting and read < MAX_SITEMAPS:
            page = await self.get(waiting.pop(0))
            if page is None:
                continue
            read += 1
            # The addresses stay in the worker: a hostile site lists megabytes of them.
            more, listed = await self._done(page, site_files.read_sitemap, page.body, origin) or (
                (),
                (),
            )
            waiting = [*more, *waiting]
            self._take(page, listed)

    async def _named(self, origin: str) -> list[str]:
        robots = await self.get(f"{origin}/robots.txt")
        if robots is None:
            return []
        return list(await self._done(robots, site_files.read_robots_txt, robots.body) or ())
