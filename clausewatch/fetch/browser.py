"""The browser fetch for pages that scripts build: rendered by Chromium without a network.

Chromium's proxy setting points to a closed port, so its own requests fail. We fetch the resources
that a page requests, with the same guarded client as every other page, and pass them to Chromium.
Needs the extra `browser` (Playwright) and an installed Chromium.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from clausewatch.errors import ConfigError, FetchError, TooHeavy
from clausewatch.fetch.browser_processes import BrowserProcesses, LimitExceeded
from clausewatch.fetch.rate_limit import HostLocks
from clausewatch.fetch.rendered_page import read_page
from clausewatch.fetch.subresources import SubresourceFetcher
from clausewatch.model.formats import BY_MEDIA_TYPE, HTML, XHTML, parse_media_type
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Route, WebSocketRoute

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
CHROMIUM_SWITCHES = (
    # Every request that we do not answer goes to a port without a listener, loopback included.
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    # WebRTC ignores the proxy unless its policy says otherwise; Chromium 156 ignores the switch
    # `--force-webrtc-ip-handling-policy`.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-pings",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--renderer-process-limit=2",
)
ALLOWED_RESOURCES = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
"""Resources that a page needs to show its text; images, fonts, media and sockets are blocked."""


CRASHED = "crashed"
"""What Playwright says of a page whose process ended, as one does that may not get more memory."""


class PageFetch(Protocol):
    """Fetches a page."""

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page, or that it has not changed. Raises FetchError."""
        ...


@dataclass(frozen=True, slots=True)
class BrowserOptions:
    """Limits of one rendered page."""

    timeout_seconds: float = 60.0
    """For the whole page, the start of Chromium included."""
    settle_seconds: float = 12.0
    """How long a loaded page may continue to build itself."""
    heap_mb: int = 384
    """For the objects of the page's scripts; typed arrays are not part of it."""
    memory_mb: int = 1500
    """For all processes of a page together, and for each of them."""
    processes: int = 24
    """Chromium starts about ten for one page."""
    pages_at_a_time: int = 2
    """Over all hosts; one host renders one page at a time."""
    executable: Path | None = None
    """None looks for Chromium on the PATH."""


def find_chromium(options: BrowserOptions) -> Path:
    """Return the path of Chromium. Raises ConfigError if there is none."""
    if options.executable is not None:
        if options.executable.is_file():
            return options.executable
        raise ConfigError(f"There is no browser at {options.executable}; set Chromium's path.")
    path = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    if path is None:
        raise ConfigError("Pages that need a browser need Chromium; install it (apt, brew).")
    return Path(path)


def explain_missing_browser(options: BrowserOptions) -> str | None:
    """Return why pages cannot be rendered here and how to change that, or None if they can."""
    if find_spec("playwright") is None:
        return "Pages that need a browser need the extra: pip install 'clausewatch[browser]'."
    try:
        find_chromium(options)
    except ConfigError as fault:
        return str(fault)
    return None


class BrowserFetcher:
    """Renders web pages; other files are returned as fetched.

    Each page is rendered in a Chromium process of its own, which ends with the page. So no state
    passes from page to page, and a runaway page ends with its processes.
    """

    def __init__(
        self, plain: PageFetch, subresources: SubresourceFetcher, options: BrowserOptions
    ) -> None:
        self._plain = plain
        self._subresources = subresources
        self._options = options
        self._locks = HostLocks()
        self._slots = asyncio.Semaphore(options.pages_at_a_time)

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page as its scripts build it. Raises FetchError and ConfigError.

        The plain fetch of the page's source applies robots.txt, redirects and the host's rate
        limit. It is unconditional, because the source of such a page hardly ever changes.
        """
        unconditional = replace(request, etag=None, last_modified=None)
        source = await self._plain(unconditional, now)
        if not isinstance(source, Snapshot) or not _is_web_page(source):
            return source
        host = urlsplit(source.final_url).hostname or ""
        async with self._locks.get(host), self._slots:
            html = await self._render(source, request.language)
        body = html.encode("utf-8", "replace")
        kept = [(k, v) for k, v in source.headers if k in {"date", "location", "content-language"}]
        headers = (("content-type", "text/html; charset=utf-8"), ("x-rendered-by", "chromium"))
        digest = hashlib.sha256(body).hexdigest()
        return replace(source, body=body, sha256=digest, headers=(*headers, *kept))

    async def _render(self, source: Snapshot, language: str) -> str:
        try:
            from playwright.async_api import Error  # noqa: PLC0415  # an extra, perhaps not there
        except ImportError:
            raise ConfigError(
                "Pages that need a browser need the extra: pip install 'clausewatch[browser]'."
            ) from None
        limit = asyncio.timeout(self._options.timeout_seconds)
        switch = f"--clausewatch-page={uuid4()}"
        processes = BrowserProcesses(switch, self._options.memory_mb, self._options.processes)
        try:
            async with limit, self._open_context(language, switch) as context:
                return await _run_within(processes, self._load(context, source, language))
        except LimitExceeded as fault:
            raise _make_heavy_error(source, str(fault)) from fault
        except TimeoutError:
            seconds = f"{self._options.timeout_seconds:g} seconds"
            raise _make_error(source, f"the page did not load within {seconds}") from None
        except Error as fault:
            if CRASHED in str(fault):
                raise _make_heavy_error(source, "it crashes for lack of memory") from fault
            message = str(fault).splitlines()[0][:120]
            raise _make_error(source, f"the browser failed to load the page ({message})") from fault

    @asynccontextmanager
    async def _open_context(self, language: str, switch: str) -> AsyncIterator[BrowserContext]:
        from playwright.async_api import async_playwright  # noqa: PLC0415  # as above

        executable = find_chromium(self._options)
        heap = f"--js-flags=--max-old-space-size={self._options.heap_mb}"
        async with async_playwright() as playwright:
            browser: Browser = await playwright.chromium.launch(
                executable_path=executable,
                args=[*CHROMIUM_SWITCHES, heap, switch],
                # Chromium has no sandbox for root, the user of most containers.
                chromium_sandbox=os.geteuid() != 0,
                env={"HOME": "/nonexistent"},
            )
            try:
                yield await browser.new_context(
                    user_agent=self._subresources.user_agent,
                    locale=_parse_locale(self._subresources.choose_accept_language(language)),
                    accept_downloads=False,
                    service_workers="block",
                    bypass_csp=False,
                    permissions=[],
                )
            finally:
                await browser.close()

    async def _load(self, context: BrowserContext, source: Snapshot, language: str) -> str:
        subresources = self._subresources.open_page(language)

        async def answer(route: Route) -> None:
            request = route.request
            if request.resource_type not in ALLOWED_RESOURCES or request.method != "GET":
                await route.abort("blockedbyclient")
            elif request.url == source.final_url:
                headers = _make_page_headers(source)
                await route.fulfill(status=200, headers=headers, body=source.body)
            else:
                response = await subresources.fetch(request.url, await request.all_headers())
                if response is None:
                    await route.abort("blockedbyclient")
                else:
                    await route.fulfill(
                        status=response.status, headers=response.headers, body=response.body
                    )

        def refuse(socket: WebSocketRoute) -> None:
            """Open no socket: a route without a connection leads nowhere."""
            del socket

        await context.route("**/*", answer)
        await context.route_web_socket("**/*", refuse)
        page = await context.new_page()
        await page.goto(source.final_url, wait_until="domcontentloaded")
        return await read_page(page, self._options.settle_seconds)


def _parse_locale(accept_language: str) -> str:
    """Return the first language of an Accept-Language header."""
    return accept_language.partition(",")[0].partition(";")[0].strip() or "en"


def _is_web_page(source: Snapshot) -> bool:
    media_type = parse_media_type(source.find_header("content-type") or "text/html")
    return BY_MEDIA_TYPE.get(media_type) in {HTML, XHTML}


def _make_page_headers(source: Snapshot) -> dict[str, str]:
    return {"content-type": source.find_header("content-type") or "text/html"}


async def _run_within(processes: BrowserProcesses, load: Coroutine[Any, Any, str]) -> str:
    """Return what a load returns. Raises LimitExceeded if the browser exceeds a limit before."""
    loaded, watched = asyncio.create_task(load), asyncio.create_task(processes.watch())
    try:
        await asyncio.wait({loaded, watched}, return_when=asyncio.FIRST_COMPLETED)
        if watched.done():
            # A browser that is killed fails to load as well, so this reason comes first.
            watched.result()
        return await loaded
    finally:
        for task in (loaded, watched):
            task.cancel()
        await asyncio.gather(loaded, watched, return_exceptions=True)


def _make_heavy_error(source: Snapshot, reason: str) -> TooHeavy:
    reason = f"the page is too heavy for the browser: {reason}; use another URL"
    return TooHeavy(url=source.url, reason=reason, transient=False)


def _make_error(source: Snapshot, reason: str) -> FetchError:
    return FetchError(
        url=source.url, reason=f"{reason}; it will be tried again later", transient=True
    )
