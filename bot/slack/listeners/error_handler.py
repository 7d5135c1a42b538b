"""The one handler of errors: one sentence to the person, the cause in the log under the same id."""

import re
import secrets
import traceback
from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any

import structlog
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.slack import ids
from bot.slack.context import ListenerContext
from bot.slack.listeners.call import Call, make_call
from bot.slack.listeners.command_line import ArgumentError
from bot.slack.messages import redline
from bot.slack.messages.answers import render_database_outage, render_failure, render_sentence
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import escape_copyable
from bot.slack.request_origin import is_verified
from bot.slack.slack_errors import NETWORK_FAULTS
from clausewatch.errors import StoreError, UserError

CHANNEL = re.compile(r"\b[CG][A-Z0-9-]{2,}\b")
"""Slack's id of a channel, in what a modal was opened with."""
log = structlog.get_logger(__name__)


class ErrorHandler:
    """Answers whoever met an error. Bodies and tokens are never logged."""

    def __init__(self, context: ListenerContext) -> None:
        self._context = context

    async def handle(self, error: Exception, request: AsyncBoltRequest) -> BoltResponse | None:
        """Show what went wrong outside a handler, in Bolt itself.

        Checking a signature may fail too: a request that was not verified is refused unread, as
        whoever sent it chose whom an answer would go to.
        """
        if not is_verified(request):
            log.warning("a request was refused", kind=type(error).__name__)
            return BoltResponse(status=401)
        context = request.context
        async with self._context.in_flight.track():
            await self.show(make_call(self._context, request.body, context.client, context), error)
        return None

    async def show(self, call: Call, error: Exception) -> None:
        """Show what went wrong; a fault of ours is logged with its id."""
        try:
            await self._show(call, self._message(error, call.body))
        except (SlackApiError, *NETWORK_FAULTS) as fault:
            log.warning("an error could not be shown", kind=type(fault).__name__)

    def catch_errors(self, call: Call) -> "ErrorBoundary":
        """Return a context in which every error is shown and ends there.

        Bolt forgets an acknowledgement when its listener fails within the first ten milliseconds:
        the request then times out and goes on to the next listener (seen with 1.30). So a handler
        must not fail towards Bolt.
        """
        return ErrorBoundary(self, call)

    def _message(self, error: Exception, body: Mapping[str, Any]) -> Message:
        if isinstance(error, ArgumentError):
            return render_sentence(str(error))
        fault_id = secrets.token_hex(4)
        if isinstance(error, StoreError):
            # Its sentence names hosts and files of the operator's, and he is not who reads this.
            log.warning(
                "no database", fault=fault_id, request=_describe_request(body), cause=str(error)
            )
            return render_database_outage(fault_id)
        if isinstance(error, UserError):
            return render_sentence(escape_copyable(str(error), 1_000))
        # formatted here, without the values of variables: some renderers print those, and they
        # hold what somebody wrote
        cause = "".join(traceback.format_exception(error))
        log.error("a listener failed", fault=fault_id, request=_describe_request(body), cause=cause)
        return render_failure(fault_id)

    async def _show(self, call: Call, message: Message) -> None:
        view = call.body.get("view") or {}
        if view.get("callback_id") == ids.REDLINE_VIEW:
            shown = redline.render_failure(0, message.text)
            await call.client.views_update(view_id=view["id"], view=shown)
            return
        here = call if call.channel_id else _find_channel(call)
        has_address = here.respond is not None and here.respond.response_url
        if here.user_id and (here.channel_id or has_address):
            await here.reply(message)


class ErrorBoundary:
    """Shows the error that leaves its block; what is no error of a program goes on."""

    def __init__(self, faults: ErrorHandler, call: Call) -> None:
        self._faults = faults
        self._call = call

    async def __aenter__(self) -> None:
        """Nothing to prepare."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Show the error; False lets a cancellation pass."""
        if not isinstance(error, Exception):
            return False
        await self._faults.show(self._call, error)
        return True


def _find_channel(call: Call) -> Call:
    """Return the call as if it came from the channel that its modal is about, if it is of one."""
    urls = [each.get("channel_id") for each in call.body.get("response_urls") or ()]
    about = str((call.body.get("view") or {}).get("private_metadata") or "")
    named = CHANNEL.search(about)
    channel_id = next(filter(None, urls), named[0] if named else "")
    return replace(call, channel_id=channel_id, respond=None) if channel_id else call


def _describe_request(body: Mapping[str, Any]) -> str:
    """Return what kind of request it was, without anything that somebody wrote."""
    if "command" in body:
        return "command"
    event = body.get("event")
    if isinstance(event, Mapping):
        return f"event {event.get('type')}"
    pressed = (body.get("actions") or [{}])[0]
    return f"{body.get('type')} {pressed.get('action_id', '')}".strip()
