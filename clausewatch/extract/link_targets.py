"""The links of a page: the text and the absolute URL of each."""

import re
from collections.abc import Collection, Iterator
from itertools import islice
from urllib.parse import urljoin

from lxml import etree, html
from lxml.html import HtmlElement

from clausewatch.errors import ExtractError
from clausewatch.extract import charset, html_tree
from clausewatch.model.reading import Page
from clausewatch.text.normal_form import make_key

_ANCHOR_TAG = re.compile(rb"<a\s", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"(?<!!)\[([^\]\[]{2,120})\]\((https?://[^)\s]{4,500})\)")
MAX_TEXT_CHARS = 120
"""A link with more text is a card and not part of a sentence."""
MAX_BYTES = 3_000_000
"""A record must appear at once, so the largest pages have no links."""
MAX_NOTICE_CHARS = 1_500
"""A larger element around a link and a sentence is the page and no notice."""
MAX_LINKS = 1_000
"""Links of a page that are looked at for a notice."""
MAX_STEPS = 5
"""Elements around a link that are searched for a sentence."""


def find_outlinks(body: bytes, url: str) -> tuple[tuple[str, str], ...]:
    """Return (text, URL) of every link to another web page, in order; none for a binary file."""
    if len(body) > MAX_BYTES:
        return ()
    if not _ANCHOR_TAG.search(body):
        return tuple(_MARKDOWN_LINK.findall(body.decode("utf-8", "replace")))
    return tuple(_iterate_anchors(body, url))


def find_links_near(page: Page, sentences: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Return (text, URL) of the links to other pages in the paragraph or notice of each sentence.

    A sentence without any is left out.
    """
    if not sentences or len(page.body) > MAX_BYTES or not _ANCHOR_TAG.search(page.body):
        return {}
    try:
        tree = html_tree.parse_html(charset.decode_page(page), page)
    except ExtractError:
        return {}
    links = list(islice(_iterate_links(tree, page.url), MAX_LINKS))
    nearby: dict[str, list[tuple[str, str]]] = {}
    for sentence in sentences:
        notices = _Notices(make_key(sentence))
        near = [(text, target) for link, text, target in links if notices.has_link(link)]
        if near:
            nearby[sentence] = near
    return nearby


class _Notices:
    """The elements of a page that say a sentence and little else."""

    def __init__(self, key: str) -> None:
        self._key = f" {key} "
        self._known: dict[HtmlElement, tuple[bool, bool]] = {}
        """Per element whether it is small, and whether it says the sentence as well."""

    def has_link(self, link: HtmlElement) -> bool:
        """Return whether the sentence is in a small element around a link, or beside one."""
        element: HtmlElement | None = link
        for _ in range(MAX_STEPS):
            if element is None or not self._examine(element)[0]:
                return False
            beside = (element, element.getprevious(), element.getnext())
            if any(each is not None and self._examine(each)[1] for each in beside):
                return True
            element = element.getparent()
        return False

    def _examine(self, element: HtmlElement) -> tuple[bool, bool]:
        if element not in self._known:
            text = element.text_content() if isinstance(element.tag, str) else ""
            is_small = len(text) <= MAX_NOTICE_CHARS
            says = is_small and self._key in f" {make_key(text)} "
            self._known[element] = is_small, says
        return self._known[element]


def _iterate_anchors(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    try:
        tree = html.document_fromstring(body)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    for _, text, target in _iterate_links(tree, url):
        yield text, target


def _iterate_links(tree: HtmlElement, url: str) -> Iterator[tuple[HtmlElement, str, str]]:
    for link in tree.iter("a"):
        text = " ".join("".join(map(str, link.itertext())).split())
        try:
            target = urljoin(url, str(link.get("href") or "").strip())
        except ValueError:
            continue
        is_page = target.startswith(("http://", "https://")) and target.partition("#")[0] != url
        if is_page and 1 < len(text) <= MAX_TEXT_CHARS:
            yield link, text, target
