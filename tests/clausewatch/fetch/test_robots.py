"""robots.txt is heard before a page is asked for, and remembered."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from aiohttp import web

from clausewatch.errors import FetchError, Forbidden
from clausewatch.fetch import Fetcher, MemoryRobots, Robots
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
async def test_the_rules_hold(
    site: Site, fetch: Fetcher, now: datetime, *, rules: bytes, is_open: bool
) -> None:
    """The group that names us counts, else the one for all; a no is not tried again soon."""
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
    """With the override robots.txt is not even asked for."""
    site.shows("/robots.txt", body=CLOSED, content_type="text/plain")
    site.shows("/privacy")
    request = PageRequest(site.url("/privacy"), ignore_robots=True)
    assert isinstance(await fetch(request, now), Snapshot)
    assert [seen.path for seen in site.seen] == ["/privacy"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_no_rules_allow_everything(
    site: Site, fetch: Fetcher, now: datetime, status: int
) -> None:
    """A host that has no robots.txt for us has no wishes."""
    site.shows("/robots.txt", status=status)
    site.shows("/privacy")
    assert isinstance(await fetch(PageRequest(site.url("/privacy")), now), Snapshot)


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_host_that_cannot_say_is_left_alone_for_now(
    site: Site, fetch: Fetcher, now: datetime, status: int
) -> None:
    """While robots.txt fails the page is not asked for, nor is robots.txt again at once."""
    site.shows("/robots.txt", status=status, retry_after="1800")
    site.shows("/privacy")
    request = PageRequest(site.url("/privacy"))
    for _ in range(2):
        with pytest.raises(FetchError, match=rf"could not be read \({status}\)") as caught:
            await fetch(request, now)
        assert type(caught.value) is FetchError
        assert caught.value.transient
        assert caught.value.retry_after == timedelta(minutes=30)
    assert [seen.path for seen in site.seen] == ["/robots.txt"]
    site.shows("/robots.txt", body=b"", content_type="text/plain")
    assert isinstance(await fetch(request, now + timedelta(minutes=31)), Snapshot)


async def test_it_is_asked_for_once_a_day(site: Site, fetch: Fetcher, now: datetime) -> None:
    """Rules are remembered for a day, and the last ones stand in while the host cannot say."""
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


async def test_each_host_on_the_way_is_heard(site: Site, fetch: Fetcher, now: datetime) -> None:
    """A redirect to another host meets that host's rules."""

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
    """Rules at another address count; in a circle or at a forbidden address there are none."""
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
    """Half a megabyte is read; rules beyond it are not."""
    filler = b"# filler\n" * 60_000
    site.shows("/robots.txt", body=b"User-agent: *\nDisallow: /a\n" + filler + b"Disallow: /b")
    site.shows("/b")
    assert isinstance(await fetch(PageRequest(site.url("/b")), now), Snapshot)
    with pytest.raises(Forbidden):
        await fetch(PageRequest(site.url("/a")), now)


@pytest.mark.parametrize(
    ("line", "delay"),
    [("10", timedelta(seconds=10)), ("0.5", timedelta(seconds=0.5)), ("999999", timedelta(hours=1)),
     ("nan", None), ("inf", None), ("-3", None), ("much", None)],
)  # fmt: skip
def test_crawl_delays_are_bounded(line: str, delay: timedelta | None, now: datetime) -> None:
    """A host can ask for a pace, up to an hour."""
    robots = Robots(f"User-agent: *\nCrawl-delay: {line}", now)
    assert robots.delay("Clausewatch") == delay


async def test_the_memory_is_bounded(now: datetime) -> None:
    """The origin asked longest ago is forgotten first."""
    cache = MemoryRobots(size=2)
    for origin in ("a", "b"):
        await cache.put(origin, Robots("", now))
    await cache.get("a")
    await cache.put("c", Robots("", now))
    assert [await cache.get(origin) is not None for origin in "abc"] == [True, False, True]
