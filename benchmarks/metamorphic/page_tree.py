"""A page to be changed: its tree, the blocks that are terms, and the places for insertions."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import html
from lxml.html import HtmlElement

_INLINE = frozenset(
    "a abbr b bdi bdo br cite code del dfn em font i img ins kbd label mark q s samp small span"
    " strong sub sup time tt u var wbr svg path".split()
)
_SKIP = frozenset(
    "nav header footer aside form dialog script style noscript template button select option"
    " head title iframe svg".split()
)
_SKIP_NAME = re.compile(
    r"cookie|consent|banner|modal|popup|pop-up|menu|navbar|footer|sidebar|breadcrumb|related|share|"
    r"toc\b|table-of-contents|newsletter|widget|dropdown",
    re.IGNORECASE,
)
_TERM_CHARS = 45
_LINK_SHARE = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class PolicyPage:
    """A document that is one page, and the known facts about it."""

    name: str
    service: str
    document: str
    url: str
    language: str
    markup: str
    group: str
    term_keys: frozenset[str] = field(default=frozenset(), repr=False)
    """Keys of the passages that are certainly terms; if empty, the shape of a block decides."""

    def parse(self) -> HtmlElement:
        """Return a tree that the caller may alter."""
        return html.document_fromstring(self.markup)


def make_key(text: str) -> str:
    """Return the words of a passage, by which it is found again."""
    return " ".join(_WORD.findall(text.casefold()))


def read_text(element: HtmlElement) -> str:
    """Return the text inside an element on one line."""
    return " ".join("".join(element.itertext()).split())


def parse_element(markup: str) -> HtmlElement:
    """Return the element that some markup describes."""
    return html.fragment_fromstring(markup)


def serialise(tree: HtmlElement) -> str:
    """Return the markup of a tree."""
    markup: str = html.tostring(tree, encoding="unicode", doctype="<!doctype html>")
    return markup


def normalise_markup(markup: str) -> str:
    """Return the markup after parsing and serialising, so that both sides went through the same."""
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    return serialise(html.document_fromstring(markup))


def is_leaf(element: HtmlElement) -> bool:
    """Tell whether an element is a block without blocks in it."""
    return (
        isinstance(element.tag, str)
        and element.tag not in _INLINE
        and all(not isinstance(d.tag, str) or d.tag in _INLINE for d in element.iterdescendants())
    )


def is_boilerplate(element: HtmlElement) -> bool:
    """Tell whether the tag or the name of an element marks it as boilerplate."""
    for node in (element, *element.iterancestors()):
        if node.tag in _SKIP:
            return True
        if node.tag not in {"body", "html", "main", "article"} and _SKIP_NAME.search(
            f"{node.get('class', '')} {node.get('id', '')}"
        ):
            return True
    return False


def _is_term(page: PolicyPage, element: HtmlElement, text: str) -> bool:
    links = sum(len(read_text(a)) for a in element.iter("a"))
    if links > _LINK_SHARE * len(text) or is_boilerplate(element):
        return False
    if page.term_keys:
        return make_key(text) in page.term_keys
    return len(text) >= (_TERM_CHARS if page.language != "zh" else 15)


def find_terms(page: PolicyPage, tree: HtmlElement) -> list[HtmlElement]:
    """Return the blocks of a page that are certainly terms, in order."""
    blocks = []
    for element in tree.body.iter():
        if not is_leaf(element) or element.tag in _SKIP:
            continue
        text = read_text(element)
        if len(text) >= (_TERM_CHARS if page.language not in {"zh", "ja"} else 15) and _is_term(
            page, element, text
        ):
            blocks.append(element)
    return blocks


def find_path(element: HtmlElement) -> list[HtmlElement]:
    """Return an element's ancestors from the root down, and the element itself."""
    return [*reversed(list(element.iterancestors())), element]


def find_main_element(blocks: Sequence[HtmlElement]) -> HtmlElement:
    """Return the deepest element that contains most of the terms."""
    cut = len(blocks) // 10
    inner = list(blocks)[cut : len(blocks) - cut] or list(blocks)
    shared = find_path(inner[0])[:-1]
    for block in inner[1:]:
        other = find_path(block)
        shared = [a for a, b in zip(shared, other, strict=False) if a is b]
    return shared[-1]


def insert_after(place: HtmlElement, new: HtmlElement) -> None:
    """Insert an element after another, before that one's tail."""
    new.tail, place.tail = place.tail, None
    place.addnext(new)


def insert_before(place: HtmlElement, new: HtmlElement) -> None:
    """Insert an element before another."""
    new.tail = None
    place.addprevious(new)


def remove(element: HtmlElement) -> None:
    """Remove an element but keep its tail."""
    element.drop_tree()


def find_outer_block(block: HtmlElement) -> HtmlElement:
    """Return the list or table around a block, or the block: a paragraph can follow it."""
    place = block
    for node in block.iterancestors():
        if node.tag in {"ul", "ol", "table", "dl"}:
            place = node
        if node.tag in {"body", "main", "article"}:
            break
    return place


def find_text_pieces(element: HtmlElement) -> list[tuple[HtmlElement, str, str]]:
    """Return the pieces of text inside an element: (owner, "text" or "tail", the piece)."""
    pieces = []
    for node in element.iter():
        if isinstance(node.tag, str) and node.text:
            pieces.append((node, "text", node.text))
        if node is not element and node.tail:
            pieces.append((node, "tail", node.tail))
    return pieces


def replace_once(element: HtmlElement, pattern: re.Pattern[str], new: str) -> bool:
    """Replace the first match in one piece of text, and return whether there was one."""
    for owner, side, piece in find_text_pieces(element):
        replaced, count = pattern.subn(new, piece, count=1)
        if count and replaced != piece:
            setattr(owner, side, replaced)
            return True
    return False
