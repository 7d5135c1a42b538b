"""An edit word by word, or character by character where the script has no spaces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel

from clausewatch.text.normal_form import CJK, EMAIL, fold_typography

SegmentKind = Literal["same", "removed", "added"]
_WORD = re.compile(r"\w")
_PIECE = re.compile(rf"\s+|{EMAIL}|\d+(?:[.,:/]\d+)*|[{CJK}]|[^\W\d_{CJK}]+|[^\w\s]|_")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that stayed, went or came."""

    kind: SegmentKind
    text: str


def _pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _same(piece: str) -> str:
    return " " if piece.isspace() else fold_typography(piece).casefold()


def _joined(segments: Sequence[Segment]) -> list[Segment]:
    out: list[Segment] = []
    for segment in segments:
        if not segment.text:
            continue
        if out and out[-1].kind == segment.kind:
            out[-1] = Segment(segment.kind, out[-1].text + segment.text)
        else:
            out.append(segment)
    return out


def _gathered(segments: list[Segment]) -> list[Segment]:
    """Take blanks and commas between changed words in: one mark reads better than five."""
    out: list[Segment] = []
    removed: list[str] = []
    added: list[str] = []
    for i, segment in enumerate(segments):
        is_gap = segment.kind == "same" and not _WORD.search(segment.text)
        is_inside = bool(removed or added) and i + 1 < len(segments)
        if segment.kind == "removed":
            removed.append(segment.text)
        elif segment.kind == "added":
            added.append(segment.text)
        elif is_gap and is_inside:
            removed.append(segment.text)
            added.append(segment.text)
        else:
            out += [Segment("removed", "".join(removed)), Segment("added", "".join(added)), segment]
            removed.clear()
            added.clear()
    return [*out, Segment("removed", "".join(removed)), Segment("added", "".join(added))]


def segments(before: str | None, after: str | None) -> tuple[Segment, ...]:
    """Return what stayed, went and came, in reading order; an absent side counts as empty."""
    if not before or not after:
        one = Segment("removed", before or ""), Segment("added", after or "")
        return tuple(s for s in one if s.text)
    old, new = _pieces(before), _pieces(after)
    found: list[Segment] = []
    for op in Indel.opcodes([_same(p) for p in old], [_same(p) for p in new]):
        if op.tag == "equal":
            found.append(Segment("same", "".join(new[op.dest_start : op.dest_end])))
        else:
            found.append(Segment("removed", "".join(old[op.src_start : op.src_end])))
            found.append(Segment("added", "".join(new[op.dest_start : op.dest_end])))
    return tuple(_joined(_gathered(_joined(found))))
