"""The pieces of a redline, apart from what makes one: messages show pieces, and most show none."""

from dataclasses import dataclass
from typing import Literal

SegmentKind = Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that is unchanged, removed or added."""

    kind: SegmentKind
    text: str
