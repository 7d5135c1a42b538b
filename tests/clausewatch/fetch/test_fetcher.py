"""Fetching a page: the request, the snapshot and the state that is kept."""

import asyncio
import gzip
import hashlib
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import brotli
import pytest
import zstandard
from aiohttp import web

from clausewatch.config import Settings
from clausewatch.errors import Forbidden
from clausewatch.fetch import Fetcher, FetchOptions, FetchPorts
from clausewatch.fetch.connection import KEEP_ALIVE_SECONDS
from clausewatch.fetch.fetch_router import FetchRouter
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from tests.clausewatch.fetch.fetch_site import POLICY, Names, Site, fault
from tests.patience import PATIENCE_SECONDS


async def snapshot(fetch: Fetcher, request: PageRequest, now: datetime) -> Snapshot:
    answer = await fetch(request, now)
    assert isinstance(answer, Snapshot)
    return answer


async def test_a_page_is_kept_as_sent(site: Site, fetch: Fetcher, now: datetime) -> None:
    """A snapshot has bytes, hash, time, final URL and the useful headers, and no others."""
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
    assert page.find_header("Content-Type") == "text/html; charset=ISO-8859-1"
    assert page.find_header("ETag") == '"v1"'
    assert page.find_header("last-modified") == "Wed, 18 Nov 2026 10:00:00 GMT"
    assert page.find_header("content-length") == "7"
    assert page.find_header("content-language") == "fr"
    assert page.find_header("set-cookie") is None
    assert page.find_header("x-powered-by") is None


async def test_every_request_names_us(site: Site, fetch: Fetcher, now: datetime) -> None:
    """Every request has our user agent and the same language."""
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
    """The stored validators are sent, and a 304 means that the page has not changed."""

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
async def test_encodings_are_decoded(
    site: Site, fetch: Fetcher, now: datetime, encoding: str
) -> None:
    """The body is decoded whatever encoding the host chose, and the header is stored."""
    packed = ENCODINGS[encoding](POLICY)
    site.shows("/privacy", body=packed, content_encoding=encoding)
    page = await snapshot(fetch, PageRequest(site.url("/privacy")), now)
    assert page.body == POLICY
    assert page.find_header("content-encoding") == encoding
    accepted = site.seen[-1].headers["Accept-Encoding"]
    assert all(name in accepted for name in ("gzip", "br", "zstd"))


PERMANENT = (301, 308)


@pytest.mark.parametrize("statuses", [(301,), (308, 301), (302,), (301, 307), (303, 308)])
async def test_a_permanent_move_is_stored(
    site: Site, fetch: Fetcher, now: datetime, statuses: tuple[int, ...]
) -> None:
    """The next fetch starts at the new URL only if every redirect is permanent."""
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
    """The fifth redirect is still followed, even to a URL with blanks."""
    for index in range(4):
        site.moves(f"/{index}", f"/{index + 1}")
    site.moves("/4", "/the policy")
    site.shows("/the policy")
    page = await snapshot(fetch, PageRequest(site.url("/0")), now)
    assert page.final_url == site.url("/the%20policy")


@pytest.mark.parametrize("seen", ["yes", '"déjà"'])
async def test_a_cookie_is_sent_back(site: Site, fetch: Fetcher, now: datetime, seen: str) -> None:
    """A host that redirects until its cookie comes back gets it, within this fetch only."""

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


async def test_connections_are_reused_except_for_fresh_requests(
    site: Site, fetch: Fetcher, now: datetime
) -> None:
    """Plain requests share a connection; a fresh one opens its own and bypasses caches."""
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


class RecordingRateLimit:
    """Records the hosts whose rate limit is waited for."""

    def __init__(self) -> None:
        self.hosts: list[str] = []

    async def wait(self, host: str) -> None:
        """Record the host and return at once."""
        self.hosts.append(host)


async def test_a_redirect_waits_for_the_rate_limit_of_its_target(site: Site, now: datetime) -> None:
    """The claim paced the first host; the fetch waits once for each other host."""
    site.moves("/a", site.url("/b", "b.example"))
    site.moves("/b", site.url("/c", "b.example"))
    site.moves("/c", site.url("/d", "d.example"))
    site.shows("/d")
    rate_limit = RecordingRateLimit()
    ports = FetchPorts(rate_limit=rate_limit, resolver=Names())
    options = FetchOptions(user_agent="Clausewatch/0.1", allow_private=True)
    async with Fetcher(options, ports) as fetch:
        await fetch(PageRequest(site.url("/a", "a.example")), now)
    assert rate_limit.hosts == ["b.example", "d.example"]


async def test_a_host_gets_one_request_at_a_time(site: Site, fetch: Fetcher, now: datetime) -> None:
    """Pages of one host are fetched in sequence, pages of different hosts concurrently."""
    running: dict[str, int] = {}
    most = {"one host": 0, "all": 0}
    both, hosts = asyncio.Event(), ("a.example", "b.example")

    async def slow(request: web.Request) -> web.Response:
        running[request.host] = running.get(request.host, 0) + 1
        most["one host"] = max(most["one host"], running[request.host])
        most["all"] = max(most["all"], sum(running.values()))
        if len(running) == len(hosts):
            both.set()
        # The first request of one host stays until the other host has one too.
        await asyncio.wait_for(both.wait(), PATIENCE_SECONDS)
        await asyncio.sleep(0.02)
        running[request.host] -= 1
        return web.Response(body=POLICY, content_type="text/html")

    site.pages |= {f"/{number}": slow for number in range(4)}
    urls = [site.url(f"/{number}", host) for number in range(4) for host in hosts]
    await asyncio.gather(*(fetch(PageRequest(url), now) for url in urls))
    assert most == {"one host": 1, "all": 2}


async def test_proxies_of_the_environment_are_ignored(
    site: Site, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a setting names a proxy."""
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


PROXIED = {
    "private": (("10.0.0.1",), "resolves to a private address"),
    "mixed": (("93.184.215.14", "127.0.0.1"), "resolves to a loopback address"),
    "metadata": (("169.254.169.254",), "metadata service"),
}


@pytest.mark.parametrize("name", PROXIED)
async def test_a_proxied_name_is_judged_by_what_it_resolves_to_here(
    site: Site, now: datetime, name: str
) -> None:
    """A name with any address that is not public is refused before the proxy is asked."""
    addresses, words = PROXIED[name]
    resolver = Names(policies_example=addresses)
    options = FetchOptions(user_agent="Clausewatch/0.1", proxy=site.url(""))
    async with Fetcher(options, FetchPorts(resolver=resolver)) as fetch:
        error = await fault(fetch, "http://policies.example/privacy", now)
    assert type(error) is Forbidden
    assert words in error.reason
    assert site.seen == []


@pytest.mark.parametrize("host", ["unknown.example", "policies.example"])
async def test_a_proxied_name_that_is_public_or_unknown_here_is_requested(
    site: Site, now: datetime, host: str
) -> None:
    """Behind many proxies only the proxy can resolve names."""
    resolver = Names(policies_example=("93.184.215.14",))
    site.shows("/privacy")
    options = FetchOptions(user_agent="Clausewatch/0.1", proxy=site.url(""))
    async with Fetcher(options, FetchPorts(resolver=resolver)) as fetch:
        page = await snapshot(fetch, PageRequest(f"http://{host}/privacy", ignore_robots=True), now)
    assert page.status == 200


async def test_a_closed_fetcher_raises_a_runtime_error(now: datetime) -> None:
    """Using a fetcher that is not open is a bug of ours, not a fault of the host."""
    fetch = Fetcher(FetchOptions(user_agent="Clausewatch/0.1"))
    with pytest.raises(RuntimeError):
        await fetch(PageRequest("https://policies.example/"), now)


@pytest.mark.parametrize(("tag", "header"), [
    ("", "en, *;q=0.5"), ("de", "de, *;q=0.5"), ("pt-BR", "pt-BR, pt;q=0.9, *;q=0.5"),
])  # fmt: skip
async def test_a_language_is_requested(
    site: Site, fetch: Fetcher, now: datetime, *, tag: str, header: str
) -> None:
    """The document's own language is requested, or else the usual one."""
    site.shows("/privacy", body=POLICY)
    await fetch(PageRequest(site.url("/privacy"), language=tag), now)
    assert site.seen[-1].headers["accept-language"] == header


async def test_pages_that_need_a_browser_are_read_as_sent_without_one(now: datetime) -> None:
    """A request goes to the browser if it needs one and one exists, else to the plain fetch."""

    async def plain(request: PageRequest, at: datetime) -> NotModified:
        return NotModified(f"plain {request.url} {at.year}")

    async def browser(request: PageRequest, at: datetime) -> NotModified:
        return NotModified(f"drawn {request.url} {at.year}")

    drawn = PageRequest("u", needs_browser=True)
    answers = [
        await FetchRouter(plain, browser)(drawn, now),
        await FetchRouter(plain, browser)(PageRequest("u"), now),
        await FetchRouter(plain)(drawn, now),
    ]
    assert [answer.url for answer in answers] == ["drawn u 2026", "plain u 2026", "plain u 2026"]


def test_an_idle_connection_closes_before_the_next_request_to_its_host() -> None:
    """An idle connection is an open file, and the default pause between requests is longer."""
    assert Settings.model_fields["host_pace_seconds"].default > KEEP_ALIVE_SECONDS
