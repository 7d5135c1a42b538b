"""How long a test waits for another process or task, and the wait for what gives no signal."""

import asyncio
from collections.abc import Callable

PATIENCE_SECONDS = 180.0
"""Only what never comes exceeds it: a busy machine takes ten times as long as an idle one."""


async def wait_until(is_reached: Callable[[], object], pause_seconds: float = 0.01) -> None:
    """Wait for a condition. Raises TimeoutError if it never comes to hold."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not is_reached():  # noqa: ASYNC110  # whoever waits here gets no signal
            await asyncio.sleep(pause_seconds)
