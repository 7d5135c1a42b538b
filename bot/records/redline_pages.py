"""The edits of a change in two orders, word by word, and cut into pages."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from clausewatch.compare.redline import build_redline
from clausewatch.compare.segments import Segment
from clausewatch.model.changes import Change
from clausewatch.model.provisions import build_text
from clausewatch.model.reading import Edit, Reading

MAX_PAGE_CHARACTERS = 30_000
"""Of the wordings on one page; markup doubles it, and a page has at most 200 KB."""
MAX_PAGE_EDITS = 60
MAX_WORD_BY_WORD_CHARACTERS = 20_000
"""Of the wording before or after; a longer one is shown as a whole removed and a whole added."""
MAX_SIDE_CHARACTERS = 60_000
"""Of a wording on a page; files have the whole of it."""


@dataclass(frozen=True, slots=True)
class NumberedEdit:
    """An edit with its number, which never changes: its place by gravity, from 1."""

    number: int
    edit: Edit


@dataclass(frozen=True, slots=True)
class RedlineEdit:
    """An edit with its words, as a page shows it."""

    number: int
    edit: Edit
    segments: tuple[Segment, ...]
    is_cut: bool
    """The page has no room for all words."""

    @property
    def before(self) -> tuple[Segment, ...]:
        """The wording before, with what was removed marked."""
        return tuple(segment for segment in self.segments if segment.kind != "added")

    @property
    def after(self) -> tuple[Segment, ...]:
        """The wording after, with what was added marked."""
        return tuple(segment for segment in self.segments if segment.kind != "removed")


def number_edits(change: Change, *, is_document_order: bool) -> tuple[NumberedEdit, ...]:
    """Return the edits by gravity, or in the order of the document.

    The order of the document needs the blocks of both versions.
    """
    edits = [NumberedEdit(index, edit) for index, edit in enumerate(change.comparison.edits, 1)]
    if is_document_order:
        places = _Places(change.before.reading, change.after.reading)
        edits.sort(key=lambda numbered: places.find(numbered.edit))
    return tuple(edits)


def split_edits(edits: Sequence[NumberedEdit]) -> tuple[tuple[NumberedEdit, ...], ...]:
    """Return the edits in pages that fit; at least one page."""
    pages: list[list[NumberedEdit]] = [[]]
    room = MAX_PAGE_CHARACTERS
    for numbered in edits:
        needed = len(numbered.edit.before or "") + len(numbered.edit.after or "")
        if pages[-1] and (needed > room or len(pages[-1]) >= MAX_PAGE_EDITS):
            pages.append([])
            room = MAX_PAGE_CHARACTERS
        pages[-1].append(numbered)
        room -= needed
    return tuple(tuple(page) for page in pages)


def build_redline_edits(
    edits: Sequence[NumberedEdit], *, is_whole: bool = False
) -> tuple[RedlineEdit, ...]:
    """Return edits with their words marked; with `is_whole` none is cut.

    It takes milliseconds per edit.
    """
    limit = None if is_whole else MAX_SIDE_CHARACTERS
    return tuple(_build_redline_edit(numbered, limit) for numbered in edits)


def _build_redline_edit(numbered: NumberedEdit, limit: int | None) -> RedlineEdit:
    edit = numbered.edit
    before, after = edit.before or "", edit.after or ""
    longest = max(len(before), len(after))
    if longest <= MAX_WORD_BY_WORD_CHARACTERS:
        return RedlineEdit(numbered.number, edit, build_redline(before, after), is_cut=False)
    sides = (Segment("removed", before[:limit]), Segment("added", after[:limit]))
    segments = tuple(segment for segment in sides if segment.text)
    is_cut = limit is not None and longest > limit
    return RedlineEdit(numbered.number, edit, segments, is_cut=is_cut)


class _Places:
    """Finds where in the later version an edit is, or would be if it had not been removed."""

    def __init__(self, before: Reading, after: Reading) -> None:
        self._before, self._after = build_text(before), build_text(after)
        self._offsets = list(_list_offsets(before))
        kept = dict(zip((block.text for block in after.blocks), _list_offsets(after), strict=True))
        self._anchors: list[int] = []
        """By block of the earlier version: the place of the nearest kept block up to it."""
        last = -1
        for block in before.blocks:
            last = kept.get(block.text, last)
            self._anchors.append(last)

    def find(self, edit: Edit) -> tuple[int, int]:
        """Return a sort key: the place, and the place in the earlier version for ties."""
        old = self._before.find(edit.before) if edit.before else -1
        new = self._after.find(edit.after) if edit.after else -1
        if new < 0 <= old:
            new = self._anchors[bisect_right(self._offsets, old) - 1]
        return new, old


def _list_offsets(reading: Reading) -> Iterator[int]:
    """Yield where each block begins in the text of a version."""
    start = 0
    for block in reading.blocks:
        yield start
        start += len(block.text) + 1
