"""Pages that only a browser can read: rendered by the system's Chromium, which has no network.

Chromium is given a proxy that is not there, so nothing that it does on its own leads anywhere.
What a page asks for is fetched here, by the same guarded client as every other page, and handed
to it. Needs the extra `browser` (Playwright) and a Chromium.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from clausewatch.errors import ConfigError, FetchError
from clausewatch.fetch.rate_limit import Turns
from clausewatch.fetch.subresources import Errands
from clausewatch.model.pages import NotModified, PageRequest, Snapshot

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page, Route, WebSocketRoute

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
SWITCHES = (
    # Whatever is not handed in by us goes to a port where nobody listens, loopback included.
    "--proxy-server=http://127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--no-pings",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--renderer-process-limit=2",
)
WANTED = frozenset({"document", "script", "stylesheet", "xhr", "fetch"})
"""What a page needs to show its text; pictures, fonts, media and sockets are left out."""
TEXT_TYPES = ("text/html", "application/xhtml+xml")
STEP_SECONDS = 0.3
STEADY_STEPS = 4
MOST_HTML_CHARS = 10_000_000
_LENGTH = "() => document.body ? document.body.innerText.length : 0"
_SCROLL = "() => window.scrollBy(0, Math.max(400, window.innerHeight))"
# Text in open shadow trees is on the page, but not in its serialisation.
_SERIALISE = """() => {
  for (const host of document.querySelectorAll('*')) {
    if (!host.shadowRoot) continue;
    const shown = document.createElement('div');
    shown.innerHTML = host.shadowRoot.innerHTML;
    host.append(shown);
  }
  return '<!DOCTYPE html>' + document.documentElement.outerHTML;
}"""


MOST_FRAMES = 8
LEAST_FRAME_CHARS = 600
"""Shorter frames are buttons, counters and advertisements."""
_FRAME_HTML = """least => document.body && document.body.innerText.length >= least
  ? document.body.innerHTML : null"""
_IN_PLACE = """(frame, html) => {
  const shown = document.createElement('div');
  shown.innerHTML = html;
  frame.replaceWith(shown);
}"""


class PlainFetch(Protocol):
    """Gets a page without a browser. Raises FetchError."""

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page's bytes, or that it is as it was."""
        ...


@dataclass(frozen=True, slots=True)
class BrowserOptions:
    """Limits of one rendered page."""

    timeout_seconds: float = 60.0
    """For the whole page, the start of Chromium included."""
    settle_seconds: float = 12.0
    """How long a page may go on building itself after it has loaded."""
    heap_mb: int = 384
    """For the page's scripts."""
    pages_at_a_time: int = 2
    """Of all hosts together; of one host it is always one."""
    executable: Path | None = None
    """None looks for a Chromium where programs lie."""


def chromium(options: BrowserOptions) -> Path:
    """Return where Chromium is. Raises ConfigError, one sentence, where there is none."""
    if options.executable is not None:
        if options.executable.is_file():
            return options.executable
        raise ConfigError(f"There is no browser at {options.executable}; give Chromium's path.")
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise ConfigError("Pages that need a browser need Chromium; install it (apt, brew).")
    return Path(found)


def why_not(options: BrowserOptions) -> str | None:
    """Return why no page can be rendered here, one sentence that says what to do, or None."""
    if find_spec("playwright") is None:
        return "Pages that need a browser need the extra: pip install 'clausewatch[browser]'."
    try:
        chromium(options)
    except ConfigError as fault:
        return str(fault)
    return None


class BrowserFetcher:
    """Renders pages; what is no web page is returned as it was fetched.

    A page is rendered in a Chromium of its own, which is gone with it: nothing is carried from
    page to page, and a page that runs wild is ended with its processes.
    """

    def __init__(self, plain: PlainFetch, errands: Errands, options: BrowserOptions) -> None:
        self._plain = plain
        self._errands = errands
        self._options = options
        self._turns = Turns()
        self._places = asyncio.Semaphore(options.pages_at_a_time)

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page as its scripts built it. Raises FetchError and ConfigError.

        robots.txt, redirects and the host's pace are those of the plain fetch of the page itself,
        which is made unconditionally: the frame of such a page hardly ever changes.
        """
        bare = replace(request, etag=None, last_modified=None)
        frame = await self._plain(bare, now)
        if not isinstance(frame, Snapshot) or not _is_page(frame):
            return frame
        host = urlsplit(frame.final_url).hostname or ""
        async with self._turns.of(host), self._places:
            html = await self._rendered(frame, request.language)
        body = html.encode("utf-8", "replace")
        kept = [(k, v) for k, v in frame.headers if k in {"date", "location", "content-language"}]
        headers = (("content-type", "text/html; charset=utf-8"), ("x-rendered-by", "chromium"))
        digest = hashlib.sha256(body).hexdigest()
        return replace(frame, body=body, sha256=digest, headers=(*headers, *kept))

    async def _rendered(self, frame: Snapshot, language: str) -> str:
        try:
            from playwright.async_api import Error  # noqa: PLC0415  # an extra, perhaps not there
        except ImportError:
            raise ConfigError(
                "Pages that need a browser need the extra: pip install 'clausewatch[browser]'."
            ) from None
        limit = asyncio.timeout(self._options.timeout_seconds)
        try:
            async with limit, self._opened(language) as context:
                return await self._shown(context, frame, language)
        except TimeoutError:
            seconds = f"{self._options.timeout_seconds:g} seconds"
            raise _failed(frame, f"the page was not built within {seconds}") from None
        except Error as fault:
            said = str(fault).splitlines()[0][:120]
            raise _failed(frame, f"the browser gave the page up ({said})") from fault

    @asynccontextmanager
    async def _opened(self, language: str) -> AsyncIterator[BrowserContext]:
        from playwright.async_api import async_playwright  # noqa: PLC0415  # as above

        executable = chromium(self._options)
        heap = f"--js-flags=--max-old-space-size={self._options.heap_mb}"
        async with async_playwright() as playwright:
            browser: Browser = await playwright.chromium.launch(
                executable_path=executable,
                args=[*SWITCHES, heap],
                # Chromium refuses its sandbox to root, as in most containers.
                chromium_sandbox=os.geteuid() != 0,
                env={"HOME": "/nonexistent"},
            )
            try:
                yield await browser.new_context(
                    user_agent=self._errands.user_agent,
                    locale=_locale(self._errands.accepted(language)),
                    accept_downloads=False,
                    service_workers="block",
                    bypass_csp=False,
                    permissions=[],
                )
            finally:
                await browser.close()

    async def _shown(self, context: BrowserContext, frame: Snapshot, language: str) -> str:
        errand = self._errands.of_page(language)

        async def answer(route: Route) -> None:
            request = route.request
            if request.resource_type not in WANTED or request.method != "GET":
                await route.abort("blockedbyclient")
            elif request.url == frame.final_url:
                await route.fulfill(status=200, headers=_frame_headers(frame), body=frame.body)
            else:
                answered = await errand.run(request.url, await request.all_headers())
                if answered is None:
                    await route.abort("blockedbyclient")
                else:
                    await route.fulfill(
                        status=answered.status, headers=answered.headers, body=answered.body
                    )

        def close(socket: WebSocketRoute) -> None:
            """Let no socket be opened: a route without a connection leads nowhere."""
            del socket

        await context.route("**/*", answer)
        await context.route_web_socket("**/*", close)
        page = await context.new_page()
        await page.goto(frame.final_url, wait_until="domcontentloaded")
        await self._settle(page)
        await _framed(page)
        html: str = await page.evaluate(_SERIALISE)
        return html[:MOST_HTML_CHARS]

    async def _settle(self, page: Page) -> None:
        """Scroll down as a reader would, until the text stays as it is."""
        length, steady = -1, 0
        steps = int(self._options.settle_seconds / STEP_SECONDS)
        for _ in range(steps):
            await page.evaluate(_SCROLL)
            await asyncio.sleep(STEP_SECONDS)
            now: Any = await page.evaluate(_LENGTH)
            steady = steady + 1 if now == length and now > 0 else 0
            length = now
            if steady >= STEADY_STEPS:
                return


async def _framed(page: Page) -> None:
    """Put the text of frames in their places: some policies stand in one of another host."""
    for frame in page.frames[1 : MOST_FRAMES + 1]:
        html: str | None = await frame.evaluate(_FRAME_HTML, LEAST_FRAME_CHARS)
        if html is not None:
            element = await frame.frame_element()
            await element.evaluate(_IN_PLACE, html[:MOST_HTML_CHARS])


def _locale(accepted: str) -> str:
    """Return the first language of an Accept-Language header."""
    return accepted.partition(",")[0].partition(";")[0].strip() or "en"


def _is_page(frame: Snapshot) -> bool:
    declared = (frame.header("content-type") or "text/html").partition(";")[0].strip().lower()
    return declared in TEXT_TYPES


def _frame_headers(frame: Snapshot) -> dict[str, str]:
    return {"content-type": frame.header("content-type") or "text/html"}


def _failed(frame: Snapshot, reason: str) -> FetchError:
    said = f"{reason}; it is asked again later"
    return FetchError(url=frame.url, reason=said, transient=True)
