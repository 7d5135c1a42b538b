"""Block Kit's parts as small functions, and the value that every renderer returns."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.slack.messages.escape import make_safe_url, sanitise

Block = dict[str, Any]
View = dict[str, Any]

MAX_MESSAGE_CHARACTERS = 10_000
"""Of all blocks of a message as JSON; Slack refuses somewhat more without saying where."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: `text` is for notifications, the first block says the same."""

    text: str
    blocks: tuple[Block, ...] = ()


def count_characters(blocks: Sequence[Block]) -> int:
    """Return the characters of the blocks as JSON."""
    return len(json.dumps(blocks, ensure_ascii=False))


def text_object(text: str) -> Block:
    """Return a mrkdwn object in which Slack resolves nothing by itself; `text` is safe already."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain_text(text: str, limit: int = 75) -> Block:
    """Return a plain text object of foreign text."""
    return {"type": "plain_text", "text": sanitise(text, limit) or "-", "emoji": False}


def section(text: str, *, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """Return a section of mrkdwn that is safe already."""
    block: Block = {"type": "section", "text": text_object(text)}
    if accessory is not None:
        block["accessory"] = accessory
    if block_id is not None:
        block["block_id"] = block_id
    return block


def context(*texts: str) -> Block:
    """Return a context line; each text is mrkdwn that is safe already."""
    return {"type": "context", "elements": [text_object(text) for text in texts]}


def divider() -> Block:
    """Return a divider."""
    return {"type": "divider"}


def header(text: str) -> Block:
    """Return a header block of foreign text."""
    return {"type": "header", "text": plain_text(text, 150)}


def actions(block_id: str, elements: Iterable[Block]) -> Block:
    """Return a row of buttons or selects."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(label: str, action_id: str, value: str, *, style: str | None = None) -> Block:
    """Return a button; `value` comes back with the press."""
    block: Block = {
        "type": "button",
        "text": plain_text(label),
        "action_id": action_id,
        "value": value,
    }
    if style is not None:
        block["style"] = style
    return block


def link_button(label: str, action_id: str, url: str) -> Block | None:
    """Return a button that opens a page, or None where the address is not one for a browser."""
    safe = make_safe_url(url)
    if safe is None:
        return None
    return {"type": "button", "text": plain_text(label), "action_id": action_id, "url": safe}


def option(label: str, value: str, description: str = "") -> Block:
    """Return an option of a select; `value` is at most 150 characters."""
    block: Block = {"text": plain_text(label), "value": value}
    if description:
        block["description"] = plain_text(description)
    return block


def format_time(when: datetime, *, with_time: bool = True) -> str:
    """Return a time that Slack shows in the reader's own zone, with UTC as the fallback."""
    form = "{date_short_pretty} at {time}" if with_time else "{date_short_pretty}"
    fallback = f"{when:%-d %b %Y, %H:%M} UTC" if with_time else f"{when:%-d %b %Y}"
    return f"<!date^{int(when.timestamp())}^{form}|{fallback}>"


def format_count(number: int, noun: str, plural: str | None = None) -> str:
    """Return `1 document`, `2 documents`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
