"""What one page holds, whatever its format: the value that every extractor returns."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from clausewatch.model.reading import Block, Dropped, Page, Signals

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
    """Return the content without what nobody sees or can encode: control characters, halves of one.

    Plain text holds them as they are, HTML as references, and the fonts of PDF files name them.
    """
    texts = (content.title, *(b.text for b in content.blocks), *(d.text for d in content.dropped))
    if not _UNSOUND.search("\n".join(texts)):
        return content
    blocks = (
        replace(
            block,
            text=_sound(block.text),
            path=tuple(map(_sound, block.path)),
            cells=tuple(map(_sound, block.cells)),
        )
        for block in content.blocks
    )
    return replace(
        content,
        title=_sound(content.title),
        blocks=tuple(block for block in blocks if block.text.strip()),
        dropped=tuple(replace(left, text=_sound(left.text)) for left in content.dropped),
    )


def _sound(text: str) -> str:
    """Join the halves that belong together; one that stands alone becomes U+FFFD."""
    text = _CONTROL.sub("", text)
    if _HALF.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


Extractor = Callable[[Page], Content]
