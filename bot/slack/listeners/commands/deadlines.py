"""`deadlines`: the days that changes and announcements name, the next first."""

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine
from bot.slack.listeners.doubtful_lines import names_all
from bot.slack.messages.blocks import Message
from bot.slack.messages.deadlines import MAX_LISTED, render_deadlines
from bot.slack.messages.escape import code


async def list_deadlines(call: Call, line: CommandLine) -> Message:
    """Return the coming deadlines of this channel, or of the workspace with `all`."""
    is_whole = names_all(line.rest)
    if line.rest and not is_whole:
        raise ArgumentError(f"{code('deadlines')} works alone or with {code('all')}.")
    channel = await call.find_channel()
    deadlines = await call.context.store.deadlines.find_upcoming(
        channel.workspace_id,
        call.now.date(),
        channel_id=None if is_whole else channel.id,
        limit=MAX_LISTED,
    )
    place = "in this workspace" if is_whole else "in this channel"
    return render_deadlines(deadlines, call.now.date(), place, call.command)
