"""`list`: the watchlist of the channel, or of the whole workspace."""

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import (
    ArgumentError,
    CommandLine,
    is_all,
    read_page,
)
from bot.slack.listeners.doubtful_lines import names_all
from bot.slack.listeners.starters import list_starters
from bot.slack.messages.answers import AnswerPage
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code
from bot.slack.messages.lists import PLATFORMS_PER_PAGE, render_watchlist
from clausewatch.model.watches import PostingStatus
from clausewatch.store import ListPage


async def list_watches(call: Call, line: CommandLine) -> Message:
    """Return one page of the watches, with the health of their documents."""
    is_whole = is_all(line.names) or names_all(line.rest)
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
    if is_whole:
        return render_watchlist(watches, page, summary, is_all=True)
    refused = await call.context.store.worklist.find_refused(channel.workspace_id, channel.id)
    posting = PostingStatus(channel.paused, refused)
    starters = () if watches else list_starters(call)
    return render_watchlist(watches, page, summary, posting=posting, starters=starters)
