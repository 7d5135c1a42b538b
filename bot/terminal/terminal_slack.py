"""A Slack client for use without Slack: it shows every post in the terminal.

Without tokens the same listeners and the same messenger use it, and notice no difference.
"""

import json as json_codec
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.terminal.rendered_message import RenderedMessage

TEAM_ID = "TLOCAL"
NO_FILES = "no files in a terminal"
"""Answers an upload in place of Slack's error code; a person reads it."""
BOT_ID = "UCLAUSEWATCH"
TOKEN = "xoxb-terminal"  # noqa: S105  # not a secret: the SDK requires a token
MAX_POSTS = 500

Show = Callable[[RenderedMessage], None]


class TerminalSlack(AsyncWebClient):
    """Answers the calls that the bot makes as Slack would, and shows what a channel would see."""

    def __init__(self, show: Show, clock: Callable[[], datetime]) -> None:
        super().__init__(token=TOKEN, retry_handlers=[])
        self._show = show
        self._clock = clock
        self._last_ts = 0
        self._posts: OrderedDict[str, dict[str, Any]] = OrderedDict()

    async def api_call(
        self,
        api_method: str,
        **request: Any,  # noqa: ANN401  # the SDK's own signature
    ) -> AsyncSlackResponse:
        """Answer one Web API call. Raises SlackApiError as the SDK does."""
        arguments = _read_arguments(request)
        answer = self._answer(api_method, arguments)
        response: AsyncSlackResponse = AsyncSlackResponse(
            client=self,
            http_verb="POST",
            api_url=f"{self.base_url}{api_method}",
            req_args={},
            data={"ok": "error" not in answer, **answer},
            headers={},
            status_code=200,
        )
        response.validate()  # type: ignore[no-untyped-call]  # the SDK has no types here
        return response

    def _answer(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        handlers: Mapping[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "auth.test": self._identify,
            "users.info": self._describe_user,
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._post_ephemeral,
            "chat.update": self._update,
            "views.open": self._open_view,
            "views.push": self._open_view,
            "views.update": self._open_view,
            "views.publish": self._open_view,
            "conversations.history": self._read_history,
            "conversations.replies": self._read_history,
        }
        handler = handlers.get(method)
        if handler is None:
            return {"error": NO_FILES if method.startswith("files.") else "unknown_method"}
        return handler(arguments)

    def _describe_user(self, request: dict[str, Any]) -> dict[str, Any]:
        # Whoever has the terminal administers the installation.
        return {"user": {"id": request.get("user"), "team_id": TEAM_ID, "is_admin": True}}

    def _identify(self, _: dict[str, Any]) -> dict[str, Any]:
        return {
            "url": "https://local.invalid/",
            "team": "terminal",
            "team_id": TEAM_ID,
            "user": "clausewatch",
            "user_id": BOT_ID,
            "bot_id": "BCLAUSEWATCH",
            "is_enterprise_install": False,
        }

    def _post(self, message: dict[str, Any]) -> dict[str, Any]:
        ts, channel = self._make_ts(), str(message["channel"])
        thread_ts = str(message.get("thread_ts") or "")
        self._posts[ts] = {**message, "ts": ts}
        while len(self._posts) > MAX_POSTS:
            self._posts.popitem(last=False)
        kind = "reply" if thread_ts else "post"
        self._show(_make_message(kind, channel, message, ts=ts, thread_ts=thread_ts))
        return {"channel": channel, "ts": ts, "message": {"ts": ts, "text": message.get("text")}}

    def _post_ephemeral(self, message: dict[str, Any]) -> dict[str, Any]:
        self._show(_make_message("answer", str(message["channel"]), message))
        return {"message_ts": self._make_ts()}

    def _update(self, message: dict[str, Any]) -> dict[str, Any]:
        ts, channel = str(message["ts"]), str(message["channel"])
        self._posts[ts] = {**self._posts.get(ts, {}), **message}
        self._show(_make_message("edit", channel, message, ts=ts))
        return {"channel": channel, "ts": ts, "text": message.get("text")}

    def _open_view(self, request: dict[str, Any]) -> dict[str, Any]:
        view = dict(request.get("view") or {})
        view_id = str(request.get("view_id") or f"V{self._make_ts()}")
        title = (view.get("title") or {}).get("text", "Home")
        self._show(
            RenderedMessage(
                kind=str(view.get("type", "modal")),
                channel=str(request.get("user_id") or ""),
                text=title,
                blocks=tuple(view.get("blocks") or ()),
                view_id=view_id,
                callback_id=str(view.get("callback_id", "")),
                private_metadata=str(view.get("private_metadata", "")),
            )
        )
        return {"view": {"id": view_id, "hash": "1", **view}}

    def _read_history(self, request: dict[str, Any]) -> dict[str, Any]:
        channel, thread_ts = request["channel"], request.get("ts")
        messages = [
            post
            for post in reversed(self._posts.values())
            if post["channel"] == channel and post.get("thread_ts") == thread_ts
        ]
        return {"messages": messages, "has_more": False}

    def _make_ts(self) -> str:
        """Return a time stamp as Slack makes them: from the clock, and never the same twice."""
        self._last_ts = max(self._last_ts + 1, int(self._clock().timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"


def _make_message(
    kind: str, channel: str, message: dict[str, Any], *, ts: str = "", thread_ts: str = ""
) -> RenderedMessage:
    return RenderedMessage(
        kind=kind,
        channel=channel,
        text=str(message.get("text") or ""),
        blocks=tuple(message.get("blocks") or ()),
        ts=ts,
        thread_ts=thread_ts,
    )


def _read_arguments(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a call, however the SDK sends them, with JSON fields decoded."""
    arguments: dict[str, Any] = {}
    for part in ("params", "data", "json"):
        arguments |= request.get(part) or {}
    for name in ("blocks", "view", "metadata"):
        if isinstance(arguments.get(name), str):
            arguments[name] = json_codec.loads(arguments[name])
    return {name: value for name, value in arguments.items() if value is not None}
