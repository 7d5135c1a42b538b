"""Sites that are made to stop whoever reads them: read elsewhere, in bounds, and passed over."""

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from time import sleep
from typing import TypeVar, TypeVarTuple

import pytest
from lxml import etree
from test_finding import NOON, SHELL, SITE, Site, links, urls, urlset

from clausewatch.catalogue import discovery, page_links, site_files
from clausewatch.catalogue.discovery import find_links_by_url, find_policy_links
from clausewatch.catalogue.page_links import MAX_LABEL_NODES, MAX_PAGE_BYTES, MAX_PAGE_LINKS
from clausewatch.catalogue.script_data import MAX_RECORDS, find_labelled_urls
from clausewatch.catalogue.site_files import (
    MAX_SITEMAP_URLS,
    MAX_TEXT_LINES,
    parse_charset,
    parse_sitemap,
    read_metadata,
    read_robots_txt,
    read_security_txt,
    read_sitemap,
)
from clausewatch.catalogue.site_search import find_policies
from clausewatch.catalogue.urls import guess_kind
from clausewatch.checks.workers import Workers
from clausewatch.errors import WorkerError
from tests.local_search import run_here

Given = TypeVarTuple("Given")
Result = TypeVar("Result")
HOME = f"{SITE}/"
READERS = {find_policy_links, read_sitemap, read_robots_txt, read_metadata, read_security_txt}
POLICIES = links(Privacy_Policy="/legal/p", Terms_of_Service="/legal/t")


@dataclass
class Recorder:
    """A port that notes what it is to run, and breaks for some of it."""

    breaks: frozenset[Callable[..., object]] = frozenset()
    ran: list[Callable[..., object]] = field(default_factory=list)

    async def __call__(self, work: Callable[[*Given], Result], *given: *Given) -> Result:
        """Run it here, or fail as a worker past its deadline does."""
        self.ran.append(work)
        if work in self.breaks:
            raise WorkerError("reading it took longer than 10 s")
        return work(*given)


async def test_every_reader_runs_through_the_port() -> None:
    """A shell of a page leads through all kinds of files, and the port sees each of them."""
    port = Recorder()
    pages: dict[str, str | bytes] = {
        HOME: SHELL,
        f"{SITE}/.well-known/openid-configuration": "{}",
        f"{SITE}/.well-known/security.txt": f"Policy: {SITE}/vdp",
        f"{SITE}/robots.txt": f"Sitemap: {SITE}/map.xml",
        f"{SITE}/map.xml": urlset("/privacy-policy", "/terms-of-service"),
    }
    await find_policies(Site(pages), port, SITE, NOON)
    assert set(port.ran) == READERS


async def test_nothing_is_read_where_the_search_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a port that reads nothing, no parser and no reader of this process is ever called."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a reader ran beside the port")

    for module, name in (
        (discovery, "_score_link"),
        (discovery, "collect_links"),
        (site_files, "find_links_by_url"),
        (site_files, "parse_sitemap"),
        (site_files, "_read_lines"),
        (site_files, "_parse_object"),
    ):
        monkeypatch.setattr(module, name, never)
    pages: dict[str, str | bytes] = {
        HOME: POLICIES,
        f"{SITE}/robots.txt": "\n" * 10_000,
        f"{SITE}/sitemap.xml": urlset("/privacy"),
    }
    found = await find_policies(Site(pages), Recorder(frozenset(READERS)), SITE, NOON)
    assert found.links == ()
    assert found.fault is not None
    assert "longer than 10 s" in found.fault.reason


async def test_a_page_that_cannot_be_read_is_passed_over() -> None:
    """The home page's reading fails; the sitemap names the policies, and no fault is left."""
    pages: dict[str, str | bytes] = {
        HOME: POLICIES,
        f"{SITE}/sitemap.xml": urlset("/privacy-policy", "/terms-of-service"),
    }
    found = await find_policies(Site(pages), Recorder(frozenset({find_policy_links})), SITE, NOON)
    assert urls(found, "privacy") == [f"{SITE}/privacy-policy"]
    assert found.pages == ()


def process_of(_: bytes, url: str, __: str | None) -> int:
    """Where a reader runs."""
    return os.getpid() if url else 0


def endless(_: bytes, __: str) -> tuple[()]:
    """A reader that never comes to an end."""
    while True:
        sleep(1)


async def test_a_reader_that_never_ends_is_killed_and_the_search_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The pool's deadline ends it; what other files say is offered."""
    monkeypatch.setitem(site_files.WELL_KNOWN_FILES, "/.well-known/openid-configuration", endless)
    metadata = json.dumps({"op_policy_uri": "/privacy"})
    pages: dict[str, str | bytes] = {
        HOME: SHELL,
        f"{SITE}/.well-known/openid-configuration": metadata,
        f"{SITE}/.well-known/ai-plugin.json": metadata,
        f"{SITE}/sitemap.xml": urlset("/terms-of-service"),
    }
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        assert await workers.read(process_of, b"", SITE, None) != os.getpid()
        workers._deadline = 2
        found = await find_policies(Site(pages), workers.read, SITE, NOON)
    assert urls(found, "privacy") == [f"{SITE}/privacy"]
    assert urls(found, "terms") == [f"{SITE}/terms-of-service"]


def broken(_: bytes) -> None:
    """A reader with a fault of our own."""
    raise KeyError("x")


async def test_a_reader_that_breaks_is_a_fault_of_its_own() -> None:
    """Whatever a worker raises, the search hears of lost work."""
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        with pytest.raises(WorkerError, match="a fault of its own"):
            await workers.read(broken, b"")


async def test_a_stop_waits_for_no_reader() -> None:
    """The pool closes although a reader of it never ends, and whoever waits for it is let go."""
    async with Workers(1, deadline_seconds=600, memory_mb=1024) as workers:
        assert await workers.read(process_of, b"", SITE, None)
        waiting = asyncio.create_task(workers.read(endless, b"", SITE))
        await asyncio.sleep(0)
    done, _ = await asyncio.wait([waiting])
    assert done == {waiting}
    assert waiting.cancelled() or isinstance(waiting.exception(), WorkerError)


def test_blank_lines_of_robots_hide_no_sitemap() -> None:
    """Ten thousand of them and more are lines without a name."""
    named = b"\n" * 12_000 + f"  SITEMAP : {SITE}/a.xml extra\n".encode()
    assert read_robots_txt(named) == (f"{SITE}/a.xml",)
    assert read_robots_txt(b" \n" * MAX_TEXT_LINES + named) == ()
    assert read_robots_txt(b"sitemap:\n\n\nhttps://a.example/map.xml") == ()


def test_a_page_of_links_is_read_at_its_top_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of five megabytes no more links are judged than may be; the footer's are among them."""
    judged: list[object] = []
    real = discovery._score_link
    monkeypatch.setattr(
        discovery, "_score_link", lambda link, home: judged.append(link) or real(link, home)
    )
    many = "".join(f"<a href=/shop/{n}>Item {n} of the shop</a>" for n in range(105_000))
    assert 4_000_000 < len(many) < MAX_PAGE_BYTES
    found = find_policy_links(f"<a href=/t>Terms of Service</a>{many}{POLICIES}".encode(), HOME)
    assert {offer.url for offer in found} == {f"{SITE}/t", f"{SITE}/legal/p", f"{SITE}/legal/t"}
    assert len(judged) == MAX_PAGE_LINKS


@pytest.mark.parametrize("depth", [60, 120])
def test_links_within_links_are_read_once_each(monkeypatch: pytest.MonkeyPatch, depth: int) -> None:
    """Steps grow with the links, not with their square: each step is one node of one walk."""
    steps = 0
    real = etree.iterwalk

    def counted(*given: object, **options: object) -> object:
        nonlocal steps
        for step in real(*given, **options):  # type: ignore[arg-type]  # passed on as it came
            steps += 1
            yield step

    monkeypatch.setattr(page_links.etree, "iterwalk", counted)
    nest = ("<div class=footer><a href=/p>" * depth) + "</a></div>" * depth
    find_policy_links(f"<html><body>{nest * 40}</body></html>".encode(), HOME)
    assert steps <= 40 * depth * (4 + MAX_LABEL_NODES) + 20


def test_a_footer_far_above_its_links_still_counts() -> None:
    """What stands in a footer is low however deep it lies, and what follows the footer is not."""
    deep = "<span>" * 50 + "<a href=/p>Privacy</a>" + "</span>" * 50
    body = f"<html><body><footer>{deep}</footer><div><a href=/t>Terms</a></div></body></html>"
    low, high = find_policy_links(body.encode(), HOME)
    assert (low.kind.key, high.kind.key) == ("privacy", "terms")
    assert low.score - high.score == discovery.FOOTER_BONUS


def test_a_sitemap_is_read_to_its_limit() -> None:
    """Of more addresses than the protocol allows the first count."""
    named = "".join(f"<url><loc>{SITE}/p/{n}</loc></url>" for n in range(MAX_SITEMAP_URLS + 10))
    assert len(parse_sitemap(f"<urlset>{named}</urlset>".encode())[1]) == MAX_SITEMAP_URLS
    policies = "".join(f"<url><loc>{SITE}/privacy/{n}</loc></url>" for n in range(MAX_SITEMAP_URLS))
    (more, listed) = read_sitemap(f"<urlset>{policies}</urlset>".encode(), SITE)
    assert more == ()
    assert len(listed) == discovery.MAX_POLICY_LINKS


def test_records_of_scripts_are_counted_over_the_page() -> None:
    """Many scripts of few records cost no more than one of many."""
    script = json.dumps([{"t": "x", "u": "/x"}] * 10)
    last = json.dumps({"t": "Privacy Policy", "u": "/p"})
    assert list(find_labelled_urls([script] * 10 + [last])) == [("Privacy Policy", "/p")]
    assert list(find_labelled_urls([script] * (MAX_RECORDS // 10) + [last])) == []


NESTED = b"[" * 200_000
METADATA = {
    "nested lists": NESTED,
    "nested objects": b'{"op_policy_uri":' * 100_000,
    "a number of many digits": b'{"op_policy_uri":' + b"9" * 100_000 + b"}",
    "more than a megabyte": json.dumps({"op_policy_uri": "/p", "x": "y" * 1_000_000}).encode(),
    "an impossible address": b'{"op_policy_uri": "http://[::1"}',
    "half a character": b'{"op_policy_uri": "https://a.example/\\ud800"}',
    "no text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("name", METADATA)
def test_odd_metadata_offers_nothing(name: str) -> None:
    """Too deep, too large or no address: nothing is offered and nothing raised."""
    assert read_metadata(METADATA[name], SITE) == ()


def test_nested_data_in_a_script_offers_nothing() -> None:
    """The rest of the page counts."""
    data = '{"a":' * 100_000
    script = f"<script type=application/json>{data}</script>"
    body = script + POLICIES
    assert len(find_policy_links(body.encode(), HOME)) == 2


@pytest.mark.parametrize("base", ["http://[::1", "http://[", "mailto:x", "x" * 5_000])
def test_an_impossible_base_is_none(base: str) -> None:
    """Links are then relative to the page."""
    body = f"<html><head><base href='{base}'></head><body>{POLICIES}</body></html>"
    assert {offer.url for offer in find_policy_links(body.encode(), HOME)} == {
        f"{SITE}/legal/p",
        f"{SITE}/legal/t",
    }


IMPOSSIBLE = "http://[::1/privacy"


def test_impossible_addresses_are_passed_over() -> None:
    """In a link, a sitemap, robots.txt and security.txt alike."""
    assert find_policy_links(f"<a href='{IMPOSSIBLE}'>Privacy</a>".encode(), HOME) == ()
    assert read_sitemap(f"<urlset><loc>{IMPOSSIBLE}</loc></urlset>".encode(), SITE) == ((), ())
    assert read_robots_txt(f"Sitemap: {IMPOSSIBLE}".encode()) == ()
    assert read_security_txt(f"Policy: {IMPOSSIBLE}".encode(), SITE) == ()
    assert find_links_by_url([IMPOSSIBLE], SITE) == ()
    assert guess_kind(IMPOSSIBLE) is None


CHARSETS = {
    None: None,
    "text/html": None,
    "text/html; charset=utf-8": "utf-8",
    'text/html; Charset="iso-8859-1"': "iso-8859-1",
    "text/html; charset=": None,
    "text/html;" + ";" * 60_000 + "charset=utf-8": None,
}


@pytest.mark.parametrize("header", CHARSETS)
def test_charsets_of_headers(header: str | None) -> None:
    """A header of any length names one or none."""
    assert parse_charset(header) == CHARSETS[header]


async def test_the_right_port_reads_as_before() -> None:
    """The direct port of tests gives what a worker gives."""
    site = Site({HOME: POLICIES})
    here = await find_policies(site, run_here, SITE, NOON)
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        assert await find_policies(site, workers.read, SITE, NOON) == here
