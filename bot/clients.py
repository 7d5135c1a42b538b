"""Slack's Web API clients: who may try again, and with what patience."""

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT_SECONDS = 20


def listener_client(
    token: str | None, *, base_url: str = AsyncWebClient.BASE_URL, proxy: str | None = None
) -> AsyncWebClient:
    """Return the client for listeners: waits where Slack says so, never repeats a lost call.

    A connection error may hide a post that arrived, so there is no handler for it.
    """
    handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    return _client(token, base_url, proxy, handlers)


def posting_client(
    token: str | None, *, base_url: str = AsyncWebClient.BASE_URL, proxy: str | None = None
) -> AsyncWebClient:
    """Return the client for the outbox, which does all waiting itself, per channel."""
    return _client(token, base_url, proxy, [])


def _client(
    token: str | None,
    base_url: str,
    proxy: str | None,
    handlers: list[AsyncRateLimitErrorRetryHandler],
) -> AsyncWebClient:
    return AsyncWebClient(
        token=token,
        base_url=base_url,
        proxy=proxy,
        timeout=TIMEOUT_SECONDS,
        retry_handlers=list(handlers),
    )
