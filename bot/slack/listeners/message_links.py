"""The first link of a message, wherever Slack keeps it."""

import re
from collections.abc import Iterator, Mapping
from html import unescape

LINK = re.compile(r"<?(https?://[^|>\s]+)")


def find_first_link(message: Mapping[str, object]) -> str | None:
    """Return the first http or https address: of the text, else of blocks and attachments.

    What other apps post often has no text of its own.
    """
    for text in _list_texts(message):
        found = LINK.search(text)
        if found is not None:
            return unescape(found[1])
    return None


def _list_texts(message: Mapping[str, object]) -> Iterator[str]:
    for part in ("text", "blocks", "attachments"):
        yield from _walk_texts(message.get(part))


def _walk_texts(value: object) -> Iterator[str]:
    """Yield every text in what Slack sends as nested lists and objects, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _walk_texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _walk_texts(each)
