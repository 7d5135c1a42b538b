"""What a check needs from outside: pages, records, workers and the search of a site."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.checks.examination import Examination, Task
from clausewatch.checks.front_pages import FrontPages
from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import NotModified, PageRequest, Snapshot
from clausewatch.model.record_ids import DocumentId


class Fetch(Protocol):
    """Fetches one page."""

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page, or that it is not modified. Raises FetchError."""
        ...


class Archive(Protocol):
    """The record of a document; a check asks it only if the bytes of the pages differ."""

    async def load_history(self, document_id: DocumentId) -> tuple[StoredVersion, ...]:
        """Return the versions, newest first."""
        ...

    async def load_snapshots(
        self, document_id: DocumentId, sha256s: Sequence[str]
    ) -> tuple[Snapshot, ...]:
        """Return stored snapshots in the same order, without those whose bytes are deleted."""
        ...


class Examine(Protocol):
    """Runs the CPU-heavy part, in a worker process or in this one."""

    async def __call__(self, task: Task) -> Examination:
        """Return the examination. Raises ExtractError and WorkerError."""
        ...


Search = Callable[[str, datetime], Awaitable[SiteSearch]]
"""Returns the policies that the site of a URL links to."""


@dataclass(frozen=True, slots=True)
class Ports:
    """What a check needs from outside."""

    fetch: Fetch
    archive: Archive
    examine: Examine
    renders: bool = False
    """True if a browser renders the pages that need one."""
    search: Search | None = None
    """Searches a site for a document that is missing; None if nothing is searched."""
    front_pages: FrontPages = field(default_factory=FrontPages)
    """The front pages of sites, for first pages that may be one."""
