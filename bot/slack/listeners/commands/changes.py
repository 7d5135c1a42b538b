"""`changes`: what became different, newest first."""

from datetime import timedelta

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import (
    CommandLine,
    format_line,
    parse_since,
    read_page,
    read_single_name,
)
from bot.slack.listeners.platform_lookup import KEY_PREFIX, find_platform
from bot.slack.messages.answers import Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.formats import format_date
from bot.slack.messages.lists import AnswerPage, render_changes, render_limit_note

OPTIONS = ("since",)
DEFAULT_SPAN = timedelta(days=30)
MAX_CHANGES = 200


async def list_changes(call: Call, line: CommandLine) -> Message | Problem:
    """Return the changes of a platform, of this channel's watchlist, or of all (`all`)."""
    start = (
        parse_since(line.options["since"], call.now)
        if "since" in line.options
        else call.now - DEFAULT_SPAN
    )
    from_when = f"since {format_date(start.date())}"
    channel = await call.find_channel()
    key, about = None, f"on this channel's watchlist {from_when}"
    channel_id = channel.id if line.rest == "" else None
    if line.rest == "all":
        about = f"in this workspace {from_when}"
    elif line.rest:
        name = read_single_name(line, f"{call.command} changes midjourney")
        known = await find_platform(call, name, format_line("changes", ["{}"], line.options))
        if isinstance(known, Problem):
            return known
        key, about = known.key, f"of {known.name} {from_when}"
    found = await call.context.store.changes.find_recent(
        channel.workspace_id,
        platform_key=key,
        since=start,
        limit=MAX_CHANGES,
        channel_id=channel_id,
    )
    names = [KEY_PREFIX + key] if key else []
    again = format_line("changes", names, line.options) if key else _format_again(line)
    message = render_changes(found, about, AnswerPage(read_page(line.options), again))
    if len(found) == MAX_CHANGES:
        return Message(message.text, (*message.blocks, render_limit_note(MAX_CHANGES)))
    return message


def _format_again(line: CommandLine) -> str:
    return " ".join(
        part for part in ("changes", line.rest, format_line("", [], line.options)) if part
    )
