"""Links: what tells a menu line or a lone link from a statement that contains a link."""

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

MIN_PROBE_WORDS = 6
"""Scripts measure fonts and columns with one repeated word; no sentence consists of that."""
LINK_ONLY_SHARE = 0.85
MAX_LINK_CHARS = 90
MAX_WIDGET_CHARS = 120
_WIDGET = re.compile(
    r"(?:was|did|is) this .{0,40}(?:helpful|useful|answer)|found this (?:helpful|useful)|"
    r"^\W*\d+\s*min(?:ute)?s?\.? read\W*$|reading time|cet article .{0,20}utile|temps de lecture|"
    r"war dieser .{0,30}hilfreich|lesezeit|var den här .{0,20}till hjälp|阅读时间|是否有帮助",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
MAX_CARD_CHARS = 600
"""A link around blocks is a card that leads to another page; a longer one is broken markup."""
LONE_LINK = "a link that stands alone"
TABLE_OF_CONTENTS = "table of contents"
PAGE_CODE = "code of the page"
_CODE_MARKS = (" { ", ") {", "){", "; }", ";}", "};", "({", "})")
_MIN_CODE_MARKS = 2
_STYLE_RULE = re.compile(r"[.#][\w-]{1,60}(?: [^{}]{0,60})?\{\s?[a-z-]{2,40}\s?:[^{}]{1,400}\}")
_PROFILE = re.compile(r"/(?:authors?|users?|u|profiles?|@[\w.-]{1,60})(?:/|$)|/@", re.IGNORECASE)
"""A part of the path of links to the page of a person on this site."""
_MAX_BYLINE_WORDS = 12
BYLINE = "who wrote the page"
_FLOW = frozenset({"p", "div", "ul", "ol", "dl", "table", "h2", "h3", "h4", "h5", "h6"})
MIN_STEP_WORDS = 3
MIN_PASSAGE_CHARS = 60
_MIN_MENU_LINKS = 3
_MAX_MENU_LABEL_CHARS = 12
"""A row of links with only a label before it ("Share", "Legal:") is still a menu."""


def make_gap(link: HtmlElement) -> str:
    """Return a blank between two adjacent links, which only the style sheet separates."""
    previous = link.getprevious()
    is_adjacent = previous is not None and previous.tag == "a" and not (previous.tail or "").strip()
    return " " if is_adjacent else ""


class LinkCount:
    """Counts the links of a block, to tell a lone link from a sentence with a link."""

    def __init__(self, host: str = "") -> None:
        self._host = host
        self.chars = 0
        """Text in links, without blanks."""
        self.anchors = 0
        """Links with a fragment."""
        self.inner = 0
        """Links to the same site."""
        self.links = 0
        self.profiles = 0
        """Links to the people who wrote the page."""
        self.last: HtmlElement | None = None

    def add(self, link: HtmlElement) -> None:
        """Count one link; an anchor without a target does not count."""
        href = link.get("href")
        if href is None:
            return
        self.chars += len(_SPACE.sub("", link.text_content()))
        self.links += 1
        self.last = link
        self.anchors += "#" in href and len(href) > 1
        self.inner += self._is_inner(href)
        self.profiles += _is_profile(link, href)

    def _is_inner(self, href: str) -> bool:
        if href.startswith(("/", "?", ".")) and not href.startswith("//"):
            return True
        try:
            host = urlsplit(href).hostname or ""
        except ValueError:
            return False
        return bool(self._host) and host.removeprefix("www.") == self._host

    def take(self) -> "LinkCount":
        """Return the counts so far and reset them."""
        counts = LinkCount()
        counts.chars, counts.anchors = self.chars, self.anchors
        counts.inner, counts.links, counts.last = self.inner, self.links, self.last
        counts.profiles = self.profiles
        self.chars = self.anchors = self.inner = self.links = self.profiles = 0
        return counts


def _is_profile(link: HtmlElement, href: str) -> bool:
    """Return whether a link leads to a person: by its relation, or by its path on this site."""
    marks = f"{link.get('rel') or ''} {link.get('itemprop') or ''}".casefold().split()
    return "author" in marks or (href.startswith("/") and _PROFILE.search(href) is not None)


def explain_link_only(text: str, links: LinkCount, *, is_item: bool) -> str | None:
    """Return why a block is not a statement of the document, or None."""
    words = text.split()
    if reason := _explain_machine_text(text, words):
        return reason
    if links.profiles and _is_byline(text, words, links):
        return BYLINE
    if not links.links or "@" in text or not _consists_of_links(words, links):
        return None
    if links.anchors == links.links:
        return TABLE_OF_CONTENTS
    # Items that link to other sites may be a list of processors; to the same site, a menu.
    is_menu = not is_item or links.inner == links.links
    if links.links == 1 and len(words) >= MIN_STEP_WORDS and _is_between_passages(links.last):
        return None
    return LONE_LINK if is_menu and len(text) < MAX_LINK_CHARS else None


def _consists_of_links(words: list[str], links: LinkCount) -> bool:
    size = sum(map(len, words))
    is_row = links.links >= _MIN_MENU_LINKS and size - links.chars <= _MAX_MENU_LABEL_CHARS
    return is_row or links.chars >= LINK_ONLY_SHARE * size


def _is_byline(text: str, words: list[str], links: LinkCount) -> bool:
    """Return whether a line only names who wrote the page: it is no sentence and states no more."""
    is_line = len(words) <= _MAX_BYLINE_WORDS and not text.endswith((".", ";", "\u3002"))
    return is_line and links.profiles == links.links


def _explain_machine_text(text: str, words: list[str]) -> str | None:
    """Return why a text is for machines or visitors and not for readers of the terms, or None."""
    if len(words) >= MIN_PROBE_WORDS and len(set(words)) == 1:
        return "a probe of the page's script"
    if len(text) < MAX_WIDGET_CHARS and _WIDGET.search(text):
        return "feedback widget"
    return PAGE_CODE if "{" in text and _is_code(text) else None


def _is_code(text: str) -> bool:
    """Return whether a text is a style sheet or a script that lost its element.

    A placeholder of a template has braces, too, but no blank or semicolon inside of them.
    """
    marks = sum(text.count(mark) for mark in _CODE_MARKS)
    return marks >= _MIN_CODE_MARKS or _STYLE_RULE.search(text) is not None


def find_anchors(heading: HtmlElement) -> frozenset[HtmlElement]:
    """Return a heading's links to itself, which are beside its text and not around it."""
    anchors = [a for a in heading.iter("a") if (a.get("href") or "").startswith("#")]
    size = len(heading.text_content().strip())
    return frozenset(a for a in anchors if 2 * len(a.text_content().strip()) < size)


def _is_passage(element: HtmlElement) -> bool:
    linked = sum(len(a.text_content()) for a in element.iter("a"))
    return len(element.text_content()) - linked >= MIN_PASSAGE_CHARS


def _is_between_passages(link: HtmlElement | None) -> bool:
    """Return whether a link is a paragraph between two others: a step to take, not a menu."""
    block = link.getparent() if link is not None else None
    while block is not None and block.tag in {"span", "b", "strong", "em", "u"}:
        block = block.getparent()
    if block is None or block.tag not in {"p", "div"}:
        return False
    siblings = [block.getprevious(), block.getnext()]
    texts = [e for e in siblings if e is not None and e.tag in _FLOW and not _is_only_link(e)]
    return len(texts) == len(siblings) and any(map(_is_passage, texts))


def _is_only_link(element: HtmlElement) -> bool:
    linked = sum(len(a.text_content()) for a in element.iter("a"))
    return linked >= LINK_ONLY_SHARE * len(element.text_content().strip())


def is_card(link: HtmlElement) -> bool:
    """Return whether a link contains blocks and leads to another page."""
    if not len(link) or "#" in (link.get("href") or "#"):
        return False
    has_blocks = any(e.tag in {"div", "p", "h2", "h3", "h4", "h5", "ul"} for e in link.iter())
    return has_blocks and len(link.text_content()) < MAX_CARD_CHARS
