"""Block Kit's parts as small functions, and the value that every renderer returns.

A function here is named after the part that it makes: `section`, `button`, `actions`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.messages.escape import make_safe_url, sanitise

Block = dict[str, Any]
View = dict[str, Any]

MAX_MESSAGE_CHARACTERS = 10_000
"""Of all blocks of a message as JSON. Slack's own limit is somewhat higher and undocumented."""
MAX_TEXT_CHARACTERS = 2_900
"""Of a message's text, which notifications show."""
MAX_SECTION_CHARACTERS = 2_800
"""Of the lines in one section; Slack refuses more than 3,000 characters."""
MAX_VALUE_CHARACTERS = 2_000
"""Of a button's value."""
MAX_LABEL_CHARACTERS = 75
"""Of a button's label for screen readers."""
MAX_DESCRIPTION_CHARACTERS, MAX_TITLE_CHARACTERS = 2_000, 150
"""Of a picture."""
MAX_OPTIONS = 100
"""Of a select."""
MAX_OPTION_CHARACTERS = 150
"""Of an option's value in a select."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: `text` is shown in notifications, and the first block says the same."""

    text: str
    blocks: tuple[Block, ...] = ()
    is_empty: bool = False
    """It says that there is nothing to show, which nobody shares."""


def count_characters(blocks: Sequence[Block]) -> int:
    """Return the number of characters of the blocks as JSON."""
    return len(json.dumps(blocks, ensure_ascii=False))


def text_object(text: str) -> Block:
    """Return a mrkdwn object in which Slack links nothing by itself; `text` is safe mrkdwn."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain_text(text: str, limit: int = 75) -> Block:
    """Return a plain text object; `text` may be foreign and is shortened to `limit` characters."""
    return {"type": "plain_text", "text": sanitise(text, limit) or "-", "emoji": False}


def section(text: str, *, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """Return a section; `text` is safe mrkdwn."""
    block: Block = {"type": "section", "text": text_object(text)}
    if accessory is not None:
        block["accessory"] = accessory
    if block_id is not None:
        block["block_id"] = block_id
    return block


def context(*texts: str) -> Block:
    """Return a context line; each text is safe mrkdwn."""
    return {"type": "context", "elements": [text_object(text) for text in texts]}


def image(url: str, description: str, title: str) -> Block:
    """Return a picture; `description` is what a screen reader says."""
    return {
        "type": "image",
        "image_url": url,
        "alt_text": sanitise(description, MAX_DESCRIPTION_CHARACTERS),
        "title": plain_text(title, MAX_TITLE_CHARACTERS),
    }


def list_forms(message: Message) -> tuple[Message, ...]:
    """Return a message and, if it has pictures, the same without them.

    Slack refuses the whole message if it cannot fetch a picture.
    """
    blocks = tuple(block for block in message.blocks if block["type"] != "image")
    if len(blocks) == len(message.blocks):
        return (message,)
    return message, Message(message.text, blocks, message.is_empty)


def divider() -> Block:
    """Return a divider."""
    return {"type": "divider"}


def header(text: str) -> Block:
    """Return a header block; `text` may be foreign."""
    return {"type": "header", "text": plain_text(text, 150)}


def actions(block_id: str, elements: Iterable[Block]) -> Block:
    """Return a row of buttons or selects."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(
    label: str, action_id: str, value: str, *, style: str | None = None, about: str = ""
) -> Block:
    """Return a button; Slack sends `value` back when the button is pressed.

    `about` says what the button acts on. Screen readers read it with the label, because several
    buttons of a message have the same one.
    """
    block: Block = {
        "type": "button",
        "text": plain_text(label),
        "action_id": action_id,
        "value": value,
    }
    if style is not None:
        block["style"] = style
    if about:
        block["accessibility_label"] = _make_spoken_label(label, about)
    return block


def _make_spoken_label(label: str, about: str) -> str:
    """Return what a screen reader says; a long name is cut, a record id after it is not."""
    name, comma, record_id = about.rpartition(", ")
    room = MAX_LABEL_CHARACTERS - len(f"{label}: {comma}{record_id}")
    if comma and len(name) > room > 0:
        about = f"{name[: room - 1]}…{comma}{record_id}"
    return sanitise(f"{label}: {about}", MAX_LABEL_CHARACTERS)


def menu(action_id: str, options: Iterable[tuple[str, str]]) -> Block:
    """Return the menu behind three dots; options are pairs of label and value."""
    choices = [option(label, value) for label, value in options]
    return {"type": "overflow", "action_id": action_id, "options": choices}


def link_button(label: str, action_id: str, url: str, *, about: str = "") -> Block | None:
    """Return a button that opens a page, or None for a URL that is not http(s)."""
    safe_url = make_safe_url(url)
    if safe_url is None:
        return None
    block = {"type": "button", "text": plain_text(label), "action_id": action_id, "url": safe_url}
    if about:
        block["accessibility_label"] = _make_spoken_label(label, about)
    return block


def page_buttons(
    block_id: str, action_id: str, previous: str | None, following: str | None
) -> Block:
    """Return the *Previous* and *Next* buttons with their values, without those that are None."""
    elements = []
    if previous is not None:
        value = previous[:MAX_VALUE_CHARACTERS]
        elements.append(button("Previous", f"{action_id}:back", value))
    if following is not None:
        value = following[:MAX_VALUE_CHARACTERS]
        elements.append(button("Next", f"{action_id}:on", value))
    return actions(block_id, elements)


def option(label: str, value: str, description: str = "") -> Block:
    """Return an option of a select; `value` is at most 150 characters."""
    block: Block = {"text": plain_text(label), "value": value}
    if description:
        block["description"] = plain_text(description)
    return block


def pack_lines(lines: Iterable[str]) -> list[str]:
    """Return the lines joined into texts that fit into one section each."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + len(line) <= MAX_SECTION_CHARACTERS:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return texts
