"""The links of a page: the text and the absolute URL of each."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

_ANCHOR_TAG = re.compile(rb"<a\s", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\]\[]{2,120})\]\((https?://[^)\s]{4,500})\)")
MAX_TEXT_CHARS = 120
"""A link with more text is a card and not part of a sentence."""
MAX_BYTES = 3_000_000
"""A record must appear at once, so the largest pages have no links."""


def find_outlinks(body: bytes, url: str) -> tuple[tuple[str, str], ...]:
    """Return (text, URL) of every link to another web page, in order; none for a binary file."""
    if len(body) > MAX_BYTES:
        return ()
    if not _ANCHOR_TAG.search(body):
        return tuple(_MARKDOWN_LINK.findall(body.decode("utf-8", "replace")))
    return tuple(_iterate_anchors(body, url))


def _iterate_anchors(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    try:
        tree = html.document_fromstring(body)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    for link in tree.iter("a"):
        text = " ".join("".join(map(str, link.itertext())).split())
        try:
            target = urljoin(url, str(link.get("href") or "").strip())
        except ValueError:
            continue
        is_page = target.startswith(("http://", "https://")) and target.partition("#")[0] != url
        if is_page and 1 < len(text) <= MAX_TEXT_CHARS:
            yield text, target
