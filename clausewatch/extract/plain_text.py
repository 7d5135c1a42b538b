"""The extractor for plain text: paragraphs between blank lines, items by their bullets."""

import re

from clausewatch.extract import charset
from clausewatch.extract.page_content import Content
from clausewatch.model.reading import Block, BlockKind, Page, Signals

_ITEM = re.compile(r"^\s*(?:[-*•·]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_HEADING = re.compile(r"^(?:\d+(?:\.\d+)*\.?\s+)?[^\W\d_][^.!?;:]{2,70}$")


def _paragraphs(text: str) -> list[list[str]]:
    groups: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip():
            groups.append([])
        elif _ITEM.match(line) and groups[-1]:
            groups.append([line])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]


def _block(lines: list[str], path: tuple[str, ...]) -> Block:
    text = " ".join(" ".join(lines).split())
    if _ITEM.match(lines[0]):
        return Block(BlockKind.ITEM, text, path, 1)
    if len(lines) == 1 and _HEADING.match(text) and (text.isupper() or text.istitle()):
        return Block(BlockKind.HEADING, text, (), 2)
    return Block(BlockKind.PARAGRAPH, text, path)


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of a plain text; a short line in capitals or title case is a heading."""
    found: list[Block] = []
    path: tuple[str, ...] = ()
    for lines in _paragraphs(text):
        block = _block(lines, path)
        if block.kind is BlockKind.HEADING:
            path = (block.text,)
        found.append(block)
    return found


def text_of(page: Page) -> Content:
    """Read a page of plain text."""
    blocks = blocks_of(charset.decoded(page))
    truncated = page.declared_length is not None and len(page.body) < page.declared_length
    title = next((b.text for b in blocks if b.kind is BlockKind.HEADING), "")
    return Content(title, tuple(blocks), signals=Signals(truncated=truncated))
