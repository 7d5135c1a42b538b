"""The content of one page, in any format: the value that every extractor returns."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from clausewatch.model.reading import Block, Dropped, Page, Signals
from clausewatch.text.cache import cache_per_check
from clausewatch.text.note_marks import remove_note_marks
from clausewatch.text.repair import repair_text

_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNCLEAN = re.compile(f"{_CONTROL_CHARACTERS.pattern}|{_SURROGATE.pattern}")


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks of one page, the dropped text, and the facts about its markup."""

    title: str
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    signals: Signals = field(default_factory=Signals)


Extractor = Callable[[Page], Content]
"""Reads a page of one format. Raises ExtractError."""


def clean_content(content: Content) -> Content:
    """Return the content with its characters repaired, without note marks and control characters.

    Plain text contains control characters literally, HTML as character references, and the fonts
    of PDF files map to them. Nobody sees them.
    """
    blocks = (_clean_block(block) for block in content.blocks)
    return replace(
        content,
        title=_clean_text(content.title),
        blocks=tuple(block for block in blocks if block.text.strip()),
        dropped=tuple(replace(piece, text=_clean_text(piece.text)) for piece in content.dropped),
    )


def _clean_block(block: Block) -> Block:
    parts = (block.text, *block.path, *block.cells)
    if all(_clean_text(part) == part for part in parts):
        return block
    return replace(
        block,
        text=_clean_text(block.text),
        path=tuple(map(_clean_text, block.path)),
        cells=tuple(map(_clean_text, block.cells)),
    )


@cache_per_check
def _clean_text(text: str) -> str:
    """Remove control characters and note marks, join surrogate pairs, repair damaged letters.

    A lone surrogate becomes U+FFFD.
    """
    if _UNCLEAN.search(text):
        text = _CONTROL_CHARACTERS.sub("", text)
        if _SURROGATE.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return remove_note_marks(repair_text(text))
