"""The faults of a fetch: each is one error with a reason, a type and a wait."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from clausewatch.errors import ConfigError, FetchError, Gone, Refused
from clausewatch.fetch import Fetcher, FetchOptions
from tests.clausewatch.fetch.fetch_site import POLICY, Site, Talk, fault, raw_server

STATUSES = [
    (400, FetchError, False, "check the URL"),
    (401, Refused, False, "login"),
    (403, Refused, False, "refuses automated clients"),
    (404, Gone, False, "no longer exists"),
    (408, FetchError, True, "tried again later"),
    (410, Gone, False, "permanently"),
    (429, Refused, True, "limits the rate"),
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
    """Gone, refused and failed are different errors, and each says whether it is transient."""
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
    """Retry-After applies in both its forms, up to a week."""
    site.shows("/p", status=status, retry_after=header)
    assert (await fault(fetch, site.url("/p"), now)).retry_after == wait


async def test_an_endless_redirect_ends(site: Site, fetch: Fetcher, now: datetime) -> None:
    """More than five redirects are an error."""
    site.moves("/p", "/p")
    error = await fault(fetch, site.url("/p"), now)
    assert "more than 5 times" in error.reason
    assert len(site.paths) == 6


async def test_a_redirect_without_a_target_is_an_error(
    site: Site, fetch: Fetcher, now: datetime
) -> None:
    """A redirect without a target is an error."""
    site.shows("/p", status=302, body=b"")
    assert "without a target" in (await fault(fetch, site.url("/p"), now)).reason


async def test_a_slow_host_is_given_up(site: Site, now: datetime) -> None:
    """One deadline applies to the whole page, its redirects included."""

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
    """Close without an answer."""
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


TALKS = [
    (hangs_up, "closed the connection"),
    (breaks_off, "only a part of the page"),
    (breaks_off_a_chunk, "only a part of the page"),
]


@pytest.mark.parametrize(("talk", "words"), TALKS)
async def test_a_broken_answer_is_tried_again(
    fetch: Fetcher, now: datetime, talk: Talk, words: str
) -> None:
    """A partial page is not returned, and the error is transient."""
    async with raw_server(talk) as url:
        error = await fault(fetch, url, now)
    assert error.transient
    assert words in error.reason


async def test_an_unknown_name_is_an_error(fetch: Fetcher, now: datetime) -> None:
    """The reason names the host that has no addresses."""
    error = await fault(fetch, "https://unknown.example/privacy", now)
    assert error.transient
    assert "unknown.example is unknown" in error.reason


async def test_a_closed_port_is_a_transient_error(fetch: Fetcher, now: datetime) -> None:
    """A host that refuses connections may accept them later."""
    error = await fault(fetch, "http://127.0.0.1:1025/", now)
    assert error.transient
    assert "refuses connections" in error.reason


async def test_bad_tls_is_an_error(site: Site, fetch: Fetcher, now: datetime) -> None:
    """A host with broken TLS is not asked without TLS."""
    error = await fault(fetch, site.url("/p").replace("http:", "https:"), now)
    assert not error.transient
    assert "no secure connection" in error.reason


async def test_a_proxy_that_is_away_is_named(now: datetime) -> None:
    """A wrong FETCH_PROXY is reported as a fault of the setting, not of the host."""
    options = FetchOptions(user_agent="Clausewatch/0.1", proxy="http://127.0.0.1:1025")
    async with Fetcher(options) as fetch:
        error = await fault(fetch, "http://policies.example/", now)
    assert "FETCH_PROXY" in error.reason


async def test_a_wrong_ca_bundle_is_a_config_error(tmp_path: Path) -> None:
    """Unreadable certificates are an error at start-up."""
    path = tmp_path / "roots.pem"
    path.write_text("no certificates")
    fetch = Fetcher(FetchOptions(user_agent="Clausewatch/0.1", ca_bundle=path))
    with pytest.raises(ConfigError, match="CA_BUNDLE"):
        await fetch.__aenter__()
