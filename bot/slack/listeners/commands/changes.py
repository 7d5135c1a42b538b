"""`changes`: recent changes, newest first."""

from datetime import timedelta

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import (
    CommandLine,
    format_line,
    is_all,
    read_page,
    read_single_name,
)
from bot.slack.listeners.date_ranges import read_period
from bot.slack.listeners.option_values import parse_choice
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages.answers import AnswerPage, Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.lists import render_changes, render_limit_note

OPTIONS = ("since", "until", "about")
TOPICS = ("subprocessors",)
"""What `about:` takes."""
DEFAULT_SPAN = timedelta(days=30)
MAX_CHANGES = 200


async def list_changes(call: Call, line: CommandLine) -> Message | Problem:
    """Return the changes of a platform, of this channel's watchlist, or of all (`all`)."""
    period = read_period(line.options, call.now, DEFAULT_SPAN)
    channel = await call.find_channel()
    key, subject = None, f"on this channel's watchlist {period.text}"
    if is_all(line.names):
        subject = f"in this workspace {period.text}"
    elif line.rest:
        name = read_single_name(line, f"{call.command} changes midjourney")
        platform = await find_platform(call, name, format_line("changes", ["{}"], line.options))
        if isinstance(platform, Problem):
            return platform
        key, subject = platform.key, f"for {platform.name} {period.text}"
    changes = await call.context.store.changes.find_recent(
        channel.workspace_id,
        platform_key=key,
        since=period.start,
        until=period.end,
        limit=MAX_CHANGES,
        channel_id=None if line.rest else channel.id,
    )
    is_cut = len(changes) == MAX_CHANGES
    if "about" in line.options:
        topic = parse_choice(line.options["about"], "about", TOPICS)
        changes = tuple(change for change in changes if change.comparison.subprocessors)
        subject = f"{subject} about {topic}"
    page = AnswerPage(read_page(line.options), _format_same_line(line, key))
    message = render_changes(changes, subject, page)
    if is_cut:
        return Message(message.text, (*message.blocks, render_limit_note(MAX_CHANGES)))
    return message


def _format_same_line(line: CommandLine, key: str | None) -> str:
    """Return the command line that gives the same answer, with the platform by its key."""
    if key:
        return format_line("changes", [KEY_PREFIX + key], line.options)
    options = format_line("", [], line.options)
    return " ".join(part for part in ("changes", line.rest, options) if part)
