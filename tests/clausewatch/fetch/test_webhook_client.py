"""Posts to webhooks: where they may go, no redirect is followed, and no answer holds them."""

import asyncio
import itertools

import pytest
from aiohttp import web

from clausewatch.errors import FetchError, Forbidden
from clausewatch.fetch import FetchOptions, UrlGuard, webhook_client
from clausewatch.fetch.connection import GuardedResolver
from clausewatch.fetch.webhook_client import WebhookClient, check_webhook_url
from tests.clausewatch.fetch.fetch_site import Names, Talk, raw_server
from tests.patience import PATIENCE_SECONDS

OPTIONS = FetchOptions(user_agent="Clausewatch-test/1")
OWN_NETWORK = FetchOptions(user_agent="Clausewatch-test/1", allow_private=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://receiver.example/changes",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://10.0.0.8/",
        "https://receiver.internal/",
        "https://user:secret@receiver.example/",
        "https://receiver.example:6379/",
        "ftp://receiver.example/",
        "https://2130706433/",
    ],
)
async def test_only_https_to_public_addresses(url: str) -> None:
    """The URL is refused when it is added, and again when something is posted."""
    with pytest.raises(Forbidden):
        check_webhook_url(url, UrlGuard())
    async with WebhookClient(OPTIONS) as post:
        with pytest.raises(Forbidden):
            await post(url, {}, b"{}")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.8", "169.254.169.254", "100.64.0.1", "::1", "fd00::8",
     "::ffff:127.0.0.1", "64:ff9b::7f00:1"],
)  # fmt: skip
async def test_a_name_of_a_private_address_is_refused(address: str) -> None:
    """A public name that resolves to this machine or network gets no connection."""
    async with WebhookClient(OPTIONS, Names(receiver_example=(address,))) as post:
        with pytest.raises(Forbidden, match=r"receiver\.example resolves to"):
            await post("https://receiver.example/", {}, b"{}")


async def test_an_address_that_changes_after_the_look_up_is_refused_at_the_socket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As if the name had been public when it was resolved: the socket is judged by itself."""
    names = Names(receiver_example=("127.0.0.1",))
    monkeypatch.setattr(GuardedResolver, "resolve", lambda _, host, *__, **___: names.resolve(host))
    async with WebhookClient(OPTIONS, names) as post:
        with pytest.raises(Forbidden, match="loopback"):
            await post("https://receiver.example/", {}, b"{}")


async def _send_without_end(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"}")
    writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        await writer.drain()


async def _send_headers_without_end(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    await reader.readuntil(b"}")
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in itertools.count():
        writer.write(b"x-%d: %s\r\n" % (number, b"x" * 1_000))
        await writer.drain()


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readuntil(b"}")
    writer.write(b"HTTP/1.1 200 OK\r\nx-drip: ")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def test_the_body_of_an_answer_is_not_read() -> None:
    """A receiver sends without end: its status counts, and the connection is closed."""
    closed = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _send_without_end(reader, writer)
        except ConnectionError:
            closed.set()

    async with raw_server(talk) as url, WebhookClient(OWN_NETWORK) as post:
        assert await post(url, {}, b'{"a": 1}') == 200
        await asyncio.wait_for(closed.wait(), PATIENCE_SECONDS)


@pytest.mark.parametrize("talk", [_send_headers_without_end, _drip])
async def test_an_answer_that_does_not_end_is_a_failure(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Headers without end, or a byte now and then: there is a limit, and a deadline for all."""
    monkeypatch.setattr(webhook_client, "TIMEOUT_SECONDS", 0.5)
    async with raw_server(talk) as url, WebhookClient(OWN_NETWORK) as post:
        with pytest.raises(FetchError):
            await post(url, {}, b'{"a": 1}')


async def test_a_redirect_is_an_answer_like_any_other() -> None:
    """The receiver redirects: the target gets nothing."""
    hits: list[str] = []

    async def receive(request: web.Request) -> web.Response:
        hits.append(f"{request.path} {(await request.read()).decode()}")
        return web.Response(status=307, headers={"location": "/elsewhere"})

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/changes"
    async with WebhookClient(OWN_NETWORK) as post:
        assert await post(url, {"clausewatch-id": "CW-W-000001"}, b'{"a": 1}') == 307
    await runner.cleanup()
    assert hits == ['/changes {"a": 1}']
