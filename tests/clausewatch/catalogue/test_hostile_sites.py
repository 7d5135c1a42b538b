"""Hostile sites are read in workers and within limits, and cannot stop a search."""

import asyncio
import json
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from time import sleep
from typing import TypeVar, TypeVarTuple

import pytest
from lxml import etree

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
from clausewatch.errors import INTERNAL_ERROR, WorkerError
from tests.clausewatch.catalogue.fake_site import (
    NOON,
    SHELL,
    SITE,
    FakeSite,
    list_urls,
    make_page,
    make_sitemap,
)
from tests.local_search import run_here

Arguments = TypeVarTuple("Arguments")
Result = TypeVar("Result")
HOME = f"{SITE}/"
READERS = {find_policy_links, read_sitemap, read_robots_txt, read_metadata, read_security_txt}
POLICIES = make_page(Privacy_Policy="/legal/p", Terms_of_Service="/legal/t")


@dataclass
class Recorder:
    """A runner that records the readers, and fails for some of them."""

    failing: frozenset[Callable[..., object]] = frozenset()
    readers: list[Callable[..., object]] = field(default_factory=list)

    async def __call__(
        self, reader: Callable[[*Arguments], Result], *arguments: *Arguments
    ) -> Result:
        """Run a reader here, or fail as a worker does past its deadline."""
        self.readers.append(reader)
        if reader in self.failing:
            raise WorkerError("reading it took longer than 10 s")
        return reader(*arguments)


async def test_every_reader_runs_in_a_worker() -> None:
    """An empty shell makes the search read all kinds of files."""
    run = Recorder()
    pages: dict[str, str | bytes] = {
        HOME: SHELL,
        f"{SITE}/.well-known/openid-configuration": "{}",
        f"{SITE}/.well-known/security.txt": f"Policy: {SITE}/vdp",
        f"{SITE}/robots.txt": f"Sitemap: {SITE}/map.xml",
        f"{SITE}/map.xml": make_sitemap("/privacy-policy", "/terms-of-service"),
    }
    await find_policies(FakeSite(pages), run, SITE, NOON)
    assert set(run.readers) == READERS


async def test_no_reader_runs_in_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """With a runner that fails for every reader, no parser is called in this process."""

    def never(*_: object, **__: object) -> None:
        raise AssertionError("a reader ran in the event loop")

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
        f"{SITE}/sitemap.xml": make_sitemap("/privacy"),
    }
    search = await find_policies(FakeSite(pages), Recorder(frozenset(READERS)), SITE, NOON)
    assert search.links == ()
    assert search.fault is not None
    assert "longer than 10 s" in search.fault.reason


async def test_an_unreadable_page_is_skipped() -> None:
    """Reading the home page fails, but the sitemap names the policies."""
    pages: dict[str, str | bytes] = {
        HOME: POLICIES,
        f"{SITE}/sitemap.xml": make_sitemap("/privacy-policy", "/terms-of-service"),
    }
    search = await find_policies(
        FakeSite(pages), Recorder(frozenset({find_policy_links})), SITE, NOON
    )
    assert list_urls(search, "privacy") == [f"{SITE}/privacy-policy"]
    assert search.pages == ()


def read_process_id(_: bytes, url: str, __: str | None) -> int:
    """Return the process that a reader runs in."""
    return os.getpid() if url else 0


BRIEF_SECONDS = 0.2
"""The deadline of a reader that never ends, and until a caller looks for the end of its pool."""


def read_for_ever(_: bytes, __: str) -> tuple[()]:
    """Never return."""
    while True:
        sleep(1)


async def test_an_endless_reader_is_killed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its worker is killed past the deadline, and the search reads other files."""
    monkeypatch.setitem(
        site_files.WELL_KNOWN_FILES, "/.well-known/openid-configuration", read_for_ever
    )
    metadata = json.dumps({"op_policy_uri": "/privacy"})
    pages: dict[str, str | bytes] = {
        HOME: SHELL,
        f"{SITE}/.well-known/openid-configuration": metadata,
        f"{SITE}/.well-known/ai-plugin.json": metadata,
        f"{SITE}/sitemap.xml": make_sitemap("/terms-of-service"),
    }
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        assert await workers.read(read_process_id, b"", SITE, None) != os.getpid()
        run = workers._run
        # Every other reader has as long as a busy machine needs.
        monkeypatch.setattr(
            workers,
            "_run",
            lambda deadline, work, *given: run(
                BRIEF_SECONDS if work is read_for_ever else deadline, work, *given
            ),
        )
        search = await find_policies(FakeSite(pages), workers.read, SITE, NOON)
    assert list_urls(search, "privacy") == [f"{SITE}/privacy"]
    assert list_urls(search, "terms") == [f"{SITE}/terms-of-service"]


def fail_to_read(_: bytes) -> None:
    """Fail with a bug."""
    raise KeyError("x")


async def test_a_failing_reader_is_a_worker_error() -> None:
    """Any exception of a reader becomes a WorkerError."""
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        with pytest.raises(WorkerError, match=INTERNAL_ERROR):
            await workers.read(fail_to_read, b"")


async def test_closing_the_pool_does_not_wait_for_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool closes although a reader never ends, and its caller continues."""
    monkeypatch.setattr("clausewatch.checks.workers.POOL_CHECK_SECONDS", BRIEF_SECONDS)
    async with Workers(1, deadline_seconds=600, memory_mb=1024) as workers:
        assert await workers.read(read_process_id, b"", SITE, None)
        waiting = asyncio.create_task(workers.read(read_for_ever, b"", SITE))
        await asyncio.sleep(0)
    done, _ = await asyncio.wait([waiting])
    assert done == {waiting}
    assert waiting.cancelled() or isinstance(waiting.exception(), WorkerError)


def test_blank_lines_of_robots_txt_are_skipped() -> None:
    """A sitemap after thousands of them is found, up to the limit of lines."""
    body = b"\n" * 12_000 + f"  SITEMAP : {SITE}/a.xml extra\n".encode()
    assert read_robots_txt(body) == (f"{SITE}/a.xml",)
    assert read_robots_txt(b" \n" * MAX_TEXT_LINES + body) == ()
    assert read_robots_txt(b"sitemap:\n\n\nhttps://a.example/map.xml") == ()


def test_a_page_of_links_is_read_at_its_top_and_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of links of a huge page is limited, and its footer counts."""
    scored: list[object] = []
    score_link = discovery._score_link
    monkeypatch.setattr(
        discovery, "_score_link", lambda link, home: scored.append(link) or score_link(link, home)
    )
    items = "".join(f"<a href=/shop/{n}>Item {n} of the shop</a>" for n in range(105_000))
    assert 4_000_000 < len(items) < MAX_PAGE_BYTES
    links = find_policy_links(f"<a href=/t>Terms of Service</a>{items}{POLICIES}".encode(), HOME)
    assert {link.url for link in links} == {f"{SITE}/t", f"{SITE}/legal/p", f"{SITE}/legal/t"}
    assert len(scored) == MAX_PAGE_LINKS


@pytest.mark.parametrize("depth", [60, 120])
def test_nested_links_are_read_in_linear_time(monkeypatch: pytest.MonkeyPatch, depth: int) -> None:
    """The steps of the walks grow with the number of links and not with its square."""
    steps = 0
    iterwalk = etree.iterwalk

    def count_steps(*arguments: object, **options: object) -> object:
        nonlocal steps
        for step in iterwalk(*arguments, **options):  # type: ignore[arg-type]  # passed on unchanged
            steps += 1
            yield step

    monkeypatch.setattr(page_links.etree, "iterwalk", count_steps)
    nest = ("<div class=footer><a href=/p>" * depth) + "</a></div>" * depth
    find_policy_links(f"<html><body>{nest * 40}</body></html>".encode(), HOME)
    assert steps <= 40 * depth * (4 + MAX_LABEL_NODES) + 20


def test_a_link_is_in_a_footer_at_any_depth() -> None:
    """A deep link inside the footer gets the bonus, and a link after the footer does not."""
    deep = "<span>" * 50 + "<a href=/p>Privacy</a>" + "</span>" * 50
    body = f"<html><body><footer>{deep}</footer><div><a href=/t>Terms</a></div></body></html>"
    inside, after = find_policy_links(body.encode(), HOME)
    assert (inside.kind.key, after.kind.key) == ("privacy", "terms")
    assert inside.score - after.score == discovery.FOOTER_BONUS


def test_a_sitemap_is_read_to_its_limit() -> None:
    """URLs beyond the protocol's limit are ignored."""
    pages = "".join(f"<url><loc>{SITE}/p/{n}</loc></url>" for n in range(MAX_SITEMAP_URLS + 10))
    assert len(parse_sitemap(f"<urlset>{pages}</urlset>".encode())[1]) == MAX_SITEMAP_URLS
    policies = "".join(f"<url><loc>{SITE}/privacy/{n}</loc></url>" for n in range(MAX_SITEMAP_URLS))
    (sitemaps, links) = read_sitemap(f"<urlset>{policies}</urlset>".encode(), SITE)
    assert sitemaps == ()
    assert len(links) == discovery.MAX_POLICY_LINKS


def test_records_of_scripts_are_counted_per_page() -> None:
    """Many scripts with few records cost no more than one script with many."""
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
    "an invalid URL": b'{"op_policy_uri": "http://[::1"}',
    "a lone surrogate": b'{"op_policy_uri": "https://a.example/\\ud800"}',
    "no text": b"\xff\xfe\x00",
}


@pytest.mark.parametrize("name", METADATA)
def test_invalid_metadata_names_no_policy(name: str) -> None:
    """Metadata that is too deep, too large or without a URL raises nothing."""
    assert read_metadata(METADATA[name], SITE) == ()


def test_nested_data_in_a_script_is_ignored() -> None:
    """The rest of the page is read."""
    data = '{"a":' * 100_000
    script = f"<script type=application/json>{data}</script>"
    body = script + POLICIES
    assert len(find_policy_links(body.encode(), HOME)) == 2


@pytest.mark.parametrize("base", ["http://[::1", "http://[", "mailto:x", "x" * 5_000])
def test_an_invalid_base_is_ignored(base: str) -> None:
    """Links are relative to the page."""
    body = f"<html><head><base href='{base}'></head><body>{POLICIES}</body></html>"
    assert {link.url for link in find_policy_links(body.encode(), HOME)} == {
        f"{SITE}/legal/p",
        f"{SITE}/legal/t",
    }


INVALID_URL = "http://[::1/privacy"


def test_invalid_urls_are_ignored() -> None:
    """They may be in links, sitemaps, robots.txt and security.txt."""
    assert find_policy_links(f"<a href='{INVALID_URL}'>Privacy</a>".encode(), HOME) == ()
    assert read_sitemap(f"<urlset><loc>{INVALID_URL}</loc></urlset>".encode(), SITE) == ((), ())
    assert read_robots_txt(f"Sitemap: {INVALID_URL}".encode()) == ()
    assert read_security_txt(f"Policy: {INVALID_URL}".encode(), SITE) == ()
    assert find_links_by_url([INVALID_URL], SITE) == ()
    assert guess_kind(INVALID_URL) is None


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
    """A header of any length names one charset or none."""
    assert parse_charset(header) == CHARSETS[header]


async def test_workers_find_the_same_links() -> None:
    """A search without workers gives the same result."""
    site = FakeSite({HOME: POLICIES})
    here = await find_policies(site, run_here, SITE, NOON)
    async with Workers(1, deadline_seconds=60, memory_mb=1024) as workers:
        assert await find_policies(site, workers.read, SITE, NOON) == here
