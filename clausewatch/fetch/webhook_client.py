"""Posts to webhooks: HTTPS to public addresses only, and no redirects."""

import asyncio
from collections.abc import Mapping
from typing import Self

import httpx
from aiohttp.abc import AbstractResolver

from clausewatch.errors import Forbidden
from clausewatch.fetch.connection import make_tls_context, make_transport
from clausewatch.fetch.options import FetchOptions
from clausewatch.fetch.responses import NETWORK_ERRORS, make_network_error
from clausewatch.fetch.url_guard import UrlGuard

TIMEOUT_SECONDS = 15.0


def check_webhook_url(url: str, guard: UrlGuard) -> str:
    """Return the URL of a webhook as it is stored. Raises Forbidden with the rule it breaks."""
    parsed = guard.parse(url)
    if parsed.scheme != "https" and not guard.allow_private:
        reason = "a webhook needs an https URL"
        raise Forbidden(url=url, reason=reason, transient=False)
    return str(parsed)


class WebhookClient:
    """Posts JSON; open it with `async with`."""

    def __init__(self, options: FetchOptions, resolver: AbstractResolver | None = None) -> None:
        self._options = options
        self._resolver = resolver
        self._guard = options.make_guard()
        self._transport: httpx.AsyncBaseTransport | None = None

    async def __aenter__(self) -> Self:
        """Make the transport, whose sockets are guarded like those of all requests."""
        context = make_tls_context(self._options.ca_bundle)
        self._transport = make_transport(
            self._options, context, self._resolver, reuses_connections=False
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close all connections."""
        if self._transport is not None:
            await self._transport.aclose()

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Post and return the status; the body of the answer is not read. Raises FetchError."""
        if self._transport is None:
            raise RuntimeError("open the client with `async with` first")
        target = httpx.URL(check_webhook_url(url, self._guard))
        sent = {"user-agent": self._options.user_agent, **headers}
        request = httpx.Request("POST", target, headers=sent, content=body)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                response = await self._transport.handle_async_request(request)
                await response.aclose()
        except NETWORK_ERRORS as fault:
            raise make_network_error(url, target.host, fault) from fault
        return response.status_code
