"""A site and a fetcher that may reach it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from clausewatch.fetch import Fetcher, FetchOptions, Ports
from tests.clausewatch.fetch.fetch_site import Names, Site, running

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OPTIONS = FetchOptions(
    user_agent="Clausewatch/0.1 (test)", max_bytes=200_000, timeout_seconds=5, allow_private=True
)


@pytest.fixture
def now() -> datetime:
    """The hour at which every test takes place."""
    return NOW


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A loopback site without pages."""
    async with running() as site:
        yield site


@pytest.fixture
async def fetch() -> AsyncIterator[Fetcher]:
    """A fetcher that may reach loopback, where all names lead."""
    async with Fetcher(OPTIONS, Ports(resolver=Names())) as fetcher:
        yield fetcher
