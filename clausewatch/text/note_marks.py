"""Footnote marks that are characters of the text, such as `days.\u00b2` or `days [3]`.

Their numbers change whenever a note is added elsewhere, and beside a figure they read as a part of
it: the normal form of "90\u00b9 days" is "901 days".
"""

import re

_RAISED = re.compile("[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]{1,3}")
_NUMBERS = str.maketrans(
    "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079", "1230456789"
)
_BRACKETED = re.compile(
    r"(?<=[^\W\d_])\[\d{1,2}\](?!\()"
    r"|(?<=[.!?\u3002])\[\d{1,2}\](?!\()"
    r"|(?<=[^\W\d_]) \[\d{1,2}\](?=[.,;:!?\u3002]|$)"
)
"""Glued to a word or before the end of a sentence: a placeholder stands between words."""
_UNIT = re.compile(r"(?:^|[\d\s(])(?:[mck]?m|ft|in|yd|mi|s)$")
_TEN = re.compile(r"(?:^|[^\d.,])10$")
_MIN_POWER_OF_TEN = 3
"""Smaller numbers are written out, so a mark of 1 or 2 beside a 10 belongs to a footnote."""
_BEFORE_CHARS = 12


def remove_note_marks(text: str) -> str:
    """Return the text without its footnote marks; raised figures that are exponents get a caret."""
    if "[" in text:
        text = _BRACKETED.sub("", text)
    return text if text.isascii() else _RAISED.sub(_convert, text)


def _convert(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - _BEFORE_CHARS) : match.start()]
    number = match[0].translate(_NUMBERS)
    is_power = _TEN.search(before) and int(number) >= _MIN_POWER_OF_TEN
    return f"^{number}" if is_power or _UNIT.search(before) else ""
