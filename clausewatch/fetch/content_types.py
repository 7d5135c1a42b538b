"""Which responses can be a policy, judged by their content type and by their first bytes."""

import re

from clausewatch.model.formats import (
    ARCHIVE_TYPES,
    DOC,
    FORMATS,
    UNSPECIFIC_TYPES,
    ZIP_MAGIC,
    parse_media_type,
)

SNIFFED_BYTES = 1024
"""Bytes at the start of a body that are inspected."""
# Extract refuses an old Word file with a reason of its own, and site search reads JSON and XML.
_READABLE_TYPES = frozenset(
    media_type for known in (*FORMATS, DOC) for media_type in known.media_types
) | {"application/xml", "application/json", "application/rtf"}
_XML_OR_JSON = re.compile(r"application/[a-z0-9.+-]+\+(?:xml|json)")
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_BINARY_MAGIC = tuple(
    magic for known in (*FORMATS, DOC) if known.is_binary for magic in known.magic
)


def explain_unreadable(content_type: str | None, start: bytes | None) -> str | None:
    """Return why a response cannot be a policy, or None.

    With `start` None, before the body is read, only the type counts. Later `start` is the first
    SNIFFED_BYTES of the body.
    """
    media_type = parse_media_type(content_type)
    if _is_readable_type(media_type):
        return None
    if media_type in ARCHIVE_TYPES and (start is None or start.startswith(ZIP_MAGIC)):
        return None
    if media_type not in UNSPECIFIC_TYPES and "/" in media_type:
        label = "an image" if media_type.startswith("image/") else "a file"
        return f"the URL leads to {label} ({media_type[:60]}), not a text; use the policy's own URL"
    if start is not None and _is_unknown_binary(start):
        return "the URL leads to a binary file, not a text; use the policy's own URL"
    return None


def _is_readable_type(media_type: str) -> bool:
    is_text = media_type.startswith("text/") or media_type in _READABLE_TYPES
    return is_text or _XML_OR_JSON.fullmatch(media_type) is not None


def _is_unknown_binary(start: bytes) -> bool:
    return b"\0" in start and not start.startswith((*_BINARY_MAGIC, *_BYTE_ORDER_MARKS))
