"""Decoding of pages: by byte order mark, then by header, then by the page's own declaration."""

import codecs
import re

from clausewatch.model.reading import Page

_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_MAX_DECLARATION_BYTES = 4096
"""Browsers look at 1,024 bytes, but some pages have long scripts before the meta element."""
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Browsers decode these labels with the wider code page, so authors rely on it.
_WIDER_CODECS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}

_NON_WEB_CODECS = frozenset(
    {"charmap", "idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "utf-7"}
)
"""Text encodings of Python that no browser knows; some of them raise for every byte.

A script without a charset may write `undefined` into its header.
"""


def _find_codec(name: str) -> str | None:
    try:
        codec = codecs.lookup(name)
    except LookupError:
        return None
    # Python's registry also has codecs that are not charsets (hex, zip, rot13).
    if not getattr(codec, "_is_text_encoding", True) or codec.name in _NON_WEB_CODECS:
        return None
    return _WIDER_CODECS.get(codec.name, codec.name)


def _read_declared(page: Page) -> list[str]:
    head = page.body[:_MAX_DECLARATION_BYTES]
    headers = (_HEADER_CHARSET.search(page.content_type),)
    declarations = (_XML_ENCODING.search(head), _META_CHARSET.search(head))
    names = [match.group(1) for match in headers if match]
    names += [match.group(1).decode("ascii", "replace") for match in declarations if match]
    known_codecs = [codec for name in names if (codec := _find_codec(name))]
    return [codec for codec in known_codecs if not codec.startswith("utf-16")]


def decode_page(page: Page) -> str:
    """Return the page's text; a byte that no charset decodes becomes U+FFFD, never an error."""
    for mark, name in _BYTE_ORDER_MARKS:
        if page.body.startswith(mark):
            return page.body.decode(name, "replace").lstrip("\ufeff")
    for name in [*_read_declared(page), "utf-8"]:
        try:
            return page.body.decode(name)
        except UnicodeDecodeError:
            continue
    declared = _read_declared(page)
    # A text with few broken bytes is UTF-8; any other has the old default of the web.
    text = page.body.decode(declared[0] if declared else "utf-8", "replace")
    if text.count("\ufffd") * 100 > len(text):
        return page.body.decode("cp1252", "replace")
    return text
