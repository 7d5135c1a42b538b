"""The values of a modal's fields, by block id."""

from collections.abc import Mapping
from typing import Any

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import add_scheme
from bot.slack.listeners.settings_options import CHANNEL

CHOOSE_CHANNEL = "Choose a channel."


def read_url(call: Call, block_id: str) -> str:
    """Return the URL typed in a field, with a scheme, or an empty string."""
    field = _find_field(call, block_id)
    return add_scheme(str(field.get("value") or "").strip().strip("<>"))


def read_choice(call: Call, block_id: str) -> str:
    """Return the chosen option, conversation, person, date or time, or an empty string."""
    field = _find_field(call, block_id)
    choices = (field.get(f"selected_{kind}") for kind in ("conversation", "user", "date", "time"))
    choice = next(filter(None, choices), None) or _read_value(field.get("selected_option"))
    return str(choice)


def has_channel(call: Call, block_id: str) -> bool:
    """Return whether a field contains the id of a channel."""
    return CHANNEL.fullmatch(read_choice(call, block_id)) is not None


def read_text(call: Call, block_id: str) -> str:
    """Return the text typed in a field, or an empty string."""
    return str(_find_field(call, block_id).get("value") or "")


def read_choices(call: Call, block_id: str) -> tuple[str, ...]:
    """Return the chosen options of a field that takes several."""
    options = _find_field(call, block_id).get("selected_options")
    values = [_read_value(option) for option in options] if isinstance(options, list) else []
    return tuple(value for value in values if value)


def _find_field(call: Call, block_id: str) -> Mapping[str, Any]:
    """Return the state of a block's only field; what has another shape counts as empty."""
    state = _read_mapping(_read_mapping(call.body.get("view")).get("state"))
    fields = _read_mapping(_read_mapping(state.get("values")).get(block_id))
    return _read_mapping(next(iter(fields.values()), None))


def _read_value(option: object) -> str:
    return str(_read_mapping(option).get("value") or "")


def _read_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
