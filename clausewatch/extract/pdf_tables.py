"""The tables that a page of a PDF draws: rows between lines or shades, cells between upright lines.

Where there are no such lines, `pdf_columns` finds tables by their alignment.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from clausewatch.extract.pdf_columns import (
    MAX_COLUMNS,
    MIN_COLUMNS,
    SAME_POINTS,
    Band,
    find_aligned_tables,
    find_column,
    is_at,
    split_piece,
)
from clausewatch.extract.pdf_lines import Piece
from clausewatch.extract.pdf_reading_order import SECTION, Row, group_by_height, order_rows
from clausewatch.extract.pdf_rules import Line, Rules

MIN_COVER = 0.8
"""The border of a row covers this share of its table."""
MIN_BANDS = 3
MAX_HEADER_GAP = 1.0
"""Font sizes between the lines of a header, and between them and the first border."""
WORD_GAP = 0.15
"""Font sizes between two words."""
SECTION_CELLS = 2
MIN_FULL_SHARE = 0.5
"""Share of the rows of a table that have text in two columns at least."""


@dataclass(frozen=True, slots=True)
class _Border:
    """The border between two rows."""

    height: float
    left: float
    right: float


def read_rows(pieces: Sequence[Piece], rules: Rules) -> list[Row]:
    """Return the rows of one page in reading order; a row of a table has its whole cells."""
    tables = [(bands, list(_read_table(bands, rules))) for bands in _find_tables(pieces, rules)]
    return _insert_tables(pieces, tables, _read_undrawn)


def _read_undrawn(pieces: Sequence[Piece]) -> list[Row]:
    """Return the rows of a part of a page that draws no table."""
    tables = [
        (table.bands, [row for band in table.bands for row in _read_band(band, table.starts)])
        for table in find_aligned_tables(pieces)
    ]
    return _insert_tables(pieces, tables, order_rows)


def _insert_tables(
    pieces: Sequence[Piece],
    tables: Iterable[tuple[Sequence[Band], Sequence[Row]]],
    read_rest: Callable[[Sequence[Piece]], list[Row]],
) -> list[Row]:
    """Return the rows of tables, from top to bottom, with those of the text between them."""
    rows: list[Row] = []
    rest = list(pieces)
    for bands, table_rows in tables:
        inside = {id(piece) for band in bands for piece in band.pieces}
        top = bands[0].top
        above = [piece for piece in rest if id(piece) not in inside and piece.middle > top]
        rows += read_rest(above)
        rows += table_rows
        done = inside | {id(piece) for piece in above}
        rest = [piece for piece in rest if id(piece) not in done]
    return [*rows, *read_rest(rest)]


def _find_tables(pieces: Sequence[Piece], rules: Rules) -> Iterator[list[Band]]:
    """Yield the tables from top to bottom, each with its rows that have text."""
    for borders in _chain(list(_join_borders(rules))):
        bands = [_make_band(upper, lower, pieces) for upper, lower in pairwise(borders)]
        bands = [band for band in bands if band.pieces]
        if len(bands) < MIN_BANDS:
            continue
        starts = _find_columns(bands, rules)
        if not any(_list_starts(band, rules) for band in bands):
            bands = [*_find_header(bands[0], starts, pieces), *bands]
        if MIN_COLUMNS <= len(starts) <= MAX_COLUMNS and _fits(bands, starts, rules):
            yield bands


def _fits(bands: Sequence[Band], starts: Sequence[float], rules: Rules) -> bool:
    """Return whether most rows have several cells, and most text begins where a column does.

    Columns between upright lines may be centred or aligned at the right.
    """
    drawn = [_list_starts(band, rules) for band in bands]
    full = sum(len(_place(band, own or starts)) > 1 for band, own in zip(bands, drawn, strict=True))
    loose = [
        _begins(part, starts)
        for band, own in zip(bands, drawn, strict=True)
        if not own
        for piece in band.pieces
        for part in split_piece(piece, starts)
    ]
    return full >= MIN_FULL_SHARE * len(bands) and sum(loose) >= MIN_COVER * len(loose)


def _join_borders(rules: Rules) -> Iterator[_Border]:
    """Yield the borders from top to bottom; the lines at one height are one border."""
    lines = sorted(rules.level, key=lambda line: -line[0])
    group: list[Line] = []
    for line in [*lines, None]:
        if group and (line is None or group[0][0] - line[0] > SAME_POINTS):
            left, right = min(each[1] for each in group), max(each[2] for each in group)
            if _measure_cover(group) >= MIN_COVER * (right - left):
                yield _Border(group[0][0], left, right)
            group = []
        if line is not None:
            group.append(line)


def _measure_cover(lines: Iterable[Line]) -> float:
    """Return how much of a border its lines cover."""
    cover, end = 0.0, float("-inf")
    for _, left, right in sorted(lines, key=lambda line: line[1]):
        cover += max(0.0, right - max(left, end))
        end = max(end, right)
    return cover


def _chain(borders: Sequence[_Border]) -> Iterator[list[_Border]]:
    """Yield runs of borders of one width."""
    run: list[_Border] = []
    for border in borders:
        if run and not _is_same_width(run[-1], border):
            yield run
            run = []
        run.append(border)
    if run:
        yield run


def _is_same_width(upper: _Border, lower: _Border) -> bool:
    shared = min(upper.right, lower.right) - max(upper.left, lower.left)
    return shared >= MIN_COVER * max(upper.right - upper.left, lower.right - lower.left)


def _make_band(upper: _Border, lower: _Border, pieces: Sequence[Piece]) -> Band:
    left, right = min(upper.left, lower.left), max(upper.right, lower.right)
    inside = (
        piece
        for piece in pieces
        if lower.height < piece.middle < upper.height
        and piece.left > left - SAME_POINTS
        and piece.right < right + SAME_POINTS
    )
    return Band(upper.height, lower.height, left, right, tuple(inside))


def _find_columns(bands: Sequence[Band], rules: Rules) -> list[float]:
    """Return where the columns of a table begin: at upright lines, or where its pieces begin."""
    drawn = max((_list_starts(band, rules) for band in bands), key=len)
    if drawn:
        return drawn
    lefts = sorted((piece.left, number) for number, b in enumerate(bands) for piece in b.pieces)
    groups: list[list[tuple[float, int]]] = []
    for left in lefts:
        if groups and left[0] - groups[-1][-1][0] <= SAME_POINTS:
            groups[-1].append(left)
        else:
            groups.append([left])
    return [
        group[0][0]
        for group in groups
        if len({number for _, number in group}) >= MIN_FULL_SHARE * len(bands)
    ]


def _list_starts(band: Band, rules: Rules) -> list[float]:
    """Return where the columns of a row begin by the upright lines in it, if there are any."""
    middle = (band.top + band.bottom) / 2
    cells = (
        (position, bottom, top)
        for position, bottom, top in rules.edges
        if abs(bottom - band.bottom) <= SAME_POINTS and abs(top - band.top) <= SAME_POINTS
    )
    lines = sorted(
        position
        for position, bottom, top in (*rules.upright, *cells)
        if bottom <= middle <= top and band.left + SAME_POINTS < position < band.right - SAME_POINTS
    )
    inner = [line for n, line in enumerate(lines) if n == 0 or line - lines[n - 1] > SAME_POINTS]
    return [band.left, *inner] if inner else []


def _read_table(bands: Sequence[Band], rules: Rules) -> Iterator[Row]:
    """Yield the rows of a drawn table."""
    starts = _find_columns(bands, rules)
    is_drawn = any(_list_starts(band, rules) for band in bands)
    for band in bands:
        # Text between two tables of one width has borders too, but no upright lines.
        yield from _read_band(band, _list_starts(band, rules) or ([] if is_drawn else starts))


def _read_band(band: Band, starts: Sequence[float]) -> Iterator[Row]:
    """Yield a row with its cells; a row with a single cell is text, such as a category."""
    cells = _place(band, starts)
    if len(cells) < MIN_COLUMNS or _is_section(cells):
        yield from order_rows(band.pieces)
        return
    first = band.pieces[0]
    yield tuple(
        _make_cell(cells[column], band)
        if column in cells
        else replace(
            first, text="", left=start, right=start, top=band.top, bottom=band.bottom, is_cell=True
        )
        for column, start in enumerate(starts)
    )


def _find_header(first: Band, starts: Sequence[float], pieces: Sequence[Piece]) -> list[Band]:
    """Return the row above the first border, if its text begins where the columns do."""
    above = [
        piece
        for piece in pieces
        if piece.middle > first.top
        and piece.left > first.left - SAME_POINTS
        and piece.right < first.right + SAME_POINTS
    ]
    header: list[Piece] = []
    bottom = first.top
    for row in reversed(group_by_height(above)):
        parts = [part for piece in row for part in split_piece(piece, starts)]
        is_near = min(piece.bottom for piece in row) - bottom < MAX_HEADER_GAP * row[0].size
        if not is_near or not all(_begins(part, starts) for part in parts):
            break
        header += row
        bottom = max(piece.top for piece in row)
    band = Band(bottom, first.top, first.left, first.right, tuple(header))
    return [band] if len(_place(band, starts)) >= MIN_COLUMNS else []


def _begins(piece: Piece, starts: Sequence[float]) -> bool:
    return is_at(piece.left, starts)


def _is_section(cells: Mapping[int, Sequence[Piece]]) -> bool:
    """Return whether a row is the number of a section with its text."""
    first = cells[min(cells)]
    return len(cells) == SECTION_CELLS and len(first) == 1 and bool(SECTION.match(first[0].text))


def _place(band: Band, starts: Sequence[float]) -> dict[int, list[Piece]]:
    """Return the pieces of a row by column."""
    cells: dict[int, list[Piece]] = {}
    for piece in (part for whole in band.pieces for part in split_piece(whole, starts)):
        cells.setdefault(find_column(piece, starts), []).append(piece)
    return cells


def _make_cell(pieces: Sequence[Piece], band: Band) -> Piece:
    """Return the pieces of a cell as one, with the lines of its text."""
    rows = group_by_height(pieces)
    text = "\n".join(map(_join_line, rows))
    first = rows[0][0]
    return replace(first, text=text, top=band.top, bottom=band.bottom, is_cell=True)


def _join_line(row: Row) -> str:
    """Return the text of a line; pieces without a gap between them are one word."""
    text, end = row[0].text, row[0].right
    for piece in row[1:]:
        is_apart = piece.left - end >= WORD_GAP * piece.size
        text += f" {piece.text}" if is_apart else piece.text
        end = max(end, piece.right)
    return text
