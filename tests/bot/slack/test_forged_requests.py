"""Forged and malformed HTTP requests: refused unread, answered nowhere and logged nowhere."""

import json
import logging
from collections.abc import AsyncIterator, Iterator
from copy import deepcopy
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.slack import ids
from bot.slack.app import build_app
from bot.slack.clients import make_listener_client
from bot.slack.context import ListenerContext
from tests.bot.example_values import NOON
from tests.bot.malformed_requests import (
    EVENT,
    FORM,
    JSON,
    MALFORMED,
    MARK,
    NEVER_READ,
    PRESS,
    REFUSED_BY_SERVER,
    SECRET,
    SUBMISSION,
    UNSIGNED,
    WELL_FORMED,
    HttpServer,
    MakeHeaders,
    encode_payload,
    make_command_form,
    make_type,
    open_server,
    sign,
)
from tests.bot.team import CATALOGUE
from tests.fake_slack import FakeSlack
from tests.sqlite_stores import open_empty_store


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[HttpServer]:
    """An app over HTTP, its Slack, and a host that no answer may reach."""
    async with open_server(tmp_path) as made:
        yield made


class Logs:
    """Everything that was logged, by any logger."""

    def __init__(self, out: pytest.CaptureFixture[str], records: pytest.LogCaptureFixture) -> None:
        records.set_level(logging.DEBUG)
        self._out = out
        self._records = records

    def text(self) -> str:
        """The text of all records."""
        out, err = self._out.readouterr()
        return out + err + self._records.text


@pytest.fixture
def logs(capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Logs:
    """Everything logged from now on, at DEBUG."""
    return Logs(capsys, caplog)


def test_there_are_enough_of_them() -> None:
    """The table of requests was not cut short by accident."""
    assert len(UNSIGNED) * len(MALFORMED) >= 200


@pytest.mark.parametrize("forge", UNSIGNED.values(), ids=UNSIGNED)
async def test_an_unsigned_request_is_refused_unread(
    scene: HttpServer, logs: Logs, forge: MakeHeaders
) -> None:
    """An empty 401, whatever the body is."""
    for name, (described, body) in MALFORMED.items():
        status, rest = await scene.send(described + forge(body), body)
        assert (status in ({400} if name in NEVER_READ else {401}), name) == (True, name)
        assert rest == b"" or name in REFUSED_BY_SERVER
    for described, body in WELL_FORMED:
        assert await scene.send(described + forge(body), body) == (401, b"")
    assert await scene.is_untouched()
    assert MARK not in logs.text()


@pytest.mark.parametrize("name", MALFORMED)
async def test_a_signed_request_that_is_malformed_is_refused(
    scene: HttpServer, logs: Logs, name: str
) -> None:
    """An empty 400: no one is answered, and no error is logged."""
    described, body = MALFORMED[name]
    status, rest = await scene.send(described + sign(body), body)
    assert status == 400
    assert rest == b"" or name in REFUSED_BY_SERVER
    assert await scene.is_untouched()
    logged = logs.text()
    assert MARK not in logged
    assert "Traceback" not in logged
    assert "request refused" in logged or name in REFUSED_BY_SERVER


@pytest.mark.parametrize("stamp", ["now", "", "nan", "1e9", "\u0661", "9" * 5_000])
async def test_a_forged_address_is_not_answered_at(
    scene: HttpServer, logs: Logs, stamp: str
) -> None:
    """An attack: a stamp that is not a number, and a foreign response URL."""
    body = urlencode(make_command_form(scene.canary_url)).encode()
    forged = [
        (b"X-Slack-Request-Timestamp", stamp.encode()),
        (b"X-Slack-Signature", b"v0=" + b"0" * 64),
    ]
    assert await scene.send(make_type(FORM) + forged, body) == (401, b"")
    without = urlencode({**make_command_form(), "channel_id": "C1"}).encode()
    assert await scene.send(make_type(FORM) + forged, without) == (401, b"")
    assert await scene.is_untouched()
    assert MARK not in logs.text()


async def test_bolt_alone_would_not_answer_it_either(scene: HttpServer, logs: Logs) -> None:
    """A request that reaches Bolt without our mark fails there, and is not answered."""
    request = AsyncBoltRequest(
        body=urlencode(make_command_form(scene.canary_url)),
        headers={"x-slack-request-timestamp": "now", "x-slack-signature": "v0=0"},
    )
    answer = await scene.app.async_dispatch(request)
    assert (answer.status, answer.body) == (401, "")
    refused = AsyncBoltRequest(
        body=urlencode(make_command_form(scene.canary_url)),
        headers={"x-slack-request-timestamp": str(int(time())), "x-slack-signature": "v0=0"},
    )
    assert (await scene.app.async_dispatch(refused)).status == 401
    assert await scene.is_untouched()
    assert MARK not in logs.text()


async def test_a_signed_command_is_not_answered_at_a_foreign_address(scene: HttpServer) -> None:
    """The user is answered in the channel, as without a response URL."""
    body = urlencode(make_command_form(scene.canary_url)).encode()
    assert await scene.send(make_type(FORM) + sign(body), body) == (200, b"")
    assert await scene.context.in_flight.drain()
    assert (scene.canary.calls, scene.canary.responses) == ([], [])
    assert [method for method, _ in scene.slack.calls][-1:] == ["chat.postEphemeral"]


async def test_a_signed_submission_is_not_answered_at_a_foreign_address(scene: HttpServer) -> None:
    """The response URLs of a modal are checked alike."""
    urls = [{"response_url": scene.canary_url, "channel_id": "C0123456789"}]
    values = {
        ids.PLATFORM_BLOCK: {"p": {"selected_option": {"value": "of-no-catalogue"}}},
        ids.CHANNEL_BLOCK: {"c": {"selected_conversation": "C0123456789"}},
    }
    view = {**SUBMISSION["view"], "state": {"values": values}}
    body = encode_payload({**SUBMISSION, "view": view, "response_urls": urls})
    assert await scene.send(make_type(FORM) + sign(body), body) == (200, b"")
    assert await scene.context.in_flight.drain()
    assert (scene.canary.calls, scene.canary.responses) == ([], [])
    assert [method for method, _ in scene.slack.calls][-1:] == ["chat.postEphemeral"]


async def test_bolt_is_not_let_answer_at_a_foreign_address(tmp_path: Path) -> None:
    """Bolt itself answers requests of unknown workspaces, and only at Slack's URLs."""

    async def nobody(**_: object) -> None:
        return None

    store = await open_empty_store(tmp_path / "http.db")
    context = ListenerContext(store=store, catalogue=CATALOGUE, clock=lambda: NOON)
    async with FakeSlack() as slack, FakeSlack() as canary:
        client = make_listener_client("xoxb-1", base_url=slack.api_url)
        app = build_app(context, client=client, signing_secret=SECRET, authorize=nobody)
        for server in (canary, slack):
            url = f"http://127.0.0.1:{server.port}/respond/x"
            await app.async_dispatch(
                AsyncBoltRequest(mode="socket_mode", body=make_command_form(url))
            )
        assert (canary.responses, len(slack.responses)) == ([], 1)
    await store.close()


def list_paths(body: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths to every part of a body."""
    parts: Iterator[tuple[Any, object]] = iter(())
    if isinstance(body, dict):
        parts = iter(body.items())
    elif isinstance(body, list):
        parts = iter(enumerate(body))
    for key, part in parts:
        yield (*at, key)
        yield from list_paths(part, (*at, key))


def replace_part(body: dict[str, Any], at: tuple[Any, ...], other: object) -> dict[str, Any]:
    """A body in which one part has another value."""
    made: Any = deepcopy(body)
    part = made
    for key in at[:-1]:
        part = part[key]
    part[at[-1]] = other
    return dict(made)


@pytest.mark.parametrize(
    "other", [None, True, 7, MARK, "", [], {}, [[]], [7], {"id": []}], ids=repr
)
@pytest.mark.parametrize("kind", ["event", "press", "submission"])
async def test_no_part_of_another_type_is_a_fault_of_ours(
    scene: HttpServer, kind: str, other: object
) -> None:
    """Whatever part of a signed request is replaced, the response is no server error."""
    body = {"event": EVENT, "press": PRESS, "submission": SUBMISSION}[kind]
    described = make_type(JSON if kind == "event" else FORM)
    for at in list_paths(body):
        changed = replace_part(body, at, other)
        sent = json.dumps(changed).encode() if kind == "event" else encode_payload(changed)
        status, _ = await scene.send(described + sign(sent), sent)
        assert (status in {200, 400, 404}, at) == (True, at)
    assert await scene.context.in_flight.drain()
    assert (scene.canary.calls, scene.canary.responses) == ([], [])
