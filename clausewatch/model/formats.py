"""Formats of policies: one row per format, shared by fetch, extract and evidence.

A new format is one row here and one extractor in `clausewatch/extract/formats.py`.
"""

import re
from dataclasses import dataclass

_TYPE = re.compile(r"[\w!#$&^.+*-]{1,100}/[\w!#$&^.+*-]{1,100}")


@dataclass(frozen=True, slots=True)
class Format:
    """One source format and the ways to recognise it."""

    name: str
    """For code and messages, e.g. `PDF`."""
    media_types: tuple[str, ...]
    """Content-Type values in lower case, without parameters."""
    suffixes: tuple[str, ...] = ()
    """File name endings, e.g. `.pdf`; the first names stored files."""
    magic: tuple[bytes, ...] = ()
    """First bytes after blanks; of a text format in lower case, for a comparison without case."""
    archive_member: str = ""
    """Of a format that is a ZIP archive: the member that sets it apart from other archives."""
    is_binary: bool = False


ZIP_MAGIC = b"PK\x03\x04"

HTML = Format(
    "HTML",
    ("text/html",),
    (".html", ".htm"),
    magic=(b"<!doctype html", b"<html", b"<head", b"<body"),
)
# Stored files are named .html, which every program opens. Hosts often send HTML under this type.
XHTML = Format("XHTML", ("application/xhtml+xml",), (".html", ".xhtml", ".xht"), magic=HTML.magic)
PDF = Format(
    "PDF",
    ("application/pdf", "application/x-pdf"),
    (".pdf",),
    magic=(b"%PDF-",),
    is_binary=True,
)
DOCX = Format(
    "Word",
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
    (".docx",),
    magic=(ZIP_MAGIC,),
    archive_member="word/document.xml",
    is_binary=True,
)
ODT = Format(
    "OpenDocument",
    ("application/vnd.oasis.opendocument.text",),
    (".odt",),
    magic=(ZIP_MAGIC,),
    archive_member="content.xml",
    is_binary=True,
)
MARKDOWN = Format(
    "Markdown",
    ("text/markdown", "text/x-markdown", "application/markdown"),
    (".md", ".markdown"),
)
PLAIN_TEXT = Format("plain text", ("text/plain",), (".txt",))

FORMATS = (HTML, XHTML, PDF, DOCX, ODT, MARKDOWN, PLAIN_TEXT)
"""Every format that can be read, in the order in which bytes are compared with them."""

DOC = Format(
    "old Word",
    ("application/msword",),
    (".doc",),
    magic=(b"\xd0\xcf\x11\xe0",),
    is_binary=True,
)
UNREADABLE_FORMATS = (
    DOC,
    Format("PNG", ("image/png",), magic=(b"\x89PNG",), is_binary=True),
    Format("JPEG", ("image/jpeg",), magic=(b"\xff\xd8\xff",), is_binary=True),
    Format("GIF", ("image/gif",), magic=(b"GIF8",), is_binary=True),
    Format("gzip", ("application/gzip",), magic=(b"\x1f\x8b",), is_binary=True),
)
"""Formats that are recognised only to be refused by name."""

ARCHIVE_TYPES = frozenset({"application/zip", "application/x-zip-compressed"})
"""Some hosts send a Word or OpenDocument file as the ZIP archive that it is."""
UNSPECIFIC_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream",
                              "application/unknown", "application/x-unknown",
                              "application/force-download", "application/download"})  # fmt: skip
"""Media types that say nothing about the format."""
BY_MEDIA_TYPE = {
    media_type: known
    for known in (*FORMATS, *UNREADABLE_FORMATS)
    for media_type in known.media_types
}


def parse_media_type(content_type: str | None) -> str:
    """Return the media type in a Content-Type header, in lower case and without parameters.

    Of several values, as of a repeated header, the last sound one counts (the Fetch standard,
    "extract a MIME type").
    """
    values = [part.partition(";")[0].strip().casefold() for part in (content_type or "").split(",")]
    sound = [value for value in values if _TYPE.fullmatch(value) and value != "*/*"]
    return sound[-1] if sound else values[0]


def find_binary_format(start: bytes) -> Format | None:
    """Return the first binary format whose magic bytes begin a body, or None."""
    formats = (*FORMATS, *UNREADABLE_FORMATS)
    return next((f for f in formats if f.is_binary and start.startswith(f.magic)), None)


def find_suffix(content_type: str | None) -> str:
    """Return the file name ending for a Content-Type header, `.bin` for an unknown type."""
    known = BY_MEDIA_TYPE.get(parse_media_type(content_type))
    return known.suffixes[0] if known and known.suffixes else ".bin"
