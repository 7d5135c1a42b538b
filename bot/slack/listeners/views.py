"""The *Add platform* modal: its field errors, its options and its submission."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.slack import ids
from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import format_line
from bot.slack.listeners.commands import dispatch
from bot.slack.listeners.modal_fields import (
    CHOOSE_CHANNEL,
    has_channel,
    read_choice,
    read_choices,
    read_url,
)
from bot.slack.listeners.watched_urls import find_url_problem
from bot.slack.messages import modals
from bot.slack.messages.blocks import MAX_OPTIONS
from bot.slack.request_origin import make_respond


def find_platform_options(call: Call) -> Sequence[dict[str, Any]]:
    """Return the platforms whose names match the typed text; reads memory only."""
    typed = str(call.body.get("value") or "")
    return modals.list_platform_options(call.context.catalogue.search(typed, MAX_OPTIONS))


def find_add_errors(call: Call) -> Mapping[str, str]:
    """Return the errors of *Add platform*, by block id."""
    platform, url = read_choice(call, ids.PLATFORM_BLOCK), read_url(call, ids.URL_BLOCK)
    if not platform and not url:
        return {ids.PLATFORM_BLOCK: "Choose a platform here, or paste a URL below."}
    if platform and url:
        return {ids.URL_BLOCK: "Enter either a platform or a URL, not both."}
    if url and find_url_problem(url, call.context.url_guard):
        return {ids.URL_BLOCK: "This isn't a public http or https URL."}
    if not has_channel(call, ids.CHANNEL_BLOCK):
        return {ids.CHANNEL_BLOCK: CHOOSE_CHANNEL}
    return {}


async def submit_add_platform(call: Call) -> None:
    """Run the `watch` command line that the modal's fields make."""
    fields = {
        "min": read_choice(call, ids.MINIMUM_BLOCK),
        "deliver": read_choice(call, ids.CADENCE_BLOCK),
        "docs": read_choice(call, ids.KINDS_BLOCK),
        "clauses": ",".join(read_choices(call, ids.TOPICS_BLOCK)),
    }
    options = {key: value for key, value in fields.items() if value not in {"", modals.USUAL}}
    key = read_choice(call, ids.PLATFORM_BLOCK)
    name = KEY_PREFIX + key if key else read_url(call, ids.URL_BLOCK)
    channel_call = move_to_channel(call, read_choice(call, ids.CHANNEL_BLOCK))
    await dispatch.run_line(channel_call, format_line("watch", [name], options))


def move_to_channel(call: Call, channel_id: str) -> Call:
    """Return the call as if it came from the channel that the modal names."""
    response_urls = {
        place.get("channel_id"): place.get("response_url")
        for place in reversed(call.body.get("response_urls") or [])
    }
    respond = make_respond(response_urls.get(channel_id), call.client)
    return replace(call, channel_id=channel_id, respond=respond)
