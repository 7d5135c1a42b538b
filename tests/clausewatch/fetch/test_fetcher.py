"""A page is fetched: what is sent, what comes back and what is remembered."""

import asyncio
import gzip
import hashlib
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import brotli
import pytest
import zstandard
from aiohttp import web

from clausewatch.config import Settings
from clausewatch.fetch import Fetcher, FetchOptions, Ports
from clausewatch.fetch.connection import KEEP_ALIVE_SECONDS
from clausewatch.fetch.fetch_router import Either
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from tests.clausewatch.fetch.fetch_site import POLICY, Names, Site


async def snapshot(fetch: Fetcher, request: PageRequest, now: datetime) -> Snapshot:
    answer = await fetch(request, now)
    assert isinstance(answer, Snapshot)
    return answer


async def test_a_page_is_kept_as_sent(site: Site, fetch: Fetcher, now: datetime) -> None:
    """Bytes, hash, time, final URL and the useful headers are in the snapshot, others are not."""
    site.shows(
        "/privacy",
        body="Données".encode("latin-1"),
        content_type="text/html; charset=ISO-8859-1",
        etag='"v1"',
        last_modified="Wed, 18 Nov 2026 10:00:00 GMT",
        content_language="fr",
        set_cookie="id=7",
        x_powered_by="Elbow grease",
    )
    page = await snapshot(fetch, PageRequest(site.url("/privacy#top")), now)
    assert page.body == b"Donn\xe9es"
    assert page.sha256 == hashlib.sha256(page.body).hexdigest()
    assert (page.url, page.final_url) == (site.url("/privacy#top"), site.url("/privacy"))
    assert (page.status, page.fetched_at, page.moved_to) == (200, now, None)
    assert page.header("Content-Type") == "text/html; charset=ISO-8859-1"
    assert page.header("ETag") == '"v1"'
    assert page.header("last-modified") == "Wed, 18 Nov 2026 10:00:00 GMT"
    assert page.header("content-length") == "7"
    assert page.header("content-language") == "fr"
    assert page.header("set-cookie") is None
    assert page.header("x-powered-by") is None


async def test_we_say_who_we_are(site: Site, fetch: Fetcher, now: datetime) -> None:
    """Every request names us and asks for text in the same language."""
    site.shows("/privacy")
    await fetch(PageRequest(site.url("/privacy")), now)
    assert [request.path for request in site.seen] == ["/robots.txt", "/privacy"]
    for request in site.seen:
        assert request.headers["User-Agent"] == "Clausewatch/0.1 (test)"
        assert request.headers["Accept-Language"].startswith("en")
        assert "Cookie" not in request.headers


@pytest.mark.parametrize(
    ("asked", "header"),
    [
        (PageRequest("", etag='"v1"'), "If-None-Match"),
        (PageRequest("", etag='"politique-de-confidentialité"'), "If-None-Match"),
        (PageRequest("", last_modified="Wed, 18 Nov 2026 10:00:00 GMT"), "If-Modified-Since"),
    ],
)
async def test_an_unchanged_page_is_not_sent_again(
    site: Site, fetch: Fetcher, now: datetime, asked: PageRequest, header: str
) -> None:
    """The validators of last time are sent, and a 304 means as it was."""

    async def conditional(request: web.Request) -> web.Response:
        return web.Response(status=304 if header in request.headers else 200, body=None)

    site.pages["/terms"] = conditional
    url = site.url("/terms")
    assert await fetch(replace(asked, url=url), now) == NotModified(url)


ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.compress,
    "identity": bytes,
    "gzip, br": lambda body: brotli.compress(gzip.compress(body)),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_encodings_are_undone(
    site: Site, fetch: Fetcher, now: datetime, encoding: str
) -> None:
    """The body is the text whatever packing the host chose, and the packing is on record."""
    packed = ENCODINGS[encoding](POLICY)
    site.shows("/privacy", body=packed, content_encoding=encoding)
    page = await snapshot(fetch, PageRequest(site.url("/privacy")), now)
    assert page.body == POLICY
    assert page.header("content-encoding") == encoding
    accepted = site.seen[-1].headers["Accept-Encoding"]
    assert all(name in accepted for name in ("gzip", "br", "zstd"))


PERMANENT, PASSING = (301, 308), (302, 303, 307)


@pytest.mark.parametrize("statuses", [(301,), (308, 301), (302,), (301, 307), (303, 308)])
async def test_a_move_is_remembered_where_it_is_for_good(
    site: Site, fetch: Fetcher, now: datetime, statuses: tuple[int, ...]
) -> None:
    """Only where every hop is permanent is the new address asked first next time."""
    for index, status in enumerate(statuses):
        site.moves(f"/{index}", f"/{index + 1}", status)
    last = f"/{len(statuses)}"
    site.shows(last)
    page = await snapshot(fetch, PageRequest(site.url("/0")), now)
    assert page.final_url == site.url(last)
    is_permanent = all(status in PERMANENT for status in statuses)
    assert page.moved_to == (site.url(last) if is_permanent else None)
    hops = [value for name, value in page.headers if name == "location"]
    assert hops == [site.url(f"/{index + 1}") for index in range(len(statuses))]


async def test_five_redirects_are_followed(site: Site, fetch: Fetcher, now: datetime) -> None:
    """The fifth hop still arrives, with blanks in its address."""
    for index in range(4):
        site.moves(f"/{index}", f"/{index + 1}")
    site.moves("/4", "/the policy")
    site.shows("/the policy")
    page = await snapshot(fetch, PageRequest(site.url("/0")), now)
    assert page.final_url == site.url("/the%20policy")


@pytest.mark.parametrize("seen", ["yes", '"déjà"'])
async def test_a_cookie_is_sent_back(site: Site, fetch: Fetcher, now: datetime, seen: str) -> None:
    """A host that redirects until its cookie comes back gets it, on this trip and host only."""

    async def wants_cookie(request: web.Request) -> web.Response:
        if request.headers.get("cookie") == f"seen={seen}":
            return web.Response(body=POLICY, content_type="text/html")
        headers = {"location": "/privacy", "set-cookie": f"seen={seen}; Path=/; HttpOnly"}
        return web.Response(status=302, headers=headers)

    site.pages["/privacy"] = wants_cookie
    site.moves("/away", site.url("/terms", "other.example"), set_cookie="mine=1")
    site.shows("/terms")
    assert (await snapshot(fetch, PageRequest(site.url("/privacy")), now)).body == POLICY
    await fetch(PageRequest(site.url("/privacy")), now)
    await fetch(PageRequest(site.url("/away")), now)
    sent = [r.headers.get("Cookie") for r in site.seen if r.path != "/robots.txt"]
    assert sent == [None, f"seen={seen}", None, f"seen={seen}", None, None]


async def test_connections_are_kept_but_not_for_a_second_look(
    site: Site, fetch: Fetcher, now: datetime
) -> None:
    """Plain requests share a connection; a fresh one opens its own and goes past caches."""
    site.shows("/privacy")
    request = PageRequest(site.url("/privacy"))
    await fetch(request, now)
    await fetch(request, now)
    assert len(site.connections) == 1
    await fetch(replace(request, is_fresh=True), now)
    await fetch(replace(request, is_fresh=True), now)
    assert len(site.connections) == 3
    assert site.seen[-1].headers["Cache-Control"] == "no-cache"
    assert "Cache-Control" not in site.seen[1].headers


class Gate:
    """Notes whose turn is waited for."""

    def __init__(self) -> None:
        self.waited: list[str] = []

    async def wait(self, host: str) -> None:
        """Note it and let pass."""
        self.waited.append(host)


async def test_turns_are_waited_for_where_a_redirect_leads(site: Site, now: datetime) -> None:
    """The first host's turn came with the claim; each other host is waited for once per fetch."""
    site.moves("/a", site.url("/b", "b.example"))
    site.moves("/b", site.url("/c", "b.example"))
    site.moves("/c", site.url("/d", "d.example"))
    site.shows("/d")
    gate = Gate()
    options = FetchOptions(user_agent="Clausewatch/0.1", allow_private=True)
    async with Fetcher(options, Ports(gate=gate, resolver=Names())) as fetch:
        await fetch(PageRequest(site.url("/a", "a.example")), now)
    assert gate.waited == ["b.example", "d.example"]


async def test_a_host_is_asked_one_thing_at_a_time(
    site: Site, fetch: Fetcher, now: datetime
) -> None:
    """Pages of one host are fetched one after another, those of different hosts side by side."""
    running: dict[str, int] = {}
    most = {"one host": 0, "all": 0}

    async def slow(request: web.Request) -> web.Response:
        running[request.host] = running.get(request.host, 0) + 1
        most["one host"] = max(most["one host"], running[request.host])
        most["all"] = max(most["all"], sum(running.values()))
        await asyncio.sleep(0.02)
        running[request.host] -= 1
        return web.Response(body=POLICY, content_type="text/html")

    site.pages |= {f"/{number}": slow for number in range(4)}
    hosts = ("a.example", "b.example")
    urls = [site.url(f"/{number}", host) for number in range(4) for host in hosts]
    await asyncio.gather(*(fetch(PageRequest(url), now) for url in urls))
    assert most == {"one host": 1, "all": 2}


async def test_the_environment_sends_nobody_through_a_proxy(
    site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proxies of the environment are ignored: only a setting names one."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.shows("/privacy")
    options = FetchOptions(user_agent="Clausewatch/0.1", allow_private=True)
    async with Fetcher(options) as fetch:
        assert isinstance(await fetch(PageRequest(site.url("/privacy")), now), Snapshot)


async def test_a_proxy_that_is_set_is_used(site: Site, now: datetime) -> None:
    """With FETCH_PROXY the proxy resolves the name and gets the whole URL."""

    async def proxied(request: web.Request) -> web.Response:
        return web.Response(text=f"by proxy: {request.raw_path}")

    site.pages |= {"/privacy": proxied, "/robots.txt": proxied}
    options = FetchOptions(user_agent="Clausewatch/0.1", proxy=site.url(""))
    async with Fetcher(options) as fetch:
        page = await snapshot(fetch, PageRequest("http://policies.example/privacy"), now)
    assert page.body == b"by proxy: http://policies.example/privacy"


async def test_the_crawl_delay_is_told(site: Site, fetch: Fetcher, now: datetime) -> None:
    """What robots.txt asks for between requests is there for whoever keeps the pace."""
    site.shows("/robots.txt", body=b"User-agent: *\nCrawl-delay: 7", content_type="text/plain")
    site.shows("/privacy")
    assert await fetch.crawl_delay(site.url("/privacy")) is None
    await fetch(PageRequest(site.url("/privacy")), now)
    assert await fetch.crawl_delay(site.url("/privacy")) == timedelta(seconds=7)


async def test_a_closed_fetcher_says_so(now: datetime) -> None:
    """Using a fetcher that is not open is a mistake of ours, not of a host."""
    fetch = Fetcher(FetchOptions(user_agent="Clausewatch/0.1"))
    with pytest.raises(RuntimeError):
        await fetch(PageRequest("https://policies.example/"), now)


@pytest.mark.parametrize(("tag", "header"), [
    ("", "en, *;q=0.5"), ("de", "de, *;q=0.5"), ("pt-BR", "pt-BR, pt;q=0.9, *;q=0.5"),
])  # fmt: skip
async def test_a_language_is_asked_for(
    site: Site, fetch: Fetcher, now: datetime, *, tag: str, header: str
) -> None:
    """The one that the document wants, else the usual one."""
    site.shows("/privacy", body=POLICY)
    await fetch(PageRequest(site.url("/privacy"), language=tag), now)
    assert site.seen[-1].headers["accept-language"] == header


async def test_pages_that_need_a_browser_are_read_as_sent_without_one(now: datetime) -> None:
    """Each request goes through its door, and through the plain one where there is no other."""

    async def plain(request: PageRequest, at: datetime) -> NotModified:
        return NotModified(f"plain {request.url} {at.year}")

    async def browser(request: PageRequest, at: datetime) -> NotModified:
        return NotModified(f"drawn {request.url} {at.year}")

    drawn = PageRequest("u", needs_browser=True)
    answers = [
        await Either(plain, browser)(drawn, now),
        await Either(plain, browser)(PageRequest("u"), now),
        await Either(plain)(drawn, now),
    ]
    assert [answer.url for answer in answers] == ["drawn u 2026", "plain u 2026", "plain u 2026"]


def test_a_connection_is_not_kept_while_its_host_rests() -> None:
    """Each is an open file; by default a host is not asked again before it would be closed."""
    assert Settings.model_fields["host_pace_seconds"].default > KEEP_ALIVE_SECONDS
