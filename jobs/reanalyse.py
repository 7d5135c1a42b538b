"""Re-judge: after a new release of recogniser or taxonomy, provisions are judged anew.

In the background, a few documents at a time, telling nobody; what moved stands in the history of
each record. Documents from before there were provisions come here too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from clausewatch.errors import WorkerError
from clausewatch.model.provisions import Provision, VersionAnalysis
from clausewatch.model.reading import Reading
from clausewatch.store import Store

log = structlog.get_logger(__name__)

MAX_PER_TICK = 25
"""Documents of one tick, one after another: checks need the workers too."""


class Find(Protocol):
    """Finds provisions in a worker process."""

    async def __call__(self, reading: Reading) -> tuple[Provision, ...]:
        """Return the provisions of a reading. Raises WorkerError."""
        ...


@dataclass(slots=True)
class Reanalyse:
    """One tick: judges some documents whose record another release made."""

    store: Store
    find: Find
    engine: str
    clock: Callable[[], datetime]
    at_a_time: int = MAX_PER_TICK
    _after: int = 0
    """Documents up to here were tried in this round."""

    async def __call__(self) -> int:
        """Return how many documents were judged."""
        waiting = await self.store.provisions.find_outdated(
            self.engine, self.at_a_time, self._after
        )
        done = 0
        for one in waiting:
            self._after = one.document_id
            try:
                found = await self.find(one.version.reading)
            except WorkerError as fault:
                log.info("not judged", document=one.document_id, reason=str(fault))
                continue
            held = VersionAnalysis(found, found, (), self.engine)
            done += await self.store.provisions.record_reanalysis(one, held, self.clock())
        if len(waiting) < self.at_a_time:
            # The next round begins at the start: a check may have brought other versions.
            self._after = 0
        if done:
            log.info("judged", documents=done)
        return done
