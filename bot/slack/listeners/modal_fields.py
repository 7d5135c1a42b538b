"""The values of a modal's fields, by block id."""

from collections.abc import Mapping
from typing import Any

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import add_scheme


def read_url(call: Call, block_id: str) -> str:
    """Return the URL typed in a field, with a scheme, or an empty string."""
    field = _find_field(call, block_id)
    return add_scheme(str(field.get("value") or "").strip().strip("<>"))


def read_choice(call: Call, block_id: str) -> str:
    """Return the chosen option, conversation, person, date or time, or an empty string."""
    field = _find_field(call, block_id)
    option = field.get("selected_option") or {}
    choices = (field.get(f"selected_{kind}") for kind in ("conversation", "user", "date", "time"))
    return str(next(filter(None, choices), None) or option.get("value") or "")


def read_text(call: Call, block_id: str) -> str:
    """Return the text typed in a field, or an empty string."""
    return str(_find_field(call, block_id).get("value") or "")


def read_choices(call: Call, block_id: str) -> tuple[str, ...]:
    """Return the chosen options of a field that takes several."""
    options = _find_field(call, block_id).get("selected_options") or ()
    return tuple(str(option["value"]) for option in options)


def _find_field(call: Call, block_id: str) -> Mapping[str, Any]:
    state = (call.body.get("view") or {}).get("state") or {}
    values = state.get("values") or {}
    fields: Mapping[str, Any] = values.get(block_id) or {}
    return next(iter(fields.values()), {})
