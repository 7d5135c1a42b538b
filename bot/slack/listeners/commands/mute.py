"""`mute` and `unmute`: tell a channel nothing of platforms for a while, and again."""

import re
from dataclasses import replace
from datetime import timedelta

from bot.slack.listeners import channels, undo
from bot.slack.listeners.call import Call
from bot.slack.listeners.card_actions import find_platform_name, refresh_muted_card
from bot.slack.listeners.command_line import CommandLine, format_line, parse_span
from bot.slack.listeners.watchlist_lookup import find_watch
from bot.slack.messages.answers import Problem, render_problems, render_sentence
from bot.slack.messages.card import MUTE_DAYS
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_time
from bot.slack.messages.mutes import render_mute, render_unmute
from clausewatch.model.watches import Channel, Watch
from clausewatch.store import Mute

OPTIONS = ("for",)
MAX_DAYS = 365
MAX_LISTED = 20
_SPAN = re.compile(
    r"(?P<names>.*?[^\s,])[\s,]++(?:for\s+)?(?P<span>\d{1,4}\s*(?:[hdwmy]|(?:hour|day|week|month)s?))",
    re.IGNORECASE | re.DOTALL,
)


async def mute_platforms(call: Call, line: CommandLine) -> None:
    """Mute each platform named in this channel; tell the channel, with *Unmute*."""
    channel = await call.find_channel()
    line = read_trailing_span(line)
    if not line.names:
        await call.reply(render_sentence(await _list_mutes(call, channel)))
        return
    usual = timedelta(days=MUTE_DAYS)
    length = parse_span(line.options["for"], "for", MAX_DAYS) if "for" in line.options else usual
    watched = await call.context.store.watches.find_in_channel(channel.id)
    template = format_line("mute", ["{}"], line.options)
    found = [find_watch(call, name, watched, template) for name in line.names]
    chosen = {watch.platform_key: watch for watch in found if isinstance(watch, Watch)}
    until = call.now + length
    for key in chosen:
        await call.context.store.mutes.mute(Mute(channel.id, key, until, call.user_id), call.now)
    if chosen:
        call.refresh_homes(channel.workspace_id)
        names = [watch.platform_name for watch in chosen.values()]
        keys = undo.encode_watch(list(chosen.values()))
        said = await call.post(render_mute(names, call.user_id, until, keys))
        await channels.handle_post_result(call, channel, said, "It is muted.")
    faults = [each for each in found if isinstance(each, Problem)]
    if faults:
        await call.reply(render_problems(faults))


def read_trailing_span(line: CommandLine) -> CommandLine:
    """Return the line with the span that was typed as words: `mute figma 7d`, `… for 2 weeks`."""
    match = _SPAN.fullmatch(line.rest)
    if match is None or "for" in line.options:
        return line
    return replace(line, rest=match["names"], options={**line.options, "for": match["span"]})


async def _list_mutes(call: Call, channel: Channel) -> str:
    """Return what is muted here, and how one is named."""
    mutes = await call.context.store.mutes.find_in_channel(channel.id, call.now)
    example = code(f"{call.command} mute midjourney for:7d")
    lines = []
    for mute in mutes[:MAX_LISTED]:
        name = await find_platform_name(call, channel.workspace_id, mute.platform_key)
        lines.append(f"• *{escape(name, 100)}* until {format_time(mute.until)}")
    head = "Muted in this channel:" if lines else "Nothing is muted in this channel."
    return "\n".join([head, *lines, f"Name a platform to mute it, such as {example}."])


async def unmute_platforms(call: Call, line: CommandLine) -> None:
    """Tell the channel of the platforms named again; without a name, of all that are muted."""
    channel = await call.find_channel()
    store = call.context.store
    now = await store.mutes.find_in_channel(channel.id, call.now)
    faults: list[Problem] = []
    keys = [each.platform_key for each in now]
    if line.names:
        watched = await store.watches.find_in_channel(channel.id)
        template = format_line("unmute", ["{}"], {})
        found = [find_watch(call, name, watched, template) for name in line.names]
        faults = [each for each in found if isinstance(each, Problem)]
        keys = [each.platform_key for each in found if isinstance(each, Watch)]
    gone = [await store.mutes.unmute(channel.id, key, call.now) for key in keys]
    ended = [each for each in gone if each is not None]
    for each in ended:
        await refresh_muted_card(call, channel.workspace_id, each)
    if ended:
        await call.schedule_jobs()
        names = [
            await find_platform_name(call, channel.workspace_id, each.platform_key)
            for each in ended
        ]
        said = await call.post(render_unmute(names, call.user_id))
        await channels.handle_post_result(call, channel, said, "The mute is over.")
    elif not faults:
        await call.reply(
            render_sentence("It is not muted here." if keys else "Nothing is muted here.")
        )
    if faults:
        await call.reply(render_problems(faults))
