"""`unwatch`: take platforms off the channel's watchlist."""

from bot.slack.listeners import channels, undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, format_line
from bot.slack.listeners.watchlist_lookup import find_watch
from bot.slack.messages.answers import Problem, render_problems, render_sentence
from bot.slack.messages.escape import code
from bot.slack.messages.watch_answers import render_unwatch
from clausewatch.model.watches import Watch


async def unwatch_platforms(call: Call, line: CommandLine) -> None:
    """Remove each platform named; tell the channel, with *Undo*."""
    if not line.names:
        example = code(f"{call.command} unwatch midjourney")
        await call.reply(render_sentence(f"Which platform? Type its name, such as {example}."))
        return
    channel = await call.find_channel()
    watched = await call.context.store.watches.find_in_channel(channel.id)
    template = format_line("unwatch", ["{}"], {})
    found = [find_watch(call, name, watched, template) for name in line.names]
    removed = [
        gone
        for watch in dict.fromkeys(w.platform_key for w in found if isinstance(w, Watch))
        if (gone := await call.context.store.watches.remove(channel.id, watch)) is not None
    ]
    if removed:
        call.refresh_homes(channel.workspace_id)
        names = [watch.platform_name for watch in removed]
        value = undo.encode_unwatch(removed)
        said = await call.post(render_unwatch(names, call.user_id, value))
        await channels.handle_post_result(call, channel, said)
    faults = [each for each in found if isinstance(each, Problem)]
    if faults:
        await call.reply(render_problems(faults))
