"""Detection of the language of a text."""

from collections.abc import Sequence

import py3langid  # type: ignore[import-untyped]  # it ships no annotations

from clausewatch.model.reading import Block

MIN_CHARS = 60
"""The guess for a shorter text is wrong too often."""
SAMPLE_CHARS = 6000


def detect_language(blocks: Sequence[Block]) -> str:
    """Return the ISO 639-1 code of the blocks' language, or `und` if they are too short."""
    text = " ".join(block.text for block in blocks)
    if len(text) < MIN_CHARS and not any(character > "\u3000" for character in text):
        return "und"
    # A sample from the middle, because the ends of a policy contain names, addresses and menus.
    start = max(0, (len(text) - SAMPLE_CHARS) // 2)
    return str(py3langid.classify(text[start : start + SAMPLE_CHARS])[0])
