"""Responses that break the rules of HTTP are read as browsers read them, behind the same guard."""

import asyncio
import gzip
from dataclasses import dataclass, field, replace
from datetime import datetime

import brotli
import httpx
import pytest
import zstandard
from aiohttp.abc import ResolveResult

from clausewatch.errors import FetchError, Forbidden, TooLarge
from clausewatch.fetch import Fetcher, FetchPorts
from clausewatch.fetch.connection import BlockedAddress, GuardedResolver, make_tls_context
from clausewatch.fetch.exchange import GetRequest
from clausewatch.fetch.lenient_transport import LenientTransport
from clausewatch.fetch.url_guard import UrlGuard
from clausewatch.model.pages import PageRequest
from tests.clausewatch.fetch.conftest import OPTIONS
from tests.clausewatch.fetch.fetch_site import POLICY, Names, Talk, fault, raw_server

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(POLICY)
TAIL = LENGTH + b"\r\n" + POLICY
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
GZIP = gzip.compress(POLICY)
BROTLI = brotli.compress(POLICY)
ODD = b"this line has no colon\r\n"


def chunk(body: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    """Return a body as one chunk."""
    return b"%x\r\n%s\r\n" % (len(body), body) + end


def encoded(name: bytes, body: bytes) -> bytes:
    """Return a response with a content encoding."""
    return OK + b"Content-Encoding: %s\r\n\r\n" % name + body


READ = {
    "a length twice": OK + LENGTH + TAIL,
    "a length as a list": OK + b"Content-Length: %d, %d\r\n\r\n" % (2 * (len(POLICY),)) + POLICY,
    "a length beside chunks": OK + LENGTH + b"Transfer-Encoding: chunked\r\n\r\n" + chunk(POLICY),
    "a length below zero": OK + b"Content-Length: -1\r\n\r\n" + POLICY,
    "a length in words": OK + b"Content-Length: long\r\n\r\n" + POLICY,
    "a length above all sizes": OK + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n" + POLICY,
    "a length without digits": OK + b"Content-Length:\r\n\r\n" + POLICY,
    "a longer body": OK + TAIL + b"<!-- more -->",
    "a shorter body with its end tag": OK + b"Content-Length: 9000\r\n\r\n" + POLICY,
    "a line without colon": OK + ODD + TAIL,
    "a blank before the colon": OK + b"X-Powered-By : acme\r\n" + TAIL,
    "a blank before the colon of the length": OK + TAIL.replace(b"th: ", b"th : ", 1),
    "a folded line": OK + b"X-Long: one\r\n\ttwo\r\n" + TAIL,
    "a folded line beside an odd one": OK + b"X-Long: one\r\n\ttwo\r\n" + ODD + TAIL,
    "a folded line at first": b"HTTP/1.1 200 OK\r\n X: 1\r\n" + OK.partition(b"\n")[2] + ODD + TAIL,
    "bare line feeds": (OK + ODD + LENGTH).replace(b"\r", b"") + b"\n" + POLICY,
    "a carriage return in a value": OK + b"X-A: one\rtwo\r\n" + TAIL,
    "a zero byte in a value": OK + b"X-A: one\0two\r\n" + TAIL,
    "a value in Latin-1": OK + "X-Ort: Köln\r\n".encode("latin-1") + TAIL,
    "a name in Latin-1": OK + "X-Größe: 1\r\n".encode("latin-1") + TAIL,
    "no name": OK + b": value\r\n" + TAIL,
    "300 headers": OK + b"".join(b"X-%d: v\r\n" % number for number in range(300)) + TAIL,
    "a header of 100 KB": OK + b"X-Policy: " + b"a" * 100_000 + b"\r\n" + TAIL,
    "no reason": b"HTTP/1.1 200\r\n" + ODD + TAIL,
    "a reason in Latin-1": "HTTP/1.1 200 Grün\r\n".encode("latin-1") + TAIL,
    "no status": b"HTTP/1.1 OK\r\n" + TAIL,
    "another version": b"HTTP/2 200\r\n" + TAIL,
    "a status line in small letters": b"http/1.1 200 OK\r\n" + TAIL,
    "a byte order mark at first": b"\xef\xbb\xbf" + OK + TAIL,
    "an interim response": b"HTTP/1.1 103 Early Hints\r\n" + ODD + b"\r\n" + OK + ODD + TAIL,
    "an unknown transfer encoding": OK + b"Transfer-Encoding: utf-8\r\n" + TAIL,
    "chunks of gzip": OK + b"Transfer-Encoding: gzip, chunked\r\n\r\n" + chunk(GZIP),
    "chunks with bare line feeds": CHUNKED + chunk(POLICY).replace(b"\r", b""),
    "chunks with an odd trailer": CHUNKED + chunk(POLICY, b"0\r\n" + ODD + b"\r\n"),
    "chunks without the last line": CHUNKED + chunk(POLICY, b"0\r\n"),
    "chunks without the last one": CHUNKED + chunk(POLICY, b""),
    "gzip in chunks without the last one": (
        OK + b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk(GZIP, b"")
    ),
    "gzip without its trailer": encoded(b"gzip", GZIP[:-8]),
    "gzip with half its trailer": encoded(b"gzip", GZIP[:-3]),
    "gzip with a wrong checksum": encoded(b"gzip", GZIP[:-8] + b"12345678"),
    "gzip with bytes behind it": encoded(b"gzip", GZIP + b"\0\0<!-- cached -->"),
    "gzip in quotes": encoded(b'"gzip"', GZIP),
    "brotli with bytes behind it": encoded(b"br", BROTLI + b"<!-- cached -->"),
    "zstd with bytes behind it": encoded(b"zstd", zstandard.compress(POLICY) + b"\n"),
    "markup named brotli": encoded(b"br", POLICY),
    "markup named zstd": encoded(b"zstd", POLICY),
    "markup named deflate": encoded(b"deflate", POLICY),
    "markup named compress": encoded(b"compress", POLICY),
    "an unknown content encoding": encoded(b"utf-8", POLICY),
}
PERMANENT = {
    "two lengths": (OK + b"Content-Length: 7\r\n" + TAIL, "contradict each other"),
    "another protocol": (b"SSH-2.0-Server\r\n", "does not answer in HTTP"),
    "a page without status line": (POLICY, "does not answer in HTTP"),
    "headers of 300 KB": (OK + b"X: " + b"a" * 300_000 + b"\r\n" + TAIL, "256 KB of headers"),
    "many headers of 300 KB": (OK + (b"X: " + b"a" * 1000 + b"\r\n") * 300 + TAIL, "256 KB"),
    "a size that is no number": (CHUNKED + b"zz\r\n" + POLICY + b"\r\n", "invalid chunks"),
    "no chunks": (CHUNKED + POLICY, "invalid chunks"),
    "a chunk of another size": (CHUNKED + b"9\r\n" + POLICY + b"\r\n", "another size"),
    "four encodings": (encoded(b"gzip, gzip, gzip, gzip", POLICY), "too many compressions"),
    "an encoding of no browser": (encoded(b"compress", b"\x1f\x9d\x90"), "no browser supports"),
    "garbage named brotli": (encoded(b"br", b"\x07\x01garbage\x02"), "not compressed as its host"),
}
PARTIAL = {
    "half a page": OK + b"Content-Length: 9000\r\n\r\n" + POLICY[:40],
    "half a page after an odd line": OK + ODD + b"Content-Length: 9000\r\n\r\n" + POLICY[:40],
    "half a chunk": CHUNKED + b"ff\r\n" + POLICY[:40],
    "half a page in chunks": CHUNKED + chunk(POLICY[:40], b""),
    "half of gzip": encoded(b"gzip", GZIP[: len(GZIP) // 2]),
    "half of brotli": encoded(b"br", BROTLI[: len(BROTLI) // 2]),
    "a second member that ends early": encoded(b"gzip", GZIP + GZIP[:30]),
}


def answering(response: bytes, endless: bytes = b"") -> Talk:
    """Return a server's part that sends a response, and then some bytes again and again."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(response)
            while endless and not writer.is_closing():
                writer.write(endless)
                await writer.drain()
                await asyncio.sleep(0)
        except (ConnectionError, asyncio.IncompleteReadError):
            return

    return talk


@pytest.mark.parametrize("situation", READ)
async def test_a_page_that_browsers_show_is_read(
    fetch: Fetcher, now: datetime, situation: str
) -> None:
    """The page comes whole, whatever is odd about the response."""
    async with raw_server(answering(READ[situation])) as url:
        answer = await fetch(PageRequest(url, ignore_robots=True), now)
    assert getattr(answer, "body", None) == POLICY


@pytest.mark.parametrize("situation", PERMANENT)
async def test_what_no_browser_shows_is_named(
    fetch: Fetcher, now: datetime, situation: str
) -> None:
    """The reason says what is wrong, and does not promise that waiting helps."""
    response, words = PERMANENT[situation]
    async with raw_server(answering(response)) as url:
        error = await fault(fetch, url, now)
    assert (type(error), error.transient) == (FetchError, False)
    assert words in error.reason
    assert "tried again" not in error.reason


@pytest.mark.parametrize("situation", PARTIAL)
async def test_a_part_of_a_page_is_no_page(fetch: Fetcher, now: datetime, situation: str) -> None:
    """Without its end a page is not judged; the next check tries again."""
    async with raw_server(answering(PARTIAL[situation])) as url:
        error = await fault(fetch, url, now)
    assert (type(error), error.transient) == (FetchError, True)
    assert "only a part" in error.reason


async def test_a_redirect_and_a_cookie_survive_odd_headers(fetch: Fetcher, now: datetime) -> None:
    """The headers around an odd line count."""
    seen: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        found = b"HTTP/1.1 302 Found\r\n" + ODD + b"Set-Cookie: seen=1\r\nLocation: /next\r\n\r\n"
        writer.write(OK + ODD + TAIL if b"GET /next" in seen[-1] else found)

    async with raw_server(talk) as url:
        answer = await fetch(PageRequest(url, ignore_robots=True), now)
    assert getattr(answer, "final_url", "").endswith("/next")
    assert b"cookie: seen=1" in seen[-1].lower()


async def test_a_page_without_end_is_cut_off(fetch: Fetcher, now: datetime) -> None:
    """The size limit holds for odd responses."""
    async with raw_server(answering(OK + ODD + b"\r\n", b"a" * 10_000)) as url:
        assert type(await fault(fetch, url, now)) is TooLarge


@pytest.mark.parametrize("start", [OK + ODD, OK + ODD + b"\r\n", CHUNKED + ODD], ids=range(3))
async def test_a_slow_odd_response_is_given_up(now: datetime, start: bytes) -> None:
    """The deadline holds for odd responses, in their head, body and chunks."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(start)
        await reader.read()

    options = replace(OPTIONS, timeout_seconds=0.5)
    async with Fetcher(options) as fetcher, raw_server(talk) as url:
        error = await fault(fetcher, url, now)
    assert error.transient or "invalid chunks" in error.reason


@dataclass
class Rebinding(Names):
    """A name that leads to loopback at first, and then to another address."""

    address: str = ""
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Know no other names."""
        self.known = {}

    async def resolve(self, host: str, *args: object) -> list[ResolveResult]:
        """Return loopback to the first question only."""
        results = await super().resolve(host, *args)  # type: ignore[arg-type]  # port and family
        self.asked.append(host)
        if len(self.asked) > 1:
            results[0]["host"] = self.address
        return results


async def test_a_name_that_moves_between_two_requests_is_refused(now: datetime) -> None:
    """An odd response makes us ask again: the name leads to a metadata service by then."""
    names = Rebinding(address="169.254.169.254")
    async with (
        Fetcher(OPTIONS, FetchPorts(resolver=names)) as fetcher,
        raw_server(answering(OK + ODD + TAIL)) as url,
    ):
        error = await fault(fetcher, url.replace("127.0.0.1", "acme.example"), now)
    assert type(error) is Forbidden
    assert "metadata" in error.reason
    assert names.asked == ["acme.example"] * 2


@pytest.mark.parametrize("host", ["127.0.0.1", "acme.example"])
async def test_no_connection_to_a_private_address(host: str) -> None:
    """The lenient transport asks the guard by itself: nothing reaches the server."""
    reached: list[object] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append((reader, writer))

    transport = LenientTransport(
        GuardedResolver(Names(), allow_private=False),
        make_tls_context(None),
        allow_private=False,
    )
    async with raw_server(talk) as url:
        target = UrlGuard(allow_private=True).parse(url.replace("127.0.0.1", host))
        request = GetRequest(target, {}, 1000)
        with pytest.raises(BlockedAddress):
            await transport.handle_async_request(make_message(request))
    assert reached == []


def make_message(request: GetRequest) -> httpx.Request:
    """Return the message of a request."""
    return httpx.Request("GET", request.url, headers=dict(request.headers))


async def test_a_header_of_ours_stays_one_line() -> None:
    """A stored ETag with a line break adds no header to a request."""
    seen: list[bytes] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(OK + ODD + TAIL)

    async with raw_server(talk) as url:
        transport = LenientTransport(
            GuardedResolver(Names(), allow_private=True), make_tls_context(None), allow_private=True
        )
        headers = {"if-none-match": '"a"\r\nX-Evil: 1'}
        request = GetRequest(UrlGuard(allow_private=True).parse(url), headers, 1000)
        response = await transport.handle_async_request(make_message(request))
        await response.aclose()
    assert b"\nX-Evil" not in seen[0]
