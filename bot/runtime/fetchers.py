"""Fetchers made from the settings: plain requests, and a browser if there is one."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import structlog

from clausewatch.config import Settings, parse_ports, reveal
from clausewatch.fetch import Fetcher, FetchOptions, FetchPorts
from clausewatch.fetch.browser import BrowserFetcher, BrowserOptions, explain_missing_browser
from clausewatch.fetch.fetch_router import FetchRouter
from clausewatch.fetch.subresources import SubresourceFetcher

log = structlog.get_logger(__name__)


def make_fetch_options(settings: Settings) -> FetchOptions:
    """Return the limits and the identification of all requests."""
    return FetchOptions(
        user_agent=settings.user_agent,
        timeout_seconds=settings.fetch_timeout_seconds,
        max_bytes=settings.fetch_max_bytes,
        allow_private=settings.allow_private_addresses,
        ports=parse_ports(settings.fetch_ports),
        proxy=reveal(settings.fetch_proxy),
        ca_bundle=settings.ca_bundle,
        max_connections=settings.check_concurrency * 2,
    )


def make_fetcher(settings: Settings, ports: FetchPorts | None = None) -> Fetcher:
    """Return a fetcher for plain requests; open it with `async with`."""
    return Fetcher(make_fetch_options(settings), ports)


@asynccontextmanager
async def open_web(settings: Settings, ports: FetchPorts) -> AsyncIterator[FetchRouter]:
    """Open the fetcher for all pages; without a browser it fetches every page unrendered."""
    async with AsyncExitStack() as stack:
        plain = await stack.enter_async_context(make_fetcher(settings, ports))
        options = BrowserOptions(
            pages_at_a_time=settings.browser_pages or 1, memory_mb=settings.browser_memory_mb
        )
        missing = (
            "BROWSER_PAGES is 0."
            if settings.browser_pages == 0
            else explain_missing_browser(options)
        )
        if missing is not None:
            log.debug("no browser", reason=missing)
            yield FetchRouter(plain)
            return
        subresources = await stack.enter_async_context(
            SubresourceFetcher(make_fetch_options(settings))
        )
        yield FetchRouter(plain, BrowserFetcher(plain, subresources, options))
