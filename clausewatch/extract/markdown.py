"""The extractor for Markdown: headings, lists, tables and paragraphs without their marks."""

import re
from collections.abc import Iterator

from clausewatch.extract import charset
from clausewatch.extract.block_list import BlockList
from clausewatch.extract.page_content import Content
from clausewatch.model.reading import BlockKind, Page, Signals

_FRONT_MATTER = re.compile(r"\A---\r?\n.*?\r?\n---\r?\n", re.DOTALL)
# An unclosed comment is matched to the end and put back. A pattern that fails at every opening mark
# would cost quadratic time on a hostile page.
_COMMENT = re.compile(r"<!--.*?-->|(<!--.*)", re.DOTALL)
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_ATX = re.compile(r"^(#{1,6})\s+(.*)$")
_UNDERLINE = re.compile(r"^\s*(=+|-{3,})\s*$")
_ITEM = re.compile(r"^(\s*)(?:[-*+]|\d{1,3}[.)])\s+(.*)$")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^[\s:|-]+$")
_LINE_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
# The text of a link may contain brackets, or be empty for an anchor.
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


def strip_marks(text: str) -> str:
    """Return a line without its marks: emphasis, links, code and escapes."""
    for link in _LINKS:
        end = text.rfind(")") + 1  # no link ends after it, so the rest is not searched
        text = link.sub(r"\1", text[:end]) + text[end:]
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    for opening in (_STRONG, _EMPHASIS):
        text = "".join(_iterate_unmarked(text, opening))
    for pattern, replacement in _LAST:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def _iterate_unmarked(text: str, opening: re.Pattern[str]) -> Iterator[str]:
    """Yield the pieces of a line between its pairs of marks.

    A mark without an end after one position has none after a later one, so it is searched for once.
    """
    position = kept = 0
    unclosed: set[str] = set()
    while (start := opening.search(text, position)) is not None:
        mark = start[1]
        # At least one character separates the two marks of a pair.
        end = None if mark in unclosed else _ENDS[mark].search(text, start.end() + 1)
        if end is None:
            unclosed.add(mark)
            position = start.start() + 1
            continue
        yield text[kept : start.start()]
        yield text[start.end() : end.start()]
        position = kept = end.end()
    yield text[kept:]


class _Reader:
    """Reads a Markdown text line by line into blocks."""

    def __init__(self) -> None:
        self.blocks = BlockList()
        self._open_lines: list[str] = []
        """Lines of the open paragraph or item."""
        self._item_level = 0
        """Level of the open item, or 0 for a paragraph."""

    def add_line(self, line: str) -> None:
        """Read one line."""
        if not line.strip() or _FENCE.match(line):
            self.flush()
        elif match := _ATX.match(line):
            self._add_heading(len(match.group(1)), match.group(2).rstrip().rstrip("#"))
        elif (match := _UNDERLINE.match(line)) and self._open_lines and not self._item_level:
            title = " ".join(self._open_lines)
            self._open_lines.clear()
            self._add_heading(1 if match.group(1)[0] == "=" else 2, title)
        elif _ROW.match(line):
            self._add_row(line)
        elif match := _ITEM.match(line):
            self.flush()
            self._item_level = 1 + len(match.group(1)) // 2
            self._open_lines.append(match.group(2))
        elif not _RULE.match(line):
            self._open_lines.append(line.lstrip("> "))

    def flush(self) -> None:
        """End the open paragraph or item."""
        text = strip_marks(" ".join(self._open_lines))
        self._open_lines.clear()
        if text:
            kind = BlockKind.ITEM if self._item_level else BlockKind.PARAGRAPH
            self.blocks.add(kind, text, self._item_level)
        self._item_level = 0

    def _add_heading(self, level: int, text: str) -> None:
        self.flush()
        self.blocks.add_heading(strip_marks(text), level)

    def _add_row(self, line: str) -> None:
        """Add a table row; the rule below a table's header has no text."""
        self.flush()
        if not _RULE.match(line):
            cells = re.split(r"(?<!\\)\|", line.strip().strip("|"))
            self.blocks.add_row([_read_cell(cell) for cell in cells])


def _read_cell(source: str) -> str:
    """Return the text of a table's cell, in which only a tag can break a line."""
    return "\n".join(filter(None, map(strip_marks, _LINE_BREAK.split(source))))


def read_markdown(page: Page) -> Content:
    """Read a page of Markdown."""
    source = _COMMENT.sub(r"\1", _FRONT_MATTER.sub("", charset.decode_page(page)))
    reader = _Reader()
    for line in source.splitlines():
        reader.add_line(line)
    reader.flush()
    blocks = reader.blocks
    signals = Signals(truncated=page.is_truncated)
    return Content(blocks.find_title(), tuple(blocks.blocks), signals=signals)
