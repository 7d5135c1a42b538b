"""Requests over HTTP that nobody should send: what is wrong with them, by name."""

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
from tests.bot.slack.test_request_origin import STAMPS, signature
from tests.bot.team import CATALOGUE
from tests.fake_slack import FakeSlack
from tests.sqlite_stores import open_empty_store

SECRET = "secret"
MARK = "words-of-a-body"
FORM, JSON = b"application/x-www-form-urlencoded", b"application/json"
Headers = list[tuple[bytes, bytes]]


@dataclass
class Scene:
    """The app over HTTP, Slack as it is for the app, and a server of somebody else's."""

    port: int
    app: AsyncApp
    context: ListenerContext
    slack: FakeSlack
    canary: FakeSlack

    @property
    def canary_url(self) -> str:
        """Where somebody would have the answer go."""
        return f"http://127.0.0.1:{self.canary.port}/respond/x"

    async def send(self, headers: Headers, body: bytes) -> tuple[int, bytes]:
        """Send exactly these bytes; return status and body of the answer."""
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
        async with asyncio.timeout(10):
            answer = await reader.read()
        writer.close()
        head, _, rest = answer.partition(b"\r\n\r\n")
        return int(head.split()[1]), rest

    async def is_untouched(self) -> bool:
        """Tell whether nothing went out to anybody."""
        assert await self.context.in_flight.drain()
        heard = (self.slack.calls, self.slack.responses, self.canary.calls, self.canary.responses)
        return not any(heard)


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Scene]:
    """A scene, with the real app on a real port."""
    store = await open_empty_store(folder / "http.db")
    context = ListenerContext(store=store, catalogue=CATALOGUE, clock=lambda: NOON)
    async with FakeSlack() as slack, FakeSlack() as canary:
        client = make_listener_client("xoxb-1", base_url=slack.api_url)
        app = build_app(context, client=client, signing_secret=SECRET)
        async with serve_on_port(app, SECRET, "127.0.0.1", 0) as url:
            port = int(url.removesuffix(EVENTS_PATH).rpartition(":")[2])
            yield Scene(port, app, context, slack, canary)
    await store.close()


def proof(body: bytes, *, secret: str = SECRET, stamp: str | None = None) -> Headers:
    """The two headers of a signed request."""
    at = str(int(time())) if stamp is None else stamp
    return [
        (b"X-Slack-Request-Timestamp", at.encode()),
        (b"X-Slack-Signature", signature(at, body, secret).encode()),
    ]


def typed(content_type: bytes) -> Headers:
    """The header that says what the body is."""
    return [(b"Content-Type", content_type)]


def command(url: str = "", **fields: str) -> dict[str, str]:
    """A slash command's form, whose answer goes to an address."""
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


def pressed(body: object) -> bytes:
    """The form that an interaction comes in."""
    return urlencode({"payload": json.dumps(body)}).encode()


def nested(depth: int) -> str:
    """Lists within each other."""
    return "[" * depth + f'"{MARK}"' + "]" * depth


EVENT_TEXT = json.dumps(EVENT)
MALFORMED: dict[str, tuple[Headers, bytes]] = {
    "empty": (typed(JSON), b""),
    "empty form": (typed(FORM), b""),
    "blank": (typed(JSON), b" \r\n"),
    "no content type": ([], EVENT_TEXT.encode()),
    "two content types": (typed(JSON) + typed(FORM), EVENT_TEXT.encode()),
    "another content type": (typed(b"text/plain"), EVENT_TEXT.encode()),
    "a content type that is none": (typed(b"\xff;;;=/"), EVENT_TEXT.encode()),
    "several parts": (typed(b"multipart/form-data; boundary=x"), b"--x\r\n" + MARK.encode()),
    "unknown charset": (typed(JSON + b"; charset=klingon"), EVENT_TEXT.encode()),
    "another charset": (typed(JSON + b"; charset=utf-16"), EVENT_TEXT.encode("utf-16")),
    "packed": ([*typed(JSON), (b"Content-Encoding", b"gzip")], EVENT_TEXT.encode()),
    "not UTF-8": (typed(JSON), EVENT_TEXT.encode() + b"\xff"),
    "a form that is not UTF-8": (typed(FORM), f"command=/policy&user_id=%FF{MARK}".encode()),
    "no JSON": (typed(JSON), b"{" + MARK.encode()),
    "JSON twice": (typed(JSON), (EVENT_TEXT * 2).encode()),
    "a form as JSON": (typed(JSON), urlencode(command()).encode()),
    "JSON as a form": (typed(FORM), EVENT_TEXT.encode()),
    "a list": (typed(JSON), f'["{MARK}"]'.encode()),
    "a text": (typed(JSON), f'"{MARK}"'.encode()),
    "a number": (typed(JSON), b"7"),
    "null": (typed(JSON), b"null"),
    "true": (typed(JSON), b"true"),
    "no fields": (typed(JSON), b"{}"),
    "an unknown kind": (typed(JSON), json.dumps({"type": MARK}).encode()),
    "an event without an event": (typed(JSON), b'{"type": "event_callback"}'),
    "nested": (typed(JSON), (EVENT_TEXT[:-1] + f', "x": {nested(500)}}}').encode()),
    "nested too deep to read": (typed(JSON), nested(200_000).encode()),
    "not a number": (typed(JSON), (EVENT_TEXT[:-1] + ', "x": NaN}').encode()),
    "a huge number": (typed(JSON), (EVENT_TEXT[:-1] + f', "x": {"9" * 9_000}}}').encode()),
    "half a character": (typed(JSON), (EVENT_TEXT[:-1] + ', "x": "\\ud800"}').encode()),
    "payload: no JSON": (typed(FORM), b"payload=" + MARK.encode()),
    "payload: empty": (typed(FORM), b"payload="),
    "payload: null": (typed(FORM), b"payload=null"),
    "payload: a list": (typed(FORM), pressed([PRESS])),
    "payload: nested": (typed(FORM), b"payload=" + nested(100_000).encode()),
    "payload: an event": (typed(FORM), pressed(EVENT)),
    "payload: no actions": (typed(FORM), pressed({**PRESS, "actions": []})),
    "payload: no user": (typed(FORM), pressed({**PRESS, "user": None})),
    "too many fields": (typed(FORM), urlencode(command()).encode() + b"&x=1" * 200),
    "no command": (typed(FORM), f"text={MARK}&user_id=U1".encode()),
    "chunks that are none": (
        [*typed(JSON), (b"Transfer-Encoding", b"chunked")],
        MARK.encode() + b"\r\nno\r\n",
    ),
    "too long": (typed(FORM), urlencode(command(text=MARK * (MAX_BYTES // 10))).encode()),
    "another wish": ([*typed(FORM), (b"Expect", b"a wonder")], urlencode(command()).encode()),
}
"""By what is wrong with it: the headers that describe a body, and the body."""
MISREAD = {
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
"""Fields of an event by name, each of a type that it never has."""
MALFORMED |= {
    f"{name}: of another type": (typed(JSON), json.dumps({**EVENT, name: wrong}).encode())
    for name, wrong in MISREAD.items()
}
MALFORMED |= {
    f"payload: {name} of another type": (typed(FORM), pressed({**PRESS, name: wrong}))
    for name, wrong in {**MISREAD, "actions": {}, "response_url": [], "container": 1}.items()
    if name not in {"event", "event_id"}
}

Forge = Callable[[bytes], Headers]
UNSIGNED: dict[str, Forge] = {
    "no headers": lambda _: [],
    "no time": lambda body: proof(body)[1:],
    "no signature": lambda body: proof(body)[:1],
    "two times": lambda body: [*proof(body), *proof(body)[:1]],
    "two signatures": lambda body: [*proof(body), *proof(body)[1:]],
    "of another secret": lambda body: proof(body, secret="another"),
    "of no secret": lambda body: proof(body, secret=""),
    "of another body": lambda body: proof(body + b"x"),
    "old": lambda body: proof(body, stamp=str(int(time()) - 3_600)),
    "a time in letters": lambda body: proof(body, stamp="now"),
    "a time in other digits": lambda body: proof(body, stamp=STAMPS["other digits"]),
    "a huge time": lambda body: proof(body, stamp="9" * 5_000),
    "no number": lambda body: proof(body, stamp="nan"),
    "a signature of no ASCII": lambda body: [*proof(body)[:1], (b"X-Slack-Signature", b"\xff\xc3")],
}
"""By what is wrong with it: what makes the two headers for a body."""
WELL: tuple[tuple[Headers, bytes], ...] = (
    (typed(FORM), urlencode(command("https://hooks.slack.com/x")).encode()),
    (typed(JSON), EVENT_TEXT.encode()),
    (typed(FORM), pressed(PRESS)),
    (typed(FORM), b"ssl_check=1&token=x"),
    (typed(JSON), b'{"type": "url_verification", "challenge": "x"}'),
)
NO_HTTP = {"two content types", "chunks that are none"}
"""What the web server refuses by itself, and tells whoever sent it why."""
UNREAD = {"too long", "another wish", *NO_HTTP}
"""What is refused before a signature can be checked: nothing of it is read."""
