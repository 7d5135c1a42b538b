"""A tree to blocks: paragraphs, items, rows and headings in the order of the page."""

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement

from clausewatch.extract.boilerplate import INVISIBLE
from clausewatch.extract.links import (
    CONTENTS,
    STANDS_ALONE,
    LinkCount,
    anchors_of,
    gap_before,
    is_card,
    not_said,
)
from clausewatch.model.reading import Block, BlockKind, Dropped

_LEVELS = {f"h{n}": n for n in range(1, 7)}
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "nobr",
        "q",
        "ruby",
        "rp",
        "rt",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "button",
        "img",
        "picture",
        "source",
        "center-inline",
        "output",
        "slot",
    }
)
_CELLS = frozenset({"td", "th"})
_NOT_IN_A_CELL = frozenset(
    {"table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main"}
)
CELL_MAX_CHARS = 1500
"""A longer cell is a column of a page layout, not a value."""
CELL_BORDER = " | "
_ROW_CELLS = 2
LABEL_WORDS = 4
_WORD = re.compile(r"[^\W_]")


def squeezed(text: str) -> str:
    """Return the text with its white space reduced, line breaks kept."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def _append(parts: list[str], text: str | None) -> None:
    if text:
        parts.append(" ".join(text.split("\n")) if "\n" in text else text)


def is_label(block: Block) -> bool:
    """Tell whether a block is a few words that only introduce what follows."""
    is_short = len(block.text.split()) <= LABEL_WORDS
    return block.kind is BlockKind.PARAGRAPH and is_short and not block.text.endswith((".", "!"))


def flat_text(element: HtmlElement, skip: Mapping[HtmlElement, str]) -> str:
    """Return the text of an element on one line, what is skipped left out."""
    parts: list[str] = []
    stack: list[HtmlElement | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if node.tag in INVISIBLE or node in skip:
            continue
        space = "" if node.tag in _INLINE else " "
        parts.append(space + (node.text or ""))
        following: list[HtmlElement | str] = []
        for child in node:
            following.append(child)
            following.append(child.tail or "")
        following.append(space)
        stack.extend(reversed(following))
    return " ".join("".join(parts).split())


class BlockBuilder:
    """Collects the blocks below one element."""

    def __init__(self, skip: Mapping[HtmlElement, str], host: str = "") -> None:
        self._skip = skip
        self._path: list[tuple[int, str]] = []
        self._parts: list[str] = []
        self._lists: list[str] = []
        self._heading = 0
        self._items = 0
        self._links = LinkCount(host)
        self._card: HtmlElement | None = None
        self._anchors: frozenset[HtmlElement] = frozenset()
        self.blocks: list[Block] = []
        self.dropped: list[Dropped] = []

    def _flush(self) -> None:
        text = squeezed("".join(self._parts))
        self._parts.clear()
        links = self._links.taken()
        if not _WORD.search(text):
            return
        why = STANDS_ALONE if self._card is not None else None
        if not self._heading:
            why = why or not_said(text, links, is_item=bool(self._items))
        if why:
            if why == CONTENTS:
                self._drop_label()
            self.dropped.append(Dropped(text, why))
            return
        if self._heading:
            text = text.replace("\n", " ")
            while self._path and self._path[-1][0] >= self._heading:
                self._path.pop()
            self.blocks.append(Block(BlockKind.HEADING, text, self._names(), self._heading))
            self._path.append((self._heading, text))
            return
        kind = BlockKind.ITEM if self._items else BlockKind.PARAGRAPH
        level = max(1, len(self._lists)) if self._items else 0
        self.blocks.append(Block(kind, text, self._names(), level))

    def _drop_label(self) -> None:
        """Leave out the line over a table of contents: "On this page"."""
        if self.blocks and is_label(self.blocks[-1]):
            self.dropped.append(Dropped(self.blocks.pop().text, CONTENTS))

    def _names(self) -> tuple[str, ...]:
        return tuple(name for _, name in self._path)

    def _row(self, row: HtmlElement) -> bool:
        cells = [cell for cell in row if cell.tag in _CELLS]
        if len(cells) < _ROW_CELLS or any(
            e.tag in _NOT_IN_A_CELL for cell in cells for e in cell.iter()
        ):
            return False
        texts = [flat_text(cell, self._skip) for cell in cells]
        if max(map(len, texts)) > CELL_MAX_CHARS:
            return False
        self._flush()
        if any(texts):
            text = CELL_BORDER.join(t for t in texts if t)
            self.blocks.append(Block(BlockKind.ROW, text, self._names(), 0, tuple(texts)))
        return True

    def _start(self, element: HtmlElement, tag: str) -> None:
        if tag in _INLINE:
            if tag == "a":
                self._open_link(element)
                self._parts.append(gap_before(element))
            _append(self._parts, element.text)
            return
        if tag == "br":
            self._parts.append("\n")
            return
        self._flush()
        if tag in _LEVELS:
            self._heading = _LEVELS[tag]
            self._anchors = anchors_of(element)
        elif element.get("role") == "heading":
            level = element.get("aria-level") or "2"
            self._heading = int(level) if level in "123456" else 2
        elif tag in {"li", "dt", "dd"}:
            self._items += 1
        elif tag in {"ul", "ol", "dl"}:
            self._lists.append(tag)
        _append(self._parts, element.text)

    def _open_link(self, link: HtmlElement) -> None:
        if self._card is None and is_card(link):
            self._flush()
            self._card = link
        self._links.add(link)

    def _end(self, element: HtmlElement, tag: str) -> None:
        if element is self._card:
            self._flush()
            self._card = None
        if tag in _INLINE or tag == "br":
            return
        self._flush()
        if tag in _LEVELS or element.get("role") == "heading":
            self._heading = 0
        elif tag in {"li", "dt", "dd"}:
            self._items -= 1
        elif tag in {"ul", "ol", "dl"}:
            self._lists.pop()

    def build(self, root: HtmlElement) -> list[Block]:
        """Return the blocks of everything below `root` that is not skipped."""
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: HtmlElement | None = None
        for event, element in walk:
            tag = element.tag
            if event == "start":
                is_left_out = (
                    tag in INVISIBLE
                    or element in self._anchors
                    or (element in self._skip and element is not root)
                )
                if is_left_out or (tag == "tr" and self._row(element)):
                    walk.skip_subtree()
                    skipped = element
                else:
                    self._start(element, tag)
                continue
            if element is not skipped:
                self._end(element, tag)
            skipped = None
            if element is not root:
                _append(self._parts, element.tail)
        self._flush()
        return self.blocks
