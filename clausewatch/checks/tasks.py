"""What a worker is given: the pages of a check with all that they are compared with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from clausewatch import extract
from clausewatch.checks.examination import (
    FirstReading,
    Task,
)
from clausewatch.checks.front_pages import is_front_page_wanted
from clausewatch.checks.observation import find_baseline, list_others
from clausewatch.checks.outcome import DueDocument
from clausewatch.checks.ports import Archive, Ports
from clausewatch.model.documents import StoredVersion
from clausewatch.model.pages import Snapshot
from clausewatch.model.reading import Expected, Page

MAX_KNOWN_VERSIONS = 5
"""Earlier versions that a text is compared with before it counts as new."""
VOLATILE_FROM = 1
"""Times that a statement must have come and gone before comparisons ignore it."""


async def make_task(
    due: DueDocument,
    snapshots: Sequence[Snapshot],
    history: Sequence[StoredVersion],
    archive: Archive,
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
        has_provisions=True,
    )


async def add_front_page(task: Task, first: FirstReading, ports: Ports, now: datetime) -> Task:
    """Return the task with the front page of its site if that would settle a doubt."""
    if not is_front_page_wanted(task.expected.url, first):
        return task
    front_page = await ports.front_pages.find(task.expected.url, ports.fetch, now)
    return task if front_page is None else replace(task, front_page=front_page.to_page())
