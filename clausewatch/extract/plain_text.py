"""The extractor for plain text: paragraphs between blank lines, items by their bullets."""

import re

from clausewatch.extract import charset
from clausewatch.extract.block_list import BlockList
from clausewatch.extract.page_content import Content
from clausewatch.model.reading import BlockKind, Page, Signals

HEADING_LEVEL = 2
"""Of every heading: plain text does not show levels."""
_ITEM = re.compile(r"^\s*(?:[-*•·]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s+")
_HEADING = re.compile(r"^(?:\d+(?:\.\d+)*\.?\s+)?[^\W\d_][^.!?;:]{2,70}$")


def read_plain_text(page: Page) -> Content:
    """Read a page of plain text."""
    blocks = BlockList()
    for lines in _split_paragraphs(charset.decode_page(page)):
        _add_block(blocks, lines)
    signals = Signals(truncated=page.is_truncated)
    return Content(blocks.find_title(), tuple(blocks.blocks), signals=signals)


def _split_paragraphs(text: str) -> list[list[str]]:
    paragraphs: list[list[str]] = [[]]
    for line in text.splitlines():
        if not line.strip():
            paragraphs.append([])
        elif _ITEM.match(line) and paragraphs[-1]:
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return [lines for lines in paragraphs if lines]


def _add_block(blocks: BlockList, lines: list[str]) -> None:
    """Add the block of a paragraph; a short line in capitals or title case is a heading."""
    text = " ".join(" ".join(lines).split())
    if _ITEM.match(lines[0]):
        blocks.add(BlockKind.ITEM, text, 1)
    elif len(lines) == 1 and _HEADING.match(text) and (text.isupper() or text.istitle()):
        blocks.add_heading(text, HEADING_LEVEL)
    else:
        blocks.add(BlockKind.PARAGRAPH, text)
