"""Whose turn it is at a host: one request at a time here, and the store's pace across processes."""

import asyncio
from typing import Protocol
from weakref import WeakValueDictionary


class HostGate(Protocol):
    """Keeps the pace at hosts that a fetch is led to; the first host's turn came with the claim."""

    async def wait(self, host: str) -> None:
        """Return when a request to the host (its name, without port) is due."""
        ...


class OpenGate:
    """A gate that never holds anybody up: for a single command, a demo or a test."""

    async def wait(self, host: str) -> None:
        """Return at once."""


class Turns:
    """One request at a time per host within this process; hosts nobody asks take no memory."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, host: str) -> asyncio.Lock:
        """Return what to hold while the host is asked; it is kept for as long as somebody does."""
        return self._locks.setdefault(host, asyncio.Lock())
