"""Slack's Web API clients, with their time-outs and retries."""

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from clausewatch.config import Settings, reveal

TIMEOUT_SECONDS = 20


def make_clients(settings: Settings) -> tuple[AsyncWebClient, AsyncWebClient] | None:
    """Return the clients for listeners and for posts, or None if no bot token is set."""
    if settings.slack_bot_token is None:
        return None
    token = settings.slack_bot_token.get_secret_value()
    base_url = settings.slack_api_url
    proxy = reveal(settings.slack_proxy)
    return (
        make_listener_client(token, base_url=base_url, proxy=proxy),
        make_posting_client(token, base_url=base_url, proxy=proxy),
    )


def make_listener_client(
    token: str | None, *, base_url: str = AsyncWebClient.BASE_URL, proxy: str | None = None
) -> AsyncWebClient:
    """Return the client for listeners, which retries rate-limited calls and no others.

    A call that ends in a connection error is not retried, because its post may have arrived.
    """
    handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    return _make_client(token, base_url, proxy, handlers)


def make_posting_client(
    token: str | None, *, base_url: str = AsyncWebClient.BASE_URL, proxy: str | None = None
) -> AsyncWebClient:
    """Return the client for the outbox, which never retries: the outbox waits per channel."""
    return _make_client(token, base_url, proxy, [])


def _make_client(
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
