"""Modals: their field errors, their options and what a submission does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.slack import ids
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import format_line
from bot.slack.listeners.commands import dispatch
from bot.slack.listeners.modal_fields import read_choice, read_choices, read_url
from bot.slack.listeners.platform_lookup import KEY_PREFIX
from bot.slack.listeners.watched_urls import find_url_problem
from bot.slack.messages import modals
from bot.slack.request_origin import make_respond


def find_platform_options(call: Call) -> Sequence[dict[str, Any]]:
    """Return the platforms whose names fit what was typed; reads memory only."""
    typed = str(call.body.get("value") or "")
    return modals.list_platform_options(call.context.catalogue.search(typed, modals.MAX_OPTIONS))


def find_add_errors(call: Call) -> Mapping[str, str]:
    """Say what is missing or wrong in *Add platform*, by block."""
    platform, address = read_choice(call, ids.PLATFORM_BLOCK), _read_url(call)
    if not platform and not address:
        return {ids.PLATFORM_BLOCK: "Choose a platform here, or give an address below."}
    if platform and address:
        return {ids.URL_BLOCK: "Give either a platform or an address, not both."}
    if address:
        wrong = find_url_problem(address, is_private_allowed=call.context.is_private_allowed)
        if wrong is not None:
            return {ids.URL_BLOCK: "This is not a public http or https address."}
    return {}


async def submit_add_platform(call: Call) -> None:
    """Watch what the modal says, as the verb does."""
    topics = read_choices(call, ids.TOPICS_BLOCK)
    chosen = {
        "min": read_choice(call, ids.MINIMUM_BLOCK),
        "deliver": read_choice(call, ids.CADENCE_BLOCK),
        "docs": read_choice(call, ids.KINDS_BLOCK),
        "topics": ",".join(topics),
    }
    options = {key: value for key, value in chosen.items() if value not in {"", modals.USUAL}}
    key = read_choice(call, ids.PLATFORM_BLOCK)
    name = KEY_PREFIX + key if key else _read_url(call)
    line = format_line("watch", [name], options)
    await dispatch.run_line(move_to_channel(call, read_choice(call, ids.CHANNEL_BLOCK)), line)


def move_to_channel(call: Call, channel_id: str) -> Call:
    """Return the call as if it came from the channel that the modal names."""
    urls = call.body.get("response_urls") or []
    url = next((u.get("response_url") for u in urls if u.get("channel_id") == channel_id), None)
    return replace(call, channel_id=channel_id, respond=make_respond(url, call.client))


def _read_url(call: Call) -> str:
    return read_url(call, ids.URL_BLOCK)
