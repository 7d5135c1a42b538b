"""The *Paste a list* modal: a vendor register becomes a watchlist, with a report per line."""

from collections.abc import Mapping

from bot.slack import ids
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.commands.watch import add_watches, make_requests, merge_requests
from bot.slack.listeners.list_file import Row, parse_rows
from bot.slack.listeners.modal_fields import CHOOSE_CHANNEL, has_channel, read_choice, read_text
from bot.slack.listeners.watch_options import WatchOptions
from bot.slack.messages.answers import Problem, render_problems
from bot.slack.messages.pasted_list import MAX_LINES, LineReport, render_paste, render_report
from clausewatch.store import NewWatch

ADDED, WATCHED = "added", "already watched"


async def open_paste(call: Call) -> None:
    """Open the *Paste a list* modal."""
    view = render_paste(call.channel_id)
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


def find_paste_errors(call: Call) -> Mapping[str, str]:
    """Return the errors of *Paste a list*, by block id."""
    try:
        rows = _read_rows(call)
    except ArgumentError as fault:
        return {ids.PASTE_BLOCK: str(fault)}
    if not rows:
        return {ids.PASTE_BLOCK: "Paste one name, domain or URL per line."}
    if len(rows) > MAX_LINES:
        return {ids.PASTE_BLOCK: f"That's {len(rows)} lines; the limit is {MAX_LINES}."}
    if not has_channel(call, ids.CHANNEL_BLOCK):
        return {ids.CHANNEL_BLOCK: CHOOSE_CHANNEL}
    return {}


async def submit_paste(call: Call) -> None:
    """Watch what the lines name, and report on each line to the person."""
    channel_call = call.move_to(read_choice(call, ids.CHANNEL_BLOCK))
    rows = _read_rows(call)
    names = [row.name for row in rows]
    results = await make_requests(channel_call, names, WatchOptions(), 'watch "{}"')
    channel = await channel_call.find_channel()
    watches = await call.context.store.watches.find_in_channel(channel.id)
    known_keys = {watch.platform_key for watch in watches}
    requests = merge_requests([result for result in results if isinstance(result, NewWatch)])
    if requests:
        await add_watches(channel_call, requests, WatchOptions())
    reports = [
        _describe(row, result, known_keys) for row, result in zip(rows, results, strict=True)
    ]
    await channel_call.reply(render_report(reports))
    problems = [result for result in results if isinstance(result, Problem) and result.choices]
    if problems:
        await channel_call.reply(render_problems(problems))


def _read_rows(call: Call) -> tuple[Row, ...]:
    """Return the rows of all fields. Raises ArgumentError."""
    blocks = (ids.PASTE_BLOCK, *ids.PASTE_MORE_BLOCKS)
    parts = [read_text(call, block_id) for block_id in blocks]
    return parse_rows("\n".join(part.strip("\n") for part in parts if part.strip()))


def _describe(row: Row, result: NewWatch | Problem, known_keys: set[str]) -> LineReport:
    if isinstance(result, Problem):
        return LineReport(row.line, row.name, result.sentence, is_done=False)
    outcome = WATCHED if result.platform_key in known_keys else ADDED
    return LineReport(row.line, row.name, f"{outcome} as {result.platform_name}", is_done=True)
