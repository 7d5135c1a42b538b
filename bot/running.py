"""Which listeners are under way: Slack has its answer before the work is done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Running:
    """Counts listeners under way, so that a stop or a console can wait for them."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Count one listener for as long as the block runs."""
        self._count += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if self._count == 0:
                self._idle.set()

    async def drained(self, timeout_seconds: float = 30.0) -> bool:
        """Wait until none is under way; False where that took too long."""
        # Bolt starts the listener of an event only after it has acknowledged it
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(timeout_seconds):
                while self._count:
                    await self._idle.wait()
        except TimeoutError:
            return False
        return True
