"""Bolt listeners: each acknowledges first, is counted, and turns the request into a Call."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.context import ListenerContext
from bot.slack.listeners.call import Call, make_call
from bot.slack.listeners.error_handler import ErrorHandler

Body = dict[str, Any]
Handler = Callable[[Call], Awaitable[None]]
FindErrors = Callable[[Call], Mapping[str, str]]
"""Returns a modal's errors by block id. They are the acknowledgement, so it reads memory only."""
FindOptions = Callable[[Call], Sequence[Body]]
"""Returns the options of a select. They are the acknowledgement, so it reads memory only."""
Listener = Callable[[AsyncAck, Body, AsyncWebClient, AsyncBoltContext], Awaitable[None]]
"""Bolt passes the arguments by these names."""


@dataclass(frozen=True, slots=True)
class ListenerFactory:
    """Makes Bolt listeners of handlers. No listener reads the store before it acknowledges."""

    context: ListenerContext
    error_handler: ErrorHandler

    def make_listener(self, handle: Handler) -> Listener:
        """Return a listener that acknowledges and then handles."""

        async def listen(
            ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
        ) -> None:
            async with self.context.in_flight.track():
                await ack()
                await self.context.in_flight.wait_for_lull()
                call = make_call(self.context, body, client, context)
                async with self.error_handler.catch_errors(call):
                    await handle(call)

        return listen

    def make_view_listener(self, find_errors: FindErrors, handle: Handler) -> Listener:
        """Return a listener for a modal that acknowledges with errors, or else handles."""

        async def listen(
            ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
        ) -> None:
            async with self.context.in_flight.track():
                call = make_call(self.context, body, client, context)
                if errors := find_errors(call):
                    await ack(response_action="errors", errors=dict(errors))
                    return
                await ack()
                await self.context.in_flight.wait_for_lull()
                async with self.error_handler.catch_errors(call):
                    await handle(call)

        return listen

    def make_options_listener(self, find_options: FindOptions) -> Listener:
        """Return a listener that acknowledges with the options of a select."""

        async def listen(
            ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
        ) -> None:
            async with self.context.in_flight.track():
                call = make_call(self.context, body, client, context)
                await ack(options=list(find_options(call)))

        return listen

    def make_event_listener(self, handle: Handler) -> Listener:
        """Return a listener for an event that handles each `event_id` once."""

        async def handle_once(call: Call) -> None:
            event_id = str(call.body.get("event_id", ""))
            workspaces = self.context.store.workspaces
            if event_id and not await workspaces.remember_event(event_id, call.now):
                return
            await handle(call)

        return self.make_listener(handle_once)
