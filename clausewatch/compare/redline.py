"""The redline of an edit: by word, or by character in scripts written without spaces."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import Indel

from clausewatch.compare.segments import Segment, SegmentKind
from clausewatch.text.normal_form import EMAIL, fold_typography
from clausewatch.text.scripts import WORD

_WORD = re.compile(r"\w")
_PIECE = re.compile(rf"\s+|{EMAIL}|\d+(?:[.,:/]\d+)*|{WORD}|[^\w\s]|_")


def _split_pieces(text: str) -> list[str]:
    return _PIECE.findall(text)


def _normalise(piece: str) -> str:
    return " " if piece.isspace() else fold_typography(piece).casefold()


def _merge_adjacent(segments: Sequence[Segment]) -> list[Segment]:
    """Merge neighbours of one kind and drop empty segments."""
    merged: list[Segment] = []
    for segment in segments:
        if not segment.text:
            continue
        if merged and merged[-1].kind == segment.kind:
            merged[-1] = Segment(segment.kind, merged[-1].text + segment.text)
        else:
            merged.append(segment)
    return merged


def _merge_across_gaps(segments: list[Segment]) -> list[Segment]:
    """Include spaces and commas between changed words: one mark is easier to read than five."""
    merged: list[Segment] = []
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
            merged.append(Segment("removed", "".join(removed)))
            merged.append(Segment("added", "".join(added)))
            merged.append(segment)
            removed.clear()
            added.clear()
    return [*merged, Segment("removed", "".join(removed)), Segment("added", "".join(added))]


def restore_wording(segments: Sequence[Segment], kind: SegmentKind, text: str) -> list[Segment]:
    """Return the segments of one side as its text writes them.

    A redline shows unchanged words as the new text does, which may have other capitals. `kind` is
    `removed` for the text before and `added` for the text after.
    """
    side = [segment for segment in segments if segment.kind in {"same", kind}]
    if sum(len(segment.text) for segment in side) != len(text):
        return side
    restored, start = [], 0
    for segment in side:
        end = start + len(segment.text)
        restored.append(Segment(segment.kind, text[start:end]))
        start = end
    return restored


def build_redline(before: str | None, after: str | None) -> tuple[Segment, ...]:
    """Return the segments of an edit in reading order; an absent text counts as empty."""
    if not before or not after:
        whole = Segment("removed", before or ""), Segment("added", after or "")
        return tuple(segment for segment in whole if segment.text)
    old, new = _split_pieces(before), _split_pieces(after)
    segments: list[Segment] = []
    for op in Indel.opcodes([_normalise(p) for p in old], [_normalise(p) for p in new]):
        if op.tag == "equal":
            segments.append(Segment("same", "".join(new[op.dest_start : op.dest_end])))
        else:
            segments.append(Segment("removed", "".join(old[op.src_start : op.src_end])))
            segments.append(Segment("added", "".join(new[op.dest_start : op.dest_end])))
    return tuple(_merge_adjacent(_merge_across_gaps(_merge_adjacent(segments))))
