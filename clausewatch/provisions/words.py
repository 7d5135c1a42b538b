"""Text to words: the one way in which cues, the recogniser and clause names see a sentence."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|[$€£]")


def tokenise(text: str) -> list[str]:
    """Return the lower-case words of a text; hyphens part words, currency signs are words."""
    return _WORD.findall(text.lower().replace("\u2019", "'"))


def join_tokens(tokens: Sequence[str]) -> str:
    """Return the words as one string with a space on either side of each: what cues search."""
    return f" {' '.join(tokens)} "
