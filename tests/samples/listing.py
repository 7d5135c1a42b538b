"""Watchlists as the store returns them: a page with the totals of all pages."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.slack.messages import home, lists, worklist
from bot.slack.messages.answers import AnswerPage
from bot.slack.messages.blocks import Message, View
from clausewatch.model.changes import Change
from clausewatch.model.documents import AnyDocumentStatus
from clausewatch.model.reviews import ALL_WAITING, ReviewStep, WorklistFilter
from clausewatch.model.watches import (
    PostingStatus,
    RefusedCard,
    WatchlistSummary,
    WatchStatus,
    WorkspaceTotals,
)

TODAY = date(2026, 3, 2)


def render_watchlist(
    watched: Sequence[WatchStatus],
    page: int = 0,
    line: str = "list",
    *,
    is_all: bool = False,
    paused: str | None = None,
    refused: tuple[RefusedCard, ...] = (),
) -> Message:
    """Return a page of the list of a channel that has these watches, in any order."""
    visible = _sort(watched)[page * lists.PLATFORMS_PER_PAGE :][: lists.PLATFORMS_PER_PAGE]
    whole = _count(watched)
    answer_page = AnswerPage(page, line)
    posting = PostingStatus(paused, refused)
    return lists.render_watchlist(visible, answer_page, whole, is_all=is_all, posting=posting)


def render_home(
    watched: Sequence[WatchStatus],
    changes: tuple[Change, ...],
    command: str,
    page: int = 0,
    *,
    steps: tuple[ReviewStep, ...] = (),
    choice: WorklistFilter = ALL_WAITING,
) -> View:
    """Return a page of the home of a workspace that has these watches, in any order."""
    ordered = _sort(watched)
    number = min(page, max(len(ordered) - 1, 0) // home.PLATFORMS_PER_PAGE)
    visible = ordered[number * home.PLATFORMS_PER_PAGE :][: home.PLATFORMS_PER_PAGE]
    facts = home.HomeFacts(_count_workspace(watched), steps, command)
    documents = (change.document for change in changes)
    platforms = tuple({doc.platform_key: doc.platform_name for doc in documents}.items())
    view = worklist.WorklistView(changes, TODAY, choice, platforms=platforms)
    return home.render_home(facts, view, visible, _count(ordered), page)


def _count(watched: Sequence[WatchStatus]) -> WatchlistSummary:
    doubtful = sum(_count_doubtful(platform.statuses) for platform in watched)
    unreadable = sum(_count_unreadable(platform) for platform in watched)
    return WatchlistSummary(len(watched), unreadable, doubtful)


def _count_doubtful(statuses: Iterable[AnyDocumentStatus]) -> int:
    return sum(status.remark is not None and status.unreadable is None for status in statuses)


def _count_workspace(watched: Sequence[WatchStatus]) -> WorkspaceTotals:
    channels = dict.fromkeys(platform.watch.channel for platform in watched)
    statuses = [status for platform in watched for status in platform.statuses]
    documents = {status.document.id: status for status in statuses}
    paused = tuple(channel for channel in channels if channel.paused)
    return WorkspaceTotals(
        watches=len(watched),
        platforms=len({platform.watch.platform_key for platform in watched}),
        channels=len(channels),
        documents=len(documents),
        unreadable=sum(status.unreadable is not None for status in documents.values()),
        paused=paused[: home.MAX_PAUSED_CHANNELS],
        doubtful=_count_doubtful(documents.values()),
    )


def _sort(watched: Sequence[WatchStatus]) -> list[WatchStatus]:
    """Return the platforms in the order of the store: those with unreadable documents first."""
    return sorted(
        watched, key=lambda each: (_count_unreadable(each) == 0, each.watch.platform_name)
    )


def _count_unreadable(platform: WatchStatus) -> int:
    return sum(status.unreadable is not None for status in platform.statuses)
