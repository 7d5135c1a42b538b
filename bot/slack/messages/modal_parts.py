"""Block Kit's parts of modals as small functions, each named after the part that it makes."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.slack.messages.blocks import Block, View, option, plain_text

MAX_TITLE_CHARACTERS = 24
"""Of a modal's title and of its buttons."""
MAX_LABEL_CHARACTERS = 150
MAX_URL_CHARACTERS = 2_000
CHANNEL_ID_PREFIXES = ("C", "G")
"""First letters of the ids of channels; a direct message is not one."""


def static_select(action_id: str, choices: Sequence[tuple[str, str]], initial: str) -> Block:
    """Return a select of labels and values in which the value `initial` is chosen."""
    options = [option(label, str(value)) for label, value in choices]
    return {
        "type": "static_select",
        "action_id": action_id,
        "options": options,
        "initial_option": next(choice for choice in options if choice["value"] == initial),
    }


def input_block(
    block_id: str, label: str, element: Block, *, hint: str | None = None, is_optional: bool = False
) -> Block:
    """Return a field of a modal with its label."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, MAX_LABEL_CHARACTERS),
        "element": element,
        "optional": is_optional,
    }
    if hint is not None:
        block["hint"] = plain_text(hint, MAX_LABEL_CHARACTERS)
    return block


def modal(
    title: str,
    blocks: Iterable[Block],
    *,
    close: str = "Close",
    submit: str | None = None,
    callback_id: str | None = None,
    private_metadata: str | None = None,
) -> View:
    """Return a modal; without `submit` it has no button to send it."""
    view: View = {
        "type": "modal",
        "title": plain_text(title, MAX_TITLE_CHARACTERS),
        "close": plain_text(close, MAX_TITLE_CHARACTERS),
        "blocks": list(blocks),
    }
    if submit is not None:
        view["submit"] = plain_text(submit, MAX_TITLE_CHARACTERS)
    if callback_id is not None:
        view["callback_id"] = callback_id
    if private_metadata is not None:
        view["private_metadata"] = private_metadata
    return view


def url_input(action_id: str, url: str = "") -> Block:
    """Return a text field for a URL, filled in with `url`."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "placeholder": plain_text("https://example.com/privacy", MAX_LABEL_CHARACTERS),
        "max_length": MAX_URL_CHARACTERS,
    }
    if url:
        element["initial_value"] = url[:MAX_URL_CHARACTERS]
    return element


def external_select(action_id: str, placeholder: str) -> Block:
    """Return a select whose options the bot sends once two characters are typed."""
    return {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, MAX_LABEL_CHARACTERS),
        "min_query_length": 2,
    }


def channel_select(action_id: str, placeholder: str, initial: str = "") -> Block:
    """Return a select of the channels that the person sees, without direct messages.

    `initial` is chosen, unless it is the id of a direct message.
    """
    element: Block = {
        "type": "conversations_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, MAX_LABEL_CHARACTERS),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if initial.startswith(CHANNEL_ID_PREFIXES):
        element["initial_conversation"] = initial
    return element


def user_select(action_id: str, placeholder: str, initial: str = "") -> Block:
    """Return a select of the workspace's people, with one of them chosen."""
    element: Block = {
        "type": "users_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, MAX_LABEL_CHARACTERS),
    }
    if initial:
        element["initial_user"] = initial
    return element


def date_picker(action_id: str, initial: date | None = None) -> Block:
    """Return a field for a date."""
    element: Block = {
        "type": "datepicker",
        "action_id": action_id,
        "placeholder": plain_text("Choose a date", MAX_LABEL_CHARACTERS),
    }
    if initial is not None:
        element["initial_date"] = initial.isoformat()
    return element


def text_area(action_id: str, text: str, limit: int) -> Block:
    """Return a text field of several lines, filled in with `text`."""
    return {**text_input(action_id, text, limit), "multiline": True}


def text_input(action_id: str, text: str, limit: int) -> Block:
    """Return a text field of one line, filled in with `text`."""
    element: Block = {"type": "plain_text_input", "action_id": action_id, "max_length": limit}
    if text:
        element["initial_value"] = text[:limit]
    return element
