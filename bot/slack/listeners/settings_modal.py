"""The settings of a channel: what holds, the modal, and keeping what was chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import time
from typing import Any

from bot.slack import ids
from bot.slack.listeners import channels
from bot.slack.listeners.call import Call
from bot.slack.listeners.modal_fields import read_choice
from bot.slack.messages import settings as said
from bot.slack.messages.answers import render_sentence
from bot.slack.messages.settings import ON, ChannelChoices
from clausewatch.model.reading import Severity
from clausewatch.model.record_ids import ChannelId
from clausewatch.model.watches import Cadence, Channel
from clausewatch.notifications.digests import ChannelSettings, find_time_zone, search_time_zones


async def load_settings(call: Call, channel: Channel) -> ChannelChoices:
    """Return what a channel chose."""
    store = call.context.store
    settings = await store.channel_settings.find(channel.id)
    if settings.health_channel is None:
        return ChannelChoices(settings)
    slack_id = await store.workspaces.find_slack_id(channel.workspace_id, settings.health_channel)
    return ChannelChoices(settings, slack_id or "")


async def open_settings(call: Call) -> None:
    """Open *Settings* for the channel where the button was pressed."""
    channel = await call.find_channel()
    view = said.render_settings_modal(
        await load_settings(call, channel), call.command, channel.slack_id
    )
    await call.client.views_open(trigger_id=str(call.body["trigger_id"]), view=view)


def find_zone_options(call: Call) -> Sequence[dict[str, Any]]:
    """Return the time zones that fit what was typed; reads memory only."""
    typed = str(call.body.get("value") or "")
    return said.list_zone_options(search_time_zones(typed, said.MAX_ZONES))


def find_errors(call: Call) -> Mapping[str, str]:
    """Say what is missing or wrong in *Settings*, by block."""
    if find_time_zone(read_choice(call, ids.ZONE_BLOCK)) is None:
        return {ids.ZONE_BLOCK: "Choose a time zone from the list, such as Europe/Berlin."}
    if _read_time(call) is None:
        return {ids.TIME_BLOCK: "Choose a time, such as 09:00."}
    return {}


async def submit_settings(call: Call) -> None:
    """Keep what the modal says, as the verb does."""
    channel_id = str(call.body["view"].get("private_metadata") or "")
    here = replace(call, channel_id=channel_id, respond=None)
    settings = ChannelSettings(
        minimum=Severity(read_choice(call, ids.LEAST_SEVERITY_BLOCK)),
        is_threaded=read_choice(call, ids.THREADS_BLOCK) == ON,
        digest=Cadence(read_choice(call, ids.DIGEST_BLOCK)),
        digest_day=int(read_choice(call, ids.DAY_BLOCK)),
        digest_time=_read_time(call) or time(9, 0),
        zone=find_time_zone(read_choice(call, ids.ZONE_BLOCK)) or "UTC",
        tells_quiet=read_choice(call, ids.QUIET_BLOCK) == ON,
    )
    await save_settings(here, settings, read_choice(call, ids.HEALTH_BLOCK))


def _read_time(call: Call) -> time | None:
    try:
        return time.fromisoformat(read_choice(call, ids.TIME_BLOCK))
    except ValueError:
        return None


async def save_settings(call: Call, settings: ChannelSettings, health: str) -> None:
    """Keep settings and tell the channel; `health` is Slack's id of where health is told.

    A channel that nothing can be posted in is not taken for it: the line that says so is the test.
    """
    channel = await call.find_channel()
    if health in {"", channel.slack_id}:
        settings, health = replace(settings, health_channel=None), ""
    else:
        place = await _find_health_channel(call, channel, health)
        if place is None:
            return
        settings = replace(settings, health_channel=place)
    await call.context.store.channel_settings.save(channel.id, settings, call.user_id, call.now)
    code = await call.post(
        said.render_settings_change(ChannelChoices(settings, health), call.user_id)
    )
    await channels.handle_post_result(call, channel, code, "The settings are kept.")


async def _find_health_channel(call: Call, channel: Channel, health: str) -> ChannelId | None:
    """Return the channel where health is to be told, once a post there worked."""
    store = call.context.store
    before = await store.channel_settings.find(channel.id)
    place = await store.workspaces.ensure_channel(channel.workspace_id, health, call.now)
    if before.health_channel == place.id:
        return place.id
    code = await call.post(said.render_health_channel(channel.slack_id, call.user_id), health)
    if code is not None:
        await call.reply(render_sentence(said.format_health_refusal(health, code)))
        return None
    return place.id
