"""Posts to webhooks: HTTPS to public addresses only, and no redirects."""

import asyncio
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import aiohttp
import httpx

from clausewatch.errors import FetchError, Forbidden
from clausewatch.fetch.connection import make_tls_context, make_transport
from clausewatch.fetch.options import FetchOptions
from clausewatch.fetch.resolver import NameResolver
from clausewatch.fetch.responses import make_network_error
from clausewatch.fetch.url_guard import UrlGuard

TIMEOUT_SECONDS = 15.0
_ERRORS = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError)


def check_webhook_url(url: str, guard: UrlGuard) -> str:
    """Return the URL of a webhook as it is stored. Raises Forbidden with the rule it breaks."""
    parsed = guard.parse(url)
    if parsed.scheme != "https" and not guard.allow_private:
        reason = "a webhook needs an https URL"
        raise Forbidden(url=url, reason=reason, transient=False)
    return str(parsed)


class WebhookClient:
    """Posts JSON; open it with `async with`."""

    def __init__(self, options: FetchOptions) -> None:
        self._options = options
        self._guard = options.make_guard()
        self._transport: httpx.AsyncBaseTransport | None = None

    async def __aenter__(self) -> Self:
        """Make the transport, whose sockets are guarded like those of all requests."""
        context = make_tls_context(self._options.ca_bundle)
        self._transport = make_transport(
            self._options, context, NameResolver(), reuses_connections=False
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close all connections."""
        if self._transport is not None:
            await self._transport.aclose()

    async def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Post and return the status; the body of the answer is not read. Raises FetchError."""
        if self._transport is None:
            raise RuntimeError("a client is opened before it posts")
        target = self._guard.parse(check_webhook_url(url, self._guard))
        own = {"user-agent": self._options.user_agent, "host": target.netloc.decode("ascii")}
        message = httpx.Request("POST", target, headers={**own, **headers}, content=body)
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                response = await self._transport.handle_async_request(message)
                await response.aclose()
        except FetchError:
            raise
        except _ERRORS as fault:
            raise make_network_error(url, target.host, fault) from fault
        return response.status_code
