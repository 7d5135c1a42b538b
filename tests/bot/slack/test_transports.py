"""HTTP and Socket Mode: the same listeners, acknowledged first, and nothing private in the logs."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.runtime.in_flight import InFlight
from bot.runtime.log_redaction import make_bolt_logger
from bot.slack import ids
from bot.slack.app import build_app
from bot.slack.clients import make_listener_client
from bot.slack.context import ListenerContext
from bot.slack.http_server import EVENTS_PATH
from bot.slack.http_server import serve_on_port as served_by
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID
from clausewatch.errors import StoreError
from tests.bot.example_values import NOON
from tests.bot.team import CATALOGUE, Team, open_team
from tests.fake_slack import FakeSlack
from tests.patience import wait_until
from tests.sqlite_stores import open_empty_store

SECRET = "secret"


def option(value: str) -> dict[str, Any]:
    """The state of a select with a chosen option."""
    return {"selected_option": {"value": value}}


IN_LEGAL: dict[str, dict[str, Any]] = {"c": {"selected_conversation": "C-LEGAL"}}
FILLED: dict[str, dict[str, dict[str, Any]]] = {
    ids.ADD_VIEW: {
        ids.PLATFORM_BLOCK: {"p": option("brillo")},
        ids.MINIMUM_BLOCK: {"m": option("low")},
        ids.CADENCE_BLOCK: {"c": option("now")},
        ids.KINDS_BLOCK: {"k": option("usual")},
        ids.CHANNEL_BLOCK: IN_LEGAL,
    },
    ids.SETTINGS_VIEW: {
        ids.LEAST_SEVERITY_BLOCK: {"f": option("low")},
        ids.DIGEST_BLOCK: {"f": option("daily")},
        ids.DAY_BLOCK: {"f": option("0")},
        ids.TIME_BLOCK: {"f": {"selected_time": "09:00"}},
        ids.ZONE_BLOCK: {"f": option("UTC")},
    },
    ids.CHANGE_URL_VIEW: {ids.NEW_URL_BLOCK: {"u": {"value": "https://a.example/terms"}}},
}
"""The modals, filled in."""
PRIVATE = "a name that nobody else may read"


@pytest.fixture
async def team(tmp_path: Path) -> AsyncIterator[Team]:
    """A team with an empty store."""
    async with open_team(tmp_path) as new_team:
        yield new_team


@asynccontextmanager
async def serving(team: Team, secret: str = SECRET) -> AsyncIterator[str]:
    """The app over HTTP on loopback; yields the URL of its events."""
    async with served_by(team.app, secret, "127.0.0.1", 0) as url:
        yield url.removesuffix(EVENTS_PATH)


def make_command(team: Team, text: str) -> dict[str, str]:
    """The form of a slash command."""
    return {
        "command": "/policy",
        "text": text,
        "user_id": "UYOU",
        "channel_id": "C-GENERAL",
        "team_id": TEAM_ID,
        "is_enterprise_install": "false",
        "trigger_id": "1",
        "response_url": f"{team.console._url}/C-GENERAL",
    }


async def send(
    url: str, form: dict[str, str], *, secret: str = SECRET, age: int = 0
) -> tuple[int, str]:
    """Send a signed request; return status and body."""
    body = urlencode(form)
    stamp = str(int(time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    headers = {
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature or "",
        "content-type": "application/x-www-form-urlencoded",
    }
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{url}/slack/events", data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


async def test_a_signed_command_is_answered_over_http(team: Team) -> None:
    """The acknowledgement is empty, and the answer goes to the response URL."""
    async with serving(team) as url:
        assert await send(url, make_command(team, "list")) == (200, "")
        assert await team.context.in_flight.drain()
    assert "isn't watching anything yet" in team.seen[-1].plain


@pytest.mark.parametrize("wrong", [{"secret": "another"}, {"age": 3_600}])
async def test_an_unsigned_or_old_request_is_refused_unseen(
    team: Team,
    wrong: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An empty 401: nothing happens, and the body is in no log."""
    caplog.set_level(logging.DEBUG)
    async with serving(team) as url:
        assert await send(url, make_command(team, f"watch {PRIVATE}"), **wrong) == (401, "")
    assert team.seen == []
    logged = capsys.readouterr().out + caplog.text
    assert PRIVATE not in logged
    assert "invalid signature" in logged


async def test_bolt_checks_the_signature_once_more(team: Team) -> None:
    """Bolt's own check stays on, as a second line behind ours."""
    other = build_app(team.context, client=team.slack, signing_secret="of another app")
    async with serving(replace(team, app=other)) as url:
        status, _ = await send(url, make_command(team, "list"))
    assert status == 401
    assert team.seen == []


async def test_a_command_may_say_payload(team: Team) -> None:
    """Bolt alone would take the form for a press without fields."""
    async with serving(team) as url:
        assert await send(url, make_command(team, "show payload=x")) == (200, "")
        assert await team.context.in_flight.drain()
    assert "payload" in team.seen[-1].plain


@pytest.mark.parametrize("guess", ["unset", "secret", "None"])
async def test_without_a_signing_secret_http_is_refused(team: Team, guess: str) -> None:
    """An app for Socket Mode that is served over HTTP trusts no request."""
    unsigned = build_app(team.context, client=team.slack)
    async with serving(replace(team, app=unsigned), "") as url:
        status, _ = await send(url, make_command(team, "list"), secret=guess)
    assert status == 401
    assert team.seen == []


async def test_slacks_challenge_is_met(team: Team) -> None:
    """Slack verifies the URL with a challenge."""
    body = json.dumps({"type": "url_verification", "challenge": "c0ffee", "token": "x"})
    stamp = str(int(time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    headers = {
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": signature or "",
        "content-type": "application/json",
    }
    async with (
        serving(team) as url,
        aiohttp.ClientSession() as session,
        session.post(f"{url}/slack/events", data=body, headers=headers) as answer,
    ):
        assert json.loads(await answer.text()) == {"challenge": "c0ffee"}
        async with session.get(f"{url}/health") as health:
            assert await health.text() == "ok"


async def test_options_are_the_acknowledgement(team: Team) -> None:
    """The acknowledgement of a select has its platforms."""
    payload = {
        "type": "block_suggestion",
        "action_id": "add.platform.select",
        "block_id": "add.platform",
        "value": "brill",
        "user": {"id": "UYOU"},
        "team": {"id": TEAM_ID},
    }
    async with serving(team) as url:
        status, body = await send(url, {"payload": json.dumps(payload)})
    assert status == 200
    options = json.loads(body)["options"]
    assert [each["value"] for each in options] == ["brillo", "brillo-health"]
    assert options[0]["description"]["text"] == "brillo.example"


async def test_the_acknowledgement_waits_for_nothing(team: Team, monkeypatch: Any) -> None:  # noqa: ANN401
    """Slack has its acknowledgement before the store is asked."""
    asked, free = asyncio.Event(), asyncio.Event()

    async def slow(*_: object) -> int:
        asked.set()
        await free.wait()
        raise StoreError("The database is locked; stop the other process and try again.")

    monkeypatch.setattr(type(team.store.workspaces), "ensure", slow)
    request = AsyncBoltRequest(mode="socket_mode", body=make_command(team, "list"))
    response = await team.app.async_dispatch(request)
    assert response.status == 200
    assert team.seen == []
    await asked.wait()
    free.set()
    assert await team.context.in_flight.drain()
    assert "can't reach its database right now" in team.seen[-1].plain


async def test_a_database_that_is_gone_is_told_without_where_it_is(
    team: Team,
    monkeypatch: Any,  # noqa: ANN401
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The user gets an id; host, user and file of the database are in the log only."""

    async def gone(*_: object) -> int:
        raise StoreError('The database cannot be used (connection to "db7.inner" failed).')

    monkeypatch.setattr(type(team.store.workspaces), "ensure", gone)
    (shown,) = await team.types("list")
    assert "db7" not in shown.plain
    fault_id = shown.plain.split("ID: ")[1].strip(" .")
    logged = capsys.readouterr().out + caplog.text
    assert fault_id in logged
    assert "db7.inner" in logged


@pytest.mark.parametrize(
    "text", ["list", "watch x", "show brillo", "changes", "check brillo", "debug"]
)
async def test_a_fault_of_ours_is_one_sentence_with_an_id(
    team: Team,
    text: str,
    monkeypatch: Any,  # noqa: ANN401
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The user gets an id, the log has the cause under it, and neither has the body."""

    async def broken(*_: object) -> int:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(type(team.store.workspaces), "ensure", broken)
    (shown,) = await team.types(f"{text} {PRIVATE}" if text == "watch x" else text)
    assert "Something went wrong and nothing was changed" in shown.plain
    fault_id = shown.plain.split("ID: ")[1].strip(" .")
    # where it goes depends on whether a test before this one has set the logs up
    logged = (capsys.readouterr().out + caplog.text).replace("\\n", "\n")
    assert fault_id in logged
    assert "ZeroDivisionError: of all things" in logged
    assert PRIVATE not in logged


@pytest.mark.parametrize("callback_id", [ids.ADD_VIEW, ids.SETTINGS_VIEW, ids.CHANGE_URL_VIEW])
async def test_a_fault_after_a_modal_is_told_in_its_channel(
    team: Team,
    callback_id: str,
    monkeypatch: Any,  # noqa: ANN401
) -> None:
    """The modal is closed by then, and silence would look like success."""

    async def broken(*_: object) -> int:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(type(team.store.workspaces), "ensure", broken)
    abouts = {
        ids.SETTINGS_VIEW: "C-LEGAL",
        ids.CHANGE_URL_VIEW: '{"document":1,"channel":"C-LEGAL"}',
    }
    opened = RenderedMessage(
        "modal", "", "", (), "", "", "V1", callback_id, abouts.get(callback_id, "")
    )
    errors, (shown,) = await team.submits(opened, FILLED[callback_id])
    assert errors == {}
    assert (shown.kind, shown.channel) == ("answer", "C-LEGAL")
    assert "Something went wrong and nothing was changed" in shown.plain


async def test_nobody_answers_twice_after_an_early_error(team: Team) -> None:
    """An error right after the acknowledgement neither times out nor runs another listener."""
    before = asyncio.get_running_loop().time()
    assert len(await team.types("watch brillo colour:red")) == 1
    # Bolt would wait three seconds for an acknowledgement that it has forgotten
    assert asyncio.get_running_loop().time() - before < timedelta(seconds=2.5).total_seconds()


def test_bolts_own_log_lines_lose_what_they_quote(caplog: pytest.LogCaptureFixture) -> None:
    """Text after a bracket quotes the request and is cut; Slack's error code is kept."""
    caplog.set_level(logging.INFO)
    make_bolt_logger().info("Invalid request signature detected (signature: x, body: %s)", PRIVATE)
    make_bolt_logger().warning("Unhandled request ({'command': '%s'})", PRIVATE)
    make_bolt_logger().error("Failed to authorize ({'ok': False, 'error': 'invalid_auth'})")
    assert PRIVATE not in caplog.text
    assert "Unhandled request" in caplog.text
    assert "[invalid_auth]" in caplog.text


@asynccontextmanager
async def connecting(tmp_path: Path, slack: FakeSlack) -> AsyncIterator[ListenerContext]:
    """The app on a Socket Mode websocket of the stand-in."""
    store = await open_empty_store(tmp_path / "socket.db")
    context = ListenerContext(store=store, catalogue=CATALOGUE, clock=lambda: NOON)
    client = make_listener_client("xoxb-1", base_url=slack.api_url)
    handler = AsyncSocketModeHandler(build_app(context, client=client), "xapp-1")
    await handler.connect_async()
    try:
        yield context
    finally:
        await handler.close_async()
        await store.close()


async def test_socket_mode_shares_the_listeners(tmp_path: Path) -> None:
    """A command over the websocket is acknowledged, posted and answered."""
    async with FakeSlack() as slack, connecting(tmp_path, slack):
        await slack.command("watch brillo, unheard of")
        await wait_until(lambda: slack.posts and slack.responses and slack.acks)
        assert "<@U1> added 1 platform" in slack.posts[0].text
        assert "“unheard of” in the catalogue" in slack.responses[0]["text"]
        assert slack.responses[0]["response_type"] == "ephemeral"
        assert set(slack.acks[0]) <= {"envelope_id", "payload"}


async def test_a_retried_event_over_the_websocket_is_handled_once(tmp_path: Path) -> None:
    """The same event id publishes the home once."""
    event = {"type": "app_home_opened", "user": "U1", "tab": "home"}
    payload = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}
    async with FakeSlack() as slack, connecting(tmp_path, slack) as context:
        for _ in range(3):
            await slack.send("events_api", payload)
        await wait_until(lambda: len(slack.acks) == 3)
        assert await context.in_flight.drain()
        assert [method for method, _ in slack.calls].count("views.publish") == 1


async def test_a_channel_without_the_bot_over_the_websocket(tmp_path: Path) -> None:
    """Slack's refusal of the confirmation gives the user the line to type."""
    async with (
        FakeSlack(channels={"C1": False}) as slack,
        connecting(tmp_path, slack),
    ):
        await slack.command("watch brillo")
        await wait_until(lambda: slack.responses)
        assert "`/invite` <@UBOT>" in slack.responses[0]["text"]


async def test_a_burst_is_acknowledged_before_its_work_begins() -> None:
    """Work between two acknowledgements would delay the later ones."""
    running = InFlight()
    order: list[str] = []

    async def request() -> None:
        async with running.track():
            order.append("acknowledged")
            await asyncio.sleep(0)
            await running.wait_for_lull()
            order.append("worked")

    tasks = []
    for _ in range(3):
        tasks += [asyncio.create_task(request()) for _ in range(10)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    await asyncio.gather(*tasks)
    assert order == ["acknowledged"] * 30 + ["worked"] * 30
    await request()
    assert order[-2:] == ["acknowledged", "worked"]
