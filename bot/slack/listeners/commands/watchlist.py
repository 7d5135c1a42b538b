"""`list`: the watchlist of the channel, or of the whole workspace."""

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import (
    ArgumentError,
    CommandLine,
    format_line,
    is_all,
    read_page,
)
from bot.slack.listeners.request_words import fold_word, is_ignored, split_words
from bot.slack.messages.answers import AnswerPage, Choice
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code
from bot.slack.messages.lists import PLATFORMS_PER_PAGE, render_watchlist
from clausewatch.catalogue.starter_lists import find_starter_lists
from clausewatch.store import ListPage


async def list_watches(call: Call, line: CommandLine) -> Message:
    """Return one page of the watches, with the health of their documents."""
    is_whole = is_all(line.names) or _names_all(line.rest)
    if line.rest and not is_whole:
        raise ArgumentError(
            f"{code('list')} works alone or with {code('all')}. For one platform, use"
            f" {code('show')}."
        )
    channel = await call.find_channel()
    page = AnswerPage(read_page(line.options), "list all" if is_whole else "list")
    watches, summary = await call.context.store.watchlists.read_page(
        channel.workspace_id,
        None if is_whole else channel.id,
        ListPage(page.number, PLATFORMS_PER_PAGE),
        call.now,
    )
    pause_reason = None if is_whole else channel.paused
    starters = () if watches or is_whole else list_starters(call)
    return render_watchlist(
        watches, page, summary, is_all=is_whole, paused=pause_reason, starters=starters
    )


def _names_all(text: str) -> bool:
    """Return whether a text says no more than `all`: `all vendors in this workspace`."""
    words = [fold_word(word) for word in split_words(text)]
    return words[:1] == ["all"] and all(
        is_ignored(word) or word in {"all", "platforms", "workspace"} for word in words
    )


def list_starters(call: Call) -> tuple[Choice, ...]:
    """Return the first watchlists by trade, each with the command line that watches it."""
    return tuple(
        Choice(
            f"{starter.name} ({len(starter.platforms)})",
            "",
            format_line("watch", [KEY_PREFIX + platform.key for platform in starter.platforms], {}),
        )
        for starter in find_starter_lists(call.context.catalogue)
    )
