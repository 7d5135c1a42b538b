"""Groups of words, one of each of which a sentence must contain, in any order.

`object|refuse processing|use` is met by a sentence with a word of either group; `disclos*` is any
word with that beginning. They cost far less than cues, which tell the order of words.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from operator import or_

from clausewatch.errors import ConfigError

_WORD = re.compile(r"[a-z0-9']{2,}\*|[a-z0-9']+|[$€£]")
_MIN_PREFIX_LETTERS = 2
_MAX_KNOWN_WORDS = 50_000


def check_groups(text: str) -> None:
    """Raise ConfigError unless every group consists of words and beginnings of words."""
    for group in text.split() or [""]:
        for word in group.split("|"):
            if not _WORD.fullmatch(word):
                raise ConfigError(
                    f"The groups {text!r} contain {word!r}: write lower-case words, `a|b` or "
                    "`begin*`."
                )


class WordGroupTable:
    """Named lists of word groups; each group has a bit, so that a sentence is one number."""

    def __init__(self, entries: Mapping[str, Iterable[str]]) -> None:
        self._bits: dict[str, int] = {}
        self._masks = {
            name: tuple(self._build_mask(text) for text in texts) for name, texts in entries.items()
        }
        self._known: dict[str, int] = {}

    def _build_mask(self, text: str) -> int:
        """Return the bits that a sentence needs to meet the groups of a text."""
        new = (self._bits.setdefault(group, 1 << len(self._bits)) for group in text.split())
        return reduce(or_, new)

    @cached_property
    def _bits_by_word(self) -> dict[str, int]:
        bits: dict[str, int] = {}
        for group, bit in self._bits.items():
            for word in group.split("|"):
                bits[word] = bits.get(word, 0) | bit
        return bits

    def read(self, tokens: Sequence[str]) -> int:
        """Return the bits of the groups that a sentence has a word of."""
        return reduce(or_, map(self._read_word, tokens), 0)

    def _read_word(self, token: str) -> int:
        if token not in self._known:
            if len(self._known) >= _MAX_KNOWN_WORDS:
                self._known.clear()
            beginnings = (f"{token[:size]}*" for size in range(_MIN_PREFIX_LETTERS, len(token) + 1))
            words = map(self._bits_by_word.get, (token, *beginnings))
            self._known[token] = reduce(or_, filter(None, words), 0)
        return self._known[token]

    def is_met(self, name: str, bits: int) -> bool:
        """Return whether a sentence with these bits has a word of each group of one entry."""
        return any(bits & mask == mask for mask in self._masks[name])
