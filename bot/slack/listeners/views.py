"""Modals: their field errors, their options and what a submission does."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.slack import ids
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import rebuilt
from bot.slack.listeners.commands import dispatch
from bot.slack.listeners.modal_fields import all_chosen_in, chosen_in, typed_in
from bot.slack.listeners.platform_lookup import BY_KEY
from bot.slack.listeners.watch_targets import refused
from bot.slack.messages import modals
from bot.slack.request_origin import make_respond


def platform_options(call: Call) -> Sequence[dict[str, Any]]:
    """Return the platforms whose names fit what was typed; reads memory only."""
    typed = str(call.body.get("value") or "")
    return modals.list_platform_options(call.context.catalogue.search(typed, modals.MAX_OPTIONS))


def add_errors(call: Call) -> Mapping[str, str]:
    """Say what is missing or wrong in *Add platform*, by block."""
    platform, address = chosen_in(call, ids.PLATFORM_BLOCK), _address(call)
    if not platform and not address:
        return {ids.PLATFORM_BLOCK: "Choose a platform here, or give an address below."}
    if platform and address:
        return {ids.URL_BLOCK: "Give either a platform or an address, not both."}
    if address:
        wrong = refused(address, is_private_allowed=call.context.is_private_allowed)
        if wrong is not None:
            return {ids.URL_BLOCK: "This is not a public http or https address."}
    return {}


async def add_submitted(call: Call) -> None:
    """Watch what the modal says, as the verb does."""
    topics = all_chosen_in(call, ids.TOPICS_BLOCK)
    chosen = {
        "min": chosen_in(call, ids.MINIMUM_BLOCK),
        "deliver": chosen_in(call, ids.CADENCE_BLOCK),
        "docs": chosen_in(call, ids.KINDS_BLOCK),
        "topics": ",".join(topics),
    }
    options = {key: value for key, value in chosen.items() if value not in {"", modals.USUAL}}
    key = chosen_in(call, ids.PLATFORM_BLOCK)
    name = BY_KEY + key if key else _address(call)
    line = rebuilt("watch", [name], options)
    await dispatch.run(in_channel(call, chosen_in(call, ids.CHANNEL_BLOCK)), line)


def in_channel(call: Call, channel_id: str) -> Call:
    """Return the call as if it came from the channel that the modal names."""
    urls = call.body.get("response_urls") or []
    url = next((u.get("response_url") for u in urls if u.get("channel_id") == channel_id), None)
    return replace(call, channel_id=channel_id, respond=make_respond(url, call.client))


def _address(call: Call) -> str:
    return typed_in(call, ids.URL_BLOCK)
