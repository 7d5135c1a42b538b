"""A page to be changed: its tree, the blocks of it that are terms, and where to put things."""

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
class Site:
    """One document as one page, and what is known about it."""

    name: str
    service: str
    document: str
    url: str
    language: str
    markup: str
    group: str
    said: frozenset[str] = field(default=frozenset(), repr=False)
    """Keys of the passages that are terms for certain; empty where the shape has to do."""

    def tree(self) -> HtmlElement:
        """Return a tree that the caller may alter."""
        return html.document_fromstring(self.markup)


def key(text: str) -> str:
    """Return what a passage says, for finding it again."""
    return " ".join(_WORD.findall(text.casefold()))


def text_of(element: HtmlElement) -> str:
    """Return the text inside an element on one line."""
    return " ".join("".join(element.itertext()).split())


def parsed(markup: str) -> HtmlElement:
    """Return one element made of markup."""
    return html.fragment_fromstring(markup)


def written(tree: HtmlElement) -> str:
    """Return a tree as a page."""
    return html.tostring(tree, encoding="unicode", doctype="<!doctype html>")


def canonical(markup: str) -> str:
    """Return a page as it is after one trip through a tree, so that both sides made the same."""
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    return written(html.document_fromstring(markup))


def is_leaf(element: HtmlElement) -> bool:
    """Tell whether an element is a block without blocks in it."""
    return (
        isinstance(element.tag, str)
        and element.tag not in _INLINE
        and all(not isinstance(d.tag, str) or d.tag in _INLINE for d in element.iterdescendants())
    )


def is_furniture(element: HtmlElement) -> bool:
    """Tell whether an element says by tag or name that it is no text."""
    for node in (element, *element.iterancestors()):
        if node.tag in _SKIP:
            return True
        if node.tag not in {"body", "html", "main", "article"} and _SKIP_NAME.search(
            f"{node.get('class', '')} {node.get('id', '')}"
        ):
            return True
    return False


def _is_term(site: Site, element: HtmlElement, text: str) -> bool:
    links = sum(len(text_of(a)) for a in element.iter("a"))
    if links > _LINK_SHARE * len(text) or is_furniture(element):
        return False
    if site.said:
        return key(text) in site.said
    return len(text) >= (_TERM_CHARS if site.language != "zh" else 15)


def terms(site: Site, tree: HtmlElement) -> list[HtmlElement]:
    """Return the blocks of a page that are terms beyond doubt, in order."""
    found = []
    for element in tree.body.iter():
        if not is_leaf(element) or element.tag in _SKIP:
            continue
        text = text_of(element)
        if len(text) >= (_TERM_CHARS if site.language not in {"zh", "ja"} else 15) and _is_term(
            site, element, text
        ):
            found.append(element)
    return found


def path_of(element: HtmlElement) -> list[HtmlElement]:
    """Return an element's ancestors from the root down, with itself."""
    return [*reversed(list(element.iterancestors())), element]


def holder(blocks: Sequence[HtmlElement]) -> HtmlElement:
    """Return the deepest element around most of the terms."""
    cut = len(blocks) // 10
    inner = list(blocks)[cut : len(blocks) - cut] or list(blocks)
    shared = path_of(inner[0])[:-1]
    for block in inner[1:]:
        other = path_of(block)
        shared = [a for a, b in zip(shared, other, strict=False) if a is b]
    return shared[-1]


def after(place: HtmlElement, new: HtmlElement) -> None:
    """Put an element behind another, tail kept in its place."""
    new.tail, place.tail = place.tail, None
    place.addnext(new)


def before(place: HtmlElement, new: HtmlElement) -> None:
    """Put an element before another."""
    new.tail = None
    place.addprevious(new)


def drop(element: HtmlElement) -> None:
    """Take an element away and leave its tail."""
    element.drop_tree()


def step_out(block: HtmlElement) -> HtmlElement:
    """Return the block beside which a paragraph may stand: the list or table around an item."""
    place = block
    for node in block.iterancestors():
        if node.tag in {"ul", "ol", "table", "dl"}:
            place = node
        if node.tag in {"body", "main", "article"}:
            break
    return place


def texts(element: HtmlElement) -> list[tuple[HtmlElement, str, str]]:
    """Return the pieces of text inside an element: (owner, "text" or "tail", the piece)."""
    out = []
    for node in element.iter():
        if isinstance(node.tag, str) and node.text:
            out.append((node, "text", node.text))
        if node is not element and node.tail:
            out.append((node, "tail", node.tail))
    return out


def replace_once(element: HtmlElement, pattern: re.Pattern[str], new: str) -> bool:
    """Replace the first match inside one piece of text; tell whether there was one."""
    for owner, side, piece in texts(element):
        made, count = pattern.subn(new, piece, count=1)
        if count and made != piece:
            setattr(owner, side, made)
            return True
    return False
