"""What goes wrong in a fetch: each case is one error with words, a kind and a wait."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from clausewatch.errors import ConfigError, FetchError, Gone, Refused
from clausewatch.fetch import Fetcher, FetchOptions
from tests.clausewatch.fetch.fetch_site import POLICY, Site, Talk, fault, raw_server

STATUSES = [
    (400, FetchError, False, "check the address"),
    (401, Refused, False, "login"),
    (403, Refused, False, "refuses automated readers"),
    (404, Gone, False, "not there any more"),
    (408, FetchError, True, "asked again later"),
    (410, Gone, False, "for good"),
    (429, Refused, True, "too often"),
    (451, Refused, False, "legal reasons"),
    (500, FetchError, True, "500 (internal server error)"),
    (503, FetchError, True, "503 (service unavailable)"),
    (599, FetchError, True, "599"),
    (202, FetchError, True, "202"),
    (204, FetchError, True, "204"),
    (304, FetchError, False, "304"),
]


@pytest.mark.parametrize(("status", "kind", "is_transient", "words"), STATUSES)
async def test_statuses_are_told_apart(
    *,
    site: Site,
    fetch: Fetcher,
    now: datetime,
    status: int,
    kind: type[FetchError],
    is_transient: bool,
    words: str,
) -> None:
    """Gone, refused and broken are different errors, and each says whether to try again."""
    site.shows("/p", status=status, body=b"" if status in {204, 304} else POLICY)
    error = await fault(fetch, site.url("/p"), now)
    assert type(error) is kind
    assert (error.transient, error.retry_after) == (is_transient, None)
    assert words in error.reason
    assert error.url == site.url("/p")


WAITS = [
    ("120", timedelta(seconds=120)),
    ("Fri, 20 Nov 2026 12:30:00 GMT", timedelta(minutes=30)),
    ("Fri, 20 Nov 2026 11:30:00 GMT", None),
    ("Mon, 20 Nov 2034 12:00:00 GMT", timedelta(days=7)),
    ("99999999999999999999", timedelta(days=7)),
    ("0", None),
    ("soon", None),
    ("Fri, 20 Nov 99999999999999999999 12:30:00 GMT", None),
    ("Fri, 20 Nov 2026 12:30:00 +99999999999999999999", None),
    ("Fri, 20 Nov 9999 23:59:59 -2359", timedelta(days=7)),
    ("1" * 5_000, None),
    ("-5", None),
]


@pytest.mark.parametrize(("header", "wait"), WAITS)
@pytest.mark.parametrize("status", [429, 503])
async def test_the_host_says_how_long_to_wait(
    site: Site, fetch: Fetcher, now: datetime, *, status: int, header: str, wait: timedelta | None
) -> None:
    """Retry-After is heard in both its forms, up to a week."""
    site.shows("/p", status=status, retry_after=header)
    assert (await fault(fetch, site.url("/p"), now)).retry_after == wait


async def test_an_endless_redirect_ends(site: Site, fetch: Fetcher, now: datetime) -> None:
    """After five redirects it is said so."""
    site.moves("/p", "/p")
    error = await fault(fetch, site.url("/p"), now)
    assert "more than 5 times" in error.reason
    assert len(site.paths) == 6


async def test_a_redirect_to_nowhere_is_said(site: Site, fetch: Fetcher, now: datetime) -> None:
    """A redirect without a target is an answer that cannot be used."""
    site.shows("/p", status=302, body=b"")
    assert "without saying where to" in (await fault(fetch, site.url("/p"), now)).reason


async def test_a_slow_host_is_given_up(site: Site, now: datetime) -> None:
    """One deadline holds for the whole page, its redirects included."""

    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(0.15)
        return web.Response(status=302, headers={"location": "/p"})

    site.pages["/p"] = slow
    options = FetchOptions(user_agent="Clausewatch/0.1", allow_private=True, timeout_seconds=0.4)
    async with Fetcher(options) as fetch:
        error = await fault(fetch, site.url("/p"), now)
    assert error.transient
    assert "did not answer in time" in error.reason


async def hangs_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Close without a word."""
    writer.transport.abort()


async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Declare more bytes than are sent."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<p>The"
    )
    await writer.drain()


async def breaks_off_a_chunk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """End in the middle of a chunk."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n500\r\n<p>The")
    await writer.drain()


async def babbles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Speak no HTTP."""
    await reader.readuntil(b"\r\n\r\n")
    writer.write(b"220 mail.policies.example ESMTP\r\n\r\n")
    await writer.drain()


TALKS = [
    (hangs_up, "broke the connection off"),
    (breaks_off, "only a part of the page"),
    (breaks_off_a_chunk, "only a part of the page"),
    (babbles, "broke the connection off"),
]


@pytest.mark.parametrize(("talk", "words"), TALKS)
async def test_a_broken_answer_is_tried_again(
    fetch: Fetcher, now: datetime, talk: Talk, words: str
) -> None:
    """Half a page is no page: nothing of it is returned, and it is asked again later."""
    async with raw_server(talk) as url:
        error = await fault(fetch, url, now)
    assert error.transient
    assert words in error.reason


async def test_an_unknown_name_is_said(fetch: Fetcher, now: datetime) -> None:
    """A name without addresses is told as such."""
    error = await fault(fetch, "https://unknown.example/privacy", now)
    assert error.transient
    assert "unknown.example is not known" in error.reason


async def test_a_closed_port_is_said(fetch: Fetcher, now: datetime) -> None:
    """A host that takes no connections may take them later."""
    error = await fault(fetch, "http://127.0.0.1:1025/", now)
    assert error.transient
    assert "takes no connections" in error.reason


async def test_bad_tls_is_said(site: Site, fetch: Fetcher, now: datetime) -> None:
    """A host without sound TLS is not asked without it."""
    error = await fault(fetch, site.url("/p").replace("http:", "https:"), now)
    assert not error.transient
    assert "no safe connection" in error.reason


async def test_a_proxy_that_is_away_is_named(now: datetime) -> None:
    """A wrong FETCH_PROXY is told as the setting's fault, not the host's."""
    options = FetchOptions(user_agent="Clausewatch/0.1", proxy="http://127.0.0.1:1025")
    async with Fetcher(options) as fetch:
        error = await fault(fetch, "http://policies.example/", now)
    assert "FETCH_PROXY" in error.reason


async def test_a_wrong_ca_bundle_is_a_setting_to_mend(tmp_path: Path) -> None:
    """Certificates that cannot be read stop the start, in words."""
    path = tmp_path / "roots.pem"
    path.write_text("no certificates")
    fetch = Fetcher(FetchOptions(user_agent="Clausewatch/0.1", ca_bundle=path))
    with pytest.raises(ConfigError, match="CA_BUNDLE"):
        await fetch.__aenter__()
