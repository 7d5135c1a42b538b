"""The extractor for Markdown: its headings, lists, tables and paragraphs, marks taken away."""

import re

from clausewatch.extract import charset
from clausewatch.extract.blocks import CELL_BORDER
from clausewatch.extract.content import Content
from clausewatch.reading import Block, BlockKind, Page, Signals

_FRONT_MATTER = re.compile(r"\A---\r?\n.*?\r?\n---\r?\n", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ATX = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"^\s*(=+|-{3,})\s*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d{1,3}[.)])\s+(.*)$")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
# A link's words may stand in brackets of their own, or be none: an anchor to come back to.
_LINKED = r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^)]*\)"
_INLINE = (
    (re.compile(rf"!{_LINKED}"), r"\1"),
    (re.compile(_LINKED), r"\1"),
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),
    (re.compile(r"<((?:https?://|mailto:)?[^\s<>]+[@:.][^\s<>]+)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^>]*>"), ""),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|-])"), r"\1"),
)


def inline(text: str) -> str:
    """Return a line without its marks: emphasis, links, code, escapes."""
    for shape, replacement in _INLINE:
        text = shape.sub(replacement, text)
    return " ".join(text.split())


class _Lines:
    """Reads a Markdown text line by line into blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._path: list[tuple[int, str]] = []
        self._open: list[str] = []
        self._item_level = 0

    def _names(self) -> tuple[str, ...]:
        return tuple(name for _, name in self._path)

    def flush(self) -> None:
        """Close the paragraph or item that is open."""
        text = inline(" ".join(self._open))
        self._open.clear()
        if text:
            kind = BlockKind.ITEM if self._item_level else BlockKind.PARAGRAPH
            self.blocks.append(Block(kind, text, self._names(), self._item_level))
        self._item_level = 0

    def heading(self, level: int, text: str) -> None:
        """Open a section."""
        self.flush()
        text = inline(text)
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        if text:
            self.blocks.append(Block(BlockKind.HEADING, text, self._names(), level))
            self._path.append((level, text))

    def row(self, line: str) -> None:
        """Add a table row; the rule under the header says nothing."""
        self.flush()
        if _RULE.match(line):
            return
        cells = tuple(inline(cell) for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")))
        text = CELL_BORDER.join(cell for cell in cells if cell)
        if text:
            self.blocks.append(Block(BlockKind.ROW, text, self._names(), 0, cells))

    def line(self, line: str) -> None:
        """Take one line."""
        if not line.strip() or _FENCE.match(line):
            self.flush()
        elif match := _ATX.match(line):
            self.heading(len(match.group(1)), match.group(2))
        elif (match := _UNDERLINE.match(line)) and self._open and not self._item_level:
            title = " ".join(self._open)
            self._open.clear()
            self.heading(1 if match.group(1)[0] == "=" else 2, title)
        elif _ROW.match(line):
            self.row(line)
        elif match := _ITEM.match(line):
            self.flush()
            self._item_level = 1 + len(match.group(1)) // 2
            self._open.append(match.group(2))
        elif not _RULE.match(line):
            self._open.append(line.lstrip("> "))


def text_of(page: Page) -> Content:
    """Read a page of Markdown."""
    source = _COMMENT.sub("", _FRONT_MATTER.sub("", charset.decoded(page)))
    lines = _Lines()
    for line in source.splitlines():
        lines.line(line)
    lines.flush()
    truncated = page.declared_length is not None and len(page.body) < page.declared_length
    title = next((b.text for b in lines.blocks if b.kind is BlockKind.HEADING), "")
    return Content(title, tuple(lines.blocks), signals=Signals(truncated=truncated))
