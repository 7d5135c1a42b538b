"""The first link of a message, in its text, blocks or attachments."""

import re
from collections.abc import Iterator, Mapping
from html import unescape

LINK = re.compile(r"<?(https?://[^|>\s]+)")


def find_first_link(message: Mapping[str, object]) -> str | None:
    """Return the first http or https URL of the text, or else of blocks and attachments.

    Messages of other apps often have no text of their own.
    """
    for text in _list_texts(message):
        match = LINK.search(text)
        if match is not None:
            return unescape(match[1])
    return None


def _list_texts(message: Mapping[str, object]) -> Iterator[str]:
    for part in ("text", "blocks", "attachments"):
        yield from _walk_texts(message.get(part))


def _walk_texts(value: object) -> Iterator[str]:
    """Yield every string of nested lists and objects, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from _walk_texts(child)
    elif isinstance(value, list):
        for child in value:
            yield from _walk_texts(child)
