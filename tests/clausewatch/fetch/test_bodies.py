"""Bodies that are too large, cut short, compressed in bad faith or not text."""

import gzip
import threading
from collections.abc import AsyncIterator
from datetime import datetime

import brotli
import httpx
import pytest
import zstandard
from aiohttp import web

from clausewatch.errors import ExtractError, TooLarge
from clausewatch.extract import read
from clausewatch.fetch import Fetcher, exchange
from clausewatch.fetch.content_encoding import decode_body
from clausewatch.model.pages import PageRequest, Snapshot
from clausewatch.model.reading import Page
from tests.clausewatch.fetch.fetch_site import POLICY, Site, fault


async def test_a_huge_body_is_refused_by_its_declared_length(
    site: Site, fetch: Fetcher, now: datetime
) -> None:
    """A body that declares a gigabyte is not read at all."""

    async def gigabyte(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "text/html"})
        response.content_length = 1_000_000_000
        await response.prepare(request)
        return response

    site.pages["/p"] = gigabyte
    error = await fault(fetch, site.url("/p"), now)
    assert type(error) is TooLarge
    assert "larger than 0.2 MB" in error.reason


async def test_a_body_without_end_is_cut_off(site: Site, fetch: Fetcher, now: datetime) -> None:
    """Reading of a stream without a declared length stops at the limit."""
    sent: list[int] = []

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "text/html"})
        await response.prepare(request)
        while len(sent) < 100_000:
            await response.write(b"x" * 16_384)
            sent.append(1)
        return response

    site.pages["/p"] = endless
    assert type(await fault(fetch, site.url("/p"), now)) is TooLarge
    assert len(sent) < 2_000


ZEROS = b"\0" * 50_000_000
BOMBS = {
    "gzip": gzip.compress(ZEROS),
    "br": brotli.compress(ZEROS, quality=3),
    "zstd": zstandard.compress(ZEROS),
    "gzip, gzip": gzip.compress(gzip.compress(ZEROS)),
}


@pytest.mark.parametrize("encoding", BOMBS)
async def test_a_compression_bomb_is_refused(
    site: Site, fetch: Fetcher, now: datetime, encoding: str
) -> None:
    """The limit applies after decompression."""
    site.shows("/p", body=BOMBS[encoding], content_encoding=encoding)
    assert type(await fault(fetch, site.url("/p"), now)) is TooLarge


TYPES = [
    ("image/png", b"\x89PNG\r\n", "an image (image/png)"),
    ("video/mp4", b"....", "a file (video/mp4)"),
    ("application/zip", b"PK", "a file (application/zip)"),
    ("application/octet-stream", b"\x7fELF\0\0", "a binary file"),
]


WORD = [
    ("application/octet-stream", b"PK\x03\x04\x14\0\0\0"),
    ("application/zip", b"PK\x03\x04\x14\0\0\0"),
    ("binary/octet-stream", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0"),
]


@pytest.mark.parametrize(("kind", "body"), WORD)
async def test_a_word_file_without_its_own_type_is_passed_on(
    site: Site, fetch: Fetcher, now: datetime, *, kind: str, body: bytes
) -> None:
    """Hosts send them without their type; extract decides whether it can read them."""
    site.shows("/p", body=body, content_type=kind)
    page = await fetch(PageRequest(site.url("/p")), now)
    assert isinstance(page, Snapshot)
    with pytest.raises(ExtractError, match=r"Word|archive"):
        read([Page(page.final_url, page.body, page.find_header("content-type") or "")])


@pytest.mark.parametrize(("kind", "body", "words"), TYPES)
async def test_a_file_other_than_text_is_refused(
    site: Site, fetch: Fetcher, now: datetime, *, kind: str, body: bytes, words: str
) -> None:
    """An image, a video or a program is not a policy, and the reason says what it is."""
    site.shows("/p", body=body, content_type=kind)
    error = await fault(fetch, site.url("/p"), now)
    assert not error.transient
    assert words in error.reason


READABLE = [
    ("application/octet-stream", b"%PDF-1.7\n\0\0"),
    ("application/octet-stream", b"Plain words"),
    ("application/pdf", b"%PDF-1.7"),
    ("text/plain", b"Words"),
    ("text/markdown; charset=utf-8", b"# Words"),
    ("application/xhtml+xml", POLICY),
    ("text/html; charset=utf-16", "Words".encode("utf-16")),
]


@pytest.mark.parametrize(("kind", "body"), READABLE)
async def test_readable_bodies_are_accepted(
    site: Site, fetch: Fetcher, now: datetime, kind: str, body: bytes
) -> None:
    """Text, PDF and bytes of an unspecific type that look like either are accepted."""
    site.shows("/p", body=body, content_type=kind)
    page = await fetch(PageRequest(site.url("/p")), now)
    assert getattr(page, "body", None) == body


class LargeBody(httpx.AsyncByteStream):
    """A body of many tiny compressed members."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield a large number of members at once."""
        yield gzip.compress(b"x") * 40_000


async def test_a_large_body_is_not_decoded_on_the_event_loop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Other checks and answers go on while a hostile body is decoded."""
    threads: list[threading.Thread] = []

    def decode(body: bytes, encodings: str, max_bytes: int) -> bytes:
        threads.append(threading.current_thread())
        return decode_body(body, encodings, max_bytes)

    monkeypatch.setattr(exchange, "decode_body", decode)
    transport = httpx.MockTransport(
        lambda _: httpx.Response(200, headers={"content-encoding": "gzip"}, stream=LargeBody())
    )
    request = exchange.GetRequest(httpx.URL("https://acme.example/"), {}, 1_000_000)
    response = await exchange.send_get(transport, request, exchange.Budget(30))
    assert response.body == b"x" * 40_000
    assert [thread is threading.main_thread() for thread in threads] == [False]
