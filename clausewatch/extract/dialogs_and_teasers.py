"""Dialogs and teasers at the borders of the terms, recognised by their shape alone.

The class names of dialogs, sign-up boxes, teasers and related pages differ from site to site, and
their words from language to language. But all of them ask for a click or an input, and all are
located before, after or beside the text and never within it. A passage of the terms at a border
that ends in a button has the same shape; one within the prose is never removed here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import (
    DIALOG,
    INLINE,
    INVISIBLE,
    MAX_TEASER_CHARS,
    PROTECTED_SHARE,
    TextDensity,
)

TEASER = "teaser"
EDGE_SHARE = 0.03
"""An element with at most this share of the prose before it, or after it, is at the border."""
HOLDER_SHARE = 0.9
"""A small element outside the element with this share of the prose is beside the terms."""
MAX_PROMPT_CHARS = 2500
"""A dialog or a form is short."""
PROMPT_SHARE = 0.7
_CONTAINERS = frozenset({"div", "section", "aside", "form", "center", "article"})
_FIELDS = frozenset({"email", "text", "search", "tel", "password", ""})
_CONTROLS = frozenset({"button", "input", "select", "textarea"})
_PRESSED = ("button", "a", "div", "span")
_MAX_LABEL_CHARS = 40
_MAX_CALL_WORDS = 12
_MIN_SENTENCE_WORDS = 4
_MIN_CHOICES = 2
_MIN_PARAGRAPHS = 3
_FLOW = frozenset({"p", "ul", "ol", "h2", "h3", "h4", "table", "dl"})
_FIGURE = re.compile(r"[\d@]")


def _read_label(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _is_control(element: HtmlElement) -> bool:
    if element.tag in _CONTROLS:
        return bool(element.get("type") != "hidden")
    if element.get("role") == "button":
        return True
    href = element.get("href") or "#"
    return element.tag == "a" and (href == "#" or href.startswith("javascript:"))


def _iterate_runs(element: HtmlElement) -> Iterator[HtmlElement | str]:
    """Yield controls and pieces of text in the order of the page, without the text of controls."""
    stack: list[HtmlElement | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str) or (node is not element and _is_control(node)):
            yield node
        elif node.tag not in INVISIBLE:
            content: list[HtmlElement | str] = [node.text or ""]
            for child in node:
                content += [child, child.tail or ""]
            stack.extend(reversed(content))


def _is_sentence(run: str) -> bool:
    return len(run.split()) >= _MIN_SENTENCE_WORDS


def is_prompt(element: HtmlElement) -> bool:
    """Return whether an element ends in a choice, or has an input field and little text."""
    choices = fields = 0
    for run in _iterate_runs(element):
        if isinstance(run, str):
            choices = 0 if _is_sentence(run) else choices
        elif run.tag == "textarea" or (
            run.tag == "input" and (run.get("type") or "").casefold() in _FIELDS
        ):
            fields += 1
            choices += 1
        elif len(_read_label(run)) <= _MAX_LABEL_CHARS:
            choices += 1
    return choices >= _MIN_CHOICES or (fields > 0 and choices > 0)


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


def _is_call_to_action(link: HtmlElement, host: str) -> bool:
    """Return whether a link to the same site stands for itself and is not part of a sentence."""
    text = _read_label(link)
    if not _is_inner(link.get("href") or "", host) or not 0 < len(text.split()) <= _MAX_CALL_WORDS:
        return False
    if "@" in text or "." in text.rstrip("."):
        return False
    lead, tail = _read_around(link)
    is_after_sentence = not lead or lead.endswith((".", "!", "?", ":", "|", "\u3002"))
    return is_after_sentence and not _is_sentence(tail) and tail[:1] not in {".", ","}


def _read_around(link: HtmlElement) -> tuple[str, str]:
    """Return the text of a link's block before and after the link."""
    block = link
    parent = link.getparent()
    while parent is not None and block.tag in INLINE:
        block, parent = parent, parent.getparent()
    lead = tail = ""
    is_before = True
    walk = etree.iterwalk(block, events=("start", "end"))
    for event, element in walk:
        if element is link:
            if event == "start":
                walk.skip_subtree()
                continue
            is_before = False
        elif element.tag not in INLINE and element is not block:
            # Another block: it ends the text after the link, and begins the text before it anew.
            if not is_before:
                break
            lead = ""
        text = element.text if event == "start" else element.tail if element is not block else ""
        if is_before:
            lead += text or ""
        else:
            tail += text or ""
    return lead.strip(), tail.strip()


def _find_calls_to_action(element: HtmlElement, host: str) -> list[HtmlElement]:
    links = [link for link in element.iter("a") if _is_call_to_action(link, host)]
    controls = [e for e in element.iter(*_PRESSED) if _is_control(e)]
    return links + [e for e in controls if 0 < len(_read_label(e)) <= _MAX_LABEL_CHARS]


def _is_small(element: HtmlElement, density: TextDensity) -> bool:
    return (
        element.tag in _CONTAINERS
        and 0 < density.text <= MAX_PROMPT_CHARS
        and element.find(".//h1") is None
        and element.find(".//table") is None
    )


class _ChildCounts:
    """Counts the children with text by tag, once per parent."""

    def __init__(self, pruned: Mapping[HtmlElement, str]) -> None:
        self._pruned = pruned
        self._counts: dict[HtmlElement, Counter[str]] = {}

    def count(self, parent: HtmlElement) -> Counter[str]:
        """Return the number of unpruned children with text for each tag."""
        if parent not in self._counts:
            self._counts[parent] = Counter(
                e.tag for e in parent if e not in self._pruned and e.text_content().strip()
            )
        return self._counts[parent]


def _is_lone_box(element: HtmlElement, child_counts: _ChildCounts) -> bool:
    """Return whether a box is the only one among paragraphs and has no figure and no address."""
    parent = element.getparent()
    if parent is None or _FIGURE.search(element.text_content()):
        return False
    counts = child_counts.count(parent)
    # No tag of a box is in _FLOW, so the box does not count as a paragraph.
    return sum(counts[tag] for tag in _FLOW) >= _MIN_PARAGRAPHS and counts[element.tag] == 1


def _is_separate_line(link: HtmlElement) -> bool:
    """Return whether a link or button is a line of its own, with at most a label beside it."""
    block = link.getparent()
    if block is None or block.tag in {"p", "li", "h2", "h3", "h4"}:
        return block is not None and block.text_content().strip() == _read_label(link)
    beside = [block.text or "", *(child.tail or "" for child in block)]
    return not any(map(_is_sentence, beside))


def _explain_removal(
    element: HtmlElement,
    density: TextDensity,
    host: str,
    child_counts: _ChildCounts,
    *,
    is_beside: bool,
) -> str | None:
    if not _is_small(element, density):
        return None
    if is_prompt(element):
        return DIALOG
    if density.text > MAX_TEASER_CHARS * max(1, density.links + density.controls):
        return None
    calls_to_action = _find_calls_to_action(element, host)
    if not calls_to_action or density.text > MAX_TEASER_CHARS * len(calls_to_action):
        return None
    is_teaser = is_beside or len(calls_to_action) >= _MIN_CHOICES
    if not is_teaser and _is_lone_box(element, child_counts):
        is_teaser = all(map(_is_separate_line, calls_to_action))
    return TEASER if is_teaser else None


def find_dialogs_and_teasers(
    body: HtmlElement,
    pruned: Mapping[HtmlElement, str],
    densities: Mapping[HtmlElement, TextDensity],
    prose: Mapping[HtmlElement, int],
    host: str,
) -> dict[HtmlElement, str]:
    """Return the dialogs and teasers at the borders of the prose, each with the reason."""
    total, unlinked = prose[body], max(1, densities[body].unlinked)
    child_counts = _ChildCounts(pruned)
    removals: dict[HtmlElement, str] = {}
    stack: list[tuple[HtmlElement, int, bool]] = [(body, 0, False)]
    while total and stack:
        element, prose_before, is_beside = stack.pop()
        size = prose.get(element, 0)
        is_edge = min(prose_before, total - prose_before - size) <= EDGE_SHARE * total
        if element is not body and (is_edge or is_beside):
            density = densities[element]
            reason = _explain_removal(element, density, host, child_counts, is_beside=is_beside)
            share = PROMPT_SHARE if reason == DIALOG else PROTECTED_SHARE
            if reason and density.unlinked < share * unlinked and size < share * total:
                removals[element] = reason
                continue
        holder_size = HOLDER_SHARE * total
        has_holder = size >= holder_size and any(
            prose.get(child, 0) >= holder_size for child in element
        )
        for child in element:
            if isinstance(child.tag, str) and child not in pruned and child in densities:
                child_size = prose.get(child, 0)
                is_child_beside = is_beside or (has_holder and child_size < holder_size)
                stack.append((child, prose_before, is_child_beside))
                prose_before += child_size
    return removals
