"""Posts to webhooks: where they may go, and that no redirect is followed."""

import pytest
from aiohttp import web

from clausewatch.errors import Forbidden
from clausewatch.fetch import FetchOptions, UrlGuard
from clausewatch.fetch.webhook_client import WebhookClient, check_webhook_url
from tests.clausewatch.fetch.fetch_site import Names

OPTIONS = FetchOptions(user_agent="Clausewatch-test/1")


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


async def test_a_name_of_a_private_address_is_refused_at_the_socket() -> None:
    """A public name that resolves to this machine gets no connection."""
    async with WebhookClient(OPTIONS, Names(receiver_example=("127.0.0.1",))) as post:
        with pytest.raises(Forbidden, match=r"receiver\.example resolves to"):
            await post("https://receiver.example/", {}, b"{}")


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
    own_network = FetchOptions(user_agent="Clausewatch-test/1", allow_private=True)
    async with WebhookClient(own_network) as post:
        assert await post(url, {"clausewatch-id": "CW-W-000001"}, b'{"a": 1}') == 307
    await runner.cleanup()
    assert hits == ['/changes {"a": 1}']
