"""In which language a text is written."""

from collections.abc import Sequence

import py3langid  # type: ignore[import-untyped]  # it ships no annotations

from clausewatch.model.reading import Block

_MIN_CHARS = 60
"""Shorter texts are guessed wrong too often to act on."""
_SAMPLE_CHARS = 6000


def language_of(blocks: Sequence[Block]) -> str:
    """Return the ISO 639-1 code of the blocks' language, or `und` where they are too short."""
    text = " ".join(block.text for block in blocks)
    if len(text) < _MIN_CHARS and not any(character > "\u3000" for character in text):
        return "und"
    middle = max(0, (len(text) - _SAMPLE_CHARS) // 2)
    # The middle of a policy is its language; its ends carry names, addresses and menus.
    return str(py3langid.classify(text[middle : middle + _SAMPLE_CHARS])[0])
