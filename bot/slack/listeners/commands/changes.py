"""`changes`: what became different, newest first."""

from datetime import timedelta

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import Line, page, rebuilt, since, single
from bot.slack.listeners.platform_lookup import BY_KEY, resolve
from bot.slack.messages.answers import Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.formats import format_date
from bot.slack.messages.lists import AnswerPage, render_changes, render_limit_note

OPTIONS = ("since",)
USUAL = timedelta(days=30)
MOST = 200


async def answer(call: Call, line: Line) -> Message | Problem:
    """Return the changes of a platform, of this channel's watchlist, or of all (`all`)."""
    start = since(line.options["since"], call.now) if "since" in line.options else call.now - USUAL
    from_when = f"since {format_date(start.date())}"
    channel = await call.find_channel()
    key, about = None, f"on this channel's watchlist {from_when}"
    channel_id = channel.id if line.rest == "" else None
    if line.rest == "all":
        about = f"in this workspace {from_when}"
    elif line.rest:
        name = single(line, f"{call.command} changes midjourney")
        known = await resolve(call, name, rebuilt("changes", ["{}"], line.options))
        if isinstance(known, Problem):
            return known
        key, about = known.key, f"of {known.name} {from_when}"
    found = await call.context.store.changes.find_recent(
        channel.workspace_id, platform_key=key, since=start, limit=MOST, channel_id=channel_id
    )
    names = [BY_KEY + key] if key else []
    again = rebuilt("changes", names, line.options) if key else _again(line)
    message = render_changes(found, about, AnswerPage(page(line.options), again))
    if len(found) == MOST:
        return Message(message.text, (*message.blocks, render_limit_note(MOST)))
    return message


def _again(line: Line) -> str:
    return " ".join(part for part in ("changes", line.rest, rebuilt("", [], line.options)) if part)
