"""Splits text into the tokens that cues, the recogniser and clause names work on."""

import re
from collections.abc import Sequence

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)*|[$€£]")


def tokenise(text: str) -> list[str]:
    """Return the lower-case words of a text.

    Hyphens separate words. A currency sign is a token of its own.
    """
    return _TOKEN.findall(text.lower().replace("\u2019", "'"))


def join_tokens(tokens: Sequence[str]) -> str:
    """Return the tokens as one string with a space on either side of each, as cues expect it."""
    return f" {' '.join(tokens)} "
