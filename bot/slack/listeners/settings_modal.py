"""The settings of a channel: load and save them, and their modal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.slack import ids
from bot.slack.listeners import channels
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.modal_fields import CHOOSE_CHANNEL, has_channel, read_choice, read_text
from bot.slack.listeners.settings_options import SETTERS
from bot.slack.messages import settings as settings_messages
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.settings import ChannelChoices
from clausewatch.model.record_ids import ChannelId
from clausewatch.model.watches import Channel
from clausewatch.notifications.deadlines import MAX_DAYS
from clausewatch.notifications.digests import DAYS, ChannelSettings, search_time_zones
from clausewatch.whole_numbers import parse_whole_number

CHOOSE_OPTION = "Choose an option from the list."
FIELDS: Mapping[str, tuple[str, str]] = {
    ids.LEAST_SEVERITY_BLOCK: ("min", CHOOSE_OPTION),
    ids.THREADS_BLOCK: ("threads", CHOOSE_OPTION),
    ids.DIGEST_BLOCK: ("digest", CHOOSE_OPTION),
    ids.DAY_BLOCK: ("day", CHOOSE_OPTION),
    ids.TIME_BLOCK: ("time", "Choose a time, such as 09:00."),
    ids.ZONE_BLOCK: ("zone", "Choose a time zone from the list, such as Europe/Berlin."),
    ids.QUIET_BLOCK: ("empty", CHOOSE_OPTION),
    ids.REMINDERS_BLOCK: ("reminders", CHOOSE_OPTION),
    ids.DEADLINES_BLOCK: (
        "deadlines",
        f"Enter days from 0 to {MAX_DAYS}, such as 14,7,1, or off.",
    ),
    ids.MONTHLY_BLOCK: ("monthly", CHOOSE_OPTION),
}
"""For each block its option of `settings`, and the error for what is not a value of it."""


async def load_settings(call: Call, channel: Channel) -> ChannelChoices:
    """Return the settings of a channel, with Slack's id of its health channel."""
    store = call.context.store
    settings = await store.channel_settings.find(channel.id)
    if settings.health_channel is None:
        return ChannelChoices(settings)
    slack_id = await store.workspaces.find_slack_id(channel.workspace_id, settings.health_channel)
    return ChannelChoices(settings, slack_id or "")


async def open_settings(call: Call) -> None:
    """Open the *Settings* modal for the channel of the pressed button."""
    channel = await call.find_channel()
    choices = await load_settings(call, channel)
    view = settings_messages.render_settings_modal(choices, call.command, channel.slack_id)
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


def find_zone_options(call: Call) -> Sequence[dict[str, Any]]:
    """Return the time zones that match the typed text; reads memory only."""
    typed = str(call.body.get("value") or "")
    return settings_messages.list_zone_options(
        search_time_zones(typed, settings_messages.MAX_ZONES)
    )


def find_errors(call: Call) -> Mapping[str, str]:
    """Return the errors of *Settings*, by block id."""
    errors = {}
    for block_id, (_, error) in FIELDS.items():
        try:
            _apply_field(call, ChannelSettings(), block_id)
        except ArgumentError:
            errors[block_id] = error
    if read_choice(call, ids.HEALTH_BLOCK) and not has_channel(call, ids.HEALTH_BLOCK):
        errors[ids.HEALTH_BLOCK] = CHOOSE_CHANNEL
    return errors


async def submit_settings(call: Call) -> None:
    """Save the settings that the modal contains."""
    channel_id = str(call.body["view"].get("private_metadata") or "")
    channel_call = replace(call, channel_id=channel_id, respond=None)
    channel = await channel_call.find_channel()
    settings = await call.context.store.channel_settings.find(channel.id)
    for block_id in FIELDS:
        settings = _apply_field(call, settings, block_id)
    await save_settings(channel_call, settings, read_choice(call, ids.HEALTH_BLOCK))


def _apply_field(call: Call, settings: ChannelSettings, block_id: str) -> ChannelSettings:
    """Return the settings with the value of a field; an empty field leaves them as they are.

    A modal of an earlier release lacks some fields. Raises ArgumentError.
    """
    value = (read_choice(call, block_id) or read_text(call, block_id)).strip()
    if block_id == ids.DAY_BLOCK:
        number = parse_whole_number(value)
        value = DAYS[number] if number is not None and number < len(DAYS) else value
    option, _ = FIELDS[block_id]
    return SETTERS[option](settings, value) if value else settings


async def save_settings(call: Call, settings: ChannelSettings, health_slack_id: str) -> None:
    """Save the settings of the call's channel, and post them there.

    `health_slack_id` is Slack's id of the channel for notes on unreadable documents, empty for the
    channel itself. If nothing can be posted there, nothing is saved: a post is the test. Settings
    that the channel has already are answered to the user alone.
    """
    channel = await call.find_channel()
    former = await load_settings(call, channel)
    if health_slack_id in {"", channel.slack_id}:
        settings, health_slack_id = replace(settings, health_channel=None), ""
    else:
        health_channel = await _find_health_channel(call, channel, health_slack_id)
        if health_channel is None:
            return
        settings = replace(settings, health_channel=health_channel)
    if settings == former.settings:
        await call.reply(settings_messages.render_unchanged(former, call.command))
        return
    await call.context.store.channel_settings.save(channel.id, settings, call.user_id, call.now)
    choices = ChannelChoices(settings, health_slack_id)
    message = settings_messages.render_settings_change(choices, call.user_id)
    error_code = await call.post(message)
    await channels.handle_post_result(call, channel, error_code, "The settings are saved.")


async def _find_health_channel(
    call: Call, channel: Channel, health_slack_id: str
) -> ChannelId | None:
    """Return the health channel; a new one is tested with a post. Reply if the post fails."""
    store = call.context.store
    saved = await store.channel_settings.find(channel.id)
    health_channel = await store.workspaces.ensure_channel(
        channel.workspace_id, health_slack_id, call.now
    )
    if saved.health_channel == health_channel.id:
        return health_channel.id
    message = settings_messages.render_health_channel(channel.slack_id, call.user_id)
    error_code = await call.post(message, health_slack_id)
    if error_code is not None:
        sentence = settings_messages.format_health_refusal(health_slack_id, error_code)
        await call.reply(render_sentence(sentence))
        return None
    return health_channel.id
