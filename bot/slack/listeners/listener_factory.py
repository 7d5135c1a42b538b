"""Where every request of Slack comes in: acknowledged first, counted, turned into a Call."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.context import ListenerContext
from bot.slack.listeners.call import Call, call_of
from bot.slack.listeners.error_handler import Faults

Body = dict[str, Any]
Handle = Callable[[Call], Awaitable[None]]
Errors = Callable[[Call], Mapping[str, str]]
"""Returns what is wrong with a modal, by block id; reads memory only: it is the acknowledgement."""
Options = Callable[[Call], Sequence[Body]]
Listener = Callable[[AsyncAck, Body, AsyncWebClient, AsyncBoltContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Entry:
    """Makes Bolt listeners of handlers. Nothing is read before the acknowledgement."""

    context: ListenerContext
    faults: Faults

    def call(self, handle: Handle) -> Listener:
        """Return a listener that acknowledges and then handles."""

        async def listener(
            ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
        ) -> None:
            async with self.context.running.one():
                await ack()
                await self.context.running.calm()
                call = call_of(self.context, body, client, context)
                async with self.faults.caught(call):
                    await handle(call)

        return listener

    def view(self, errors: Errors, handle: Handle) -> Listener:
        """Return a listener for a modal: its field errors are the acknowledgement."""

        async def listener(
            ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
        ) -> None:
            async with self.context.running.one():
                call = call_of(self.context, body, client, context)
                if wrong := errors(call):
                    await ack(response_action="errors", errors=dict(wrong))
                    return
                await ack()
                await self.context.running.calm()
                async with self.faults.caught(call):
                    await handle(call)

        return listener

    def options(self, options: Options) -> Listener:
        """Return a listener whose acknowledgement is the options of a select."""

        async def listener(
            ack: AsyncAck, body: Body, client: AsyncWebClient, context: AsyncBoltContext
        ) -> None:
            async with self.context.running.one():
                await ack(options=list(options(call_of(self.context, body, client, context))))

        return listener

    def event(self, handle: Handle) -> Listener:
        """Return a listener for an event that handles each `event_id` once."""

        async def once(call: Call) -> None:
            event_id = str(call.body.get("event_id", ""))
            store = self.context.store
            if event_id and not await store.workspaces.remember_event(event_id, call.now):
                return
            await handle(call)

        return self.call(once)
