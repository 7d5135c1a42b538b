"""Small pieces of page at the borders of the terms, told by their shape alone.

Dialogs, sign-up boxes, teasers and related pages have names in every language and in none. What
they share is that they want something pressed, filled in or followed, and that they stand before,
after or beside the text and never in it. A passage of the terms that ends in a button and stands
at a border has the same shape; where the prose goes on behind it, nothing here touches it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import INVISIBLE, PROTECTED_SHARE, TEASER_CHARS, Weight

EDGE_SHARE = 0.03
"""An element with less of the prose before it, or behind it, than this stands at the border."""
HOLDER_SHARE = 0.9
"""What lies outside the element with this much of the prose is beside the terms, if it is small."""
ASKING_MAX_CHARS = 2500
"""A dialog or a form is read at a glance."""
ASKING_SHARE = 0.7
_CONTAINERS = frozenset({"div", "section", "aside", "form", "center", "article"})
_FIELDS = frozenset({"email", "text", "search", "tel", "password", ""})
_CONTROLS = frozenset({"button", "input", "select", "textarea"})
_LABEL_CHARS = 40
_CALL_WORDS = 12
_SENTENCE_WORDS = 4
_CHOICES = 2
_PARAGRAPHS = 3
_FLOW = frozenset({"p", "ul", "ol", "h2", "h3", "h4", "table", "dl"})
_FIGURE = re.compile(r"[\d@]")


def _label(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _is_control(element: HtmlElement) -> bool:
    if element.tag in _CONTROLS:
        return bool(element.get("type") != "hidden")
    if element.get("role") == "button":
        return True
    href = element.get("href") or "#"
    return element.tag == "a" and (href == "#" or href.startswith("javascript:"))


def _runs(element: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield controls and pieces of text in the order of the page; controls are not entered."""
    stack: list[HtmlElement | str] = [element]
    while stack:
        node = stack.pop()
        is_whole = isinstance(node, str) or (node is not element and _is_control(node))
        if is_whole:
            yield node
        elif not isinstance(node, str) and node.tag not in INVISIBLE:
            below: list[HtmlElement | str] = [node.text or ""]
            for child in node:
                below += [child, child.tail or ""]
            stack.extend(reversed(below))


def _is_said(run: str) -> bool:
    return len(run.split()) >= _SENTENCE_WORDS


def _asks(element: HtmlElement) -> bool:
    """Tell whether an element ends in a choice, or holds a field to fill in and says little."""
    choices = fields = 0
    for run in _runs(element):
        if isinstance(run, str):
            choices = 0 if _is_said(run) else choices
        elif run.tag == "textarea" or (
            run.tag == "input" and (run.get("type") or "").casefold() in _FIELDS
        ):
            fields += 1
            choices += 1
        elif len(_label(run)) <= _LABEL_CHARS:
            choices += 1
    return choices >= _CHOICES or (fields > 0 and choices > 0)


def _is_inner(href: str, host: str) -> bool:
    if href.startswith(("mailto:", "tel:", "javascript:", "#")) or not href:
        return False
    if href.startswith(("/", "?", ".")) and not href.startswith("//"):
        return True
    try:
        target = urlsplit(href).hostname
    except ValueError:
        return False
    return target is None or (bool(host) and target.removeprefix("www.") == host)


def _is_call(link: HtmlElement, host: str) -> bool:
    """Tell whether a link leads on by itself: no sentence runs through it."""
    text = _label(link)
    if not _is_inner(link.get("href") or "", host) or not 0 < len(text.split()) <= _CALL_WORDS:
        return False
    if "@" in text or "." in text.rstrip("."):
        return False
    previous = link.getprevious()
    parent = link.getparent()
    lead = (
        previous.tail if previous is not None else parent.text if parent is not None else ""
    ) or ""
    is_ended = not lead.strip() or lead.rstrip().endswith((".", "!", "?", ":", "|", "\u3002"))
    return (
        is_ended and not _is_said(link.tail or "") and (link.tail or "").strip() not in {".", ","}
    )


def _calls(element: HtmlElement, host: str) -> list[HtmlElement]:
    links = [link for link in element.iter("a") if _is_call(link, host)]
    buttons = [b for b in element.iter("button") if 0 < len(_label(b)) <= _LABEL_CHARS]
    return links + buttons


def _is_small(element: HtmlElement, weight: Weight) -> bool:
    return (
        element.tag in _CONTAINERS
        and 0 < weight.text <= ASKING_MAX_CHARS
        and element.find(".//h1") is None
        and element.find(".//table") is None
    )


class _Family:
    """Counts the children of an element that say something, by tag and once for all of them."""

    def __init__(self, pruned: Mapping[HtmlElement, str]) -> None:
        self._pruned = pruned
        self._known: dict[HtmlElement, Counter[str]] = {}

    def of(self, parent: HtmlElement) -> Counter[str]:
        """Return how many children of each tag say something."""
        if parent not in self._known:
            self._known[parent] = Counter(
                e.tag for e in parent if e not in self._pruned and e.text_content().strip()
            )
        return self._known[parent]


def _is_alien(element: HtmlElement, family: _Family) -> bool:
    """Tell whether a box stands among paragraphs, and says nothing to write to or count on."""
    parent = element.getparent()
    if parent is None or _FIGURE.search(element.text_content()):
        return False
    said = family.of(parent)
    # the box says something, and no box is a paragraph
    return sum(said[tag] for tag in _FLOW) >= _PARAGRAPHS and said[element.tag] == 1


def _stands_below(link: HtmlElement) -> bool:
    """Tell whether a link or button is a line by itself, with no more than a label beside it."""
    block = link.getparent()
    if block is None or block.tag in {"p", "li", "h2", "h3", "h4"}:
        return block is not None and block.text_content().strip() == _label(link)
    beside = [block.text or "", *(child.tail or "" for child in block)]
    return not any(map(_is_said, beside))


def _reason(
    element: HtmlElement,
    weight: Weight,
    host: str,
    family: _Family,
    *,
    is_beside: bool,
) -> str | None:
    if not _is_small(element, weight):
        return None
    if _asks(element):
        return "dialog"
    if weight.text > TEASER_CHARS * max(1, weight.links + weight.controls):
        return None
    calls = _calls(element, host)
    if not calls or weight.text > TEASER_CHARS * len(calls):
        return None
    is_teaser = is_beside or len(calls) >= _CHOICES
    if not is_teaser and _is_alien(element, family):
        is_teaser = all(map(_stands_below, calls))
    return "teaser" if is_teaser else None


def islands(
    body: HtmlElement,
    pruned: Mapping[HtmlElement, str],
    weights: Mapping[HtmlElement, Weight],
    prose: Mapping[HtmlElement, int],
    host: str,
) -> dict[HtmlElement, str]:
    """Return the small asking pieces at the borders of the prose with the reason."""
    total, text = prose[body], max(1, weights[body].unlinked)
    family = _Family(pruned)
    out: dict[HtmlElement, str] = {}
    stack: list[tuple[HtmlElement, int, bool]] = [(body, 0, False)]
    while total and stack:
        element, before, is_beside = stack.pop()
        own = prose.get(element, 0)
        is_edge = min(before, total - before - own) <= EDGE_SHARE * total
        if element is not body and (is_edge or is_beside):
            weight = weights[element]
            why = _reason(element, weight, host, family, is_beside=is_beside)
            share = ASKING_SHARE if why == "dialog" else PROTECTED_SHARE
            if why and weight.unlinked < share * text and own < share * total:
                out[element] = why
                continue
        is_holder_near = own >= HOLDER_SHARE * total
        held = any(prose.get(c, 0) >= HOLDER_SHARE * total for c in element)
        for child in element:
            if isinstance(child.tag, str) and child not in pruned and child in weights:
                size = prose.get(child, 0)
                beside = is_beside or (is_holder_near and held and size < HOLDER_SHARE * total)
                stack.append((child, before, beside))
                before += size
    return out
