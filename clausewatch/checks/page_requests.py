"""Requesting the pages of a document: whole, conditionally where that is possible."""

from dataclasses import replace
from datetime import datetime, timedelta

from clausewatch.checks.observation import PageAnswers
from clausewatch.checks.outcome import DueDocument
from clausewatch.checks.ports import Fetch
from clausewatch.errors import Gone
from clausewatch.model.pages import NotModified, PageRequest, PageState, Snapshot


async def request_pages(
    due: DueDocument, fetch: Fetch, trust_304_for: timedelta, now: datetime
) -> PageAnswers:
    """Request the pages of a document. Raises FetchError.

    A document is fetched whole: if one page changed, all are fetched without conditions, so that
    its text never mixes two states. They are fetched so as well if a 304 is no longer believed,
    because some servers answer 304 whatever happened to the page. A failure of any page is a
    failure of the document.
    """
    is_second_check = due.state.candidate is not None
    follows_304 = False
    if not (is_second_check or due.has_false_validators):
        answers = [await _request_page(due, number, fetch, now) for number in range(len(due.pages))]
        snapshots = tuple(answer for answer in answers if isinstance(answer, Snapshot))
        if len(snapshots) == len(answers):
            return PageAnswers(snapshots)
        follows_304 = not snapshots
        if follows_304 and all(is_304_believed(page, trust_304_for, now) for page in due.pages):
            return PageAnswers()
    pages = tuple(replace(page, etag=None, last_modified=None) for page in due.pages)
    unconditional = replace(due, pages=pages)
    is_fresh = is_second_check or follows_304
    answers = [
        await _request_page(unconditional, number, fetch, now, is_fresh=is_fresh)
        for number in range(len(pages))
    ]
    snapshots = tuple(answer for answer in answers if isinstance(answer, Snapshot))
    return PageAnswers(snapshots, follows_304)


def is_304_believed(page: PageState, trust_304_for: timedelta, now: datetime) -> bool:
    """Return whether the host sent the whole page lately enough to believe a 304."""
    return page.received_at is not None and now - page.received_at < trust_304_for


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
