"""Reanalysis: after a new release of recogniser or taxonomy, provisions are found again.

This runs in the background, a few documents at a time, and notifies nobody; the history of each
record shows what is different. It also serves documents from before there were provisions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import structlog

from clausewatch.errors import WorkerError
from clausewatch.model.document_facts import DocumentFacts
from clausewatch.model.provisions import Provision, VersionAnalysis
from clausewatch.model.reading import Reading
from clausewatch.store import Store

log = structlog.get_logger(__name__)

MAX_PER_TICK = 25
"""Documents of one tick, one after the other, because checks need the workers too."""


class Find(Protocol):
    """Finds provisions in a worker process."""

    async def __call__(self, reading: Reading) -> tuple[Provision, ...]:
        """Return the provisions of a reading. Raises WorkerError."""
        ...


class FindFacts(Protocol):
    """Finds the subprocessors and deadlines of a document in a worker process."""

    async def __call__(self, reading: Reading, kind: str) -> DocumentFacts:
        """Return the facts of a reading. Raises WorkerError."""
        ...


@dataclass(slots=True)
class Reanalyse:
    """One tick: analyses some documents whose records another release made."""

    store: Store
    find: Find
    engine: str
    clock: Callable[[], datetime]
    find_facts: FindFacts
    at_a_time: int = MAX_PER_TICK
    _after: int = 0
    """Documents up to this one have been tried in this round."""

    async def __call__(self) -> int:
        """Return how many documents were analysed."""
        waiting = await self.store.provisions.find_outdated(
            self.engine, self.at_a_time, self._after
        )
        done = 0
        for document in waiting:
            self._after = document.document_id
            try:
                reading = document.version.reading
                provisions = await self.find(reading)
                facts = await self.find_facts(reading, document.kind)
            except WorkerError as fault:
                log.info("not analysed", document=document.document_id, reason=str(fault))
                continue
            analysis = VersionAnalysis(
                provisions,
                provisions,
                (),
                self.engine,
                subprocessors=facts.subprocessors,
                dates=facts.dates,
            )
            now = self.clock()
            done += await self.store.provisions.record_reanalysis(document, analysis, now)
        if len(waiting) < self.at_a_time:
            # The next round starts over, because checks may have filed other versions.
            self._after = 0
        if done:
            log.info("analysed", documents=done)
        return done
