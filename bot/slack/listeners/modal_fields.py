"""What a person filled into a modal, by block."""

from collections.abc import Mapping
from typing import Any

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import add_scheme


def read_url(call: Call, block_id: str) -> str:
    """Return the address that was typed in a block of a modal."""
    state = _find_field(call, block_id)
    return add_scheme(str(state.get("value") or "").strip().strip("<>"))


def read_choice(call: Call, block_id: str) -> str:
    """Return what was chosen in a block of a modal, or an empty string."""
    state = _find_field(call, block_id)
    option = state.get("selected_option") or {}
    found = state.get("selected_conversation") or state.get("selected_time") or option.get("value")
    return str(found or "")


def read_choices(call: Call, block_id: str) -> tuple[str, ...]:
    """Return everything that was chosen in a block where several may be."""
    chosen = _find_field(call, block_id).get("selected_options") or ()
    return tuple(str(option["value"]) for option in chosen)


def _find_field(call: Call, block_id: str) -> Mapping[str, Any]:
    state = (call.body.get("view") or {}).get("state") or {}
    values = state.get("values") or {}
    fields: Mapping[str, Any] = values.get(block_id) or {}
    return next(iter(fields.values()), {})
