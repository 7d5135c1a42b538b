"""Rate limits per host: one request at a time in this process, and a pace across processes."""

import asyncio
from typing import Protocol
from weakref import WeakValueDictionary


class RateLimit(Protocol):
    """The pace at hosts that a fetch is redirected to; the claim already paced the first host."""

    async def wait(self, host: str) -> None:
        """Return when a request to the host (its name, without port) is due."""
        ...


class NoRateLimit:
    """A rate limit that never waits: for a single command, a demo or a test."""

    async def wait(self, host: str) -> None:
        """Return at once."""


class HostLocks:
    """One lock per host, so that a host gets one request at a time; unused locks are freed."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def get(self, host: str) -> asyncio.Lock:
        """Return the lock of a host; it lives for as long as a caller keeps it."""
        return self._locks.setdefault(host, asyncio.Lock())
