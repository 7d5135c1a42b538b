"""A site and a fetcher that may connect to it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from clausewatch.fetch import Fetcher, FetchOptions, FetchPorts
from tests.clausewatch.fetch.fetch_site import Names, Site, running

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OPTIONS = FetchOptions(
    user_agent="Clausewatch/0.1 (test)", max_bytes=200_000, timeout_seconds=60, allow_private=True
)


@pytest.fixture
def now() -> datetime:
    """Return the time of every test."""
    return NOW


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """Run a loopback site without pages."""
    async with running() as site:
        yield site


@pytest.fixture
async def fetch() -> AsyncIterator[Fetcher]:
    """Open a fetcher that may connect to loopback, the address of all names."""
    async with Fetcher(OPTIONS, FetchPorts(resolver=Names())) as fetcher:
        yield fetcher
