"""`unwatch`: take platforms off the channel's watchlist."""

from bot.slack.listeners import channels, undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, format_line, is_all
from bot.slack.listeners.watchlist_lookup import find_watch
from bot.slack.messages.answers import Problem, render_problems, render_sentence
from bot.slack.messages.escape import code
from bot.slack.messages.watch_answers import CONFIRMED, render_unwatch, render_unwatch_all
from clausewatch.model.watches import Watch

OPTIONS = ("confirm",)
"""Set by the button that confirms `unwatch all`."""


async def unwatch_platforms(call: Call, line: CommandLine) -> None:
    """Remove each platform named, and post that with *Undo*."""
    if not line.names:
        example = code(f"{call.command} unwatch midjourney")
        await call.reply(render_sentence(f"Which platform? For example: {example}."))
        return
    channel = await call.find_channel()
    store = call.context.store.watches
    watches = await store.find_in_channel(channel.id)
    if is_all(line.names) and watches and line.options.get("confirm") != CONFIRMED:
        await call.reply(render_unwatch_all([watch.platform_name for watch in watches]))
        return
    template = format_line("unwatch", ["{}"], {})
    matches: list[Watch | Problem] = (
        list(watches)
        if is_all(line.names)
        else [find_watch(call, name, watches, template) for name in line.names]
    )
    keys = dict.fromkeys(match.platform_key for match in matches if isinstance(match, Watch))
    removed = [watch for key in keys if (watch := await store.remove(channel.id, key)) is not None]
    if removed:
        call.refresh_homes(channel.workspace_id)
        names = [watch.platform_name for watch in removed]
        undo_value = undo.encode_unwatch(removed)
        error_code = await call.post(render_unwatch(names, call.user_id, undo_value))
        await channels.handle_post_result(call, channel, error_code)
    problems = [match for match in matches if isinstance(match, Problem)]
    if problems:
        await call.reply(render_problems(problems))
