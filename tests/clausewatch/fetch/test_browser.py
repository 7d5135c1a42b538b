"""Pages that only a browser can read: a real Chromium against pages on loopback."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from clausewatch.errors import ConfigError, FetchError, Gone
from clausewatch.extract import read
from clausewatch.fetch import Fetcher, FetchOptions
from clausewatch.fetch.browser import CHROMIUM_NAMES, BrowserFetcher, BrowserOptions, find_chromium
from clausewatch.fetch.subresources import MAX_REQUESTS, SubresourceFetcher
from clausewatch.model.pages import PageRequest, Snapshot
from clausewatch.model.reading import Page
from tests.clausewatch.fetch.fetch_site import Names, Site

pytest.importorskip("playwright", reason="the extra `browser` is not installed")
HAS_CHROMIUM = any(shutil.which(name) for name in CHROMIUM_NAMES)
needs_chromium = pytest.mark.skipif(not HAS_CHROMIUM, reason="Chromium is not installed")
OPTIONS = FetchOptions(user_agent="Clausewatch/0.1 (test)", timeout_seconds=60, allow_private=True)
LIMITS = BrowserOptions(timeout_seconds=120, settle_seconds=6)


@pytest.fixture
async def browse(fetch: Fetcher) -> AsyncIterator[BrowserFetcher]:
    """A browser whose pages may reach loopback, where all names lead."""
    async with SubresourceFetcher(OPTIONS, Names()) as subresources:
        yield BrowserFetcher(fetch, subresources, LIMITS)


async def text(browse: BrowserFetcher, url: str, now: datetime) -> str:
    """Return the text that extract reads from a rendered page."""
    found = await browse(PageRequest(url, ignore_robots=True), now)
    assert isinstance(found, Snapshot)
    reading = read([Page(found.final_url, found.body, found.find_header("content-type") or "")])
    return "\n".join(block.text for block in reading.blocks)


def shell(script: str, body: str = "<div id=app></div>") -> bytes:
    """Return a page that its script builds."""
    return f"<!doctype html><title>T</title><body>{body}<script>{script}</script></body>".encode()


SENTENCE = "We keep what you write for thirty days and give it to nobody."
POLICY = f"<main><h1>Privacy Policy</h1><p>{SENTENCE}</p><p>You may object at any time.</p></main>"


@needs_chromium
async def test_a_page_that_scripts_build_is_read(
    browse: BrowserFetcher, site: Site, now: datetime
) -> None:
    """Script and data come from other URLs, redirects included."""
    site.shows("/privacy", body=b"<!doctype html><div id=app></div><script src=/app.js></script>")
    site.moves("/app.js", "/v2/app.js")
    code = b"fetch('/api/policy').then(r => r.json()).then(p => { app.innerHTML = p.html })"
    site.shows("/v2/app.js", body=code, content_type="text/javascript")
    site.shows(
        "/api/policy",
        body=f'{{"html": "{POLICY}"}}'.encode(),
        content_type="application/json",
    )
    found = await browse(PageRequest(site.url("/privacy"), ignore_robots=True), now)
    assert isinstance(found, Snapshot)
    assert SENTENCE in found.body.decode()
    assert found.find_header("x-rendered-by") == "chromium"
    assert all("Clausewatch" in request.headers["user-agent"] for request in site.seen)


@needs_chromium
async def test_text_that_loads_on_scrolling_is_read(
    browse: BrowserFetcher, site: Site, now: datetime
) -> None:
    """So is text in a shadow tree."""
    lazy = f"""
    app.innerHTML = '<main><h1>Privacy Policy</h1><p>First part of what we say here.</p>' +
      '<div style="height:3000px"></div><div id=end></div><x-more></x-more></main>';
    new IntersectionObserver(seen => {{ if (seen[0].isIntersecting)
      setTimeout(() => {{ end.outerHTML = '<p>{SENTENCE}</p>' }}, 400) }}).observe(end);
    customElements.define('x-more', class extends HTMLElement {{ connectedCallback() {{
      this.attachShadow({{mode: 'open'}}).innerHTML = '<p>And this stands in the shade of it.</p>';
    }} }});"""
    site.shows("/privacy", body=shell(lazy))
    shown = await text(browse, site.url("/privacy"), now)
    assert SENTENCE in shown
    assert "And this stands in the shade of it." in shown


@needs_chromium
async def test_a_policy_in_a_frame_is_read_in_place(
    browse: BrowserFetcher, site: Site, now: datetime
) -> None:
    """The frame may be of another host; one as short as a button or a counter is left out."""
    long = POLICY.replace("</main>", "<p>Each of us has read it all.</p>" * 30 + "</main>")
    site.shows("/embedded", body=long.encode())
    site.shows("/counter", body=b"<p>12 people liked this</p>")
    other = site.url("/embedded", "policies.example")
    frames = f"<h2>Above</h2><iframe src='{other}'></iframe><iframe src='/counter'></iframe>"
    site.shows("/privacy", body=shell("", frames))
    shown = await text(browse, site.url("/privacy"), now)
    assert SENTENCE in shown
    assert "liked" not in shown


@needs_chromium
async def test_a_language_is_requested_for_page_and_data(
    browse: BrowserFetcher, site: Site, now: datetime
) -> None:
    """Scripts also see it as the browser's language."""
    site.shows(
        "/privacy",
        body=shell(f"""app.innerHTML = '{POLICY}' + navigator.language;
    fetch('/data')"""),
    )
    site.shows("/data", body=b"{}", content_type="application/json")
    request = PageRequest(site.url("/privacy"), ignore_robots=True, language="pt-BR")
    found = await browse(request, now)
    assert isinstance(found, Snapshot)
    assert b"pt-BR" in found.body
    asked = {seen.headers["accept-language"] for seen in site.seen}
    assert asked == {"pt-BR, pt;q=0.9, *;q=0.5"}


@needs_chromium
async def test_a_consent_overlay_does_not_hide_the_policy(
    browse: BrowserFetcher, site: Site, now: datetime
) -> None:
    """The dialog that a script puts over the page is not part of the policy."""
    script = f"""app.innerHTML = '{POLICY}';
    const d = document.createElement('div'); d.setAttribute('role', 'dialog');
    d.className = 'cookie-consent'; d.innerHTML =
      '<p>We use cookies. Accept them?</p><button>Accept all</button><button>Reject</button>';
    document.body.prepend(d); document.body.style.overflow = 'hidden';"""
    site.shows("/privacy", body=shell(script))
    shown = await text(browse, site.url("/privacy"), now)
    assert SENTENCE in shown
    assert "Accept" not in shown


@needs_chromium
async def test_no_request_of_a_page_leads_inwards(
    fetch: Fetcher, site: Site, now: datetime
) -> None:
    """Scripts, frames, data, redirects, sockets and navigations cannot reach a private address."""
    inner = site.url("/secret", "127.0.0.1")
    site.shows("/secret", body=b"document.title='reached'", access_control_allow_origin="*")
    script = f"""app.innerHTML = '{POLICY}';
    const mark = w => {{ app.innerHTML += '<p>reached by ' + w + '</p>' }};
    fetch('{inner}').then(() => mark('fetch')).catch(() => 0);
    fetch('http://169.254.169.254/latest/meta-data/').then(() => mark('metadata')).catch(() => 0);
    const s = document.createElement('script'); s.src = '{inner}'; s.onload = () => mark('script');
    document.body.append(s);
    const f = document.createElement('iframe'); f.src = '{inner}'; document.body.append(f);
    const i = new Image(); i.src = '{inner}'; i.onload = () => mark('image');
    navigator.sendBeacon('{inner}', 'x');
    const e = new EventSource('{inner}'); e.onopen = () => mark('events');
    const l = document.createElement('link'); l.rel = 'prefetch'; l.href = '{inner}';
    document.head.append(l);
    const w = new WebSocket('ws://127.0.0.1:{site.port}/secret'); w.onmessage = () => mark('ws');
    """
    site.shows("/privacy", body=shell(script))
    async with SubresourceFetcher(replace(OPTIONS, allow_private=False)) as guarded:
        browse = BrowserFetcher(fetch, guarded, LIMITS)
        shown = await text(browse, site.url("/privacy"), now)
    assert SENTENCE in shown
    assert "reached by" not in shown
    assert site.paths == ["/privacy"]


@needs_chromium
async def test_pictures_downloads_and_posts_are_left_out(
    browse: BrowserFetcher, site: Site, now: datetime
) -> None:
    """Only resources that show text are requested, even from public addresses."""
    script = f"""app.innerHTML = '{POLICY}<img src=/a.png><video src=/b.mp4></video>';
    fetch('/track', {{method: 'POST', body: 'x'}}).catch(() => 0);
    const a = document.createElement('a'); a.href = '/file.zip'; a.download = 'f';
    document.body.append(a); a.click();"""
    site.shows("/privacy", body=shell(script))
    assert SENTENCE in await text(browse, site.url("/privacy"), now)
    assert {"/a.png", "/b.mp4", "/track"}.isdisjoint(site.paths)


@needs_chromium
async def test_the_requests_of_a_page_are_bounded(
    browse: BrowserFetcher, site: Site, now: datetime
) -> None:
    """A page gets a limited number of responses."""
    script = f"""app.innerHTML = '{POLICY}';
    for (let n = 0; n < 600; n++) fetch('/n?' + n).catch(() => 0);"""
    site.shows("/privacy", body=shell(script))
    site.shows("/n", body=b"{}", content_type="application/json")
    assert SENTENCE in await text(browse, site.url("/privacy"), now)
    assert len(site.paths) <= MAX_REQUESTS + 1


@needs_chromium
async def test_a_page_that_never_ends_costs_only_its_time(
    fetch: Fetcher, site: Site, now: datetime
) -> None:
    """A script in an endless loop ends with its browser and is a transient error."""
    site.shows("/privacy", body=shell("for (;;) {}"))
    async with SubresourceFetcher(OPTIONS, Names()) as subresources:
        browse = BrowserFetcher(fetch, subresources, replace(LIMITS, timeout_seconds=4))
        with pytest.raises(FetchError, match="did not load within 4 seconds") as caught:
            await browse(PageRequest(site.url("/privacy"), ignore_robots=True), now)
    assert caught.value.transient


async def test_a_file_other_than_a_web_page_is_passed_on(
    browse: BrowserFetcher, site: Site, now: datetime
) -> None:
    """A PDF needs no browser, and an error of the host is passed on."""
    site.shows("/dpa", body=b"%PDF-1.7 x", content_type="application/pdf")
    found = await browse(PageRequest(site.url("/dpa"), ignore_robots=True), now)
    assert isinstance(found, Snapshot)
    assert found.body == b"%PDF-1.7 x"
    with pytest.raises(Gone):
        await browse(PageRequest(site.url("/gone"), ignore_robots=True), now)


def test_a_missing_browser_is_one_sentence(tmp_path: Path) -> None:
    """Without Chromium, the sentence says what to install."""
    with pytest.raises(ConfigError, match="Chromium"):
        find_chromium(BrowserOptions(executable=tmp_path / "none"))
