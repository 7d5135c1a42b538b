"""The settings of a channel: load and save them, and their modal."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from bot.slack import ids
from bot.slack.listeners import channels
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import ArgumentError
from bot.slack.listeners.modal_fields import read_choice, read_text
from bot.slack.listeners.settings_options import SETTERS
from bot.slack.messages import settings as settings_messages
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.settings import OFF, ON, ChannelChoices
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChannelId
from clausewatch.model.watches import Cadence, Channel
from clausewatch.notifications.deadlines import MAX_DAYS
from clausewatch.notifications.digests import ChannelSettings, find_time_zone, search_time_zones


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
    if find_time_zone(read_choice(call, ids.ZONE_BLOCK)) is None:
        return {ids.ZONE_BLOCK: "Choose a time zone from the list, such as Europe/Berlin."}
    if _read_time(call) is None:
        return {ids.TIME_BLOCK: "Choose a time, such as 09:00."}
    try:
        _read_deadlines(call, ChannelSettings())
    except ArgumentError:
        return {ids.DEADLINES_BLOCK: f"Enter days from 0 to {MAX_DAYS}, such as 14,7,1, or off."}
    return {}


async def submit_settings(call: Call) -> None:
    """Save the settings that the modal contains."""
    channel_id = str(call.body["view"].get("private_metadata") or "")
    channel_call = replace(call, channel_id=channel_id, respond=None)
    channel = await channel_call.find_channel()
    former = await call.context.store.channel_settings.find(channel.id)
    settings = ChannelSettings(
        minimum=Severity(read_choice(call, ids.LEAST_SEVERITY_BLOCK)),
        is_threaded=read_choice(call, ids.THREADS_BLOCK) == ON,
        digest=Cadence(read_choice(call, ids.DIGEST_BLOCK)),
        digest_day=int(read_choice(call, ids.DAY_BLOCK)),
        digest_time=_read_time(call) or time(9, 0),
        zone=find_time_zone(read_choice(call, ids.ZONE_BLOCK)) or "UTC",
        tells_quiet=read_choice(call, ids.QUIET_BLOCK) == ON,
        reminders=_read_reminders(call),
    )
    settings = _read_deadlines(call, replace(settings, deadline_days=former.deadline_days))
    await save_settings(channel_call, settings, read_choice(call, ids.HEALTH_BLOCK))


def _read_reminders(call: Call) -> Cadence | None:
    """Return the digest for reminders; a modal of an earlier release has no such field."""
    choice = read_choice(call, ids.REMINDERS_BLOCK) or Cadence.WEEKLY
    return None if choice == OFF else Cadence(choice)


def _read_deadlines(call: Call, settings: ChannelSettings) -> ChannelSettings:
    """Return the settings with the days before a deadline; an earlier modal has no such field.

    Raises ArgumentError.
    """
    typed = read_text(call, ids.DEADLINES_BLOCK).strip()
    return SETTERS["deadlines"](settings, typed) if typed else settings


def _read_time(call: Call) -> time | None:
    try:
        return time.fromisoformat(read_choice(call, ids.TIME_BLOCK))
    except ValueError:
        return None


async def save_settings(call: Call, settings: ChannelSettings, health_slack_id: str) -> None:
    """Save the settings of the call's channel, and post them there.

    `health_slack_id` is Slack's id of the channel for notes on unreadable documents, empty for the
    channel itself. If nothing can be posted there, nothing is saved: a post is the test.
    """
    channel = await call.find_channel()
    if health_slack_id in {"", channel.slack_id}:
        settings, health_slack_id = replace(settings, health_channel=None), ""
    else:
        health_channel = await _find_health_channel(call, channel, health_slack_id)
        if health_channel is None:
            return
        settings = replace(settings, health_channel=health_channel)
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
