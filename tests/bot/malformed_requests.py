"""Malformed and unsigned HTTP requests, named after their fault, and a server to send them to."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any
from urllib.parse import urlencode

from slack_bolt.app.async_app import AsyncApp

from bot.slack import ids
from bot.slack.app import build_app
from bot.slack.clients import make_listener_client
from bot.slack.context import ListenerContext
from bot.slack.http_server import EVENTS_PATH, MAX_BYTES, serve_on_port
from tests.bot.example_values import NOON
from tests.bot.slack.test_request_origin import STAMPS, compute_signature
from tests.bot.team import CATALOGUE
from tests.fake_slack import FakeSlack
from tests.patience import PATIENCE_SECONDS
from tests.sqlite_stores import open_empty_store

SECRET = "secret"
MARK = "words-of-a-body"
FORM, JSON = b"application/x-www-form-urlencoded", b"application/json"
Headers = list[tuple[bytes, bytes]]


@dataclass
class HttpServer:
    """The app over HTTP, a fake Slack for it, and a foreign server that must receive nothing."""

    port: int
    app: AsyncApp
    context: ListenerContext
    slack: FakeSlack
    canary: FakeSlack

    @property
    def canary_url(self) -> str:
        """The response URL on the foreign server."""
        return f"http://127.0.0.1:{self.canary.port}/respond/x"

    async def send(self, headers: Headers, body: bytes) -> tuple[int, bytes]:
        """Send exactly these bytes and return the status and body of the response."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = [
            f"POST {EVENTS_PATH} HTTP/1.1".encode(),
            b"Host: x",
            b"Connection: close",
            *(name + b": " + value for name, value in headers),
        ]
        if not any(name == b"Transfer-Encoding" for name, _ in headers):
            lines.append(b"Content-Length: %d" % len(body))
        writer.write(b"\r\n".join(lines) + b"\r\n\r\n" + body)
        async with asyncio.timeout(PATIENCE_SECONDS):
            answer = await reader.read()
        writer.close()
        head, _, rest = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), rest

    async def is_untouched(self) -> bool:
        """Return whether the app called neither server."""
        assert await self.context.in_flight.drain()
        heard = (self.slack.calls, self.slack.responses, self.canary.calls, self.canary.responses)
        return not any(heard)


@asynccontextmanager
async def open_server(folder: Path) -> AsyncIterator[HttpServer]:
    """Serve the real app on a free port."""
    store = await open_empty_store(folder / "http.db")
    context = ListenerContext(store=store, catalogue=CATALOGUE, clock=lambda: NOON)
    async with FakeSlack() as slack, FakeSlack() as canary:
        client = make_listener_client("xoxb-1", base_url=slack.api_url)
        app = build_app(context, client=client, signing_secret=SECRET)
        async with serve_on_port(app, SECRET, "127.0.0.1", 0) as url:
            port = int(url.removesuffix(EVENTS_PATH).rpartition(":")[2])
            yield HttpServer(port, app, context, slack, canary)
    await store.close()


def sign(body: bytes, *, secret: str = SECRET, stamp: str | None = None) -> Headers:
    """The two headers of a signed request."""
    at = str(int(time())) if stamp is None else stamp
    return [
        (b"X-Slack-Request-Timestamp", at.encode()),
        (b"X-Slack-Signature", compute_signature(at, body, secret).encode()),
    ]


def make_type(content_type: bytes) -> Headers:
    """The header with the content type of the body."""
    return [(b"Content-Type", content_type)]


def make_command_form(url: str = "", **fields: str) -> dict[str, str]:
    """The form of a slash command with a response URL."""
    asked = {"command": "/policy", "text": f"show {MARK}", "user_id": "U1", "channel_id": "C1"}
    return {**asked, "team_id": "T1", "response_url": url, **fields}


PRESS: dict[str, Any] = {
    "type": "block_actions",
    "user": {"id": "U1", "team_id": "T1"},
    "team": {"id": "T1"},
    "channel": {"id": "C1"},
    "trigger_id": "1",
    "container": {"type": "message", "is_ephemeral": True},
    "message": {"text": MARK},
    "response_url": "https://hooks.slack.com/x",
    "actions": [{"action_id": ids.SHARE, "block_id": "b", "value": MARK}],
}
SUBMISSION: dict[str, Any] = {
    "type": "view_submission",
    "user": {"id": "U1"},
    "team": {"id": "T1"},
    "view": {
        "id": "V1",
        "type": "modal",
        "callback_id": ids.ADD_VIEW,
        "private_metadata": "",
        "state": {"values": {ids.URL_BLOCK: {"a": {"value": MARK}}}},
    },
    "response_urls": [{"response_url": "https://hooks.slack.com/x", "channel_id": "C1"}],
}
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "authorizations": [{"team_id": "T1", "enterprise_id": None, "is_enterprise_install": False}],
    "event": {"type": "app_home_opened", "user": "U1", "tab": "home", "channel": MARK},
}


def encode_payload(body: object) -> bytes:
    """The form that contains an interaction."""
    return urlencode({"payload": json.dumps(body)}).encode()


def nest_lists(depth: int) -> str:
    """The JSON of nested lists."""
    return "[" * depth + f'"{MARK}"' + "]" * depth


EVENT_TEXT = json.dumps(EVENT)
MALFORMED: dict[str, tuple[Headers, bytes]] = {
    "empty": (make_type(JSON), b""),
    "empty form": (make_type(FORM), b""),
    "blank": (make_type(JSON), b" \r\n"),
    "no content type": ([], EVENT_TEXT.encode()),
    "two content types": (make_type(JSON) + make_type(FORM), EVENT_TEXT.encode()),
    "another content type": (make_type(b"text/plain"), EVENT_TEXT.encode()),
    "a content type that is none": (make_type(b"\xff;;;=/"), EVENT_TEXT.encode()),
    "several parts": (
        make_type(b"multipart/form-data; boundary=x"),
        b"--x\r\n" + MARK.encode(),
    ),
    "unknown charset": (make_type(JSON + b"; charset=klingon"), EVENT_TEXT.encode()),
    "another charset": (make_type(JSON + b"; charset=utf-16"), EVENT_TEXT.encode("utf-16")),
    "packed": ([*make_type(JSON), (b"Content-Encoding", b"gzip")], EVENT_TEXT.encode()),
    "not UTF-8": (make_type(JSON), EVENT_TEXT.encode() + b"\xff"),
    "a form that is not UTF-8": (
        make_type(FORM),
        f"command=/policy&user_id=%FF{MARK}".encode(),
    ),
    "no JSON": (make_type(JSON), b"{" + MARK.encode()),
    "JSON twice": (make_type(JSON), (EVENT_TEXT * 2).encode()),
    "a form as JSON": (make_type(JSON), urlencode(make_command_form()).encode()),
    "JSON as a form": (make_type(FORM), EVENT_TEXT.encode()),
    "a list": (make_type(JSON), f'["{MARK}"]'.encode()),
    "a text": (make_type(JSON), f'"{MARK}"'.encode()),
    "a number": (make_type(JSON), b"7"),
    "null": (make_type(JSON), b"null"),
    "true": (make_type(JSON), b"true"),
    "no fields": (make_type(JSON), b"{}"),
    "an unknown kind": (make_type(JSON), json.dumps({"type": MARK}).encode()),
    "an event without an event": (make_type(JSON), b'{"type": "event_callback"}'),
    "nested": (make_type(JSON), (EVENT_TEXT[:-1] + f', "x": {nest_lists(500)}}}').encode()),
    "nested too deep to read": (make_type(JSON), nest_lists(200_000).encode()),
    "not a number": (make_type(JSON), (EVENT_TEXT[:-1] + ', "x": NaN}').encode()),
    "a huge number": (
        make_type(JSON),
        (EVENT_TEXT[:-1] + f', "x": {"9" * 9_000}}}').encode(),
    ),
    "half a character": (make_type(JSON), (EVENT_TEXT[:-1] + ', "x": "\\ud800"}').encode()),
    "payload: no JSON": (make_type(FORM), b"payload=" + MARK.encode()),
    "payload: empty": (make_type(FORM), b"payload="),
    "payload: null": (make_type(FORM), b"payload=null"),
    "payload: a list": (make_type(FORM), encode_payload([PRESS])),
    "payload: nested": (make_type(FORM), b"payload=" + nest_lists(100_000).encode()),
    "payload: an event": (make_type(FORM), encode_payload(EVENT)),
    "payload: no actions": (make_type(FORM), encode_payload({**PRESS, "actions": []})),
    "payload: no user": (make_type(FORM), encode_payload({**PRESS, "user": None})),
    "too many fields": (
        make_type(FORM),
        urlencode(make_command_form()).encode() + b"&x=1" * 200,
    ),
    "no command": (make_type(FORM), f"text={MARK}&user_id=U1".encode()),
    "chunks that are none": (
        [*make_type(JSON), (b"Transfer-Encoding", b"chunked")],
        MARK.encode() + b"\r\nno\r\n",
    ),
    "too long": (
        make_type(FORM),
        urlencode(make_command_form(text=MARK * (MAX_BYTES // 10))).encode(),
    ),
    "another wish": (
        [*make_type(FORM), (b"Expect", b"a wonder")],
        urlencode(make_command_form()).encode(),
    ),
}
"""Headers and body, by their fault."""
WRONGLY_TYPED = {
    "team_id": [],
    "enterprise_id": {"id": MARK},
    "user_id": 7,
    "team": ["T1"],
    "user": 7,
    "channel": [MARK],
    "enterprise": True,
    "authorizations": {"team_id": "T1"},
    "is_enterprise_install": 1,
    "event": [],
    "view": MARK,
    "type": {},
    "event_id": [MARK],
}
"""Fields of an event, each with a value of a wrong type."""
MALFORMED |= {
    f"{name}: of another type": (
        make_type(JSON),
        json.dumps({**EVENT, name: wrong}).encode(),
    )
    for name, wrong in WRONGLY_TYPED.items()
}
MALFORMED |= {
    f"payload: {name} of another type": (
        make_type(FORM),
        encode_payload({**PRESS, name: wrong}),
    )
    for name, wrong in {**WRONGLY_TYPED, "actions": {}, "response_url": [], "container": 1}.items()
    if name not in {"event", "event_id"}
}

MakeHeaders = Callable[[bytes], Headers]
UNSIGNED: dict[str, MakeHeaders] = {
    "no headers": lambda _: [],
    "no time": lambda body: sign(body)[1:],
    "no signature": lambda body: sign(body)[:1],
    "two times": lambda body: [*sign(body), *sign(body)[:1]],
    "two signatures": lambda body: [
        *sign(body),
        *sign(body)[1:],
    ],
    "of another secret": lambda body: sign(body, secret="another"),
    "of no secret": lambda body: sign(body, secret=""),
    "of another body": lambda body: sign(body + b"x"),
    "old": lambda body: sign(body, stamp=str(int(time()) - 3_600)),
    "a time in letters": lambda body: sign(body, stamp="now"),
    "a time in other digits": lambda body: sign(body, stamp=STAMPS["other digits"]),
    "a huge time": lambda body: sign(body, stamp="9" * 5_000),
    "no number": lambda body: sign(body, stamp="nan"),
    "a signature of no ASCII": lambda body: [
        *sign(body)[:1],
        (b"X-Slack-Signature", b"\xff\xc3"),
    ],
}
"""A function that makes the two signature headers for a body, by their fault."""
WELL_FORMED: tuple[tuple[Headers, bytes], ...] = (
    (make_type(FORM), urlencode(make_command_form("https://hooks.slack.com/x")).encode()),
    (make_type(JSON), EVENT_TEXT.encode()),
    (make_type(FORM), encode_payload(PRESS)),
    (make_type(FORM), b"ssl_check=1&token=x"),
    (make_type(JSON), b'{"type": "url_verification", "challenge": "x"}'),
)
REFUSED_BY_SERVER = {"two content types", "chunks that are none"}
"""Faults that the web server itself refuses with an explanation."""
NEVER_READ = {"too long", "another wish", *REFUSED_BY_SERVER}
"""Faults that are refused before a signature can be checked, without reading the body."""
