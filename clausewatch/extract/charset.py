"""Decoding of pages, with the labels of the WHATWG Encoding standard.

A byte order mark decides first, then the bytes themselves: text that is valid UTF-8 is hardly ever
anything else. Then the header and the page's own declaration count, in this order.
"""

import codecs
import re

import charset_normalizer
import webencodings

from clausewatch.errors import ExtractError
from clausewatch.model.reading import Page

_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*+=\s*+(?:[\"']\s*+)?([\w.:-]+)", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]+encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--(?:[^-]|-(?!->))*+(?:-->|\Z)")
_MAX_DECLARATION_BYTES = 4096
"""Browsers look at 1,024 bytes, but some pages have long scripts before the meta element."""
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = frozenset({"replacement", "x-user-defined"})
_MULTI_BYTE_CODECS = frozenset({"cp932", "cp949", "big5hkscs", "gb18030", "euc_jp", "iso2022_jp"})
_UNDECLARED_CODECS = [
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874"),
    *("koi8_r", "cp932", "euc_jp", "cp949", "gb18030", "big5hkscs"),
]
"""The charsets in which pages without any declaration are written."""
_CERTAIN_RATIO = 4
"""Text with this many multi-byte characters for each broken byte is damaged UTF-8."""
MAX_UNDECODABLE_SHARE = 0.02
"""A text with more replacement characters is garbage and not a text with a few broken bytes."""


def _keep_c1_control(fault: UnicodeError) -> tuple[str, int]:
    """Decode a byte that a code page leaves undefined as a C1 control, as the standard does."""
    if isinstance(fault, UnicodeDecodeError) and 0x80 <= fault.object[fault.start] <= 0x9F:  # noqa: PLR2004
        return chr(fault.object[fault.start]), fault.start + 1
    raise fault


codecs.register_error("c1-control", _keep_c1_control)


def _find_codec(label: str) -> str | None:
    """Return the codec for a label of the standard, or None for a label that browsers ignore."""
    encoding = webencodings.lookup(label)
    if encoding is None or encoding.name in _NOT_TEXT:
        return None
    codec: str = encoding.codec_info.name
    # The standard decodes both alike, and webencodings has the narrower one.
    return "gb18030" if codec == "gbk" else codec


def _read_declared(page: Page) -> list[str]:
    """Return the declared codecs, the most trustworthy first."""
    head = page.body[:_MAX_DECLARATION_BYTES]
    header = _HEADER_CHARSET.search(page.content_type)
    served = [codec] if header and (codec := _find_codec(header[1])) else []
    if served and served[0].startswith("utf-16") and b"\0" not in head:
        served = []
    marks = (_META_CHARSET.search(_COMMENT.sub(b"", head)), _XML_ENCODING.search(head))
    labels = [mark[1].decode("ascii", "replace") for mark in marks if mark]
    # A declaration that is readable as ASCII is itself proof that the page is not UTF-16.
    inner = [
        codec
        for label in labels
        if (codec := _find_codec(label)) and not codec.startswith("utf-16")
    ]
    # Any byte is valid in most single-byte charsets, but few byte sequences in a multi-byte one.
    if served and served[0] not in _MULTI_BYTE_CODECS:
        served = [*(codec for codec in inner if codec in _MULTI_BYTE_CODECS), *served]
    return list(dict.fromkeys([*served, *inner]))


def _decode_strictly(body: bytes, codec: str) -> str | None:
    errors = "c1-control" if codec.startswith(("cp125", "cp874")) else "strict"
    # A truncated body may end inside a character.
    decoder = codecs.getincrementaldecoder(codec)(errors)
    try:
        return decoder.decode(body)
    except UnicodeDecodeError:
        return None


def _decode_utf8(body: bytes) -> str | None:
    """Return the text if the bytes are UTF-8, perhaps with a few broken ones, and not ASCII."""
    text = _decode_strictly(body, "utf-8") or body.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    letters = len(text) - len(text.encode("ascii", "ignore")) - broken
    return text if letters > _CERTAIN_RATIO * broken else None


def _guess(body: bytes) -> str:
    """Return the text in the most likely charset of those that pages without one are in."""
    best = charset_normalizer.from_bytes(body, cp_isolation=_UNDECLARED_CODECS).best()
    text = _decode_strictly(body, best.encoding) if best else None
    return text if text is not None else body.decode("cp1252", "c1-control")


def _decode(page: Page) -> str:
    for mark, codec in _BYTE_ORDER_MARKS:
        if page.body.startswith(mark):
            return page.body.decode(codec, "replace").lstrip("\ufeff")
    declared = _read_declared(page)
    if not any(codec.startswith("utf-16") for codec in declared):
        text = _decode_utf8(page.body)
        if text is not None:
            return text
    for codec in [*declared, "utf-8"]:
        text = _decode_strictly(page.body, codec)
        if text is not None:
            return text
    if declared and declared[0] in _MULTI_BYTE_CODECS:
        return page.body.decode(declared[0], "replace")
    return _guess(page.body)


def decode_page(page: Page) -> str:
    """Return the page's text; a few broken bytes become U+FFFD.

    Raises ExtractError if the bytes are not readable in any charset.
    """
    text = _decode(page)
    if text.count("\ufffd") > MAX_UNDECODABLE_SHARE * len(text):
        raise ExtractError(
            page.url,
            "The characters of the page cannot be decoded; its server must declare their charset",
        )
    return text
