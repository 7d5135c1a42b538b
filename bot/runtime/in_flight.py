"""Which listeners are under way: Slack has its answer before the work is done."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

MANY = 8
"""Listeners under way from which on work waits for requests that are still to be acknowledged."""
CALM_SECONDS = 0.03
"""Without a new request for as long, a burst is over."""
MOST_WAIT_SECONDS = 0.5
GIVEN_WAY_SECONDS = 0.3
"""So long after the last request other work stands back: a site search may take much longer."""


class Running:
    """Counts listeners under way, so that a stop or a console can wait for them."""

    def __init__(self) -> None:
        self._count = 0
        self._last_came = 0.0
        self._idle = asyncio.Event()
        self._idle.set()
        self._one_a_turn = asyncio.Lock()

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Count one listener for as long as the block runs."""
        self._count += 1
        self._last_came = asyncio.get_running_loop().time()
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if self._count == 0:
                self._idle.set()

    async def calm(self) -> None:
        """Return at once, or in a burst of requests once the last of them has come.

        Work that is begun meanwhile would take its time from the acknowledgements of the others.
        """
        time = asyncio.get_running_loop().time
        began = time()
        while self._count >= MANY and time() - began < MOST_WAIT_SECONDS:
            rest = self._last_came + CALM_SECONDS - time()
            if rest <= 0:
                return
            await asyncio.sleep(rest)

    async def quiet(self) -> None:
        """Return at once, or where somebody has just asked once they have their answer.

        For work that nobody waits for. Those that waited go on one a turn of the loop, so that who
        asks next is not behind all of them.
        """
        if not self._count:
            return
        rest = self._last_came + GIVEN_WAY_SECONDS - asyncio.get_running_loop().time()
        if rest <= 0:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(rest):
                await self._idle.wait()
        async with self._one_a_turn:
            await asyncio.sleep(0)

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
