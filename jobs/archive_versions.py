"""Archiving: asks a public web archive to capture new versions, one a minute at most."""

import re
from dataclasses import dataclass

import structlog

from clausewatch.checks.ports import Fetch
from clausewatch.errors import FetchError
from clausewatch.model.pages import PageRequest, Snapshot
from clausewatch.store import Store
from jobs.check_due import Clock

CAPTURE_URL = re.compile(r"https?://[^/\s]{1,200}/web/\d{4,14}[a-z_]{0,4}/\S{1,2000}")
"""How a capture is addressed: the time and the URL of the page."""
log = structlog.get_logger(__name__)


@dataclass(slots=True)
class ArchiveVersions:
    """One tick: at most one request, so the interval of the tick is the rate limit."""

    store: Store
    fetch: Fetch
    save_url: str
    """The URL of a page follows it."""
    clock: Clock

    async def __call__(self) -> bool:
        """Capture the newest version that is due; return whether there was one."""
        now = self.clock()
        wanted = await self.store.captures.claim(now)
        if wanted is None:
            return False
        request = PageRequest(f"{self.save_url}{wanted.url}", is_fresh=True, ignore_robots=True)
        try:
            answer = await self.fetch(request, now)
        except FetchError as fault:
            log.info("version not archived", version=wanted.version_id, reason=fault.reason)
            return True
        url = find_capture_url(answer) if isinstance(answer, Snapshot) else ""
        if url:
            await self.store.captures.record(wanted.version_id, url)
        log.info("version archived" if url else "archive named no capture", url=url)
        return True


def find_capture_url(answer: Snapshot) -> str:
    """Return the URL of the capture that the archive redirected to; empty if it did not."""
    return answer.final_url if CAPTURE_URL.fullmatch(answer.final_url) else ""
