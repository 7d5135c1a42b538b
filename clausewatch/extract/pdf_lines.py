"""The pieces of text on a PDF's pages with their positions, as PDFium reports them."""

from collections.abc import Iterator
from ctypes import c_double, create_string_buffer
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]  # ships no types
from pypdfium2 import raw

from clausewatch.extract.pdf_rules import Rules, read_rules

EDGE_SHARE = 0.12
"""Share of a page's height, at its top and at its bottom, that contains running lines."""
GAP_SIZES = 1.8
"""A gap wider than this many font sizes separates two columns or two cells."""
BLANK = 0x20
MIN_CELL_GAP = 1.0
"""Points between the letters of two cells with a line between them."""
BOLD_WEIGHT = 600
MIN_POINTS = 2.0
"""No printed text is smaller; a font of size 1 is scaled by the page."""
MAX_NAME_BYTES = 200
_LINE_BREAKS = frozenset({0x0A, 0x0D})
_LINE_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
"""Codes of PDFium and of typesetters for a hyphen that breaks a word at the end of a line."""
_BOLD_NAMES = ("bold", "black", "heavy")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line of a page without a wide gap; positions in points from the lower left."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float
    is_bold: bool = False
    is_at_edge: bool = False
    """Near the top or the bottom of its page."""
    word_lefts: tuple[float, ...] = ()
    """Where each of its words begins."""
    is_cell: bool = False
    """A whole cell of a table that the page draws, with the lines of its text."""

    @property
    def middle(self) -> float:
        """The vertical middle of the piece."""
        return (self.bottom + self.top) / 2


@dataclass(slots=True)
class _OpenPiece:
    """A piece whose letters are still being read."""

    codes: list[int]
    word_lefts: list[float]
    first: int
    left: float
    right: float
    bottom: float
    top: float

    def is_next(self, box: tuple[float, float, float, float] | None) -> bool:
        """Return whether a letter in a box follows on the same line without a wide gap."""
        if box is None:
            return True
        left, _, bottom, top = box
        height = max(self.top - self.bottom, top - bottom, 1.0)
        overlap = min(self.top, top) - max(self.bottom, bottom)
        is_beside = overlap > -0.35 * height
        return is_beside and -height < left - self.right < GAP_SIZES * height

    def add(self, code: int, box: tuple[float, float, float, float]) -> None:
        """Add a letter."""
        if not self.codes or self.codes[-1] == BLANK:
            self.word_lefts.append(box[0])
        self.codes.append(code)
        self.left, self.right = min(self.left, box[0]), max(self.right, box[1])
        self.bottom, self.top = min(self.bottom, box[2]), max(self.top, box[3])


class PageText:
    """The characters of one page."""

    def __init__(self, page: pypdfium2.PdfPage, number: int, rules: Rules) -> None:
        self._text = page.get_textpage()
        self._rules = rules
        self._number = number
        self._height = page.get_height()
        self._doubles = tuple(c_double() for _ in range(4))

    def close(self) -> None:
        """Free the page's memory."""
        self._text.close()

    def iterate_pieces(self) -> Iterator[Piece]:
        """Yield the page's pieces in the order in which the file draws them."""
        current: _OpenPiece | None = None
        for index in range(self._text.count_chars()):
            code = raw.FPDFText_GetUnicode(self._text, index)
            is_end = code in _LINE_BREAKS or code in _LINE_HYPHENS
            box = None if is_end or code == 0 or chr(code).isspace() else self._read_box(index)
            if current is not None and (is_end or not self._is_next(current, box)):
                yield from self._close_piece(current, is_broken=code in _LINE_HYPHENS)
                current = None
            if box is not None:
                current = current or _OpenPiece([], [], index, *box)
                current.add(code, box)
            elif current is not None:
                current.codes.append(BLANK)
        if current is not None:
            yield from self._close_piece(current)

    def _is_next(self, piece: _OpenPiece, box: tuple[float, float, float, float] | None) -> bool:
        """Return whether a letter in a box continues a piece, without a line between them."""
        if box is None or not piece.is_next(box):
            return box is None
        is_apart = box[0] - piece.right > MIN_CELL_GAP
        return not (is_apart and self._rules.divides(piece.right, box[0], (box[2] + box[3]) / 2))

    def _read_box(self, index: int) -> tuple[float, float, float, float] | None:
        left, right, bottom, top = self._doubles
        if not raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top):
            return None
        return left.value, right.value, bottom.value, top.value

    def _close_piece(self, piece: _OpenPiece, *, is_broken: bool = False) -> Iterator[Piece]:
        """Yield the finished piece, unless it is blank."""
        text = " ".join("".join(map(chr, piece.codes)).split())
        if not text:
            return
        yield Piece(
            text=text + ("-" if is_broken else ""),
            page=self._number,
            left=piece.left,
            right=piece.right,
            bottom=piece.bottom,
            top=piece.top,
            size=round(self._read_size(piece), 1),
            is_bold=self._is_bold(piece.first),
            word_lefts=tuple(piece.word_lefts),
            is_at_edge=piece.bottom > self._height * (1 - EDGE_SHARE)
            or piece.top < self._height * EDGE_SHARE,
        )

    def _read_size(self, piece: _OpenPiece) -> float:
        size = float(raw.FPDFText_GetFontSize(self._text, piece.first))
        return size if size > MIN_POINTS else piece.top - piece.bottom

    def _is_bold(self, index: int) -> bool:
        if raw.FPDFText_GetFontWeight(self._text, index) >= BOLD_WEIGHT:
            return True
        length = raw.FPDFText_GetFontInfo(self._text, index, None, 0, None)
        if not 0 < length < MAX_NAME_BYTES:
            return False
        buffer = create_string_buffer(length)
        raw.FPDFText_GetFontInfo(self._text, index, buffer, length, None)
        name = buffer.value.decode("utf-8", "replace").casefold()
        return any(word in name for word in _BOLD_NAMES)


def read_pieces(document: pypdfium2.PdfDocument, number: int) -> tuple[list[Piece], Rules]:
    """Return the pieces of one page, numbered from 0, in the order in which the file draws them.

    Its lines come with them.
    """
    page = document[number]
    rules = read_rules(page)
    text = PageText(page, number, rules)
    try:
        return list(text.iterate_pieces()), rules
    finally:
        text.close()
        page.close()
