"""Struck text: what a page shows as deleted or not at all, and is no longer part of the terms."""

from lxml.html import HtmlElement

from clausewatch.extract.style_sheets import find_hidden_by_style, find_struck_by_style, read_sheets
from clausewatch.model.drop_reasons import HIDDEN_BY_STYLE, STRUCK
from clausewatch.model.reading import Dropped

_TAGS = frozenset({"s", "strike", "del"})
_MAX_SHARE = 0.5
"""If more of a page is struck, a closing tag is missing and the text is valid."""


def _is_struck(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").casefold()
    if "text-decoration" in style:
        return "line-through" in style
    return element.tag in _TAGS


def remove_struck_text(root: HtmlElement) -> list[Dropped]:
    """Remove struck and finally hidden text from the tree and return it.

    A published redline then reads as its new text.
    """
    struck = [element for element in root.iter() if _is_struck(element)]
    sheets = read_sheets(root)
    hidden = find_hidden_by_style(root, sheets)
    struck_by_style = find_struck_by_style(root, sheets)
    return [
        *_remove_elements(root, [*struck, *struck_by_style], STRUCK),
        *_remove_elements(root, hidden, HIDDEN_BY_STYLE),
    ]


def _remove_elements(root: HtmlElement, struck: list[HtmlElement], reason: str) -> list[Dropped]:
    if not struck:
        return []
    elements = dict.fromkeys(struck)
    outermost = [
        element
        for element in elements
        if element.getparent() is not None
        and not any(above in elements for above in element.iterancestors())
    ]
    texts = ["".join(element.itertext()) for element in outermost]
    if sum(map(len, texts)) > _MAX_SHARE * len("".join(root.itertext())):
        return []
    for element in outermost:
        element.tail = f" {element.tail or ''}" if _is_between_words(element) else element.tail
        element.drop_tree()
    return [Dropped(" ".join(text.split()), reason) for text in texts if text.strip()]


def _is_between_words(element: HtmlElement) -> bool:
    """Return whether the text on both sides would merge into one word."""
    previous, parent = element.getprevious(), element.getparent()
    lead = previous.tail if previous is not None else parent.text if parent is not None else ""
    content = "".join(element.itertext())
    is_word = content[:1].isspace() or content[-1:].isspace()
    return is_word and (lead or "")[-1:].isalnum() and (element.tail or "")[:1].isalnum()
