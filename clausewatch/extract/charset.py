"""Bytes to text: the byte order mark first, then the header, then what the page itself declares."""

import codecs
import re

from clausewatch.model.reading import Page

_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]+charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_DECLARED_WITHIN_BYTES = 4096
"""A little more than the 1,024 that browsers look at: some pages put scripts before the meta."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Browsers read these labels as the wider code page, and so do the people who write the pages.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}

_NOT_OF_THE_WEB = frozenset(
    {"charmap", "idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}
)
"""Python's registry calls them text; some raise for any byte, and no browser knows one of them.

`undefined` is what a script writes into a header that it has no charset for.
"""


def _known(name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    # Python's registry also holds codecs that are not charsets (hex, zip, rot13).
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _NOT_OF_THE_WEB:
        return None
    return _WIDER.get(codec.name, codec.name)


def _declared(page: Page) -> list[str]:
    head = page.body[:_DECLARED_WITHIN_BYTES]
    names = [m.group(1) for m in [_HEADER.search(page.content_type)] if m]
    names += [
        m.group(1).decode("ascii", "replace") for m in (_XML.search(head), _META.search(head)) if m
    ]
    return [known for name in names if (known := _known(name)) and not known.startswith("utf-16")]


def decoded(page: Page) -> str:
    """Return the page's text; a byte that fits no charset becomes U+FFFD, never an error."""
    for mark, name in _MARKS:
        if page.body.startswith(mark):
            return page.body.decode(name, "replace").lstrip("\ufeff")
    for name in [*_declared(page), "utf-8"]:
        try:
            return page.body.decode(name)
        except UnicodeDecodeError:
            continue
    declared = _declared(page)
    # Mostly UTF-8 with a broken byte is UTF-8; otherwise the old default of the web.
    text = page.body.decode(declared[0] if declared else "utf-8", "replace")
    if text.count("\ufffd") * 100 > len(text):
        return page.body.decode("cp1252", "replace")
    return text
