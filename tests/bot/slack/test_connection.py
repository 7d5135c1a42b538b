"""An outage of Slack: the process logs it once and reconnects; a refused token ends it."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

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
from tests.patience import PATIENCE_SECONDS, wait_until

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def unused_port() -> int:
    """A port on which nothing listens yet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def context(tmp_path: Path) -> AsyncIterator[ListenerContext]:
    """What listeners need, with an empty store."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/connection.db")
    yield ListenerContext(store, CATALOGUE, lambda: NOON)
    await store.close()


def connect_to(unused_port: int) -> Connection:
    """A connection that polls often and waits briefly."""
    client = make_listener_client("xoxb-test", base_url=f"http://127.0.0.1:{unused_port}/api/")
    outage = Outage("Slack", lambda: NOON)
    return Connection(client, outage, first_wait_seconds=0.02, poll_seconds=0.02)


def make_settings(unused_port: int, folder: Path) -> Settings:
    """Settings with two tokens and a Slack on loopback."""
    return load_settings(
        _env_file=None,
        slack_bot_token="xoxb-test",
        slack_app_token="xapp-test",
        slack_api_url=f"http://127.0.0.1:{unused_port}/api/",
        data_dir=folder,
    )


@asynccontextmanager
async def serving(
    connection: Connection, context: ListenerContext, settings: Settings
) -> AsyncIterator[asyncio.Task[None]]:
    """Serve the connection beside the test."""
    app = make_app(settings, context, connection)
    holding = asyncio.create_task(connection.serve(app, settings))
    yield holding
    holding.cancel()
    await asyncio.gather(holding, return_exceptions=True)


def list_warnings(lines: list[EventDict]) -> list[str]:
    """The log lines at levels that an operator reads."""
    return [line["event"] for line in lines if line["log_level"] in {"warning", "error"}]


async def test_slack_is_down_at_the_start(
    context: ListenerContext, unused_port: int, tmp_path: Path
) -> None:
    """The bot asks until Slack answers; then the workspace is known once, and commands work."""
    connection, joined = connect_to(unused_port), list[Tenant]()

    async def opened(tenant: Tenant) -> None:
        joined.append(tenant)

    connection.on_identity = opened
    with structlog.testing.capture_logs() as lines:
        assert await connection.identify() is None
        async with serving(connection, context, make_settings(unused_port, tmp_path)):
            await asyncio.sleep(0.2)
            assert joined == []
            async with FakeSlack(port=unused_port) as slack:
                await slack.command("help")
                await wait_until(lambda: slack.responses)
    assert joined == [Tenant(None, "T1")]
    assert list_warnings(lines) == ["down", "up again"]


async def test_slack_goes_and_comes_back(
    context: ListenerContext, unused_port: int, tmp_path: Path
) -> None:
    """One line for the outage and one for its end, however many attempts there are."""
    connection = connect_to(unused_port)
    with structlog.testing.capture_logs() as lines:
        async with FakeSlack(port=unused_port) as slack:
            holding = serving(connection, context, make_settings(unused_port, tmp_path))
            await holding.__aenter__()
            await slack.connected()
        await wait_until(lambda: list_warnings(lines))
        await asyncio.sleep(0.5)
        async with FakeSlack(port=unused_port) as slack:
            await slack.command("help")
            await wait_until(lambda: slack.responses)
            await wait_until(lambda: len(list_warnings(lines)) > 1)
        await holding.__aexit__(None, None, None)
    assert list_warnings(lines) == ["down", "up again"]


async def test_a_socket_that_never_opens_is_asked_for_anew(
    context: ListenerContext, unused_port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A socket URL expires, so a later attempt asks for a new one."""
    monkeypatch.setattr(connection_module, "CONNECT_SECONDS", 0.3)
    stale = (200, {"ok": True, "url": f"ws://127.0.0.1:{unused_port}/stale"}, {})
    with structlog.testing.capture_logs() as lines:
        async with (
            FakeSlack(port=unused_port, fails={"apps.connections.open": [stale]}) as slack,
            serving(connect_to(unused_port), context, make_settings(unused_port, tmp_path)),
        ):
            await slack.connected()
            await wait_until(lambda: len(list_warnings(lines)) > 1)
    assert list_warnings(lines) == ["down", "up again"]


@pytest.mark.parametrize(
    ("method", "named"),
    [("auth.test", "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")],
)
async def test_a_token_that_slack_refuses_once_it_is_back(
    context: ListenerContext, unused_port: int, tmp_path: Path, method: str, named: str
) -> None:
    """One sentence ends the process, because another attempt would be refused too."""
    connection = connect_to(unused_port)
    assert await connection.identify() is None
    refused = (200, {"ok": False, "error": "invalid_auth"}, {})
    async with (
        FakeSlack(port=unused_port, fails={method: [refused] * 5}),
        serving(connection, context, make_settings(unused_port, tmp_path)) as holding,
    ):
        await asyncio.wait([holding], timeout=PATIENCE_SECONDS)
        with pytest.raises(UserError, match=rf"{named} \(invalid_auth\): "):
            holding.result()


@pytest.mark.parametrize("code", ["ratelimited", "internal_error", "service_unavailable"])
async def test_slacks_own_trouble_is_no_refusal(unused_port: int, code: str) -> None:
    """The bot waits while an error says nothing about the token."""
    connection = connect_to(unused_port)
    trouble = (503, {"ok": False, "error": code}, {})
    async with FakeSlack(port=unused_port, fails={"auth.test": [trouble]}):
        assert await connection.identify() is None
        assert await connection.identify() is not None


async def test_a_database_that_is_gone_when_slack_answers_is_asked_again(unused_port: int) -> None:
    """The identity counts only once the store has it; otherwise nothing would be posted."""
    connection, heard = connect_to(unused_port), list[Tenant]()

    async def on_open(tenant: Tenant) -> None:
        heard.append(tenant)
        if len(heard) == 1:
            raise StoreError("The database does not answer.")

    connection.on_identity = on_open
    async with FakeSlack(port=unused_port):
        assert await connection.identify() is None
        assert connection.identity is None
        assert await connection.identify() is not None
    assert len(heard) == 2
