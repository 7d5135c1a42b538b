"""`settings` and `digest`: show and change the settings of a channel."""

from dataclasses import replace

from bot.slack.listeners import channels
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError, CommandLine
from bot.slack.listeners.settings_modal import load_settings, save_settings
from bot.slack.listeners.settings_options import (
    SETTERS,
    parse_digest,
    parse_health_channel,
    set_zone,
    split_zone,
)
from bot.slack.messages.escape import code
from bot.slack.messages.settings import render_digest_change, render_settings, render_unchanged

SETTINGS_OPTIONS = (*SETTERS, "health")
DIGEST_OPTIONS = ("zone",)


async def change_settings(call: Call, line: CommandLine) -> None:
    """Show the settings of this channel, or change those that are named."""
    line = _read_pairs(line)
    if line.rest:
        raise ArgumentError(
            f"{code('settings')} takes options, such as"
            f" {code(call.command + ' settings min:medium digest:daily time:9:00')}."
        )
    choices = await load_settings(call, await call.find_channel())
    if not line.options:
        await call.reply(render_settings(choices, call.command))
        return
    settings = choices.settings
    for option, value in line.options.items():
        if option != "health":
            settings = SETTERS[option](settings, value)
    health_slack_id = choices.health_channel_id
    if "health" in line.options:
        health_slack_id = parse_health_channel(line.options["health"], call.channel_id)
    await save_settings(call, settings, health_slack_id)


def _read_pairs(line: CommandLine) -> CommandLine:
    """Return the line with options typed without a colon, as in `settings threads off`."""
    words = line.rest.split()
    pairs = dict(zip(words[::2], words[1::2], strict=False))
    is_paired = 2 * len(pairs) == len(words) and set(pairs) <= set(SETTERS)
    return replace(line, rest="", options={**line.options, **pairs}) if is_paired else line


async def set_digest(call: Call, line: CommandLine) -> None:
    """Show this channel's settings, or set cadence, day and time of its digest."""
    channel = await call.find_channel()
    store = call.context.store.channel_settings
    words = line.rest.casefold().split()
    if not words and not line.options:
        await call.reply(render_settings(await load_settings(call, channel), call.command))
        return
    choices = await load_settings(call, channel)
    words, zone = split_zone(words)
    settings = parse_digest(choices.settings, words)
    if zone:
        settings = set_zone(settings, zone)
    if "zone" in line.options:
        settings = set_zone(settings, line.options["zone"])
    if settings == choices.settings:
        await call.reply(render_unchanged(choices, call.command))
        return
    await store.save(channel.id, settings, call.user_id, call.now)
    error_code = await call.post(render_digest_change(settings, call.user_id, call.command))
    await channels.handle_post_result(call, channel, error_code, "The digest is set.")
