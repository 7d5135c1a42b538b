"""Slack's Web API clients: who may try again, and with what patience."""

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from clausewatch.config import Settings

TIMEOUT_SECONDS = 20


def clients_of(settings: Settings) -> tuple[AsyncWebClient, AsyncWebClient] | None:
    """Return the clients for listeners and for posts; None where no bot token is set."""
    if settings.slack_bot_token is None:
        return None
    token = settings.slack_bot_token.get_secret_value()
    at, proxy = settings.slack_api_url, settings.slack_proxy
    return (
        listener_client(token, base_url=at, proxy=proxy),
        posting_client(token, base_url=at, proxy=proxy),
    )


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
