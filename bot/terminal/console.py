"""A console for the bot without Slack: commands, presses and submissions for the listeners."""

import json
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.runtime.in_flight import InFlight
from bot.terminal.rendered_message import RenderedMessage
from bot.terminal.terminal_slack import TEAM_ID, TerminalSlack

WAIT_SECONDS = 60.0
Fields = Mapping[str, Mapping[str, Any]]
"""The states of a modal's fields by block and action, as Slack sends them."""


def make_channel_id(name: str) -> str:
    """Return the id of a channel in the terminal: `C-LEGAL` for `legal`."""
    return f"C-{name.strip().lstrip('#').upper()}"


class Console:
    """A person at a terminal, whose answers come to a web server on loopback, as Slack's would."""

    def __init__(
        self,
        app: AsyncApp,
        in_flight: InFlight,
        show: Callable[[RenderedMessage], None],
        command: str,
    ) -> None:
        self._app = app
        self._in_flight = in_flight
        self._show = show
        self._command = command
        self._runner: web.AppRunner | None = None
        self._url = ""

    async def __aenter__(self) -> Self:
        """Start the receiver of answers on a free port of loopback."""
        receiver = web.Application()
        receiver.router.add_post("/answer/{channel}", self._receive_answer)
        self._runner = web.AppRunner(receiver, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self._url = f"http://{host}:{port}/answer"
        if isinstance(self._app.client, TerminalSlack):
            # Answers are sent to Slack's host only; for the terminal it is this receiver.
            self._app.client.base_url = f"http://{host}:{port}/api/"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait for the last answer, then stop the receiver."""
        await self._in_flight.drain(WAIT_SECONDS)
        if self._runner is not None:
            await self._runner.cleanup()

    async def send_command(self, line: str, *, channel: str = "general", user: str = "YOU") -> None:
        """Send a command line, with or without the slash command, and wait for the answer."""
        head, _, rest = line.strip().partition(" ")
        text = rest if head == self._command else line.strip()
        await self._send(
            {
                "command": self._command,
                "text": text.strip(),
                "user_id": f"U{user.upper()}",
                "channel_id": make_channel_id(channel),
                "channel_name": channel,
                "team_id": TEAM_ID,
                "is_enterprise_install": "false",
                "response_url": f"{self._url}/{make_channel_id(channel)}",
                "trigger_id": "terminal",
            }
        )

    async def press(
        self, message: RenderedMessage, label: str, *, user: str = "YOU", choice: str = ""
    ) -> None:
        """Press the button or the menu item with a label, or choose an option of a select.

        A select is named by its placeholder. Raises LookupError if the message has no such element.
        """
        action = _make_action(message, label, choice)
        body: dict[str, Any] = {
            **_make_person("block_actions", user),
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": message.channel,
                "is_ephemeral": message.kind == "answer",
            },
            "actions": [{**action, "action_ts": "1"}],
        }
        if message.view_id:
            body["view"] = {
                "id": message.view_id,
                "callback_id": message.callback_id,
                "type": message.kind,
                "private_metadata": message.private_metadata,
            }
            body["container"] = {"type": "view", "view_id": message.view_id}
        else:
            body["channel"] = {"id": message.channel, "name": message.channel.lower()}
            body["message"] = {"ts": message.ts, "text": message.text}
            # A view has no channel for answers, so only a message has a response URL.
            body["response_url"] = f"{self._url}/{message.channel}"
        await self._send(body)

    async def submit(
        self,
        message: RenderedMessage,
        fields: Fields,
        *,
        user: str = "YOU",
    ) -> Mapping[str, str]:
        """Submit a modal with its field states by block, and return the errors by field."""
        channel = next(
            (
                str(state["selected_conversation"])
                for states in fields.values()
                for state in states.values()
                if "selected_conversation" in state
            ),
            "",
        )
        view = {
            "id": message.view_id,
            "type": "modal",
            "callback_id": message.callback_id,
            "private_metadata": message.private_metadata,
            "state": {"values": fields},
        }
        urls = [{"response_url": f"{self._url}/{channel}", "channel_id": channel}]
        body = {**_make_person("view_submission", user), "view": view, "response_urls": urls}
        answer = await self._send(body)
        errors: Mapping[str, str] = (json.loads(answer) if answer else {}).get("errors", {})
        return errors

    async def open_home(self, *, user: str = "YOU") -> None:
        """Open the App Home of a user."""
        event = {"type": "app_home_opened", "user": f"U{user.upper()}", "tab": "home"}
        await self._send({"type": "event_callback", "team_id": TEAM_ID, "event": event})

    async def _send(self, body: dict[str, Any]) -> str:
        """Pass a request to the app, and wait until its listener is done."""
        request = AsyncBoltRequest(mode="socket_mode", body=body)
        response = await self._app.async_dispatch(request)
        await self._in_flight.drain(WAIT_SECONDS)
        return str(response.body or "")

    async def _receive_answer(self, request: web.Request) -> web.Response:
        message = await request.json()
        kind = "edit" if message.get("replace_original") else "answer"
        if message.get("response_type") == "in_channel":
            kind = "post"
        channel = request.match_info["channel"]
        blocks = tuple(message.get("blocks") or ())
        self._show(RenderedMessage(kind, channel, str(message.get("text") or ""), blocks))
        return web.Response(text="ok")


def _make_person(kind: str, user: str) -> dict[str, Any]:
    return {
        "type": kind,
        "user": {"id": f"U{user.upper()}", "team_id": TEAM_ID},
        "team": {"id": TEAM_ID, "domain": "terminal"},
        "is_enterprise_install": False,
        "trigger_id": "terminal",
    }


def _make_action(message: RenderedMessage, label: str, choice: str) -> dict[str, Any]:
    """Return what Slack says of a pressed element and of its chosen option."""
    element, item = _find_element(message, label)
    keys = ("action_id", "block_id", "type", "value", "selected_option")
    action = {key: element[key] for key in keys if key in element}
    if choice or item:
        action["selected_option"] = {"value": choice or item}
    return action


def _find_element(message: RenderedMessage, label: str) -> tuple[Mapping[str, Any], str]:
    """Return the element with a label, and the value of its item if it is a menu."""
    for element in message.list_buttons():
        text = element.get("text") or element.get("placeholder") or {}
        if text.get("text") == label:
            return element, ""
        for option in element["options"] if element.get("type") == "overflow" else ():
            if option["text"]["text"] == label:
                return element, str(option["value"])
    raise LookupError(f"The message has no {label!r}.")
