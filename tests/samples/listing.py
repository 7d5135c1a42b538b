"""Watchlists as the store hands them out: a page, and the whole that its head speaks of."""

from collections.abc import Sequence

from bot.slack.messages.blocks import Message, View
from bot.slack.messages.home import MAX_PAUSED, PLATFORMS_PER_PAGE, HomeFacts, render_home
from bot.slack.messages.lists import LINES_PER_PAGE, AnswerPage, render_watchlist
from clausewatch.model.documents import Change, Watched, Whole, WorkspaceTotals


def listed(
    watched: Sequence[Watched],
    page: int = 0,
    line: str = "list",
    *,
    is_all: bool = False,
    paused: str | None = None,
) -> Message:
    """Return a page of the list of a channel that has these watches, in whatever order."""
    shown = _ordered(watched)[page * LINES_PER_PAGE :][:LINES_PER_PAGE]
    whole = Whole(len(watched), sum(_ill(each) for each in watched))
    return render_watchlist(shown, AnswerPage(page, line), whole, is_all=is_all, paused=paused)


def home_with(
    watched: Sequence[Watched], changes: tuple[Change, ...], command: str, page: int = 0
) -> View:
    """Return a page of the home of a workspace that has these watches, in whatever order."""
    ordered = _ordered(watched)
    number = min(page, max(len(ordered) - 1, 0) // PLATFORMS_PER_PAGE)
    shown = ordered[number * PLATFORMS_PER_PAGE :][:PLATFORMS_PER_PAGE]
    whole = Whole(len(ordered), sum(_ill(each) for each in ordered))
    return render_home(HomeFacts(_totals(watched), changes, command), shown, whole, page)


def _totals(watched: Sequence[Watched]) -> WorkspaceTotals:
    channels = dict.fromkeys(each.watch.channel for each in watched)
    documents = {status.document.id: status for each in watched for status in each.statuses}
    return WorkspaceTotals(
        watches=len(watched),
        platforms=len({each.watch.platform_key for each in watched}),
        channels=len(channels),
        documents=len(documents),
        ill=sum(status.unreadable is not None for status in documents.values()),
        paused=tuple(channel for channel in channels if channel.paused)[:MAX_PAUSED],
    )


def _ordered(watched: Sequence[Watched]) -> list[Watched]:
    return sorted(watched, key=lambda each: (_ill(each) == 0, each.watch.platform_name))


def _ill(each: Watched) -> int:
    return sum(status.unreadable is not None for status in each.statuses)
