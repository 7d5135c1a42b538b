"""Re-deriving: after an upgrade of the extractor, versions are read again from their snapshots.

This runs in the background, a few versions at a time, and notifies nobody. A version that another
release has read is waiting, so a restart continues where it stopped. A version whose page cannot be
read stays as it is.
"""

from dataclasses import dataclass

import structlog

from clausewatch.checks.examination import Task
from clausewatch.checks.ports import Examine
from clausewatch.errors import ExtractError, StoreError, WorkerError
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Expected
from clausewatch.model.record_ids import VersionId
from clausewatch.store import Store

log = structlog.get_logger(__name__)

MAX_PER_TICK = 50
"""Versions of one tick, one after the other, because checks need the workers too."""


@dataclass(slots=True)
class Rederive:
    """One tick: reads some versions again that an older release has read."""

    store: Store
    examine: Examine
    release: str
    at_a_time: int = MAX_PER_TICK
    _after: int = 0
    """Versions up to this one have been tried since the start."""

    async def __call__(self) -> int:
        """Return how many versions were rewritten."""
        behind = await self.store.versions.find_outdated(self.release, self._after, self.at_a_time)
        rewritten = 0
        for version_id, document_id, extractor in behind:
            # A newer release may run beside this one, and its text is better.
            if _order(extractor) < _order(self.release):
                is_new = await self._rewrite(version_id)
                rewritten += is_new
                if not is_new:
                    log.info("not re-derived", version=version_id, document=document_id)
            self._after = version_id
        if rewritten:
            done, total = await self.store.versions.measure_progress(self.release)
            log.info("re-derived", versions=rewritten, done=done, total=total)
        return rewritten

    async def _rewrite(self, version_id: VersionId) -> bool:
        snapshots = await self.store.versions.load_version_snapshots(version_id)
        if snapshots is None:
            return False
        try:
            found = await self.examine(Task(tuple(map(Snapshot.to_page, snapshots)), Expected()))
            await self.store.versions.replace_reading(version_id, found.reading)
        except (ExtractError, WorkerError):
            return False
        except StoreError:
            raise
        except Exception:
            # Raised, it would recur at every tick, and no version after it would be read.
            log.exception("re-deriving failed", version=version_id)
            return False
        return True


def _order(release: str) -> tuple[int, ...]:
    """Return the order of a release: 2026.9.1 is before 2026.11.1."""
    return tuple(int(part) if part.isdigit() else 0 for part in release.split("."))
