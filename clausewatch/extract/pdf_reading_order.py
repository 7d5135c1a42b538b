"""The reading order of a page's pieces, and which of them only run along with every page."""

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from clausewatch.extract.pdf_lines import Piece

RECURS_SHARE = 0.5
"""A piece at the edge of so many pages, figures aside, is a running header or footer."""
FULL_SHARE = 0.6
"""The lines of a column of prose fill it; the cells of a table seldom do."""
LEAST_COLUMN_LINES = 4
MOST_CROSSING_SHARE = 0.3
GUTTER_POINTS = 4.0
GUTTER_STEPS = 40
_PAGE_NUMBER = re.compile(
    r"\W*+(?:(?:page|seite|página|pagina|sida|side|strona|стр|p)\b\W*+)?"
    r"(?:\d{1,4}|[ivxlc]{1,6})(?:\W*+(?:(?:of|von|de|di|av|af|z|sur|из)\W*+)?\d{1,4})?\W*+",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d+|\b[ivxlc]{1,6}\b", re.IGNORECASE)

Row = tuple[Piece, ...]
"""Pieces at one height, from left to right."""


def rows_of(pieces: Sequence[Piece]) -> list[Row]:
    """Return the rows of one page in reading order: column by column where it has two."""
    gutter = _gutter(pieces)
    if gutter is None:
        return _by_height(pieces)
    crossing = [piece for piece in pieces if _crosses(piece, gutter)]
    found: list[Row] = []
    ceiling = float("inf")
    for row in [*_by_height(crossing), ()]:
        floor = row[0].middle if row else float("-inf")
        band = [p for p in pieces if not _crosses(p, gutter) and floor < p.middle <= ceiling]
        found += _by_height([piece for piece in band if piece.left < gutter])
        found += _by_height([piece for piece in band if piece.left >= gutter])
        found += [row] if row else []
        ceiling = floor
    return found


def _by_height(pieces: Sequence[Piece]) -> list[Row]:
    """Return pieces from top to bottom, those at one height together."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.middle, p.left)):
        if rows and _is_beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [tuple(sorted(row, key=lambda p: p.left)) for row in rows]


def _is_beside(first: Piece, other: Piece) -> bool:
    return abs(first.middle - other.middle) < 0.5 * max(first.top - first.bottom, 1.0)


def _crosses(piece: Piece, gutter: float) -> bool:
    return piece.left < gutter - GUTTER_POINTS and piece.right > gutter + GUTTER_POINTS


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """Return where the blank between two columns of prose runs, or None."""
    body = [piece for piece in pieces if not piece.is_at_edge]
    if len(body) < 2 * LEAST_COLUMN_LINES:
        return None
    start, end = min(p.left for p in body), max(p.right for p in body)
    steps = [start + (end - start) * (0.3 + 0.4 * n / GUTTER_STEPS) for n in range(GUTTER_STEPS)]
    counted = [(sum(_crosses(piece, at) for piece in body), at) for at in steps]
    fewest = min(count for count, _ in counted)
    # The middle of the blank: pieces that end raggedly do not reach over it.
    places = [at for count, at in counted if count == fewest]
    gutter = places[len(places) // 2]
    if fewest > MOST_CROSSING_SHARE * len(body):
        return None
    sides = (
        [p for p in body if not _crosses(p, gutter) and p.left < gutter],
        [p for p in body if not _crosses(p, gutter) and p.left >= gutter],
    )
    return gutter if all(_is_column(side) for side in sides) else None


def _is_column(pieces: Sequence[Piece]) -> bool:
    if len(pieces) < LEAST_COLUMN_LINES:
        return False
    width = max(p.right for p in pieces) - min(p.left for p in pieces)
    return median(p.right - p.left for p in pieces) >= FULL_SHARE * width


def running(pages: Sequence[Sequence[Piece]]) -> frozenset[Piece]:
    """Return the pieces at the edges that recur on most pages, and page numbers."""
    body = body_size([piece for page in pages for piece in page])
    edges = [[piece for piece in page if piece.is_at_edge] for page in pages]
    seen: dict[str, set[int]] = {}
    for number, page in enumerate(edges):
        for piece in page:
            seen.setdefault(_shape(piece, body), set()).add(number)
    least = max(2, RECURS_SHARE * len(pages))
    return frozenset(
        piece
        for page in edges
        for piece in page
        if len(seen[_shape(piece, body)]) >= least or _PAGE_NUMBER.fullmatch(piece.text)
    )


def body_size(pieces: Sequence[Piece]) -> float:
    """Return the size of most letters, 0 where there are none."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        sizes[piece.size] += len(piece.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _shape(piece: Piece, body: float) -> str:
    """Return a text without the figures that count pages; a heading's figures are its own."""
    return _FIGURES.sub("#", piece.text.casefold()) if piece.size <= body else piece.text
