"""`log`: who decided what about which change, and when."""

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
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages.answers import AnswerPage, Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.review_log import render_log
from clausewatch.model.record_ids import ChangeId, record_id, record_number

DEFAULT_SPAN = timedelta(days=90)
MAX_STEPS = 500


async def show_log(call: Call, line: CommandLine) -> Message | Problem:
    """Return the review steps of the workspace, of one platform or of one change, newest first."""
    period = read_period(line.options, call.now, DEFAULT_SPAN)
    subject = period.text
    change_id, key, same_name = None, None, ""
    name = line.rest and read_single_name(line, f"{call.command} log midjourney")
    if name and (number := record_number("C", name)) is not None:
        change_id, same_name = ChangeId(number), record_id("C", number)
        subject = f"for {same_name}"
    elif name and not is_all(line.names):
        platform = await find_platform(call, name, format_line("log", ["{}"], line.options))
        if isinstance(platform, Problem):
            return platform
        key, same_name = platform.key, f"{KEY_PREFIX}{platform.key}"
        subject = f"for {platform.name} {subject}"
    steps = await call.context.store.review_log.find(
        await call.find_workspace(),
        change_id=change_id,
        platform_key=key,
        since=None if change_id else period.start,
        until=None if change_id else period.end,
        limit=MAX_STEPS,
    )
    same_line = format_line("log", [same_name] if same_name else [], line.options)
    return render_log(steps, subject, AnswerPage(read_page(line.options), same_line))
