"""The parsers: each takes bytes, and returns or raises an error that its caller expects."""

import asyncio
import gzip
import json
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import brotli
import httpx
import zstandard
from slack_sdk.errors import SlackApiError

import clausewatch
from bot.links.signatures import Signer
from bot.slack.listeners.command_line import parse_line, split_names
from bot.slack.listeners.list_file import read_rows
from bot.slack.listeners.option_values import parse_since, parse_span
from bot.slack.listeners.watch_options import parse_watch_options
from bot.slack.messenger import _make_delivery_error
from bot.slack.payload import MalformedError, parse_fields
from bot.slack.signature import is_signed
from clausewatch import extract
from clausewatch.catalogue import page_links, site_files
from clausewatch.catalogue.builder import build_entries, read_facts
from clausewatch.catalogue.declarations import read_declarations
from clausewatch.catalogue.document_kinds import parse_kinds
from clausewatch.catalogue.entries import Aliases, read_updated
from clausewatch.catalogue.queries import expand_query
from clausewatch.catalogue.script_data import find_labelled_urls
from clausewatch.catalogue.urls import accept_url, clean_url, guess_kind
from clausewatch.errors import ClausewatchError
from clausewatch.extract.selection import parse_selection
from clausewatch.fetch.content_encoding import BodyTooLarge, BrokenBody, decode_body
from clausewatch.fetch.content_types import explain_unreadable
from clausewatch.fetch.cookies import parse_cookie
from clausewatch.fetch.lenient_http import iterate_body, read_head
from clausewatch.fetch.responses import parse_retry_after
from clausewatch.fetch.robots import RobotsFile
from clausewatch.fetch.robots_groups import extract_group
from clausewatch.fetch.url_guard import UrlGuard
from clausewatch.model.formats import parse_media_type
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Page, Selection
from clausewatch.provisions import find_provisions
from clausewatch.provisions.data_table import DataTable
from clausewatch.provisions.engine_release import SHARED_FILES
from clausewatch.provisions.taxonomy_files import (
    _build_clause_type,
    _check_ids,
    _read_toml,
)
from clausewatch.subprocessors import find_subprocessors

DATA = Path(clausewatch.__file__).parent / "data"
SEEDS = Path(__file__).parent / "seeds"
PAGES = Path(__file__).parents[1] / "pages"
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
URL = "https://acme.example/privacy"
MAX_DECODED_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Target:
    """One parser with the bytes to start from, and the errors that its caller expects."""

    name: str
    parse: Callable[[bytes], object]
    seeds: tuple[bytes, ...] = ()
    allowed: tuple[type[Exception], ...] = (ClausewatchError,)
    weight: float = 1.0
    """How many examples it gets, compared with others: less for a slow one."""
    stored: tuple[Path, ...] = field(default=(), compare=False)

    def list_seeds(self) -> tuple[bytes, ...]:
        """Return the seeds in code, of stored pages, and in the folder of the target."""
        folder = SEEDS / self.name
        files = sorted(folder.iterdir()) if folder.is_dir() else []
        return (*self.seeds, *(path.read_bytes() for path in (*self.stored, *files)))


def decode(data: bytes) -> str:
    """Return bytes as text, as a reader of ours does that keeps what it cannot decode."""
    return data.decode("utf-8", "surrogateescape")


def read_text(data: bytes) -> str:
    """Return bytes as the text that a JSON or a form can hold."""
    return data.decode("utf-8", "replace")


def split_first_line(data: bytes) -> tuple[str, bytes]:
    """Return the first line as text, and the rest."""
    line, _, rest = data.partition(b"\n")
    return line.decode("latin-1"), rest


def read_as(content_type: str) -> Callable[[bytes], object]:
    """Return the reader of pages of one type."""
    return lambda data: extract.read([Page(URL, data, content_type)])


def read_declared(data: bytes) -> object:
    """Read a page whose first line is its declared type."""
    content_type, body = split_first_line(data)
    return extract.read([Page(URL, body, content_type)])


def read_selected(data: bytes) -> object:
    """Read a part of a page; the first line is the selector."""
    selector, body = split_first_line(data)
    parse_selection(selector, None)
    bounds = (("before", "h1"), ("after", selector))
    selection = Selection(("main", bounds), (selector,))
    return extract.read([Page(URL, body, "text/html", selection=selection)])


def analyse(data: bytes) -> object:
    """Find provisions and subprocessors in a page."""
    reading = extract.read([Page(URL, data, "text/html")])
    return find_provisions(reading), find_subprocessors(reading)


def search_links(data: bytes) -> object:
    """Find links, and records in scripts, of a home page."""
    declared, body = split_first_line(data)
    root = page_links.parse_page(body, site_files.parse_charset(declared))
    links = [] if root is None else list(page_links.collect_links(root, URL))
    return links, list(find_labelled_urls([read_text(body)]))


def read_robots(data: bytes) -> object:
    """Read a robots.txt file, for rules and for sitemaps."""
    text = data.decode("utf-8", "replace")
    rules = extract_group(text, "Clausewatch")
    allowed = RobotsFile(rules, NOW).is_allowed(URL, "Clausewatch")
    return allowed, site_files.rank_sitemaps(site_files.read_robots_txt(data))


def read_headers(data: bytes) -> object:
    """Read one text as each header that is parsed."""
    text = data.decode("latin-1")
    headers = (("content-length", text), ("content-type", text))
    snapshot = Snapshot(URL, URL, 200, headers, b"", "", NOW)
    return (
        parse_cookie(text, "acme.example"),
        parse_retry_after(text, NOW),
        parse_media_type(text),
        explain_unreadable(text, data[:100]),
        snapshot.declared_length,
        site_files.parse_charset(text),
        is_signed("secret", data, (text,), (text,), 0),
    )


def read_response(data: bytes) -> object:
    """Read a whole HTTP response leniently."""

    async def read() -> list[bytes]:
        reader = asyncio.StreamReader(limit=256 * 1024)
        reader.feed_data(data)
        reader.feed_eof()
        head = await read_head(reader)
        return [part async for part in iterate_body(reader, head)]

    return asyncio.run(read())


def decompress(data: bytes) -> object:
    """Decode a body whose first line is its Content-Encoding."""
    encodings, body = split_first_line(data)
    return decode_body(body, encodings, MAX_DECODED_BYTES)


def judge_url(data: bytes) -> object:
    """Judge a URL, and the same as a redirect's target; clean it for the catalogue."""
    text = decode(data)
    guard = UrlGuard()
    clean, kind = clean_url(text), guess_kind(text)
    with suppress(ClausewatchError):
        guard.parse(text, httpx.URL(URL))
    return clean, kind, guard.parse(text)


def write_and(read: Callable[[Path], object], name: str) -> Callable[[bytes], object]:
    """Return a parser of bytes that writes them to a file and reads that."""

    def parse(data: bytes) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            return read(path)

    return parse


def import_declarations(path: Path) -> object:
    """Read a collection with one declaration, and build entries of it."""
    return build_entries(read_declarations(path.parent).facts, Aliases({}, {}))


def import_facts(path: Path) -> object:
    """Read a file of facts, and build entries of it."""
    facts = read_facts(path)
    return build_entries(facts, Aliases({}, {})), build_entries(facts, Aliases({}, {}), accept_url)


def read_clause(path: Path) -> object:
    """Read a clause file beside the shared tables of the package."""
    shared = load_shared_tables()
    clause = _build_clause_type(DataTable(path.name, _read_toml(path)), shared)
    _check_ids([clause], [path])
    return clause


@cache
def load_shared_tables() -> dict[str, Any]:
    """Return the tables that clause files refer to."""
    return {name: _read_toml(DATA / f"{name}.toml") for name in SHARED_FILES}


def parse_command(data: bytes) -> object:
    """Parse the text behind a slash command, all options included."""
    text = read_text(data)
    options = ("docs", "min", "clauses", "deliver", "language", "select", "remove", "browser")
    line = parse_line(text, {"watch": options, "feedback": None})
    names = split_names(line.rest), expand_query(line.rest), parse_kinds(line.rest)
    for parse in (
        lambda: parse_watch_options(line.options),
        lambda: parse_span(line.rest, "for"),
        lambda: parse_since(line.rest, NOW),
    ):
        with suppress(ClausewatchError):
            parse()
    return names


def parse_body(data: bytes) -> object:
    """Parse the body of a verified request; the first line is its type."""
    content_type, body = split_first_line(data)
    return parse_fields(body, content_type, None)


def read_slack_error(data: bytes) -> object:
    """Read Slack's answer to a post: the first line is a Retry-After header."""
    header, body = split_first_line(data)
    answer: Any = read_text(body)
    with suppress(ValueError, RecursionError):
        answer = json.loads(answer)
    response = SimpleNamespace(data=answer, headers={"Retry-After": header})
    return _make_delivery_error(SlackApiError("refused", response))


def verify_link(data: bytes) -> object:
    """Verify the token of a link."""
    return Signer(["a key of sixteen characters"]).verify(decode(data), NOW)


HTML = (
    b"<!doctype html><html lang=en><head><meta charset=utf-8><title>Privacy Policy</title></head>"
    b"<body><nav><a href=/terms>Terms</a></nav><main><h1>Privacy Policy</h1><p>Last updated:"
    b" 3 March 2026</p><p>We keep your <b>e-mail address</b> for 30 days<sup>1</sup> and do not"
    b" sell it.</p><ul><li>You may object.<li>You may <s>not</s> sue.</ul><table><tr><th>Data"
    b"<th>Sold<tr><td>Name<td>&#10003;</table><details><summary>More</summary>&amp;rsquo; text"
    b"</details>"
    b"<template shadowrootmode=open><p>Shade</p></template></main></body></html>"
)
LIST = (
    b"<h1>Subprocessors</h1><table><tr><th>Name<th>Purpose<th>Country<tr><td>Acme GmbH<td>Hosting"
    b"<td>Germany<tr><td>Beta Inc.<td>E-mail<td>USA</table>"
)
HOME = (
    b"text/html; charset=utf-8\n<base href=/x/><footer><a href='/privacy'>Privacy</a><a href="
    b"'//acme.example/terms' title=Terms><img alt=Terms></a></footer><script type=application/json>"
    b'{"links": [{"label": "Privacy Policy", "url": "https://acme.example/privacy"}]}</script>'
)
DECLARATION = json.dumps(
    {
        "name": "Acme",
        "terms": {
            "Privacy Policy": {
                "fetch": URL,
                "select": ["main", {"startBefore": "#a", "endAfter": "#b"}],
                "remove": "aside",
                "combine": [{"fetch": URL, "executeClientScripts": True, "filter": ["x"]}],
            }
        },
    }
).encode()
FACT = json.dumps({"platform": "Acme", "document": "privacy", "urls": [URL], "script": 1}).encode()
RESPONSE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello",
    b"HTTP/1.1 103 Hints\r\n\r\nHTTP/1.1 200\nTransfer-Encoding: chunked\n\n5;x\nhello\n0\n\n",
)
FORM = b"application/x-www-form-urlencoded\n"
PAYLOAD = (
    FORM + b"token=x&team_id=T1&user_id=U1&channel_id=C1&command=%2Fpolicy&text=watch+acme",
    FORM
    + b"payload=%7B%22type%22%3A%22block_actions%22%2C%22user%22%3A%7B%22id%22%3A%22U1%22%7D%7D",
    b'application/json\n{"type": "event_callback", "team_id": "T1", "event": {"type": "x"}}',
)
COMMANDS = (
    b'watch acme, "Notary & Sons" docs:privacy,terms min:high deliver:daily',
    b'watch <https://acme.example|acme> select:"main .x" remove:[".a", {"startBefore": "b"}]',
    b"changes since:30d of:<#C1|general> page:2",
    b"feedback it is <@U1> &amp; wrong",
)
SITEMAP = (
    b"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>"
    b"https://acme.example/privacy</loc></url><sitemap><loc>/s.xml</loc></sitemap></urlset>"
)
ROBOTS = (
    b"User-agent: *\nDisallow: /x*$\nAllow: /\nCrawl-delay: 5\nSitemap: https://a.example/s.xml\n"
)
METADATA = b'{"op_policy_uri": "https://acme.example/p", "op_tos_uri": "/t", "x": [1]}'
CSV = b'\xef\xbb\xbfplatform;docs;min;deliver\nAcme;privacy,terms;high;daily\n"a\nb";;;\n'


ANSWERS = tuple(
    header + b'\n{"ok": false, "error": "ratelimited"}'
    for header in (b"30", b"9" * 400, b"\xb2", b"1.2.3", b"1e5", b"-1")
)
HEADERS = (
    b"id=1; Path=/; Domain=.acme.example; Max-Age=0; Partitioned",
    b"Wed, 21 Oct 2026 07:28:00 GMT",
    b'text/html; charset="utf-8"',
    b"120",
)
ENCODED = (
    b"gzip\n" + gzip.compress(HTML, mtime=0),
    b"br\n" + brotli.compress(HTML),
    b"zstd\n" + zstandard.compress(HTML),
    b"deflate, gzip\n" + gzip.compress(zlib.compress(HTML), mtime=0),
)
ENTRY = (
    b'["a","A",1,["a.example"],[["privacy",["https://a.example/p"],1]],{"privacy":[[["main"],[]]]}]'
)
CATALOGUE = (gzip.compress(ENTRY + b"\n", mtime=0), ENTRY)


def list_pages(suffix: str) -> tuple[Path, ...]:
    """Return the stored page of a format."""
    return (PAGES / f"notice.{suffix}",)


def _list_targets() -> Iterator[Target]:
    """Yield the parsers of all packages."""
    for suffix, content_type, weight in (
        ("html", "text/html", 1), ("xhtml", "application/xhtml+xml", 1),
        ("pdf", "application/pdf", 0.5), ("md", "text/markdown", 1),
        ("txt", "text/plain", 1),
        ("odt", "application/vnd.oasis.opendocument.text", 1),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 1),
    ):  # fmt: skip
        seeds = (HTML,) if suffix == "html" else ()
        stored = list_pages(suffix)
        yield Target(f"page_{suffix}", read_as(content_type), seeds, weight=weight, stored=stored)
    yield Target("declared_page", read_declared, (b"text/html; charset=shift_jis\n" + HTML,))
    yield Target("selected_page", read_selected, (b"main > p, .x\n" + HTML,))
    yield Target("analysed_page", analyse, (HTML, LIST), weight=0.3)
    yield Target("home_page", search_links, (HOME,))
    yield Target("sitemap", lambda data: site_files.read_sitemap(data, URL), (SITEMAP,))
    yield Target("robots", read_robots, (ROBOTS,))
    yield Target("metadata", lambda data: site_files.read_metadata(data, URL), (METADATA,))
    yield Target(
        "security_txt", lambda data: site_files.read_security_txt(data, URL), (b"Policy: /p",)
    )
    yield Target("headers", read_headers, HEADERS)
    yield Target("response", read_response, RESPONSE, allowed=(httpx.HTTPError, OSError))
    yield Target("encoded_body", decompress, ENCODED, allowed=(BrokenBody, BodyTooLarge))
    yield Target("url", judge_url, (URL.encode(), b"http://b\xc3\xbccher.example:443/a?b#c"))
    declared = write_and(import_declarations, "Acme.json")
    yield Target("declaration", declared, (DECLARATION,))
    yield Target("facts", write_and(import_facts, "facts.jsonl"), (FACT,))
    yield Target("catalogue_file", write_and(read_updated, "c.jsonl.gz"), CATALOGUE)
    yield Target("list_file", write_and(read_rows, "list.csv"), (CSV, b"acme\nbeta.example # x\n"))
    clause = write_and(read_clause, "arbitration.toml")
    clause_seeds = (DATA / "clauses" / "arbitration.toml",)
    yield Target("clause_file", clause, (b'id = "arbitration"',), stored=clause_seeds)
    yield Target("command", parse_command, COMMANDS)
    yield Target("slack_body", parse_body, PAYLOAD, allowed=(MalformedError,))
    yield Target("slack_answer", read_slack_error, ANSWERS)
    yield Target("link_token", verify_link, (b"WzEsMSwyLCJyZWNvcmRzIl0.abc",))


TARGETS = tuple(_list_targets())
