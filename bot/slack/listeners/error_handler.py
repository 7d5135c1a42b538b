"""The error handler: a sentence for the user, and the cause in the log under the same id."""

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

CHANNEL_ID = re.compile(r"\b[CG][A-Z0-9-]{2,}\b")
"""Slack's id of a channel, in the metadata of a modal."""
MAX_ERROR_CHARS = 1_000
log = structlog.get_logger(__name__)


class ErrorHandler:
    """Answers the user who met an error. Bodies and tokens are never logged."""

    def __init__(self, context: ListenerContext) -> None:
        self._context = context

    async def handle(self, error: Exception, request: AsyncBoltRequest) -> BoltResponse | None:
        """Show an error that Bolt itself raised.

        The check of a signature may raise too. A request without a verified signature is refused
        unread, because its sender chose the recipient of any answer.
        """
        if not is_verified(request):
            log.warning("request refused", kind=type(error).__name__)
            return BoltResponse(status=401)
        context = request.context
        async with self._context.in_flight.track():
            await self.show(make_call(self._context, request.body, context.client, context), error)
        return None

    async def show(self, call: Call, error: Exception) -> None:
        """Show an error to the user; an unexpected one is logged under the id that is shown."""
        try:
            await self._show_message(call, self._make_message(error, call.body))
        except (SlackApiError, *NETWORK_FAULTS) as fault:
            log.warning("error could not be shown", kind=type(fault).__name__)

    def catch_errors(self, call: Call) -> "ErrorBoundary":
        """Return a context manager that shows every error of its block and ends it there.

        Bolt forgets an acknowledgement when its listener fails within the first ten milliseconds:
        the request then times out and goes on to the next listener (seen with 1.30). So no error
        of a handler may reach Bolt.
        """
        return ErrorBoundary(self, call)

    def _make_message(self, error: Exception, body: Mapping[str, Any]) -> Message:
        if isinstance(error, ArgumentError):
            return render_sentence(str(error))
        fault_id = secrets.token_hex(4)
        request = _describe_request(body)
        if isinstance(error, StoreError):
            # Its text names the operator's hosts and files, which are not for users.
            log.warning("database unavailable", fault=fault_id, request=request, cause=str(error))
            return render_database_outage(fault_id)
        if isinstance(error, UserError):
            return render_sentence(escape_copyable(str(error), MAX_ERROR_CHARS))
        # Formatted here, without local variables: some log renderers print those, and they hold
        # what users wrote.
        cause = "".join(traceback.format_exception(error))
        log.error("listener failed", fault=fault_id, request=request, cause=cause)
        return render_failure(fault_id)

    async def _show_message(self, call: Call, message: Message) -> None:
        view = call.body.get("view") or {}
        if view.get("callback_id") == ids.REDLINE_VIEW:
            failure = redline.render_failure(0, message.text)
            await call.client.views_update(view_id=view["id"], view=failure)
            return
        channel_call = call if call.channel_id else _move_to_modal_channel(call)
        respond = channel_call.respond
        has_response_url = respond is not None and respond.response_url
        if channel_call.user_id and (channel_call.channel_id or has_response_url):
            await channel_call.reply(message)


class ErrorBoundary:
    """A context manager that shows the error of its block; a cancellation passes."""

    def __init__(self, error_handler: ErrorHandler, call: Call) -> None:
        self._error_handler = error_handler
        self._call = call

    async def __aenter__(self) -> None:
        """Do nothing."""

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Show the error; return False for a cancellation, which then passes."""
        if not isinstance(error, Exception):
            return False
        await self._error_handler.show(self._call, error)
        return True


def _move_to_modal_channel(call: Call) -> Call:
    """Return the call as if it came from the channel of its modal, if the modal names one."""
    response_urls = call.body.get("response_urls") or ()
    channel_ids = [place.get("channel_id") for place in response_urls]
    metadata = str((call.body.get("view") or {}).get("private_metadata") or "")
    match = CHANNEL_ID.search(metadata)
    channel_id = next(filter(None, channel_ids), match[0] if match else "")
    return replace(call, channel_id=channel_id, respond=None) if channel_id else call


def _describe_request(body: Mapping[str, Any]) -> str:
    """Return the kind of request, without anything that a user wrote."""
    if "command" in body:
        return "command"
    event = body.get("event")
    if isinstance(event, Mapping):
        return f"event {event.get('type')}"
    action = (body.get("actions") or [{}])[0]
    return f"{body.get('type')} {action.get('action_id', '')}".strip()
