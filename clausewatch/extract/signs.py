"""Signs without text: pictures, boxes and icons that are the value of a table cell or an item."""

import re

from lxml.html import HtmlElement

_HOLDERS = frozenset({"td", "th", "li", "dt", "dd"})
_BOXES = frozenset({"checkbox", "radio"})
_CHECKED = "\u2713"
_UNCHECKED = "\u2610"
_MAX_LABEL_CHARS = 60
"""A longer label describes a picture and is no value."""


def _find_lone_holder(element: HtmlElement) -> HtmlElement | None:
    """Return the cell or item that holds nothing but the element and its wrappers."""
    for above in element.iterancestors():
        if above.tag == "a" or len(above) > 1:
            return None
        if above.tag in _HOLDERS:
            return above if not "".join(above.itertext()).strip() else None
    return None


_FILE_NAME = re.compile(r"\S{1,200}\.(?:png|jpe?g|gif|svg|webp|avif|bmp|ico)", re.IGNORECASE)


def _read_label(element: HtmlElement) -> str:
    """Return the text that stands for an element, or an empty string."""
    if element.tag == "input":
        if (element.get("type") or "").casefold() not in _BOXES:
            return ""
        return _UNCHECKED if element.get("checked") is None else _CHECKED
    if element.tag == "svg":
        title = element.find("title")
        label = element.get("aria-label") or (title.text if title is not None else "")
    elif element.tag == "img":
        label = element.get("alt") or element.get("aria-label")
    else:
        label = element.get("aria-label")
    text = " ".join((label or "").split())
    # Some systems fill in the name of the file, which says nothing and comes and goes.
    return "" if _FILE_NAME.fullmatch(text) else text


def _is_fixed_box(element: HtmlElement) -> bool:
    """Return whether a box shows a fact and is not a choice of the visitor."""
    return element.tag == "input" and element.get("disabled") is not None


def reveal_signs(root: HtmlElement) -> None:
    """Replace pictures, boxes and icons that stand alone in a cell or item by their labels."""
    for element in list(root.iter("img", "svg", "input", "i", "span", "div")):
        label = _read_label(element)
        if not label or len(label) > _MAX_LABEL_CHARS:
            continue
        if element.tag == "svg" and element.find("title") is not None:
            element.remove(element.find("title"))
        if _is_fixed_box(element) or _find_lone_holder(element) is not None:
            element.clear(keep_tail=True)
            element.tag = "span"
            element.text = label
