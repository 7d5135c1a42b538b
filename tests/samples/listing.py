"""Watchlists as the store hands them out: a page, and the whole that its head speaks of."""

from collections.abc import Sequence

from bot.messages.blocks import Message
from bot.messages.lists import LINES_PER_PAGE, Paged, watchlist
from bot.messages.states import is_healthy
from clausewatch.model import Watched, Whole


def listed(
    watched: Sequence[Watched],
    page: int = 0,
    line: str = "list",
    *,
    is_all: bool = False,
    paused: str | None = None,
) -> Message:
    """Return a page of a list of watches that stand in their order already."""
    ill = sum(not is_healthy(status) for each in watched for status in each.statuses)
    shown = watched[page * LINES_PER_PAGE :][:LINES_PER_PAGE]
    whole = Whole(len(watched), ill)
    return watchlist(shown, Paged(page, line), whole, is_all=is_all, paused=paused)
