"""How many searches run at once: sites are slow, and readers of pages are few."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from clausewatch.errors import UserError

MAX_SEARCHES = 4
MAX_WORKSPACE_SEARCHES = 2
MAX_BACKGROUND_SEARCHES = 2
"""Of searches that no person waits for: the others are for people."""
BACKGROUND_WAIT_SECONDS = 60.0
"""How long a search that nobody waits for waits itself; then it is left out."""


class TooManySearches(UserError):
    """As many searches run as may."""


class SearchLimits:
    """The places for searches of one process."""

    def __init__(
        self,
        most: int = MAX_SEARCHES,
        of_workspace: int = MAX_WORKSPACE_SEARCHES,
        turn_seconds: float = BACKGROUND_WAIT_SECONDS,
    ) -> None:
        self._places = asyncio.Semaphore(most)
        self._unasked = asyncio.Semaphore(min(most, MAX_BACKGROUND_SEARCHES))
        self._of_workspace = of_workspace
        self._turn_seconds = turn_seconds
        self._running: Counter[int] = Counter()

    @asynccontextmanager
    async def reserve(self, workspace: int) -> AsyncIterator[None]:
        """Take a place for somebody of a workspace. Raises Busy rather than wait for one."""
        if self._running[workspace] >= self._of_workspace:
            raise TooManySearches(
                "Two searches of this workspace are running; try again in a minute."
            )
        if self._places.locked():
            raise TooManySearches("Other searches are running; try again in a minute.")
        self._running[workspace] += 1
        try:
            async with self._places:
                yield
        finally:
            self._running[workspace] -= 1
            self._running += Counter()  # those at nought are forgotten

    @asynccontextmanager
    async def wait_in_background(self) -> AsyncIterator[None]:
        """Wait for a place for a search of our own. Raises Busy where none is free in time."""
        try:
            async with asyncio.timeout(self._turn_seconds):
                await self._taken()
        except TimeoutError:
            raise TooManySearches("Other searches are running; this one is left out.") from None
        try:
            yield
        finally:
            self._places.release()
            self._unasked.release()

    async def _taken(self) -> None:
        await self._unasked.acquire()
        try:
            await self._places.acquire()
        except asyncio.CancelledError:
            self._unasked.release()
            raise
