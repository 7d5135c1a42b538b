"""The route of one document, once, end to end: the only caller of the stages."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from clausewatch import extract
from clausewatch.catalogue.site_search import SiteSearch
from clausewatch.checks.decide import decide, unchanged
from clausewatch.checks.examine import Examination, Task
from clausewatch.checks.observation import Look, others
from clausewatch.checks.outcome import CheckOutcome, DueDocument
from clausewatch.checks.schedule import Timing
from clausewatch.errors import Gone
from clausewatch.model.documents import DocumentId, StoredVersion
from clausewatch.model.pages import NotModified, PageRequest, PageState, Snapshot
from clausewatch.model.reading import Expected, Page, Reading
from clausewatch.whole_numbers import parse_whole_number

KNOWN_VERSIONS = 5
"""Earlier versions that a text is held against before it is told as new."""
VOLATILE_FROM = 1
"""Times that a statement must have come and gone before comparisons pass over it."""


class Fetch(Protocol):
    """Gets one page. Raises FetchError."""

    async def __call__(self, request: PageRequest, now: datetime) -> Snapshot | NotModified:
        """Return the page's bytes, or that it is as it was."""
        ...


class Archive(Protocol):
    """What is on record of a document; asked only where its bytes are others than last time."""

    async def history(self, document_id: DocumentId) -> tuple[StoredVersion, ...]:
        """Return its versions, newest first."""
        ...

    async def snapshots(
        self, document_id: DocumentId, sha256s: Sequence[str]
    ) -> tuple[Snapshot, ...]:
        """Return stored snapshots in the order asked for, those whose bytes are gone left out."""
        ...


class Examine(Protocol):
    """Runs the CPU-heavy part, in a worker process or right here."""

    async def __call__(self, task: Task) -> Examination:
        """Return what the worker found. Raises ExtractError and WorkerError."""
        ...


Search = Callable[[str, datetime], Awaitable[SiteSearch]]
"""Returns what the site of an address offers."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The doors to the world that a check uses."""

    fetch: Fetch
    archive: Archive
    examine: Examine
    renders: bool = False
    """True where pages that need a browser are rendered."""
    search: Search | None = None
    """Looks for the policies of a site whose document cannot be read, where that is done."""


async def check(due: DueDocument, ports: Ports, timing: Timing, now: datetime) -> CheckOutcome:
    """Fetch, read, compare, decide: one document, once.

    Raises FetchError, ExtractError and WorkerError: nothing was learned, `decide.failed` says what
    that means.
    """
    snapshots = await _fetch(due, ports.fetch, now)
    if snapshots is None or _is_as_last_time(due, snapshots):
        return unchanged(due, timing, now)
    history = await ports.archive.history(due.document.id)
    task = await _task(due, snapshots, history, ports.archive)
    found = await ports.examine(task)
    return decide(Look(due, snapshots, found, history, now), timing)


async def _fetch(due: DueDocument, fetch: Fetch, now: datetime) -> tuple[Snapshot, ...] | None:
    """Return the document's pages, or None where every one is as it was.

    A document is fetched whole: if one page changed, all are fetched without conditions, so that
    its text never mixes two states. Any page's failure is the document's.
    """
    is_second_look = due.state.candidate is not None
    if not is_second_look:
        answers = [await _get(due, page, fetch, now) for page in due.pages]
        if all(isinstance(answer, NotModified) for answer in answers):
            return None
        if not any(isinstance(answer, NotModified) for answer in answers):
            return _marked(due, answers)
    bare = [replace(page, etag=None, last_modified=None) for page in due.pages]
    whole = [await _get(due, page, fetch, now, is_fresh=is_second_look) for page in bare]
    return _marked(due, whole)


def _marked(due: DueDocument, answers: Sequence[Snapshot | NotModified]) -> tuple[Snapshot, ...]:
    """Return the pages, each with what of it is the document: it is read alike ever after."""
    chosen = due.document.access.selections
    parts = chosen if len(chosen) == len(answers) else (None,) * len(answers)
    return tuple(
        replace(page, selection=part)
        for page, part in zip(answers, parts, strict=True)
        if isinstance(page, Snapshot)
    )


async def _get(
    due: DueDocument, page: PageState, fetch: Fetch, now: datetime, *, is_fresh: bool = False
) -> Snapshot | NotModified:
    """Get a page from where it moved to; if it is not there any more, from where it was."""
    request = _request(due, page, is_fresh=is_fresh)
    try:
        return await fetch(request, now)
    except Gone:
        if page.moved_to is None:
            raise
        return await fetch(replace(request, url=page.url, etag=None, last_modified=None), now)


def _request(due: DueDocument, page: PageState, *, is_fresh: bool = False) -> PageRequest:
    return PageRequest(
        url=page.moved_to or page.url,
        etag=page.etag,
        last_modified=page.last_modified,
        is_fresh=is_fresh,
        ignore_robots=due.ignore_robots,
        language=due.document.access.language,
        needs_browser=due.document.access.needs_browser,
    )


def _is_as_last_time(due: DueDocument, snapshots: Sequence[Snapshot]) -> bool:
    """True where the bytes are those of the last good look; a candidate waits for a verdict."""
    if due.state.candidate is not None:
        return False
    return [s.sha256 for s in snapshots] == [page.sha256 for page in due.pages]


async def _task(
    due: DueDocument,
    snapshots: Sequence[Snapshot],
    history: tuple[StoredVersion, ...],
    archive: Archive,
) -> Task:
    """Gather what the worker needs; the baseline as the running extractor reads it."""
    document, state = due.document, due.state
    baseline = next((v for v in history if v.id == state.baseline_id), None)
    expected = Expected(document.platform_name, document.kind, document.urls[0])
    return Task(
        pages=pages_of(snapshots),
        expected=expected,
        baseline=baseline.reading if baseline else None,
        baseline_pages=await _older_pages(due, baseline, archive),
        known=_readings(others(history, state)[:KNOWN_VERSIONS]),
        looks=await _looks(due, archive),
        volatile=frozenset(key for key, times in state.volatile if times >= VOLATILE_FROM),
        is_trusted=state.is_trusted,
        has_provisions=True,
    )


def _readings(versions: Sequence[StoredVersion]) -> tuple[Reading, ...]:
    return tuple(version.reading for version in versions)


async def _older_pages(
    due: DueDocument, baseline: StoredVersion | None, archive: Archive
) -> tuple[Page, ...]:
    """Return the baseline's own pages where another extractor release read them."""
    if baseline is None or baseline.reading.extractor == extract.RELEASE:
        return ()
    return pages_of(await archive.snapshots(due.document.id, baseline.snapshots))


async def _looks(due: DueDocument, archive: Archive) -> tuple[tuple[Page, ...], ...]:
    """Return the pages of the candidate's earlier looks."""
    if due.state.candidate is None:
        return ()
    return tuple(
        [
            pages_of(await archive.snapshots(due.document.id, shas))
            for shas in due.state.candidate.looks
        ]
    )


def pages_of(snapshots: Sequence[Snapshot]) -> tuple[Page, ...]:
    """Return the pages as extract reads them."""
    return tuple(
        Page(
            url=snapshot.final_url,
            body=snapshot.body,
            content_type=snapshot.header("content-type") or "text/html",
            status=snapshot.status,
            declared_length=_length(snapshot),
            selection=snapshot.selection,
        )
        for snapshot in snapshots
    )


def _length(snapshot: Snapshot) -> int | None:
    """Return the declared Content-Length where it speaks of the body as it is."""
    declared = snapshot.header("content-length")
    if declared is None or snapshot.header("content-encoding") is not None:
        return None
    return parse_whole_number(declared)
