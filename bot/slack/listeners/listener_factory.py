"""Where every request of Slack comes in: acknowledged first, counted, turned into a Call."""

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
"""Returns what is wrong with a modal, by block id; reads memory only: it is the acknowledgement."""
FindOptions = Callable[[Call], Sequence[Body]]
Listener = Callable[[AsyncAck, Body, AsyncWebClient, AsyncBoltContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ListenerFactory:
    """Makes Bolt listeners of handlers. Nothing is read before the acknowledgement."""

    context: ListenerContext
    faults: ErrorHandler

    def make_listener(self, handle: Handler) -> Listener:
        """Return a listener that acknowledges and then handles."""

        async def listener(
            ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
        ) -> None:
            async with self.context.in_flight.track():
                await ack()
                await self.context.in_flight.wait_for_lull()
                call = make_call(self.context, body, client, context)
                async with self.faults.catch_errors(call):
                    await handle(call)

        return listener

    def view(self, errors: FindErrors, handle: Handler) -> Listener:
        """Return a listener for a modal: its field errors are the acknowledgement."""

        async def listener(
            ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
        ) -> None:
            async with self.context.in_flight.track():
                call = make_call(self.context, body, client, context)
                if wrong := errors(call):
                    await ack(response_action="errors", errors=dict(wrong))
                    return
                await ack()
                await self.context.in_flight.wait_for_lull()
                async with self.faults.catch_errors(call):
                    await handle(call)

        return listener

    def options(self, options: FindOptions) -> Listener:
        """Return a listener whose acknowledgement is the options of a select."""

        async def listener(
            ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
        ) -> None:
            async with self.context.in_flight.track():
                await ack(options=list(options(make_call(self.context, body, client, context))))

        return listener

    def event(self, handle: Handler) -> Listener:
        """Return a listener for an event that handles each `event_id` once."""

        async def once(call: Call) -> None:
            event_id = str(call.body.get("event_id", ""))
            store = self.context.store
            if event_id and not await store.workspaces.remember_event(event_id, call.now):
                return
            await handle(call)

        return self.make_listener(once)
