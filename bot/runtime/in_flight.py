"""Listeners in flight: Slack has its acknowledgement, their work is not done yet."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

BURST_SIZE = 8
"""Listeners in flight from which on their work waits for requests still to be acknowledged."""
LULL_SECONDS = 0.03
"""A burst is over after as long without a new request."""
MAX_WAIT_SECONDS = 0.5
YIELD_SECONDS = 0.3
"""Background work yields for as long after a request; a site search may take much longer."""


class InFlight:
    """Counts listeners in flight, so that a shutdown or a console can wait for them."""

    def __init__(self) -> None:
        self._count = 0
        self._last_request_at = 0.0
        self._idle = asyncio.Event()
        self._idle.set()
        self._resume_lock = asyncio.Lock()

    @asynccontextmanager
    async def track(self) -> AsyncIterator[None]:
        """Count one listener while the block runs."""
        self._count += 1
        self._last_request_at = asyncio.get_running_loop().time()
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if self._count == 0:
                self._idle.set()

    async def wait_for_lull(self) -> None:
        """Return at once or, in a burst of requests, after the last of them has arrived.

        Work that starts during a burst would delay the acknowledgements of the other requests.
        """
        time = asyncio.get_running_loop().time
        start = time()
        while self._count >= BURST_SIZE and time() - start < MAX_WAIT_SECONDS:
            seconds_left = self._last_request_at + LULL_SECONDS - time()
            if seconds_left <= 0:
                return
            await asyncio.sleep(seconds_left)

    async def yield_to_requests(self) -> None:
        """Return at once or, after a recent request, when its listener is done.

        For background work. Callers resume one per turn of the event loop, so that the next
        request does not wait for all of them.
        """
        if not self._count:
            return
        seconds_left = self._last_request_at + YIELD_SECONDS - asyncio.get_running_loop().time()
        if seconds_left <= 0:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds_left):
                await self._idle.wait()
        async with self._resume_lock:
            await asyncio.sleep(0)

    async def drain(self, timeout_seconds: float = 30.0) -> bool:
        """Wait until no listener is in flight; return False after the time-out."""
        # Bolt starts the listener of an event only after it has acknowledged the event
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(timeout_seconds):
                while self._count:
                    await self._idle.wait()
        except TimeoutError:
            return False
        return True
