"""Slack is down: the process stays, says so once, and is back by itself; a refusal ends it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog
from structlog.typing import EventDict

from bot.main import make_app
from bot.slack import connection as connection_module
from bot.slack.clients import make_listener_client
from bot.slack.connection import Connection
from bot.slack.context import ListenerContext
from clausewatch.config import Settings, load_settings
from clausewatch.errors import StoreError, UserError
from clausewatch.model.watches import Tenant
from clausewatch.store import Store
from jobs.outage import Outage
from tests.bot.team import CATALOGUE
from tests.fake_slack import FakeSlack

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def port() -> int:
    """A port where nobody listens yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def context(tmp_path: Path) -> AsyncIterator[ListenerContext]:
    """What listeners need, with an empty store."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/connection.db")
    yield ListenerContext(store, CATALOGUE, lambda: NOON)
    await store.close()


def connection_at(port: int) -> Connection:
    """A connection that looks often and waits little."""
    client = make_listener_client("xoxb-test", base_url=f"http://127.0.0.1:{port}/api/")
    outage = Outage("Slack", lambda: NOON)
    return Connection(client, outage, first_wait_seconds=0.02, poll_seconds=0.02)


def settings_of(port: int, folder: Path) -> Settings:
    """Two tokens, and a Slack on loopback."""
    return load_settings(
        _env_file=None,
        slack_bot_token="xoxb-test",
        slack_app_token="xapp-test",
        slack_api_url=f"http://127.0.0.1:{port}/api/",
        data_dir=folder,
    )


@asynccontextmanager
async def held(
    connection: Connection, context: ListenerContext, settings: Settings
) -> AsyncIterator[asyncio.Task[None]]:
    """The connection held open beside the test."""
    app = make_app(settings, context, connection)
    holding = asyncio.create_task(connection.serve(app, settings))
    yield holding
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)


async def until(reached: Any) -> None:  # noqa: ANN401  # a condition
    """Wait for something another task does."""
    async with asyncio.timeout(20):
        while not reached():  # noqa: ASYNC110  # another task works, nothing signals
            await asyncio.sleep(0.02)


def said(lines: list[EventDict]) -> list[str]:
    """What was said at a level that somebody reads."""
    return [line["event"] for line in lines if line["log_level"] in {"warning", "error"}]


async def test_slack_is_down_at_the_start(
    context: ListenerContext, port: int, tmp_path: Path
) -> None:
    """It is knocked at until it answers; whose bot this is comes once, and commands are heard."""
    connection, joined = connection_at(port), list[Tenant]()

    async def opened(tenant: Tenant) -> None:
        joined.append(tenant)

    connection.on_identity = opened
    with structlog.testing.capture_logs() as lines:
        assert await connection.identify() is None
        async with held(connection, context, settings_of(port, tmp_path)):
            await asyncio.sleep(0.2)
            assert joined == []
            async with FakeSlack(port=port) as slack:
                await slack.command("help")
                await until(lambda: slack.responses)
    assert joined == [Tenant(None, "T1")]
    assert said(lines) == ["down", "up again"]


async def test_slack_goes_and_comes_back(
    context: ListenerContext, port: int, tmp_path: Path
) -> None:
    """However often it is tried meanwhile, one line says that it is down and one that it is up."""
    connection = connection_at(port)
    with structlog.testing.capture_logs() as lines:
        async with FakeSlack(port=port) as slack:
            holding = held(connection, context, settings_of(port, tmp_path))
            await holding.__aenter__()
            await slack.connected()
        await until(lambda: said(lines))
        await asyncio.sleep(0.5)
        async with FakeSlack(port=port) as slack:
            await slack.command("help")
            await until(lambda: slack.responses)
            await until(lambda: len(said(lines)) > 1)
        await holding.__aexit__(None, None, None)
    assert said(lines) == ["down", "up again"]


async def test_a_socket_that_never_opens_is_asked_for_anew(
    context: ListenerContext, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack's address for a socket grows stale: after a while another one is asked for."""
    monkeypatch.setattr(connection_module, "CONNECT_SECONDS", 0.3)
    stale = (200, {"ok": True, "url": f"ws://127.0.0.1:{port}/stale"}, {})
    with structlog.testing.capture_logs() as lines:
        async with (
            FakeSlack(port=port, fails={"apps.connections.open": [stale]}) as slack,
            held(connection_at(port), context, settings_of(port, tmp_path)),
        ):
            await slack.connected()
            await until(lambda: len(said(lines)) > 1)
    assert said(lines) == ["down", "up again"]


@pytest.mark.parametrize(
    ("method", "named"),
    [("auth.test", "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")],
)
async def test_a_token_that_slack_refuses_once_it_is_back(
    context: ListenerContext, port: int, tmp_path: Path, method: str, named: str
) -> None:
    """One sentence ends the process: trying again would be refused again."""
    connection = connection_at(port)
    assert await connection.identify() is None
    refused = (200, {"ok": False, "error": "invalid_auth"}, {})
    async with (
        FakeSlack(port=port, fails={method: [refused] * 5}),
        held(connection, context, settings_of(port, tmp_path)) as holding,
    ):
        await asyncio.wait([holding], timeout=20)
        with pytest.raises(UserError, match=rf"{named} \(invalid_auth\): "):
            holding.result()


@pytest.mark.parametrize("code", ["ratelimited", "internal_error", "service_unavailable"])
async def test_slacks_own_trouble_is_no_refusal(port: int, code: str) -> None:
    """What says nothing about the token is waited out."""
    connection = connection_at(port)
    trouble = (503, {"ok": False, "error": code}, {})
    async with FakeSlack(port=port, fails={"auth.test": [trouble]}):
        assert await connection.identify() is None
        assert await connection.identify() is not None


async def test_a_database_that_is_gone_when_slack_answers_is_asked_again(port: int) -> None:
    """Who we are counts only once the store has heard it: else nothing would ever be posted."""
    connection, heard = connection_at(port), list[Tenant]()

    async def on_open(tenant: Tenant) -> None:
        heard.append(tenant)
        if len(heard) == 1:
            raise StoreError("The database does not answer.")

    connection.on_identity = on_open
    async with FakeSlack(port=port):
        assert await connection.identify() is None
        assert connection.identity is None
        assert await connection.identify() is not None
    assert len(heard) == 2
