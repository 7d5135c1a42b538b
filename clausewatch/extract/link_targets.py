"""Where the sentences of a page lead: a link's own words and its absolute address."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree, html

_ANCHOR = re.compile(rb"<a\s", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?<!!)\[([^\]\[]{2,120})\]\((https?://[^)\s]{4,500})\)")
MOST_CHARACTERS = 120
"""Of a link's words; more is a card and no part of a sentence."""

MOST_BYTES = 3_000_000
"""A record is shown at once; the largest pages go without their links."""


def outlinks(body: bytes, url: str) -> tuple[tuple[str, str], ...]:
    """Return words and address of every link to a web page, in order; none in a binary file."""
    if len(body) > MOST_BYTES:
        return ()
    if not _ANCHOR.search(body):
        return tuple(_MARKDOWN.findall(body.decode("utf-8", "replace")))
    return tuple(_anchors(body, url))


def _anchors(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    try:
        tree = html.document_fromstring(body)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    for link in tree.iter("a"):
        words = " ".join("".join(map(str, link.itertext())).split())
        try:
            target = urljoin(url, str(link.get("href") or "").strip())
        except ValueError:
            continue
        is_page = target.startswith(("http://", "https://")) and target.partition("#")[0] != url
        if is_page and 1 < len(words) <= MOST_CHARACTERS:
            yield words, target
