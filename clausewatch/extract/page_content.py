"""What one page holds, whatever its format: the value that every extractor returns."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from clausewatch.model.reading import Block, Dropped, Page, Signals
from clausewatch.text.repair import repair_text

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_HALF = re.compile("[\ud800-\udfff]")
_UNSOUND = re.compile(f"{_CONTROL.pattern}|{_HALF.pattern}")


@dataclass(frozen=True, slots=True)
class Content:
    """The blocks of one page, what was left out of them, and the facts about its markup."""

    title: str
    blocks: tuple[Block, ...]
    dropped: tuple[Dropped, ...] = ()
    signals: Signals = field(default_factory=Signals)
    declared_language: str = ""
    """The language that the markup declares, as written, e.g. `en-GB`; empty where it does not."""


def sound(content: Content) -> Content:
    """Return the content with its characters repaired, and without those that nobody sees.

    Plain text holds control characters as they are, HTML as references, and the fonts of PDF files
    name them.
    """
    blocks = (_sound_block(block) for block in content.blocks)
    return replace(
        content,
        title=_sound(content.title),
        blocks=tuple(block for block in blocks if block.text.strip()),
        dropped=tuple(replace(left, text=_sound(left.text)) for left in content.dropped),
    )


def _sound_block(block: Block) -> Block:
    parts = (block.text, *block.path, *block.cells)
    if all(_sound(part) is part for part in parts):
        return block
    return replace(
        block,
        text=_sound(block.text),
        path=tuple(map(_sound, block.path)),
        cells=tuple(map(_sound, block.cells)),
    )


def _sound(text: str) -> str:
    """Repair a text: joined halves of a character, no control characters, no damaged letters."""
    if _UNSOUND.search(text):
        text = _CONTROL.sub("", text)
        if _HALF.search(text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return repair_text(text)


Extractor = Callable[[Page], Content]
