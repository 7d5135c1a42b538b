"""Links and what is only a link: a menu line is no statement, a sentence with a link is one."""

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

PROBE_WORDS = 6
"""Scripts measure fonts and columns with one word over and over; no sentence does that."""
LINK_ONLY_SHARE = 0.85
LINK_MAX_CHARS = 90
WIDGET_MAX_CHARS = 120
_WIDGET = re.compile(
    r"(?:was|did|is) this .{0,40}(?:helpful|useful|answer)|found this (?:helpful|useful)|"
    r"^\W*\d+\s*min(?:ute)?s?\.? read\W*$|reading time|cet article .{0,20}utile|temps de lecture|"
    r"war dieser .{0,30}hilfreich|lesezeit|var den här .{0,20}till hjälp|阅读时间|是否有帮助",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")
CARD_MAX_CHARS = 600
"""A link around blocks is a card that leads elsewhere; a longer one is markup gone wrong."""
STANDS_ALONE = "a link that stands alone"
CONTENTS = "table of contents"
_FLOW = frozenset({"p", "div", "ul", "ol", "dl", "table", "h2", "h3", "h4", "h5", "h6"})
STEP_WORDS = 3
PASSAGE_CHARS = 60
_MENU_LINKS = 3
_MENU_LABEL_CHARS = 12
"""A label before a row of links ("Share", "Legal:") makes no sentence of it."""


def gap_before(link: HtmlElement) -> str:
    """Return a blank where two links stand side by side: style sheets part them, not blanks."""
    previous = link.getprevious()
    is_beside = previous is not None and previous.tag == "a" and not (previous.tail or "").strip()
    return " " if is_beside else ""


class LinkCount:
    """Counts what the links of a block hold, to tell a link from a sentence with a link."""

    def __init__(self, host: str = "") -> None:
        self._host = host
        self.chars = 0
        self.anchors = 0
        self.inner = 0
        self.links = 0
        self.last: HtmlElement | None = None

    def add(self, link: HtmlElement) -> None:
        """Count one link; a bare anchor leads nowhere and is none."""
        href = link.get("href")
        if href is None:
            return
        self.chars += len(_SPACE.sub("", link.text_content()))
        self.links += 1
        self.last = link
        self.anchors += "#" in href and len(href) > 1
        self.inner += self._is_inner(href)

    def _is_inner(self, href: str) -> bool:
        if href.startswith(("/", "?", ".")) and not href.startswith("//"):
            return True
        try:
            host = urlsplit(href).hostname or ""
        except ValueError:
            return False
        return bool(self._host) and host.removeprefix("www.") == self._host

    def taken(self) -> "LinkCount":
        """Return the counts so far and start anew."""
        done = LinkCount()
        done.chars, done.anchors = self.chars, self.anchors
        done.inner, done.links, done.last = self.inner, self.links, self.last
        self.chars = self.anchors = self.inner = self.links = 0
        return done


def not_said(text: str, links: LinkCount, *, is_item: bool) -> str | None:
    """Return why a block is no statement of the document, or None."""
    words = text.split()
    if len(words) >= PROBE_WORDS and len(set(words)) == 1:
        return "a probe of the page's script"
    if len(text) < WIDGET_MAX_CHARS and _WIDGET.search(text):
        return "feedback widget"
    size = len(_SPACE.sub("", text))
    is_row = links.links >= _MENU_LINKS and size - links.chars <= _MENU_LABEL_CHARS
    is_link = links.links and (links.chars >= LINK_ONLY_SHARE * size or is_row)
    if not is_link or "@" in text:
        return None
    if links.anchors == links.links:
        return CONTENTS
    # Items that lead to other sites may be the list of processors; to the same site, a menu.
    is_menu = not is_item or links.inner == links.links
    if links.links == 1 and len(words) >= STEP_WORDS and _is_in_text(links.last):
        return None
    return STANDS_ALONE if is_menu and len(text) < LINK_MAX_CHARS else None


def anchors_of(heading: HtmlElement) -> frozenset[HtmlElement]:
    """Return the links by which readers copy a heading's address: beside its text, not around."""
    found = [a for a in heading.iter("a") if (a.get("href") or "").startswith("#")]
    size = len(heading.text_content().strip())
    return frozenset(a for a in found if 2 * len(a.text_content().strip()) < size)


def _is_passage(element: HtmlElement) -> bool:
    said = len(element.text_content()) - sum(len(a.text_content()) for a in element.iter("a"))
    return said >= PASSAGE_CHARS


def _is_in_text(link: HtmlElement | None) -> bool:
    """Tell whether a link is a paragraph between two others: a step to take, not a menu."""
    block = link.getparent() if link is not None else None
    while block is not None and block.tag in {"span", "b", "strong", "em", "u"}:
        block = block.getparent()
    if block is None or block.tag not in {"p", "div"}:
        return False
    beside = [block.getprevious(), block.getnext()]
    around = [e for e in beside if e is not None and e.tag in _FLOW and not _is_link(e)]
    return len(around) == len(beside) and any(map(_is_passage, around))


def _is_link(element: HtmlElement) -> bool:
    linked = sum(len(a.text_content()) for a in element.iter("a"))
    return linked >= LINK_ONLY_SHARE * len(element.text_content().strip())


def is_card(link: HtmlElement) -> bool:
    """Tell whether a link holds blocks of its own and leads to another page."""
    if not len(link) or "#" in (link.get("href") or "#"):
        return False
    has_blocks = any(e.tag in {"div", "p", "h2", "h3", "h4", "h5", "ul"} for e in link.iter())
    return has_blocks and len(link.text_content()) < CARD_MAX_CHARS
