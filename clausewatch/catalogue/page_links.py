"""Collects the links of a web page from its markup and its scripts, each with its surroundings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from clausewatch.catalogue.script_data import find_labelled_urls

MAX_PAGE_BYTES = 5_000_000
MAX_PAGE_LINKS = 10_000
"""Half of them come from the top of the page and half from its end, where footers are."""
MAX_LABEL_NODES = 100
"""Nodes read inside one link, because a link inside links is read for each of them."""
MAX_NODE_CHARS = 1_000
MAX_URL_CHARS = 4_096
"""The longest URL that is fetched."""
POLICY_RELS = {"privacy-policy": "privacy", "terms-of-service": "terms"}
"""Kinds of documents by the `rel` of a link."""
_FOOTER_NAME = re.compile(r"foot|legal|bottom|colophon|copyright|imprint", re.IGNORECASE)
_SCRIPT_URL = re.compile(
    r"""["'](?P<url>(?:https?:)?\\?/[^"'\s<>]{0,200}?"""
    r"""(?:privacy|terms|legal|cookie|datenschutz)[^"'\s<>]{0,100})["']""",
    re.IGNORECASE,
)
ASSET = re.compile(
    r"\.(?:js|css|json|png|jpe?g|svg|webp|gif|woff2?|ico|xml|mjs|map)(?:$|\?)", re.IGNORECASE
)
"""Matches a URL of a file that is not a page."""
_LINK_TAGS = frozenset({"a", "area", "link"})


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a page."""

    url: str
    label: str
    is_in_footer: bool
    """In a footer, or in a part of the page with such a name."""
    rel: str = ""
    """A key of `POLICY_RELS`, or an empty string."""
    is_scripted: bool = False
    """It is only a URL in a script, without a label."""


def parse_page(body: bytes, charset: str | None) -> html.HtmlElement | None:
    """Return the root element of an HTML page, or None if the bytes are no such page.

    Without a charset, UTF-8 is tried, and the page's own meta element decides if that fails.
    """
    try:
        parser = html.HTMLParser(encoding=charset or _detect_utf8(body))
        return html.document_fromstring(body[:MAX_PAGE_BYTES], parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError):
        return None


def _detect_utf8(body: bytes) -> str | None:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def collect_links(root: html.HtmlElement, url: str) -> Iterator[PageLink]:
    """Yield the links of a page at this URL, those in its markup first."""
    scripts = [element.text or "" for element in root.iter("script")]
    yield from _collect_anchors(root, url)
    yield from _collect_script_records(scripts, url)
    yield from _collect_script_urls(scripts, url)


def _collect_anchors(root: html.HtmlElement, url: str) -> Iterator[PageLink]:
    base = _find_base(root, url)
    anchors = list(_walk_anchors(root))
    if len(anchors) > MAX_PAGE_LINKS:
        anchors = anchors[: MAX_PAGE_LINKS // 2] + anchors[-MAX_PAGE_LINKS // 2 :]
    for element, is_in_footer in anchors:
        target = _resolve_link(base, element.get("href") or "")
        if target is None:
            continue
        rels = (element.get("rel") or "").lower().split()
        rel = next((word for word in rels if word in POLICY_RELS), "")
        if element.tag == "link" and not rel:
            continue
        yield PageLink(target, _read_label(element), is_in_footer, rel)


def _find_base(root: html.HtmlElement, url: str) -> str:
    """Return the URL that the page's links are relative to; an invalid base is ignored."""
    first = next(root.iter("base"), None)
    return url if first is None else _resolve_link(url, first.get("href") or "") or url


def _walk_anchors(root: html.HtmlElement) -> Iterator[tuple[html.HtmlElement, bool]]:
    """Yield the links of a page, and whether they are in a footer, in one pass at any depth."""
    open_footers = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        is_footer = _is_footer(element)
        if event == "end":
            open_footers -= is_footer
            continue
        if element.tag in _LINK_TAGS:
            yield element, open_footers > 0
        open_footers += is_footer


def _is_footer(element: html.HtmlElement) -> bool:
    """Return whether an element is a footer by its tag or its name."""
    if element.tag in {"body", "html"}:
        return False
    names = " ".join(element.get(attribute) or "" for attribute in ("class", "id", "role"))
    return element.tag == "footer" or bool(_FOOTER_NAME.search(names)) or "contentinfo" in names


def _read_label(element: html.HtmlElement) -> str:
    text, image = ("", "") if element.tag == "link" else _read_content(element)
    return (text or element.get("aria-label") or element.get("title") or image or "")[:200]


def _read_content(element: html.HtmlElement) -> tuple[str, str]:
    """Return the text of a link and the alternative text of its first image."""
    texts, image = [], ""
    nodes = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in islice(nodes, MAX_LABEL_NODES):
        if event == "start":
            texts.append((node.text or "")[:MAX_NODE_CHARS])
            image = image or (node.tag == "img" and node.get("alt")) or ""
        elif node is not element:
            texts.append((node.tail or "")[:MAX_NODE_CHARS])
    return " ".join(" ".join(texts).split()), image


def _collect_script_records(scripts: list[str], url: str) -> Iterator[PageLink]:
    """Yield links from the data of scripts, if label and URL are in one record."""
    for label, address in islice(find_labelled_urls(scripts), MAX_PAGE_LINKS):
        target = _resolve_link(url, address)
        if target is not None and not ASSET.search(target):
            encodable = label.encode("utf-8", "replace").decode()
            yield PageLink(target, encodable, is_in_footer=True)


def _collect_script_urls(scripts: list[str], url: str) -> Iterator[PageLink]:
    """Yield URLs in scripts, because a footer that scripts build leaves its links there."""
    addresses = (match["url"] for script in scripts for match in _SCRIPT_URL.finditer(script))
    for address in islice(addresses, MAX_PAGE_LINKS):
        target = _resolve_link(url, address.replace("\\/", "/"))
        if target is not None and not ASSET.search(target):
            yield PageLink(target, "", is_in_footer=False, is_scripted=True)


def _resolve_link(base: str, href: str) -> str | None:
    """Return the target of a link, or None if it is not a web page or only scrolls."""
    text = href.strip()
    only_scrolls = text.startswith("#") and not text.startswith(("#/", "#!"))
    if not 0 < len(text) <= MAX_URL_CHARS or only_scrolls:
        return None
    try:
        target = urljoin(base, text)
    except ValueError:
        return None
    if not is_web_url(target):
        return None
    fragment = urlsplit(target).fragment
    return target if fragment.startswith(("/", "!")) else target.partition("#")[0]


def is_web_url(url: str) -> bool:
    """Return whether a string is an HTTP URL that can be fetched, stored and shown."""
    if len(url) > MAX_URL_CHARS:
        return False
    try:
        parts = urlsplit(url)
        url.encode()  # JSON can contain a lone surrogate, which no database stores.
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False
