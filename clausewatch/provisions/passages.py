"""A reading as passages: sentences, list items and table cells, each with the words it hangs on."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from clausewatch.model.reading import Block, BlockKind, Reading
from clausewatch.provisions.words import tokenise
from clausewatch.text.sentences import split_sentences

MAX_QUOTE_WORDS = 110
"""A longer sentence is parted at its semicolons and enumerations: nobody reads it whole."""
MIN_QUOTE_WORDS = 4
OPENING_WORDS = 25
_CELL_BORDER = " | "
_PARTING = re.compile(r"(?<=;)\s++|(?<!\s)\s++(?=\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s)")
_BULLET = re.compile(r"(?<=[;:.,])\s?[*•]\s")
"""A list that a table cell or a paragraph swallowed."""
_NUMBERED = re.compile(r"\(?(?:[ivx]{1,5}|[a-z]|\d{1,2})[.)]\s+[a-z]")
"""A paragraph that goes on with a sentence: a list item without the markup of one."""
_NUMBER = re.compile(
    r"\(?(?:[ivx]{1,5}|[a-zA-Z]|\d{1,2}(?:\.\d{1,2})*"
    r"|(?:[A-Z]|\d{1,2})(?:\.(?:\d{1,2}|[ivx]{1,5}|[a-z]))++)[.)]?\s"
)
"""Any number before a paragraph: an item too, where a lead-in with a colon is open."""
_SPACE = re.compile(r"\s+")
_MARKS = "*•·- \t\n|"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a version that can be quoted: `text_of(reading)[start:end] == text`."""

    text: str
    start: int
    end: int
    block: int
    kind: BlockKind
    path: tuple[str, ...]
    """The headings above it, outermost first."""
    lead: str
    """The words that a list item continues ("You may not:"), or an empty string."""

    @property
    def section(self) -> str:
        """The nearest heading above it, or an empty string."""
        return self.path[-1] if self.path else ""

    @property
    def context(self) -> str:
        """Lead-in and nearest heading: what the passage is said under."""
        return f"{self.section}. {self.lead}" if self.lead else self.section


def split_passages(reading: Reading) -> tuple[Passage, ...]:
    """Return the passages of a reading in order; headings only set the path."""
    found: list[Passage] = []
    leads = _Leads()
    offset = 0
    for number, block in enumerate(reading.blocks):
        cells = _cells(block)
        lead = leads.before(block, cells[-1])
        if block.kind is not BlockKind.HEADING:
            for start, end, opening in _spans(block, cells):
                found.append(
                    Passage(
                        text=block.text[start:end],
                        start=offset + start,
                        end=offset + end,
                        block=number,
                        kind=block.kind,
                        path=block.path,
                        lead=f"{lead} {opening}".strip(),
                    )
                )
        offset += len(block.text) + 1
    return tuple(found)


class _Leads:
    """Remembers which sentence the items of a list continue."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []

    def before(self, block: Block, told: Sequence[str]) -> str:
        """Return the lead-in of a block and note what the block, in sentences, leads into."""
        is_item = block.kind is BlockKind.ITEM or self._is_numbered(block)
        if not is_item:
            self._open.clear()
        while self._open and self._open[-1][0] >= max(block.level, 1):
            self._open.pop()
        lead = " ".join(text for _, text in self._open)
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            last = told[-1] if told else ""
            is_lead = last.rstrip(_MARKS).endswith((":", "to", "not", "following"))
            if is_lead or not is_item:
                self._open.append((max(block.level, 1) if is_item else 0, last if is_lead else ""))
        return lead

    def _is_numbered(self, block: Block) -> bool:
        """Tell whether a paragraph is an item of the open list by its number."""
        if block.kind is not BlockKind.PARAGRAPH:
            return False
        has_lead = bool(self._open and self._open[0][1].endswith(":"))
        return bool((_NUMBER if has_lead else _NUMBERED).match(block.text))


def _cells(block: Block) -> list[list[str]]:
    """Return the sentences of each table cell of a row; any other block is one cell."""
    if block.kind is BlockKind.HEADING:
        return [[]]
    cells = block.text.split(_CELL_BORDER) if block.kind is BlockKind.ROW else [block.text]
    return [list(split_sentences(cell)) for cell in cells]


def _spans(block: Block, cells: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield start and end of the passages of a block, and what a part of a sentence continues."""
    position = 0
    for sentence in chain.from_iterable(cells):
        start = block.text.find(sentence, position)
        if start < 0:
            continue
        position = start + len(sentence)
        parts = [
            part
            for first, last in _listed(block.text, start, position)
            for part in _parted(block.text, first, last)
        ]
        for number, (first, last) in enumerate(parts):
            yield first, last, _opening(block.text, start, first) if number else ""


def _listed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the items of a list inside a sentence, or the sentence."""
    for bullet in _BULLET.finditer(text, start, end):
        yield start, bullet.start()
        start = bullet.end()
    yield start, end


def _opening(text: str, start: int, end: int) -> str:
    """Return the first words of a long sentence: its later parts hang on them."""
    return " ".join(text[start:end].split()[:OPENING_WORDS])


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence whole, or in readable parts where it is longer than anybody quotes."""
    start, end = _trimmed(text, start, end)
    if start >= end:
        return
    if len(_SPACE.findall(text, start, end)) < MAX_QUOTE_WORDS:
        yield start, end
        return
    marks = [start, *(found.end() for found in _PARTING.finditer(text, start, end)), end]
    opened = start
    for here, after in zip(marks[1:], [*marks[2:], end], strict=True):
        if here == end or len(tokenise(text[opened:after])) > MAX_QUOTE_WORDS // 2:
            yield from _cut(text, *_trimmed(text, opened, here))
            opened = here


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a part, cut between words where it has no marks to be parted at."""
    gaps = [found.start() for found in _SPACE.finditer(text, start, end)]
    for place in range(MAX_QUOTE_WORDS - 1, len(gaps), MAX_QUOTE_WORDS):
        yield _trimmed(text, start, gaps[place])
        start = gaps[place]
    start, end = _trimmed(text, start, end)
    if start < end:
        yield start, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out list marks and spaces at either end."""
    while start < end and text[start] in _MARKS:
        start += 1
    while start < end and text[end - 1] in _MARKS:
        end -= 1
    return start, end
