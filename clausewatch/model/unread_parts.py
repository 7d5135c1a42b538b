"""The parts of a page that people see and that cannot be read as text."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum


class UnreadPart(StrEnum):
    """One part of a page that cannot be read."""

    FOREIGN_FRAME = "foreign frame"
    FRAME = "frame"
    FILE = "embedded file"
    DRAWING = "drawing"
    PICTURE = "picture"


UNREAD_PARTS = "unread-parts"
"""The code of the remark on a page that is read without such parts."""

_NAMES = {
    UnreadPart.FOREIGN_FRAME: ("1 frame of another site", "{} frames of other sites"),
    UnreadPart.FRAME: ("1 frame", "{} frames"),
    UnreadPart.FILE: ("1 embedded file", "{} embedded files"),
    UnreadPart.DRAWING: ("1 drawing", "{} drawings"),
    UnreadPart.PICTURE: ("1 picture in the place of text", "{} pictures in the place of text"),
}


def describe_parts(parts: Iterable[UnreadPart]) -> str:
    """Return a sentence on the parts that are not read, or an empty string without any."""
    counts = Counter(parts)
    names = [
        singular if counts[part] == 1 else plural.format(counts[part])
        for part, (singular, plural) in _NAMES.items()
        if counts[part]
    ]
    *others, last = names or [""]
    listed = f"{', '.join(others)} and {last}" if others else last
    return f"Read in part: {listed} can't be read." if listed else ""
