"""`list`: the watchlist of the channel, or of the whole workspace."""

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine, read_page
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code
from bot.slack.messages.lists import PLATFORMS_PER_PAGE, AnswerPage, render_watchlist
from clausewatch.store import ListPage


async def list_watches(call: Call, line: CommandLine) -> Message:
    """Return the watches with the health of their documents, in words."""
    if line.rest not in {"", "all"}:
        raise ArgumentError(
            f"{code('list')} takes nothing or {code('all')}; for one platform use {code('show')}."
        )
    channel = await call.find_channel()
    is_all = line.rest == "all"
    paged = AnswerPage(read_page(line.options), "list all" if is_all else "list")
    watched, whole = await call.context.store.watchlists.read_page(
        channel.workspace_id,
        None if is_all else channel.id,
        ListPage(paged.number, PLATFORMS_PER_PAGE),
        call.now,
    )
    paused = None if is_all else channel.paused
    return render_watchlist(watched, paged, whole, is_all=is_all, paused=paused)
