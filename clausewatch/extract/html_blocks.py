"""The blocks of an HTML tree: paragraphs, items, rows and headings in the order of the page."""

import re
from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement

from clausewatch.extract.block_list import BlockList
from clausewatch.extract.boilerplate import INLINE, INVISIBLE
from clausewatch.extract.links import (
    LONE_LINK,
    TABLE_OF_CONTENTS,
    LinkCount,
    explain_link_only,
    find_anchors,
    is_card,
    make_gap,
)
from clausewatch.model.reading import Block, BlockKind, Dropped

_LEVELS = {f"h{n}": n for n in range(1, 7)}
_CELLS = frozenset({"td", "th"})
_NOT_IN_A_CELL = frozenset(
    {"table", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main"}
)
_ITEMS = frozenset({"li", "dt", "dd"})
_LISTS = frozenset({"ul", "ol", "dl"})
MAX_CELL_CHARS = 1500
"""A longer cell is a column of the page's layout and not a value."""
MIN_COLUMN_LINES = 5
"""A row without others has no values to tabulate: a cell with so many lines is a column as well."""
MIN_ROW_CELLS = 2
MAX_LABEL_WORDS = 4
_WORD = re.compile(r"[^\W_]")


def collapse_blanks(text: str) -> str:
    """Return the text with runs of white space reduced to one blank; line breaks stay."""
    if "\n" not in text:
        return " ".join(text.split())
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))


def _append_text(parts: list[str], text: str | None) -> None:
    if text:
        parts.append(" ".join(text.split("\n")) if "\n" in text else text)


def is_label(block: Block) -> bool:
    """Return whether a block is a few words that only introduce the next block."""
    is_short = len(block.text.split()) <= MAX_LABEL_WORDS
    return block.kind is BlockKind.PARAGRAPH and is_short and not block.text.endswith((".", "!"))


def flatten_text(element: HtmlElement, skipped: Mapping[HtmlElement, str]) -> str:
    """Return the text of an element, one line per block in it, without the skipped elements."""
    parts: list[str] = []
    stack: list[HtmlElement | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if node.tag in INVISIBLE or node in skipped:
            continue
        border = "" if node.tag in INLINE else "\n"
        parts.append(border)
        _append_text(parts, node.text)
        following: list[HtmlElement | str] = []
        for child in node:
            following.append(child)
            following.append(" ".join((child.tail or "").split("\n")))
        following.append(border)
        stack.extend(reversed(following))
    return collapse_blanks("".join(parts))


def _is_lone_row(row: HtmlElement) -> bool:
    """Return whether no other row of the same table has as many cells as a row of values."""
    table = next(row.iterancestors("table"), None)
    rows = () if table is None else table.iter("tr")
    return not any(other is not row and len(other) >= MIN_ROW_CELLS for other in rows)


class BlockBuilder:
    """Collects the blocks below one element."""

    def __init__(self, skipped: Mapping[HtmlElement, str], host: str = "") -> None:
        self._skipped = skipped
        self._blocks = BlockList()
        self._parts: list[str] = []
        """Pieces of the text of the open block."""
        self._list_depth = 0
        self._item_depth = 0
        self._heading_level = 0
        """Level of the open heading, or 0."""
        self._links = LinkCount(host)
        self._card: HtmlElement | None = None
        self._anchors: frozenset[HtmlElement] = frozenset()
        self.dropped: list[Dropped] = []

    def build(self, root: HtmlElement) -> list[Block]:
        """Return the blocks below `root`, without the skipped elements."""
        walk = etree.iterwalk(root, events=("start", "end"))
        pruned: HtmlElement | None = None
        for event, element in walk:
            tag = element.tag
            if event == "start":
                if self._is_skipped(element, root) or (tag == "tr" and self._add_row(element)):
                    walk.skip_subtree()
                    pruned = element
                else:
                    self._start_element(element, tag)
                continue
            if element is not pruned:
                self._end_element(element, tag)
            pruned = None
            if element is not root:
                _append_text(self._parts, element.tail)
        self._flush()
        return self._blocks.blocks

    def _is_skipped(self, element: HtmlElement, root: HtmlElement) -> bool:
        return (
            element.tag in INVISIBLE
            or element in self._anchors
            or (element in self._skipped and element is not root)
        )

    def _start_element(self, element: HtmlElement, tag: str) -> None:
        if tag in INLINE:
            if tag == "a":
                self._open_link(element)
                self._parts.append(make_gap(element))
            _append_text(self._parts, element.text)
            return
        if tag == "br":
            self._parts.append("\n")
            return
        self._flush()
        if tag in _LEVELS:
            self._heading_level = _LEVELS[tag]
            self._anchors = find_anchors(element)
        elif element.get("role") == "heading":
            level = element.get("aria-level") or "2"
            self._heading_level = int(level) if level in "123456" else 2
        elif tag in _ITEMS:
            self._item_depth += 1
        elif tag in _LISTS:
            self._list_depth += 1
        _append_text(self._parts, element.text)

    def _open_link(self, link: HtmlElement) -> None:
        if self._card is None and is_card(link):
            self._flush()
            self._card = link
        self._links.add(link)

    def _end_element(self, element: HtmlElement, tag: str) -> None:
        if element is self._card:
            self._flush()
            self._card = None
        if tag in INLINE or tag == "br":
            return
        self._flush()
        if tag in _LEVELS or element.get("role") == "heading":
            self._heading_level = 0
        elif tag in _ITEMS:
            self._item_depth -= 1
        elif tag in _LISTS:
            self._list_depth -= 1

    def _flush(self) -> None:
        """End the open block: keep it, or drop it if it only holds links."""
        links = self._links.take()
        if not self._parts:
            return
        text = collapse_blanks("".join(self._parts))
        self._parts.clear()
        if not _WORD.search(text):
            return
        reason = self._explain_drop(text, links)
        if reason:
            if reason == TABLE_OF_CONTENTS:
                self._drop_label()
            self.dropped.append(Dropped(text, reason))
        elif self._heading_level:
            self._blocks.add_heading(text.replace("\n", " "), self._heading_level)
        elif self._item_depth:
            self._blocks.add(BlockKind.ITEM, text, max(1, self._list_depth))
        else:
            self._blocks.add(BlockKind.PARAGRAPH, text)

    def _explain_drop(self, text: str, links: LinkCount) -> str | None:
        if self._card is not None:
            return LONE_LINK
        if self._heading_level:
            return None
        return explain_link_only(text, links, is_item=bool(self._item_depth))

    def _drop_label(self) -> None:
        """Drop the line above a table of contents: "On this page"."""
        blocks = self._blocks.blocks
        if blocks and is_label(blocks[-1]):
            self.dropped.append(Dropped(blocks.pop().text, TABLE_OF_CONTENTS))

    def _add_row(self, row: HtmlElement) -> bool:
        """Add a table row and return True, or return False for a row of the page's layout."""
        cells = [cell for cell in row if cell.tag in _CELLS]
        if len(cells) < MIN_ROW_CELLS or any(
            e.tag in _NOT_IN_A_CELL for cell in cells for e in cell.iter()
        ):
            return False
        texts = [flatten_text(cell, self._skipped) for cell in cells]
        if max(map(len, texts)) > MAX_CELL_CHARS:
            return False
        if max(text.count("\n") for text in texts) >= MIN_COLUMN_LINES and _is_lone_row(row):
            return False
        self._flush()
        is_header = all(cell.tag == "th" for cell in cells)
        self._blocks.add_row(texts, is_header=is_header)
        return True
