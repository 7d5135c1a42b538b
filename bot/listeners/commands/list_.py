"""`list`: the watchlist of the channel, or of the whole workspace."""

from bot.listeners.call import Call
from bot.listeners.parsing import ArgumentError, Line, page
from bot.messages.blocks import Message
from bot.messages.escape import code
from bot.messages.lists import Paged, watchlist
from bot.watchlists import with_statuses


async def answer(call: Call, line: Line) -> Message:
    """Return the watches with the health of their documents, in words."""
    if line.rest not in {"", "all"}:
        raise ArgumentError(
            f"{code('list')} takes nothing or {code('all')}; for one platform use {code('show')}."
        )
    channel = await call.channel()
    is_all = line.rest == "all"
    store = call.house.store
    watches = await (
        store.watches.in_workspace(channel.workspace_id)
        if is_all
        else store.watches.in_channel(channel.id)
    )
    watched = await with_statuses(store, channel.workspace_id, watches, call.now)
    paged = Paged(page(line.options), "list all" if is_all else "list")
    return watchlist(watched, paged, is_all=is_all, paused=None if is_all else channel.paused)
