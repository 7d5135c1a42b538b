"""The way into Slack: knocked at until it opens, kept open, and opened anew where it stays shut.

A Slack that is silent keeps nobody from checking documents; a Slack that refuses a token ends the
process with one sentence.
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
from bot.slack.app_home import NETWORK_FAULTS
from bot.slack.identity import SlackSilent, is_passing, tenant_of, who_we_are
from bot.slack.slack_errors import code_of
from clausewatch.config import Settings
from clausewatch.errors import StoreError, UserError
from clausewatch.model.documents import Tenant

FIRST_WAIT_SECONDS = 2.0
MOST_WAIT_SECONDS = 60.0
CONNECT_SECONDS = 30.0
"""Slack's address for a socket is good for no longer, so after that a new one is asked for."""
LOOK_SECONDS = 5.0
ROUTINE_LOOKS = 3
"""Slack renews sockets every few hours; only one that is shut for longer is down."""
ANEW_LOOKS = 12
"""Looks at a shut socket after which the library's own attempts are given up for a new start."""
API, SOCKET = "web API", "socket"


class Trouble(Protocol):
    """Says once that something is down, however many ways in are shut, and once that it is up."""

    def began(self, reason: str, way: str = "") -> None:
        """Note a failure."""
        ...

    def over(self, way: str = "") -> None:
        """Note a success."""
        ...


@dataclass(slots=True)
class Door:
    """Who the bot is, once Slack has said so, and the socket that Slack's requests come in by."""

    client: AsyncWebClient
    outage: Trouble
    identity: AuthorizeResult | None = None
    on_open: Callable[[Tenant], Awaitable[None]] | None = None
    """Is told, once, whose bot this is."""
    first_wait_seconds: float = FIRST_WAIT_SECONDS
    look_seconds: float = LOOK_SECONDS

    async def knock(self) -> AuthorizeResult | None:
        """Ask who we are, if that is not known; None where Slack or the database is silent.

        Raises UserError where Slack refuses the token.
        """
        if self.identity is None:
            try:
                found = await who_we_are(self.client)
            except SlackSilent as fault:
                self.outage.began(str(fault), API)
                return None
            self.outage.over(API)
            if self.on_open is not None:
                try:
                    await self.on_open(tenant_of(found))
                except StoreError:
                    # The ticks say that the database is gone; nobody is let in half known.
                    return None
            self.identity = found
        return self.identity

    async def held(self, app: AsyncApp, settings: Settings) -> None:
        """Be there for Slack until cancelled. Raises UserError where it refuses a token."""
        wait = self.first_wait_seconds
        while await self.knock() is None:
            await asyncio.sleep(wait)
            wait = min(wait * 2, MOST_WAIT_SECONDS)
        if settings.slack_signing_secret is None and settings.slack_app_token is not None:
            token = settings.slack_app_token.get_secret_value()
            await self.kept_open(app, token, settings.slack_proxy)
        await asyncio.Event().wait()

    def authorizer(self) -> Callable[..., Awaitable[AuthorizeResult | None]]:
        """Return what says who we are to the framework: one token serves one workspace."""

        # The framework looks at the names of arguments, so a method will not do.
        async def authorize(**_: object) -> AuthorizeResult | None:
            return await self.knock()

        return authorize

    async def kept_open(self, app: AsyncApp, app_token: str, proxy: str | None) -> None:
        """Keep Socket Mode open until cancelled. Raises UserError where Slack refuses the token."""
        wait = self.first_wait_seconds
        while True:
            handler = AsyncSocketModeHandler(
                app, app_token, logger=make_socket_logger(), proxy=proxy
            )
            try:
                if await self._connected(handler):
                    wait = self.first_wait_seconds
                    await self._until_shut(handler)
            finally:
                await handler.close_async()  # type: ignore[no-untyped-call]  # the SDK has no types
            await asyncio.sleep(wait)
            wait = min(wait * 2, MOST_WAIT_SECONDS)

    async def _connected(self, handler: AsyncSocketModeHandler) -> bool:
        """Open the socket; False where Slack is silent."""
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                # The address is asked for first: the library would ask for it for ever.
                handler.client.wss_uri = await handler.client.issue_new_wss_url()
                await handler.connect_async()  # type: ignore[no-untyped-call]  # as above
        except SlackApiError as fault:
            if not is_passing(fault):
                code = code_of(fault)
                raise UserError(
                    f"Slack refuses SLACK_APP_TOKEN ({code}): make one with connections:write on"
                    " the app's page at Slack, and turn Socket Mode on there."
                ) from None
            self.outage.began(code_of(fault) or "no answer", SOCKET)
            return False
        except NETWORK_FAULTS as fault:
            self.outage.began(
                f"Slack does not answer ({str(fault) or type(fault).__name__})", SOCKET
            )
            return False
        self.outage.over(SOCKET)
        return True

    async def _until_shut(self, handler: AsyncSocketModeHandler) -> None:
        """Return once the socket has been shut for so long that the library will not mend it."""
        shut = 0
        while shut < ANEW_LOOKS:
            await asyncio.sleep(self.look_seconds)
            if await handler.client.is_connected():
                shut = 0
                self.outage.over(SOCKET)
                continue
            shut += 1
            if shut >= ROUTINE_LOOKS:
                self.outage.began("its socket is shut", SOCKET)
