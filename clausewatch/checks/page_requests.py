"""Requesting the pages of a document: whole, conditionally where that is possible."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from clausewatch.checks.outcome import DueDocument
from clausewatch.checks.ports import Fetch
from clausewatch.errors import Gone
from clausewatch.model.pages import NotModified, PageRequest, Snapshot


async def request_pages(
    due: DueDocument, fetch: Fetch, now: datetime
) -> tuple[Snapshot, ...] | None:
    """Return the pages of a document, or None if no page is modified. Raises FetchError.

    A document is fetched whole: if one page changed, all are fetched without conditions, so that
    its text never mixes two states. A failure of any page is a failure of the document.
    """
    is_second_check = due.state.candidate is not None
    if not is_second_check:
        answers = [await _request_page(due, number, fetch, now) for number in range(len(due.pages))]
        snapshots = tuple(answer for answer in answers if isinstance(answer, Snapshot))
        if len(snapshots) in {0, len(answers)}:
            return snapshots or None
    pages = tuple(replace(page, etag=None, last_modified=None) for page in due.pages)
    unconditional = replace(due, pages=pages)
    answers = [
        await _request_page(unconditional, number, fetch, now, is_fresh=is_second_check)
        for number in range(len(pages))
    ]
    return tuple(answer for answer in answers if isinstance(answer, Snapshot))


def has_same_bytes(due: DueDocument, snapshots: Sequence[Snapshot]) -> bool:
    """Return whether the bytes are those of the last good check, and no candidate waits."""
    hashes = [snapshot.sha256 for snapshot in snapshots]
    return due.state.candidate is None and hashes == [page.sha256 for page in due.pages]


async def _request_page(
    due: DueDocument, number: int, fetch: Fetch, now: datetime, *, is_fresh: bool = False
) -> Snapshot | NotModified:
    """Fetch one page with its selection, by which it is read from now on.

    It is requested where it has moved to, and at its own URL if it is gone there.
    """
    page, access = due.pages[number], due.document.access
    request = PageRequest(
        url=page.moved_to or page.url,
        etag=page.etag,
        last_modified=page.last_modified,
        is_fresh=is_fresh,
        ignore_robots=due.ignore_robots,
        language=access.language,
        needs_browser=access.needs_browser,
    )
    try:
        answer = await fetch(request, now)
    except Gone:
        if page.moved_to is None:
            raise
        answer = await fetch(replace(request, url=page.url, etag=None, last_modified=None), now)
    has_selections = len(access.selections) == len(due.pages)
    if isinstance(answer, NotModified) or not has_selections:
        return answer
    return replace(answer, selection=access.selections[number])
