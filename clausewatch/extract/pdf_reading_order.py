"""The reading order of a PDF page, and its running headers and footers."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from clausewatch.extract.pdf_lines import Piece

RECURRENCE_SHARE = 0.5
"""A piece at the edge of this share of the pages, numbers aside, is a running header or footer."""
MIN_LINE_SHARE = 0.6
"""The median line of a column of prose fills this share of its width; table cells seldom do."""
MIN_COLUMN_LINES = 4
MAX_CROSSING_SHARE = 0.3
GUTTER_POINTS = 4.0
GUTTER_STEPS = 40
_PAGE_NUMBER = re.compile(
    r"\W*+(?:(?:page|seite|página|pagina|sida|side|strona|стр|p)\b\W*+)?"
    r"(?:\d{1,4}|[ivxlc]{1,6})(?:\W*+(?:(?:of|von|de|di|av|af|z|sur|из)\W*+)?\d{1,4})?\W*+",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\d+|\b[ivxlc]{1,6}\b", re.IGNORECASE)
SECTION = re.compile(r"(?:(?:§|art\w*\.?|section)\s*)?\d{1,3}(?:\.\d{1,3})*\.?$", re.IGNORECASE)
"""The number of a section."""

Row = tuple[Piece, ...]
"""Pieces at one height, from left to right."""


def order_rows(pieces: Sequence[Piece]) -> list[Row]:
    """Return the rows of one page in reading order, column by column if it has two columns."""
    gutter = find_gutter(pieces)
    if gutter is None:
        return group_by_height(pieces)
    crossing = [piece for piece in pieces if _is_across(piece, gutter)]
    rows: list[Row] = []
    top = float("inf")
    # Each row across both columns ends a band of the page, which is read column by column.
    for crossing_row in [*group_by_height(crossing), ()]:
        bottom = crossing_row[0].middle if crossing_row else float("-inf")
        band = [p for p in pieces if not _is_across(p, gutter) and bottom < p.middle <= top]
        rows += group_by_height([piece for piece in band if piece.left < gutter])
        rows += group_by_height([piece for piece in band if piece.left >= gutter])
        rows += [crossing_row] if crossing_row else []
        top = bottom
    return rows


def group_by_height(pieces: Sequence[Piece]) -> list[Row]:
    """Return the rows of pieces at the same height, from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.middle, p.left)):
        if rows and _is_beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [tuple(sorted(row, key=lambda p: p.left)) for row in rows]


def _is_beside(first: Piece, other: Piece) -> bool:
    return abs(first.middle - other.middle) < 0.5 * max(first.top - first.bottom, 1.0)


def _is_across(piece: Piece, gutter: float) -> bool:
    return piece.left < gutter - GUTTER_POINTS and piece.right > gutter + GUTTER_POINTS


def find_gutter(pieces: Sequence[Piece]) -> float | None:
    """Return the position of the gap between two columns of prose, or None."""
    body = [piece for piece in pieces if not piece.is_at_edge]
    if len(body) < 2 * MIN_COLUMN_LINES:
        return None
    start, end = min(p.left for p in body), max(p.right for p in body)
    steps = [start + (end - start) * (0.3 + 0.4 * n / GUTTER_STEPS) for n in range(GUTTER_STEPS)]
    crossings = [(sum(_is_across(piece, step) for piece in body), step) for step in steps]
    fewest = min(count for count, _ in crossings)
    # The middle of the gap, which pieces with ragged ends do not reach.
    candidates = [step for count, step in crossings if count == fewest]
    gutter = candidates[len(candidates) // 2]
    if fewest > MAX_CROSSING_SHARE * len(body):
        return None
    sides = (
        [p for p in body if not _is_across(p, gutter) and p.left < gutter],
        [p for p in body if not _is_across(p, gutter) and p.left >= gutter],
    )
    return gutter if all(_is_column(side) for side in sides) else None


def _is_column(pieces: Sequence[Piece]) -> bool:
    if len(pieces) < MIN_COLUMN_LINES:
        return False
    width = max(p.right for p in pieces) - min(p.left for p in pieces)
    return median(p.right - p.left for p in pieces) >= MIN_LINE_SHARE * width


def find_running_pieces(pages: Sequence[Sequence[Piece]]) -> frozenset[Piece]:
    """Return the page numbers and the pieces at the edges that recur on most pages."""
    size = find_body_size([piece for page in pages for piece in page])
    edges = [[piece for piece in page if piece.is_at_edge] for page in pages]
    page_numbers: dict[str, set[int]] = {}
    for number, page in enumerate(edges):
        for piece in page:
            page_numbers.setdefault(_mask_numbers(piece, size), set()).add(number)
    min_pages = max(2, RECURRENCE_SHARE * len(pages))
    return frozenset(
        piece
        for page in edges
        for piece in page
        if len(page_numbers[_mask_numbers(piece, size)]) >= min_pages
        or _PAGE_NUMBER.fullmatch(piece.text)
    )


def find_body_size(pieces: Sequence[Piece]) -> float:
    """Return the font size of most letters, or 0 if there are none."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _mask_numbers(piece: Piece, size: float) -> str:
    """Return a text with its numbers masked, unless it is larger than the body: a heading."""
    return _NUMBERS.sub("#", piece.text.casefold()) if piece.size <= size else piece.text
