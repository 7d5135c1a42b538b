"""The connection to Slack: identify the bot, open the socket, and reopen it when it stays closed.

An unreachable Slack does not stop the checks. A refused token ends the process with one sentence.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.runtime.log_redaction import make_socket_logger
from bot.slack.identity import SlackUnavailable, fetch_identity, make_tenant
from bot.slack.slack_errors import NETWORK_FAULTS, is_transient, read_code
from clausewatch.config import Settings, reveal
from clausewatch.errors import StoreError, UserError
from clausewatch.model.watches import Tenant

FIRST_WAIT_SECONDS = 2.0
MAX_WAIT_SECONDS = 60.0
CONNECT_SECONDS = 30.0
"""Slack's socket URLs expire after as long, so a later attempt needs a new one."""
POLL_SECONDS = 5.0
RENEWAL_POLLS = 3
"""Slack renews sockets every few hours; a socket that is closed for more polls is down."""
RECONNECT_POLLS = 12
"""Polls of a closed socket after which a new one replaces the library's own attempts."""
API, SOCKET = "web API", "socket"


class OutageLog(Protocol):
    """Logs one outage once, whichever of its parts are down, and once that it is over."""

    def note_failure(self, reason: str, route: str = "") -> None:
        """Note a failure."""
        ...

    def note_success(self, route: str = "") -> None:
        """Note a success."""
        ...


@dataclass(slots=True)
class Connection:
    """The bot's identity, once Slack has confirmed it, and the socket for Slack's requests."""

    client: AsyncWebClient
    outage: OutageLog
    identity: AuthorizeResult | None = None
    on_identity: Callable[[Tenant], Awaitable[None]] | None = None
    """Called once, with the bot's workspace or org."""
    first_wait_seconds: float = FIRST_WAIT_SECONDS
    poll_seconds: float = POLL_SECONDS

    async def identify(self) -> AuthorizeResult | None:
        """Return the bot's identity, or None while Slack or the database does not answer.

        Raises UserError if Slack refuses the token.
        """
        if self.identity is None:
            try:
                identity = await fetch_identity(self.client)
            except SlackUnavailable as fault:
                self.outage.note_failure(str(fault), API)
                return None
            self.outage.note_success(API)
            if self.on_identity is not None:
                try:
                    await self.on_identity(make_tenant(identity))
                except StoreError:
                    # The ticks log the lost database; no request is served until it is back.
                    return None
            self.identity = identity
        return self.identity

    async def serve(self, app: AsyncApp, settings: Settings) -> None:
        """Serve Slack's requests until cancelled. Raises UserError if Slack refuses a token."""
        wait = self.first_wait_seconds
        while await self.identify() is None:
            await asyncio.sleep(wait)
            wait = min(wait * 2, MAX_WAIT_SECONDS)
        if settings.slack_signing_secret is None and settings.slack_app_token is not None:
            token = settings.slack_app_token.get_secret_value()
            proxy = reveal(settings.slack_proxy)
            await self.keep_socket_open(app, token, proxy)
        await asyncio.Event().wait()

    def make_authorize(self) -> Callable[..., Awaitable[AuthorizeResult | None]]:
        """Return Bolt's `authorize` function: one token serves one workspace."""

        # Bolt inspects argument names, so a bound method does not work.
        async def authorize(**_: object) -> AuthorizeResult | None:
            return await self.identify()

        return authorize

    async def keep_socket_open(self, app: AsyncApp, app_token: str, proxy: str | None) -> None:
        """Keep Socket Mode open until cancelled. Raises UserError if Slack refuses the token."""
        wait = self.first_wait_seconds
        while True:
            handler = AsyncSocketModeHandler(
                app, app_token, logger=make_socket_logger(), proxy=proxy
            )
            try:
                if await self._open_socket(handler):
                    wait = self.first_wait_seconds
                    await self._wait_until_closed(handler)
            finally:
                await handler.close_async()  # type: ignore[no-untyped-call]  # the SDK has no types
            await asyncio.sleep(wait)
            wait = min(wait * 2, MAX_WAIT_SECONDS)

    async def _open_socket(self, handler: AsyncSocketModeHandler) -> bool:
        """Open the socket; return False if Slack doesn't answer."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                # The library would ask for a socket URL for ever, so ours is requested first.
                handler.client.wss_uri = await handler.client.issue_new_wss_url()
                await handler.connect_async()  # type: ignore[no-untyped-call]  # as above
        except SlackApiError as fault:
            if not is_transient(fault):
                code = read_code(fault)
                raise UserError(
                    f"Slack refuses SLACK_APP_TOKEN ({code}): make one with connections:write on"
                    " the app's page at Slack, and turn Socket Mode on there."
                ) from None
            self.outage.note_failure(read_code(fault) or "no answer", SOCKET)
            return False
        except NETWORK_FAULTS as fault:
            self.outage.note_failure(
                f"Slack doesn't answer ({str(fault) or type(fault).__name__})", SOCKET
            )
            return False
        self.outage.note_success(SOCKET)
        return True

    async def _wait_until_closed(self, handler: AsyncSocketModeHandler) -> None:
        """Return once the socket has been closed for too long for the library to reopen it."""
        closed_polls = 0
        while closed_polls < RECONNECT_POLLS:
            await asyncio.sleep(self.poll_seconds)
            if await handler.client.is_connected():
                closed_polls = 0
                self.outage.note_success(SOCKET)
                continue
            closed_polls += 1
            if closed_polls >= RENEWAL_POLLS:
                self.outage.note_failure("its socket is shut", SOCKET)
