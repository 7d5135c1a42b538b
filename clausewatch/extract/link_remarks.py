"""Remarks of links about themselves, for screen readers and for those who jump within a page."""

import re
import tomllib
from collections import Counter
from functools import cache
from importlib.resources import files

from lxml.html import HtmlElement

from clausewatch.model.reading import Dropped
from clausewatch.text.document_titles import normalise_label

DATA_FILE = "data/link_remarks.toml"
LINK_REMARK = "remark of a link"
MAX_REMARK_CHARS = 80
MIN_JUMP_COUNT = 3
"""Links within the page that have the same text so often jump; others name what they lead to."""
MAX_JUMP_WORDS = 5
_HOLDERS = frozenset({"span", "small", "i", "em", "sup", "b", "strong", "abbr", "font"})
_ICONS = frozenset({"svg", "img", "i"})
_BRACKETED = re.compile(r"[(\[\uff08]([^()\[\]\uff08\uff09]{3,80})[)\]\uff09]\s*$")


@cache
def load_remarks() -> frozenset[str]:
    """Return the remarks of all languages as normalised labels."""
    tables = tomllib.loads((files("clausewatch") / DATA_FILE).read_text("utf-8"))
    return frozenset(normalise_label(text) for texts in tables.values() for text in texts)


def remove_link_remarks(root: HtmlElement) -> list[Dropped]:
    """Remove the remarks of links from the tree and return them."""
    links = list(root.iter("a"))
    texts: list[str] = []
    for link in links:
        texts += _remove_remarks(link)
        following = _find_next(link)
        # Some sites write the remark beside the link.
        if following is not None and _is_remark_element(following):
            texts.append(_clear(following))
    return [Dropped(text, LINK_REMARK) for text in (*texts, *_remove_jumps(links)) if text]


def _find_next(link: HtmlElement) -> HtmlElement | None:
    """Return the element behind a link and its icon, if no text is between them."""
    following = link.getnext()
    if following is not None and following.tag in _ICONS and not (following.tail or "").strip():
        return following.getnext() if not (link.tail or "").strip() else following
    return following


def _is_remark(text: str) -> bool:
    return len(text) <= MAX_REMARK_CHARS and normalise_label(text) in load_remarks()


def _is_remark_element(element: HtmlElement) -> bool:
    return element.tag in _HOLDERS and _is_remark(element.text_content())


def _clear(element: HtmlElement) -> str:
    text = " ".join(element.text_content().split())
    tail = element.tail
    element.clear()
    element.tail = tail
    return text


def _remove_remarks(link: HtmlElement) -> list[str]:
    elements = [element for element in link.iter(*_HOLDERS) if _is_remark_element(element)]
    texts = [_clear(element) for element in elements]
    return texts + [text for text in [_cut_ending(link)] if text]


def _cut_ending(link: HtmlElement) -> str:
    """Cut a remark in brackets off the last text of a link and return it."""
    last = len(link) - 1
    holder = link[last] if last >= 0 else link
    text = (holder.tail if last >= 0 else holder.text) or ""
    match = _BRACKETED.search(text[-2 * MAX_REMARK_CHARS :])
    if match is None or not _is_remark(match[1]):
        return ""
    rest = text[: len(text) - len(match[0])].rstrip()
    if last >= 0:
        holder.tail = rest
    else:
        holder.text = rest
    return match[1]


def _remove_jumps(links: list[HtmlElement]) -> list[str]:
    """Remove links to places of the page that all have the same text: "Back to top"."""
    jumps = [(link, " ".join(link.text_content().split())) for link in links if _is_jump(link)]
    counts = Counter(text for _, text in jumps)
    return [
        _clear(link)
        for link, text in jumps
        if counts[text] >= MIN_JUMP_COUNT and _is_jump_label(text)
    ]


def _is_jump(link: HtmlElement) -> bool:
    """Return whether a link with a fragment is alone at the end of its block."""
    fragment = (link.get("href") or "").partition("#")[2]
    return bool(fragment) and not (link.tail or "").strip() and link.getnext() is None


def _is_jump_label(text: str) -> bool:
    """Return whether a text is short and has no figure: "section 4" is a reference."""
    has_figure = any(character.isdecimal() for character in text)
    return not has_figure and 0 < len(text.split()) <= MAX_JUMP_WORDS
