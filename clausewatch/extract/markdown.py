"""The extractor for Markdown: its headings, lists, tables and paragraphs, marks taken away."""

import re
from collections.abc import Iterator

from clausewatch.extract import charset
from clausewatch.extract.blocks import CELL_BORDER
from clausewatch.extract.page_content import Content
from clausewatch.model.reading import Block, BlockKind, Page, Signals

_FRONT_MATTER = re.compile(r"\A---\r?\n.*?\r?\n---\r?\n", re.DOTALL)
# What is begun and not ended is taken whole and put back: to try anew at every beginning would
# cost the square of a hostile page.
_COMMENT = re.compile(r"<!--.*?-->|(<!--.*)", re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ATX = re.compile(r"^(#{1,6})\s+(.*)$")
_UNDERLINE = re.compile(r"^\s*(=+|-{3,})\s*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d{1,3}[.)])\s+(.*)$")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^[\s:|-]+$")
# A link's words may stand in brackets of their own, or be none: an anchor to come back to.
_LINKED = r"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\([^)]*\)"
_LINKS = (re.compile(rf"!{_LINKED}"), re.compile(_LINKED))
_INLINE = (
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]|(\[[^\]]*\]?)"), r"\1\2"),
    (re.compile(r"<([^\s<>][^\s<>@:.]*+[@:.][^\s<>]++)>"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^>]*+>|(</?[a-zA-Z][^>]*+\Z)"), r"\1"),
)
_STRONG = re.compile(r"(\*\*|__)(?=\S)")
_EMPHASIS = re.compile(r"(?<!\w)([*_])(?=\S)")
_ENDS = {
    "**": re.compile(r"(?<=\S)\*\*"),
    "__": re.compile(r"(?<=\S)__"),
    "*": re.compile(r"(?<=\S)\*(?!\w)"),
    "_": re.compile(r"(?<=\S)_(?!\w)"),
}
_LAST = (
    (re.compile(r"`([^`]+)`"), r"\1"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|-])"), r"\1"),
)


def inline(text: str) -> str:
    """Return a line without its marks: emphasis, links, code, escapes."""
    for link in _LINKS:
        end = text.rfind(")") + 1  # no link ends behind it, and so none is looked for there
        text = link.sub(r"\1", text[:end]) + text[end:]
    for shape, replacement in _INLINE:
        text = shape.sub(replacement, text)
    for opening in (_STRONG, _EMPHASIS):
        text = "".join(_unmarked(text, opening))
    for shape, replacement in _LAST:
        text = shape.sub(replacement, text)
    return " ".join(text.split())


def _unmarked(text: str, opening: re.Pattern[str]) -> Iterator[str]:
    """Yield the pieces of a line without its pairs of marks.

    A mark that has no end behind one place has none behind a later one: it is looked for once.
    """
    at = kept = 0
    endless: set[str] = set()
    while (found := opening.search(text, at)) is not None:
        mark = found[1]
        # something stands between the two marks
        end = None if mark in endless else _ENDS[mark].search(text, found.end() + 1)
        if end is None:
            endless.add(mark)
            at = found.start() + 1
            continue
        yield text[kept : found.start()]
        yield text[found.end() : end.start()]
        at = kept = end.end()
    yield text[kept:]


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
            self.heading(len(match.group(1)), match.group(2).rstrip().rstrip("#"))
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
    source = _COMMENT.sub(r"\1", _FRONT_MATTER.sub("", charset.decoded(page)))
    lines = _Lines()
    for line in source.splitlines():
        lines.line(line)
    lines.flush()
    truncated = page.declared_length is not None and len(page.body) < page.declared_length
    title = next((b.text for b in lines.blocks if b.kind is BlockKind.HEADING), "")
    return Content(title, tuple(lines.blocks), signals=Signals(truncated=truncated))
