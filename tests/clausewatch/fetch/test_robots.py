"""robots.txt is fetched before a page, applied and cached."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from aiohttp import web

from clausewatch.errors import FetchError, Forbidden
from clausewatch.fetch import Fetcher, MemoryRobotsCache, RobotsFile
from clausewatch.model.pages import PageRequest, Snapshot
from tests.clausewatch.fetch.fetch_site import Site

CLOSED = b"User-agent: *\nDisallow: /"
OURS_OPEN = b"User-agent: *\nDisallow: /\n\nUser-agent: Clausewatch\nAllow: /"
OURS_CLOSED = b"User-agent: clausewatch\nDisallow: /legal"
OTHERS_CLOSED = b"User-agent: otherbot\nDisallow: /"


@pytest.mark.parametrize(
    ("rules", "is_open"),
    [(CLOSED, False), (OURS_OPEN, True), (OURS_CLOSED, False), (OTHERS_CLOSED, True), (b"", True)],
)
async def test_the_rules_apply(
    site: Site, fetch: Fetcher, now: datetime, *, rules: bytes, is_open: bool
) -> None:
    """The group that names us applies, or else the group for all; a refusal is not transient."""
    site.shows("/robots.txt", body=rules, content_type="text/plain")
    site.shows("/legal/privacy")
    request = PageRequest(site.url("/legal/privacy"))
    if is_open:
        assert isinstance(await fetch(request, now), Snapshot)
        return
    with pytest.raises(Forbidden, match=r"robots\.txt of 127\.0\.0\.1") as caught:
        await fetch(request, now)
    assert not caught.value.transient
    assert site.paths == []


async def test_a_person_can_override_it(site: Site, fetch: Fetcher, now: datetime) -> None:
    """With the override, robots.txt is not even requested."""
    site.shows("/robots.txt", body=CLOSED, content_type="text/plain")
    site.shows("/privacy")
    request = PageRequest(site.url("/privacy"), ignore_robots=True)
    assert isinstance(await fetch(request, now), Snapshot)
    assert [seen.path for seen in site.seen] == ["/privacy"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_no_rules_allow_everything(
    site: Site, fetch: Fetcher, now: datetime, status: int
) -> None:
    """A host without a robots.txt file allows everything."""
    site.shows("/robots.txt", status=status)
    site.shows("/privacy")
    assert isinstance(await fetch(PageRequest(site.url("/privacy")), now), Snapshot)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_host_whose_robots_txt_fails_is_left_alone_for_now(
    site: Site, fetch: Fetcher, now: datetime, status: int
) -> None:
    """While robots.txt fails, neither the page nor the file is requested again at once."""
    site.shows("/robots.txt", status=status, retry_after="1800")
    site.shows("/privacy")
    request = PageRequest(site.url("/privacy"))
    for _ in range(2):
        with pytest.raises(FetchError, match=rf"could not be fetched \({status}\)") as caught:
            await fetch(request, now)
        assert type(caught.value) is FetchError
        assert caught.value.transient
        assert caught.value.retry_after == timedelta(minutes=30)
    assert [seen.path for seen in site.seen] == ["/robots.txt"]
    site.shows("/robots.txt", body=b"", content_type="text/plain")
    assert isinstance(await fetch(request, now + timedelta(minutes=31)), Snapshot)


async def test_it_is_fetched_once_a_day(site: Site, fetch: Fetcher, now: datetime) -> None:
    """Rules are cached for a day, and the expired ones apply while the host fails."""
    site.shows("/robots.txt", body=b"User-agent: *\nDisallow: /a", content_type="text/plain")
    site.shows("/privacy")
    request = PageRequest(site.url("/privacy"))
    for hours in (0, 1, 23):
        await fetch(request, now + timedelta(hours=hours))
    assert [seen.path for seen in site.seen].count("/robots.txt") == 1
    site.shows("/robots.txt", status=500)
    assert isinstance(await fetch(request, now + timedelta(hours=25)), Snapshot)
    with pytest.raises(Forbidden):
        await fetch(replace(request, url=site.url("/a")), now + timedelta(hours=25))


async def test_the_rules_of_each_host_on_the_way_apply(
    site: Site, fetch: Fetcher, now: datetime
) -> None:
    """A redirect to another host is subject to that host's rules."""

    async def rules(request: web.Request) -> web.Response:
        is_closed = request.host.startswith("closed.example")
        return web.Response(text=CLOSED.decode() if is_closed else "")

    site.pages["/robots.txt"] = rules
    site.moves("/p", site.url("/q", "closed.example"))
    site.shows("/q")
    with pytest.raises(Forbidden, match=r"robots\.txt of closed\.example"):
        await fetch(PageRequest(site.url("/p")), now)
    assert site.paths == ["/p"]


@pytest.mark.parametrize(
    "target", ["/rules.txt", "/robots.txt", "http://169.254.169.254/robots.txt"]
)
async def test_moved_rules_are_followed(
    site: Site, fetch: Fetcher, now: datetime, target: str
) -> None:
    """Redirected rules apply; a redirect loop or a forbidden target means no rules."""
    site.moves("/robots.txt", target, 301)
    site.shows("/rules.txt", body=CLOSED, content_type="text/plain")
    site.shows("/privacy")
    request = PageRequest(site.url("/privacy"))
    if target == "/rules.txt":
        with pytest.raises(Forbidden):
            await fetch(request, now)
    else:
        assert isinstance(await fetch(request, now), Snapshot)


async def test_only_the_start_of_a_huge_file_counts(
    site: Site, fetch: Fetcher, now: datetime
) -> None:
    """Half a megabyte is read and the rest is ignored."""
    filler = b"# filler\n" * 60_000
    site.shows("/robots.txt", body=b"User-agent: *\nDisallow: /a\n" + filler + b"Disallow: /b")
    site.shows("/b")
    assert isinstance(await fetch(PageRequest(site.url("/b")), now), Snapshot)
    with pytest.raises(Forbidden):
        await fetch(PageRequest(site.url("/a")), now)


async def test_the_memory_cache_is_bounded(now: datetime) -> None:
    """The least recently used origin is evicted first."""
    cache = MemoryRobotsCache(size=2)
    for origin in ("a", "b"):
        await cache.put(origin, RobotsFile("", now))
    await cache.get("a")
    await cache.put("c", RobotsFile("", now))
    assert [await cache.get(origin) is not None for origin in "abc"] == [True, False, True]
