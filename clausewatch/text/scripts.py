r"""Letters, marks, capitals and digits of all scripts, as parts of regular expressions.

Python's `\w` leaves out combining marks, which spell vowels and tones in the scripts of India and
Southeast Asia: without them "thirty" and "three" are one word in Hindi.
"""

import re
import unicodedata
from collections.abc import Container, Iterator

_LAST_LETTER = 0xFFFF
"""Classes with characters beyond this one are matched by a slow search through their ranges."""


def _iterate_ranges(categories: Container[str]) -> Iterator[str]:
    """Yield the ranges of the characters of these Unicode categories, for a character class."""
    start = None
    for code in range(0x80, _LAST_LETTER + 2):
        is_in = code <= _LAST_LETTER and unicodedata.category(chr(code)) in categories
        if is_in and start is None:
            start = code
        elif not is_in and start is not None:
            yield f"{chr(start)}-{chr(code - 1)}"
            start = None


MARKS = "".join(_iterate_ranges({"Mn", "Mc"}))
"""Combining marks, as the inside of a character class."""
CAPITALS = "A-Z" + "".join(_iterate_ranges({"Lu", "Lt"}))
"""Capital letters of all scripts that have them, as the inside of a character class."""
UNSPACED = (
    "\u0e01-\u0e46\u0e80-\u0ec6\u0f40-\u0f6c\u1000-\u102a\u1780-\u17b3"
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"
)
"""Scripts without spaces between words, and Korean, as the inside of a character class."""
WORD = rf"[{UNSPACED}][{MARKS}]*+|[^\W\d_{UNSPACED}]++(?:[{MARKS}]++[^\W\d_{UNSPACED}]*+)*+"
"""A word with its combining marks, or one letter of a script without spaces."""

_VOWEL_POINTS = "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u0655\u0670"
_POINTED_LETTER = re.compile(rf"([^{_VOWEL_POINTS}])([{_VOWEL_POINTS}]*)")
_UNSPACED = re.compile(f"[{UNSPACED}]")
DIGITS = {
    code: str(unicodedata.decimal(chr(code)))
    for code in range(0x80, _LAST_LETTER)
    if unicodedata.category(chr(code)) == "Nd"
}
"""The digits of all scripts but the European ones, with their values, for `str.translate`."""


def is_unspaced(word: str) -> bool:
    """Return whether a word is in a script without spaces, where each letter is a token."""
    return _UNSPACED.match(word) is not None


def is_same_with_points(before: str, after: str) -> bool:
    """Return whether two words differ only in vowel points that one of them leaves out.

    Hebrew and Arabic are read with or without these points. Other points make another word.
    """
    old, new = (_POINTED_LETTER.findall(word) for word in (before, after))
    return len(old) == len(new) and all(
        letter == other and (not points or not other_points or points == other_points)
        for (letter, points), (other, other_points) in zip(old, new, strict=True)
    )
