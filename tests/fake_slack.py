"""A fake Slack on loopback that records every post: Web API, Socket Mode and response URLs.

It answers the methods that the bot calls as Slack does. A test compares the recorded posts with the
changes of a site. The fake runs in the test's process and outlives the bot's processes.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.patience import PATIENCE_SECONDS

"""A process on a busy machine takes this long to connect at most."""


class PostMoment(Enum):
    """A moment of a `chat.postMessage`: before Slack has it, then before and after its answer."""

    ARRIVED = "arrived"
    POSTED = "posted"
    ANSWERED = "answered"


async def never_interrupt(_moment: PostMoment, _token: str) -> bool:
    """Interrupt no post."""
    return False


@dataclass
class PostedMessage:
    """A message in a channel, as Slack stores it."""

    channel: str
    ts: str
    text: str
    blocks: list[dict[str, Any]]
    thread_ts: str | None
    metadata: dict[str, Any] | None
    updates: int = 0


@dataclass
class FakeSlack:
    """A workspace. `channels` maps each channel to whether the bot is a member."""

    channels: dict[str, bool] = field(default_factory=lambda: {"C1": True})
    posts: list[PostedMessage] = field(default_factory=list)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    responses: list[dict[str, Any]] = field(default_factory=list)
    acks: list[dict[str, Any]] = field(default_factory=list)
    fails: dict[str, list[tuple[int, dict[str, Any], dict[str, str]]]] = field(default_factory=dict)
    """Per method, the first answers: status, body and headers."""
    port: int = 0
    interrupt: Callable[[PostMoment, str], Awaitable[bool]] = never_interrupt
    """Called at each moment of a post with the caller's token; True if the caller was killed."""
    refuses_history: bool = False
    """True if no posts may be looked up."""
    _sockets: set[web.WebSocketResponse] = field(default_factory=set)
    _connected: asyncio.Event = field(default_factory=asyncio.Event)
    _runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """The URL of the Web API."""
        return f"http://127.0.0.1:{self.port}/api/"

    async def __aenter__(self) -> Self:
        """Listen on a free port of loopback."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self._serve_socket)
        app.router.add_post("/respond/{name}", self._record_response)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop listening."""
        for socket in list(self._sockets):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def command(self, text: str, *, channel: str = "C1", user: str = "U1") -> None:
        """Send a slash command over the open socket, as Slack does."""
        await self.send(
            "slash_commands",
            {
                "token": "x",
                "command": "/policy",
                "text": text,
                "user_id": user,
                "user_name": user.lower(),
                "channel_id": channel,
                "channel_name": channel.lower(),
                "team_id": "T1",
                "team_domain": "team",
                "api_app_id": "A1",
                "is_enterprise_install": "false",
                "response_url": f"http://127.0.0.1:{self.port}/respond/{user}",
                "trigger_id": "1.2.3",
            },
        )

    async def connected(self) -> None:
        """Wait until a process has opened a socket."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await self._connected.wait()

    def forget_connections(self) -> None:
        """Forget the sockets of a process that was killed."""
        self._sockets.clear()
        self._connected.clear()

    async def send(self, kind: str, payload: dict[str, Any]) -> None:
        """Wait for a connection and send an envelope over it."""
        await self.connected()
        envelope = {
            "type": kind,
            "envelope_id": f"E{len(self.calls)}-{len(self.acks)}-{len(self.responses)}",
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        await next(iter(self._sockets)).send_str(json.dumps(envelope))

    async def _api(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await _read_arguments(request)
        self.calls.append((method, body))
        if self.fails.get(method):
            status, answer, headers = self.fails[method].pop(0)
            return web.json_response(answer, status=status, headers=headers)
        if method == "chat.postMessage":
            return await self._take_post(request, body)
        handler = getattr(self, f"_on_{method.replace('.', '_')}", None)
        return _make_answer(handler(body) if handler else {})

    async def _take_post(self, request: web.Request, body: dict[str, Any]) -> web.Response:
        """Record a post and answer, unless the caller dies at one of the moments."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if await self.interrupt(PostMoment.ARRIVED, token):
            return web.Response(status=503)
        answer = _make_answer(self._on_chat_postMessage(body))
        if not await self.interrupt(PostMoment.POSTED, token):
            await answer.prepare(request)
            await answer.write_eof()
            await self.interrupt(PostMoment.ANSWERED, token)
        return answer

    def _on_auth_test(self, _: dict[str, Any]) -> dict[str, Any]:
        return {
            "url": "https://team.slack.example/",
            "team": "Team",
            "user": "clausewatch",
            "team_id": "T1",
            "user_id": "UBOT",
            "bot_id": "B1",
            "is_enterprise_install": False,
        }

    def _on_apps_connections_open(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"url": f"ws://127.0.0.1:{self.port}/link"}

    def _on_chat_postMessage(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  # Slack's
        if (channel := body["channel"]) not in self.channels:
            return {"error": "channel_not_found"}
        if not self.channels[channel]:
            return {"error": "not_in_channel"}
        post = PostedMessage(
            channel,
            f"{1_700_000_000 + len(self.posts)}.000100",
            body.get("text", ""),
            _parse_json(body.get("blocks")) or [],
            body.get("thread_ts"),
            _parse_json(body.get("metadata")),
        )
        self.posts.append(post)
        return {"channel": channel, "ts": post.ts, "message": {"text": post.text}}

    def _on_chat_postEphemeral(self, body: dict[str, Any]) -> dict[str, Any]:  # noqa: N802  # Slack's
        self.responses.append(body)
        return {"message_ts": "1.1"}

    def _on_chat_update(self, body: dict[str, Any]) -> dict[str, Any]:
        for post in self.posts:
            if post.ts == body["ts"]:
                post.text, post.blocks = body.get("text", ""), _parse_json(body.get("blocks")) or []
                post.updates += 1
                return {"channel": post.channel, "ts": post.ts, "text": post.text}
        return {"error": "message_not_found"}

    def _on_conversations_history(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.refuses_history:
            return {"error": "missing_scope"}
        return {"messages": self._list_messages(body["channel"], None), "has_more": False}

    def _on_conversations_replies(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.refuses_history:
            return {"error": "missing_scope"}
        return {"messages": self._list_messages(body["channel"], body["ts"]), "has_more": False}

    def _on_views_open(self, body: dict[str, Any]) -> dict[str, Any]:
        view = _parse_json(body.get("view")) or {}
        return {"view": {"id": "V1", "hash": "1", "type": view.get("type", "modal"), **view}}

    _on_views_push = _on_views_open
    _on_views_update = _on_views_open
    _on_views_publish = _on_views_open

    def _list_messages(self, channel: str, thread: str | None) -> list[dict[str, Any]]:
        return [
            {"ts": p.ts, "text": p.text, "metadata": p.metadata, "thread_ts": p.thread_ts}
            for p in reversed(self.posts)
            if p.channel == channel and p.thread_ts == thread
        ]

    async def _serve_socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        self._sockets.add(socket)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self._connected.set()
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT and message.data != "ping":
                    self.acks.append(json.loads(message.data))
        finally:
            self._sockets.discard(socket)
            if not self._sockets:
                self._connected.clear()
        return socket

    async def _record_response(self, request: web.Request) -> web.Response:
        self.responses.append(await request.json())
        return web.Response(text="ok")


def _make_answer(answer: dict[str, Any]) -> web.Response:
    return web.json_response({"ok": "error" not in answer, **answer})


async def _read_arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        return dict(await request.json())
    return {**request.query, **dict((await request.post()).items())}


def _parse_json(value: object) -> Any:  # noqa: ANN401  # any JSON value
    return json.loads(value) if isinstance(value, str) else value
