"""Limits how many site searches run at once, because sites are slow and worker processes few."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from clausewatch.errors import UserError

MAX_SEARCHES = 4
MAX_WORKSPACE_SEARCHES = 2
MAX_BACKGROUND_SEARCHES = 2
"""Searches that no person waits for; the other slots are for people."""
BACKGROUND_WAIT_SECONDS = 60.0
"""How long a background search waits for a slot before it is skipped."""


class TooManySearches(UserError):
    """All search slots are taken."""


class SearchLimits:
    """The search slots of one process."""

    def __init__(
        self,
        max_searches: int = MAX_SEARCHES,
        max_workspace_searches: int = MAX_WORKSPACE_SEARCHES,
        background_wait_seconds: float = BACKGROUND_WAIT_SECONDS,
    ) -> None:
        self._slots = asyncio.Semaphore(max_searches)
        self._background_slots = asyncio.Semaphore(min(max_searches, MAX_BACKGROUND_SEARCHES))
        self._max_workspace_searches = max_workspace_searches
        self._background_wait_seconds = background_wait_seconds
        self._running: Counter[int] = Counter()

    @asynccontextmanager
    async def reserve(self, workspace: int) -> AsyncIterator[None]:
        """Hold a slot for a person of a workspace. Raises TooManySearches instead of waiting."""
        if self._running[workspace] >= self._max_workspace_searches:
            raise TooManySearches(
                "Two searches of this workspace are running; try again in a minute."
            )
        if self._slots.locked():
            raise TooManySearches("Other searches are running; try again in a minute.")
        self._running[workspace] += 1
        try:
            async with self._slots:
                yield
        finally:
            self._running[workspace] -= 1
            self._running += Counter()  # Removes workspaces without a running search.

    @asynccontextmanager
    async def reserve_in_background(self) -> AsyncIterator[None]:
        """Wait for a slot and hold it. Raises TooManySearches if none is free in time."""
        try:
            async with asyncio.timeout(self._background_wait_seconds):
                await self._acquire_background_slot()
        except TimeoutError:
            raise TooManySearches("Other searches are running; this one is left out.") from None
        try:
            yield
        finally:
            self._slots.release()
            self._background_slots.release()

    async def _acquire_background_slot(self) -> None:
        await self._background_slots.acquire()
        try:
            await self._slots.acquire()
        except asyncio.CancelledError:
            self._background_slots.release()
            raise
