"""The rate limit of hosts, kept in the store so that it holds across processes."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.runtime.clock import Clock
from clausewatch.store import Store


@dataclass(frozen=True, slots=True)
class StoreRateLimit:
    """Delays requests to hosts that a redirect leads to."""

    store: Store
    pace: timedelta
    """Between two requests to one host."""
    clock: Clock

    async def wait(self, host: str) -> None:
        """Return when a request to the host is due."""
        delay = await self.store.hosts.reserve_slot(host, self.clock(), self.pace)
        await asyncio.sleep(delay.total_seconds())
