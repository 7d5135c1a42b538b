"""What a worker is given: the pages of a check with all that they are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from clausewatch import extract
from clausewatch.checks.examination import Examination, FirstReading, OtherTerms, Task
from clausewatch.checks.front_pages import fetch_page, is_front_page_wanted
from clausewatch.checks.observation import find_baseline, list_others
from clausewatch.checks.outcome import AnnouncedText, DueDocument
from clausewatch.checks.ports import Archive, Ports
from clausewatch.checks.schedule import Timing
from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Expected, Page
from clausewatch.model.record_ids import DocumentId

ONE_DAY = timedelta(days=1)
"""No zone is further from UTC."""
MAX_KNOWN_VERSIONS = 5
"""Earlier versions that a text is compared with before it counts as new."""
MAX_LINKS = 2
"""Links of an announcement that are followed."""
VOLATILE_FROM = 1
"""Times that a statement must have come and gone before comparisons ignore it."""


@dataclass(frozen=True, slots=True)
class LinkedTask:
    """A task with further pages, and the snapshots of those that an announcement links to."""

    task: Task
    snapshots: tuple[Snapshot, ...] = ()


async def make_task(
    due: DueDocument,
    snapshots: Sequence[Snapshot],
    history: Sequence[StoredVersion],
    archive: Archive,
    timing: Timing,
) -> Task:
    """Return the task of a check; stored pages come with it where they must be read again."""
    document, state = due.document, due.state
    baseline = find_baseline(history, state)
    others = list_others(history, state)[:MAX_KNOWN_VERSIONS]
    baseline_pages: tuple[Page, ...] = ()
    if baseline is not None and baseline.reading.extractor != extract.RELEASE:
        stored = await archive.load_snapshots(document.id, baseline.snapshots)
        baseline_pages = tuple(map(Snapshot.to_page, stored))
    earlier_checks = [
        tuple(map(Snapshot.to_page, await archive.load_snapshots(document.id, hashes)))
        for hashes in (state.candidate.page_hashes if state.candidate else ())
    ]
    return Task(
        pages=tuple(map(Snapshot.to_page, snapshots)),
        expected=Expected(document.platform_name, document.kind, document.urls[0]),
        baseline=baseline.reading if baseline else None,
        baseline_pages=baseline_pages,
        known=tuple(version.reading for version in others),
        earlier_checks=tuple(earlier_checks),
        volatile=frozenset(key for key, count in state.volatile if count >= VOLATILE_FROM),
        is_trusted=state.is_trusted,
        is_baseline_in_doubt=state.remark is not None and state.remark.is_doubt,
        announced=await _load_announced(document.id, state.announced, archive),
        needs_confirmation=not timing.is_own_confirmation,
        read_on=snapshots[0].fetched_at.date() if state.baseline_id is None else None,
        recurring=frozenset(key for key, count in state.variants if count >= timing.keeps_variants),
    )


async def _load_announced(
    document_id: DocumentId, announced: AnnouncedText | None, archive: Archive
) -> Page | None:
    """Return the page that an earlier announcement linked to, as it was stored."""
    if announced is None:
        return None
    stored = await archive.load_snapshots(document_id, [announced.sha256])
    return stored[0].to_page() if stored else None


async def add_linked_pages(
    task: Task, examination: Examination, ports: Ports, now: datetime
) -> LinkedTask:
    """Return the task with the pages that would settle what the first examination left open.

    These are the front page of the site if a first page is in doubt, and the pages that an
    announcement on a first page or in a confirmed change links to. A page that cannot be
    fetched is left out.
    """
    if isinstance(examination, FirstReading) and is_front_page_wanted(
        task.expected.url, examination
    ):
        front_page = await ports.front_pages.find(task.expected.url, ports.fetch, now)
        if front_page is not None:
            task = replace(task, front_page=front_page.to_page())
    if not (isinstance(examination, FirstReading | OtherTerms) and examination.announces):
        return LinkedTask(task)
    coming = [each.url for each in examination.told.links if each.on >= now.date() - ONE_DAY]
    found = [await fetch_page(url, ports.fetch, now) for url in coming[:MAX_LINKS]]
    snapshots = tuple(snapshot for snapshot in found if snapshot is not None)
    linked = tuple(map(Snapshot.to_page, snapshots))
    return LinkedTask(replace(task, linked=linked) if linked else task, snapshots)
