"""Tables that a page of a PDF aligns without lines: columns by where words begin, rows by gaps.

A line belongs to the row above if less is between them than between rows, and the first word of
each of its cells would not have fitted there. Where that says nothing, a line with a cell in every
column begins a row. Where a column flows on from most rows to the next, it is not known where rows
begin, and the text stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from clausewatch.extract.pdf_lines import Piece
from clausewatch.extract.pdf_reading_order import SECTION, Row, find_gutter, group_by_height

SAME_POINTS = 2.0
"""Lines, or beginnings of pieces, so near to each other are at one position."""
MIN_COLUMNS = 2
MAX_COLUMNS = 12
MIN_ROWS = 4
"""Of a table without lines, with its header."""
MAX_LINES = 400
MAX_STEP = 4.5
"""Font sizes from one line of a table to the next."""
MIN_STEP_GROWTH = 0.25
"""Font sizes by which the lines of two rows are further apart than those of one."""
MAX_CELL_WORDS, MAX_SHORT_WORDS = 10, 5
"""Of the median cell; prose in columns has more."""
PROSE_SHARE = 0.75
"""Of the steps from one row to the next in a column of prose, those over which text flows on."""
PROSE_WORDS = 4
"""On the median line of a column of prose."""
MARKS = frozenset("-\u2013\u2014\u2022\u25cf\u25aa\u25e6\u25cb*\u00b7\u2023\u2043")
"""At the beginning of an item of a list: a dash, a bullet, a star."""
SPACE = 0.25
"""Width of a space in font sizes."""


@dataclass(frozen=True, slots=True)
class Band:
    """The part of a page that has one row of a table."""

    top: float
    bottom: float
    left: float
    right: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """The rows of a table and where its columns begin."""

    bands: tuple[Band, ...]
    starts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces at one height, and the cells that they are in by column."""

    row: Row
    cells: Mapping[int, Piece]


def find_aligned_tables(pieces: Sequence[Piece]) -> Iterator[AlignedTable]:
    """Yield the tables without lines on one page, from top to bottom."""
    rows = group_by_height(pieces)
    # Where the page may be prose in two columns, only short cells are a table.
    most_words = MAX_CELL_WORDS if find_gutter(pieces) is None else MAX_SHORT_WORDS
    first = 0
    while first < len(rows):
        starts = tuple(piece.left for piece in rows[first])
        end = first + 1
        has_cells = all(piece.text not in MARKS for piece in rows[first])
        if has_cells and MIN_COLUMNS <= len(starts) <= MAX_COLUMNS:
            lines = list(_read_lines(rows[first : first + MAX_LINES], starts))
            grouped = _group_lines(lines) if len(lines) >= MIN_ROWS else []
            if _is_table(grouped, most_words):
                end = first + len(lines)
                yield AlignedTable(tuple(map(_make_band, grouped)), starts)
        first = end


def _read_lines(rows: Sequence[Row], starts: Sequence[float]) -> Iterator[Line]:
    """Yield the lines as long as all their text begins and ends in a column."""
    above: Row | None = None
    for row in rows:
        parts = [part for piece in row for part in split_piece(piece, starts)]
        columns = [find_column(part, starts) for part in parts]
        is_apart = above is not None and (
            above[0].page != row[0].page
            or above[0].middle - row[0].middle > MAX_STEP * max(row[0].size, above[0].size)
        )
        is_aligned = all(
            is_at(part.left, starts) and _ends_before(part, starts, column + 1)
            for part, column in zip(parts, columns, strict=True)
        )
        if is_apart or not is_aligned or len(set(columns)) < len(columns):
            return
        yield Line(row, dict(zip(columns, parts, strict=True)))
        above = row


def _ends_before(part: Piece, starts: Sequence[float], column: int) -> bool:
    return column == len(starts) or part.right < starts[column]


def _group_lines(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines by row."""
    limits = _find_limits(lines)
    step = _find_row_step(lines, limits)
    rows: list[list[Line]] = []
    for line in lines:
        if rows and _continues(rows[-1], line, limits, step):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _find_limits(lines: Sequence[Line]) -> dict[int, float]:
    """Return how far the text of each column reaches."""
    limits: dict[int, float] = {}
    for line in lines:
        for column, piece in line.cells.items():
            limits[column] = max(limits.get(column, piece.right), piece.right)
    return limits


def _find_row_step(lines: Sequence[Line], limits: Mapping[int, float]) -> float | None:
    """Return the least step between two rows, or None if the steps do not tell rows."""
    steps = [(_measure_step(above, line), above, line) for above, line in pairwise(lines)]
    ordered = sorted(step for step, _, _ in steps)
    growth = MIN_STEP_GROWTH * lines[0].row[0].size
    jump = next((b for a, b in pairwise(ordered) if b - a > growth), None)
    if jump is None:
        return None
    within = [(above, line) for step, above, line in steps if step < jump]
    return jump if all(_may_wrap(above.cells, line, limits) for above, line in within) else None


def _measure_step(above: Line, line: Line) -> float:
    # By the tops of the highest letters, because few lines have letters below their foot.
    return max(piece.top for piece in above.row) - max(piece.top for piece in line.row)


def _continues(
    row: Sequence[Line], line: Line, limits: Mapping[int, float], step: float | None
) -> bool:
    """Return whether a line has more text of the cells of a row."""
    if step is not None:
        return _measure_step(row[-1], line) < step
    if not line.cells.keys() < row[0].cells.keys():
        return False
    last = {column: piece for each in row for column, piece in each.cells.items()}
    return 0 not in line.cells or _may_wrap(last, line, limits)


def _may_wrap(above: Mapping[int, Piece], line: Line, limits: Mapping[int, float]) -> bool:
    """Return whether the first word of each cell would not have fitted on the line above."""
    return all(
        column in above
        and above[column].right + _measure_word(piece) > limits[column] - SAME_POINTS
        for column, piece in line.cells.items()
    )


def _measure_word(piece: Piece) -> float:
    """Return the width of the first word and of a space."""
    if len(piece.word_lefts) > 1:
        return piece.word_lefts[1] - piece.left
    return piece.right - piece.left + SPACE * piece.size


def _is_table(rows: Sequence[Sequence[Line]], most_words: int) -> bool:
    """Return whether rows are those of a table, and not of prose or of a list."""
    full = [row for row in rows if len(row[0].cells) >= MIN_COLUMNS]
    if len(full) < MIN_ROWS or _has_prose(rows):
        return False
    words = [
        sum(len(line.cells[column].text.split()) for line in row if column in line.cells)
        for row in full
        for column in row[0].cells
    ]
    firsts = [row[0].row[0].text for row in full]
    marked = [text for text in firsts if SECTION.match(text) or text[0] in MARKS]
    return median(words) <= most_words and 2 * len(marked) < len(firsts)


def _has_prose(rows: Sequence[Sequence[Line]]) -> bool:
    """Return whether the text of a column flows on from most rows to the next one.

    Then its cells have several lines, and nothing tells where they begin.
    """
    lines = [line for row in rows for line in row]
    limits = _find_limits(lines)
    for column in limits:
        words = [len(line.cells[column].text.split()) for line in lines if column in line.cells]
        pairs = [
            (_find_last(above, column), below[0])
            for above, below in pairwise(rows)
            if column in below[0].cells and column in above[0].cells
        ]
        flowing = [
            _may_wrap({column: above}, replace(line, cells={column: line.cells[column]}), limits)
            for above, line in pairs
        ]
        if median(words) >= PROSE_WORDS and sum(flowing) >= PROSE_SHARE * len(flowing):
            return True
    return False


def _find_last(row: Sequence[Line], column: int) -> Piece:
    return next(line.cells[column] for line in reversed(row) if column in line.cells)


def _make_band(lines: Sequence[Line]) -> Band:
    pieces = tuple(piece for line in lines for piece in line.row)
    return Band(
        max(piece.top for piece in pieces),
        min(piece.bottom for piece in pieces),
        min(piece.left for piece in pieces),
        max(piece.right for piece in pieces),
        pieces,
    )


def find_column(piece: Piece, starts: Sequence[float]) -> int:
    """Return the column in which a piece begins."""
    return max(0, sum(start <= piece.left + SAME_POINTS for start in starts) - 1)


def split_piece(piece: Piece, starts: Sequence[float]) -> Iterator[Piece]:
    """Yield the parts of a piece that has a word where a further column begins."""
    words, lefts = piece.text.split(), piece.word_lefts
    if len(words) != len(lefts):
        yield piece
        return
    cuts = [n for n, left in enumerate(lefts) if n and is_at(left, starts)]
    for begin, end in pairwise([0, *cuts, len(words)]):
        right = piece.right if end == len(words) else lefts[end]
        yield replace(
            piece,
            text=" ".join(words[begin:end]),
            left=lefts[begin],
            right=right,
            word_lefts=lefts[begin:end],
        )


def is_at(left: float, starts: Sequence[float]) -> bool:
    """Return whether a position is one of those where columns begin."""
    return any(abs(left - start) <= SAME_POINTS for start in starts)
