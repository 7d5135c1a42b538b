"""`mute` and `unmute`: pause and resume the notifications about platforms in a channel."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.slack.listeners import channels, undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.card_actions import find_platform_name, refresh_muted_card
from bot.slack.listeners.command_line import CommandLine, format_line, is_all
from bot.slack.listeners.option_values import parse_end
from bot.slack.listeners.watchlist_lookup import find_watch
from bot.slack.messages.answers import Problem, render_problems, render_sentence
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_time
from bot.slack.messages.mutes import render_mute, render_unmute
from bot.slack.messages.reviews import MUTE_DAYS
from clausewatch.model.watches import Channel, Watch
from clausewatch.store import Mute

OPTIONS = ("for",)
MAX_DAYS = 365
MAX_LISTED = 20
_SPAN = re.compile(
    r"(?P<names>.*?[^\s,])[\s,]++(?:for\s+)?(?P<span>\d{1,4}\s*(?:[hdwmy]|(?:min(?:ute)?|hour|day|week|month|quarter|year)s?))",
    re.IGNORECASE | re.DOTALL,
)


async def mute_platforms(call: Call, line: CommandLine) -> None:
    """Mute each platform named in this channel, and post that with *Unmute*."""
    channel = await call.find_channel()
    line = read_trailing_span(line)
    if not line.names:
        await call.reply(render_sentence(await _list_mutes(call, channel)))
        return
    until = call.now + timedelta(days=MUTE_DAYS)
    if "for" in line.options:
        until = parse_end(line.options["for"], call.now, "for", MAX_DAYS)
    matches = await _find_watches(call, line, format_line("mute", ["{}"], line.options))
    watches = {watch.platform_key: watch for watch in matches if isinstance(watch, Watch)}
    for key in watches:
        await call.context.store.mutes.mute(Mute(channel.id, key, until, call.user_id), call.now)
    if watches:
        call.refresh_homes(channel.workspace_id)
        names = [watch.platform_name for watch in watches.values()]
        undo_value = undo.encode_watch(list(watches.values()))
        error_code = await call.post(render_mute(names, call.user_id, until, undo_value))
        await channels.handle_post_result(call, channel, error_code, "The mute is set.")
    problems = [match for match in matches if isinstance(match, Problem)]
    if problems:
        await call.reply(render_problems(problems))


def read_trailing_span(line: CommandLine) -> CommandLine:
    """Return the line with a span typed after the names, as in `mute figma 7d`, as `for:`."""
    match = _SPAN.fullmatch(line.rest)
    if match is None or "for" in line.options:
        return line
    return replace(line, rest=match["names"], options={**line.options, "for": match["span"]})


async def _list_mutes(call: Call, channel: Channel) -> str:
    """Return the mutes of this channel, with an example of the verb."""
    mutes = await call.context.store.mutes.find_in_channel(channel.id, call.now)
    example = code(f"{call.command} mute midjourney for:7d")
    lines = []
    for mute in mutes[:MAX_LISTED]:
        name = await find_platform_name(call, channel.workspace_id, mute.platform_key)
        lines.append(f"• *{escape(name, 100)}* until {format_time(mute.until)}")
    head = "Muted in this channel:" if lines else "Nothing is muted in this channel."
    return "\n".join([head, *lines, f"To mute a platform, enter its name, such as {example}."])


async def _find_watches(call: Call, line: CommandLine, template: str) -> list[Watch | Problem]:
    """Return the watch that each name means, or a problem."""
    channel = await call.find_channel()
    watches = await call.context.store.watches.find_in_channel(channel.id)
    if is_all(line.names):
        return list(watches) or [Problem("This channel isn't watching anything yet.")]
    return [find_watch(call, name, watches, template) for name in line.names]


async def unmute_platforms(call: Call, line: CommandLine) -> None:
    """End the mutes of the platforms named, or without a name all mutes of the channel."""
    channel = await call.find_channel()
    mutes = call.context.store.mutes
    problems: list[Problem] = []
    if line.names:
        matches = await _find_watches(call, line, format_line("unmute", ["{}"], {}))
        problems = [match for match in matches if isinstance(match, Problem)]
        keys = [match.platform_key for match in matches if isinstance(match, Watch)]
    else:
        active = await mutes.find_in_channel(channel.id, call.now)
        keys = [mute.platform_key for mute in active]
    ended = [
        mute for key in keys if (mute := await mutes.unmute(channel.id, key, call.now)) is not None
    ]
    if ended:
        await _post_unmute(call, channel, ended)
    elif not problems:
        sentence = "It isn't muted here." if len(keys) == 1 else "Nothing is muted here."
        await call.reply(render_sentence(sentence))
    if problems:
        await call.reply(render_problems(problems))


async def _post_unmute(call: Call, channel: Channel, mutes: list[Mute]) -> None:
    """Update the cards on which the mutes were made, and post that they are over."""
    for mute in mutes:
        await refresh_muted_card(call, channel.workspace_id, mute)
    await call.schedule_jobs()
    names = [
        await find_platform_name(call, channel.workspace_id, mute.platform_key) for mute in mutes
    ]
    error_code = await call.post(render_unmute(names, call.user_id))
    await channels.handle_post_result(call, channel, error_code, "The mute has ended.")
