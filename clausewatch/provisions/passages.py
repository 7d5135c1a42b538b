"""Splits a reading into passages: sentences, list items and table cells, with their lead-ins."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from clausewatch.model.reading import Block, BlockKind, Reading
from clausewatch.provisions.list_numbers import follows, is_first, read_number
from clausewatch.provisions.table_rows import (
    CELL_SEPARATOR,
    RowAnswers,
    find_headers,
    read_answers,
)
from clausewatch.provisions.tokens import tokenise
from clausewatch.text.sentences import split_sentences

MAX_QUOTE_WORDS = 110
"""A longer sentence is split at its semicolons and enumerations, because nobody reads it whole."""
MIN_QUOTE_WORDS = 4
OPENING_WORDS = 25
_SPLIT_POINT = re.compile(r"(?<=;)\s++|(?<!\s)\s++(?=\((?:[a-z]|[ivx]{1,4}|\d{1,2})\)\s)")
_ENUMERATOR = re.compile(r" \((?:[a-z]|[ivx]{1,4}|\d{1,2})\) ")
_BULLET = re.compile(r"(?<=[;:.,])\s?[*•]\s")
"""Separates the items of a list that a table cell or a paragraph contains as plain text."""
_RUN_TOGETHER = re.compile(
    r"(?<=[a-z)]\.)(?=[A-Z][a-z]++ )|(?<=[.;]) ++(?=\([a-z0-9]{1,3}\) [A-Z])"
)
"""Separates sentences that lost the space between them, and lettered sentences."""
_MAY_RUN_TOGETHER = re.compile(r"\.[A-Z]|[.;] ++\(")
"""A cheap test: few sentences have what `_RUN_TOGETHER` matches at."""
_CONTINUATION_NUMBER = re.compile(r"\(?(?:[ivx]{1,5}|[a-z]|\d{1,2})[.)]\s+[a-z]")
"""Begins a paragraph that continues a sentence: a list item without its markup."""
_NUMBER = re.compile(
    r"\(?(?:[ivx]{1,5}|[a-zA-Z]|\d{1,2}(?:\.\d{1,2})*"
    r"|(?:[A-Z]|\d{1,2})(?:\.(?:\d{1,2}|[ivx]{1,5}|[a-z]))++)[.)]?\s"
)
"""Begins any numbered paragraph, which is an item too after a lead-in that ends in a colon."""
_SPACE = re.compile(r"\s+")
_LIST_MARKS = "*•·- \t\n|"


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a version that can be quoted: `build_text(reading)[start:end] == text`."""

    text: str
    start: int
    end: int
    block: int
    kind: BlockKind
    path: tuple[str, ...]
    """The headings above it, outermost first."""
    lead_in: str
    """The words that a list item continues ("You may not:"), or an empty string."""
    answers: RowAnswers | None = None
    """The answers of a whole table row; a row without answers is split into its cells."""

    @property
    def section(self) -> str:
        """The nearest heading above it, or an empty string."""
        return self.path[-1] if self.path else ""

    @property
    def context(self) -> str:
        """The nearest heading and the lead-in."""
        return f"{self.section}. {self.lead_in}" if self.lead_in else self.section


def split_passages(reading: Reading) -> tuple[Passage, ...]:
    """Return the passages of a reading in order; headings only set the path."""
    passages: list[Passage] = []
    lead_ins = _LeadIns()
    offset = 0
    headers = find_headers(reading.blocks)
    for number, block in enumerate(reading.blocks):
        answers = read_answers(block, headers[number])
        cells = [[block.text]] if answers else _split_cells(block)
        lead_in = lead_ins.enter_block(block, cells[-1])
        if block.kind is not BlockKind.HEADING:
            for start, end, opening in _find_spans(block, cells):
                passages.append(
                    Passage(
                        text=block.text[start:end],
                        start=offset + start,
                        end=offset + end,
                        block=number,
                        kind=block.kind,
                        path=block.path,
                        lead_in=f"{lead_in} {opening}".strip(),
                        answers=answers,
                    )
                )
        offset += len(block.text) + 1
    return tuple(passages)


class _LeadIns:
    """Tracks the sentences that the items of a list continue."""

    def __init__(self) -> None:
        self._open: list[tuple[int, str]] = []
        """Nesting level and text of each open lead-in; the text is empty if there is none."""
        self._has_items = False
        self._number = ""
        """The number of the last item of the open list, if it is a paragraph."""
        self._is_small = False
        """That item continues its lead-in in small letters."""

    def enter_block(self, block: Block, sentences: Sequence[str]) -> str:
        """Return the lead-in of a block, and open the one that its last sentence may be."""
        is_item = block.kind is BlockKind.ITEM or self._is_numbered_item(block)
        self._has_items = is_item
        self._number = read_number(block.text) if is_item else ""
        self._is_small = is_item and _CONTINUATION_NUMBER.match(block.text) is not None
        if not is_item:
            self._open.clear()
        while self._open and self._open[-1][0] >= max(block.level, 1):
            self._open.pop()
        lead_in = " ".join(text for _, text in self._open)
        if block.kind in {BlockKind.PARAGRAPH, BlockKind.ITEM}:
            last = sentences[-1] if sentences else ""
            is_lead_in = last.rstrip(_LIST_MARKS).endswith((":", "to", "not", "following"))
            if is_lead_in or not is_item:
                level = max(block.level, 1) if is_item else 0
                self._open.append((level, last if is_lead_in else ""))
        return lead_in

    def _is_numbered_item(self, block: Block) -> bool:
        """Return whether a paragraph is an item of the open list by its number."""
        if block.kind is not BlockKind.PARAGRAPH:
            return False
        has_lead_in = bool(self._open and self._open[0][1].endswith(":"))
        if not (_NUMBER if has_lead_in else _CONTINUATION_NUMBER).match(block.text):
            return False
        if self._is_small and not _CONTINUATION_NUMBER.match(block.text):
            # "2. The site is offered as is" continues no "1. copy the site".
            return False
        # "7. Disputes" after the last item is the next section.
        number = read_number(block.text)
        return not self._has_items or is_first(number) or follows(self._number, number)


def _split_cells(block: Block) -> list[list[str]]:
    """Return the sentences of each cell of a table row; any other block is one cell."""
    if block.kind is BlockKind.HEADING:
        return [[]]
    is_row = block.kind is BlockKind.ROW
    cells = block.text.split(CELL_SEPARATOR) if is_row else [block.text]
    return [
        [part for sentence in split_sentences(cell) for part in _split_run_together(sentence)]
        for cell in cells
    ]


def _split_run_together(sentence: str) -> Sequence[str]:
    return _RUN_TOGETHER.split(sentence) if _MAY_RUN_TOGETHER.search(sentence) else (sentence,)


def _find_spans(block: Block, cells: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str]]:
    """Yield start and end of the passages of a block, and the opening that a later part needs."""
    position = 0
    for sentence in chain.from_iterable(cells):
        start = block.text.find(sentence, position)
        if start < 0:
            continue
        position = start + len(sentence)
        parts = [
            part
            for first, last in _split_bullets(block.text, start, position)
            for part in _split_sentence(block.text, first, last)
        ]
        for number, (first, last) in enumerate(parts):
            yield first, last, _read_opening(block.text, start, first) if number else ""


def _split_bullets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the items of a list inside a sentence, or the whole sentence."""
    if "*" in text or "•" in text:
        for bullet in _BULLET.finditer(text, start, end):
            yield start, bullet.start()
            start = bullet.end()
    yield start, end


def _read_opening(text: str, start: int, end: int) -> str:
    """Return the first words of a long sentence, which its later parts depend on.

    Before "(a)" they are its stem; what ends in a semicolon is a statement of its own.
    """
    opening = " ".join(text[start:end].split()[:OPENING_WORDS])
    stem = _ENUMERATOR.split(opening, maxsplit=1)[0]
    return "" if ";" in stem else stem


def _split_sentence(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence whole, or in readable parts if it is too long to quote."""
    start, end = _trim_span(text, start, end)
    if start >= end:
        return
    is_short = end - start <= MAX_QUOTE_WORDS
    if is_short or len(_SPACE.findall(text, start, end)) < MAX_QUOTE_WORDS:
        yield start, end
        return
    points = [start, *(match.end() for match in _SPLIT_POINT.finditer(text, start, end)), end]
    part_start = start
    for point, following in zip(points[1:], [*points[2:], end], strict=True):
        if point == end or len(tokenise(text[part_start:following])) > MAX_QUOTE_WORDS // 2:
            yield from _cut_at_words(text, *_trim_span(text, part_start, point))
            part_start = point


def _cut_at_words(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a part, cut between words if it is still too long."""
    spaces = [match.start() for match in _SPACE.finditer(text, start, end)]
    for index in range(MAX_QUOTE_WORDS - 1, len(spaces), MAX_QUOTE_WORDS):
        yield _trim_span(text, start, spaces[index])
        start = spaces[index]
    start, end = _trim_span(text, start, end)
    if start < end:
        yield start, end


def _trim_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Exclude list marks and spaces at either end."""
    while start < end and text[start] in _LIST_MARKS:
        start += 1
    while start < end and text[end - 1] in _LIST_MARKS:
        end -= 1
    return start, end
