"""The pieces of text on a PDF's pages with their places, as PDFium shows them."""

from collections.abc import Iterator
from ctypes import c_double, create_string_buffer
from dataclasses import dataclass

import pypdfium2  # type: ignore[import-untyped]  # ships no types
from pypdfium2 import raw

EDGE_SHARE = 0.12
"""Of a page's height, at its top and at its bottom: where running lines stand."""
GAP_SIZES = 1.8
"""A blank wider than so many font sizes parts two columns or two cells."""
BOLD_WEIGHT = 600
LEAST_POINTS = 2.0
"""Nobody prints smaller; a font of size 1 is scaled by the page."""
MOST_NAME_BYTES = 200
_BREAKS = frozenset({0x0A, 0x0D})
_LINE_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
"""How PDFium and typesetters mark a hyphen that only stands at the end of a line."""
_BOLD_NAMES = ("bold", "black", "heavy")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on one line of a page without a wide gap; places in points from the lower left."""

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

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.bottom + self.top) / 2


@dataclass(slots=True)
class _Open:
    """A piece that is being read."""

    codes: list[int]
    first: int
    left: float
    right: float
    bottom: float
    top: float

    def takes(self, box: tuple[float, float, float, float] | None) -> bool:
        """Tell whether a letter at that place is on the same line, without a wide gap before it."""
        if box is None:
            return True
        left, _, bottom, top = box
        height = max(self.top - self.bottom, top - bottom, 1.0)
        overlap = min(self.top, top) - max(self.bottom, bottom)
        is_beside = overlap > -0.35 * height
        return is_beside and -height < left - self.right < GAP_SIZES * height

    def add(self, code: int, box: tuple[float, float, float, float]) -> None:
        """Take a letter in."""
        self.codes.append(code)
        self.left, self.right = min(self.left, box[0]), max(self.right, box[1])
        self.bottom, self.top = min(self.bottom, box[2]), max(self.top, box[3])


class PageText:
    """The characters of one page."""

    def __init__(self, page: pypdfium2.PdfPage, number: int) -> None:
        self._text = page.get_textpage()
        self._number = number
        self._height = page.get_height()
        self._doubles = tuple(c_double() for _ in range(4))

    def close(self) -> None:
        """Give the page's memory back."""
        self._text.close()

    def pieces(self) -> Iterator[Piece]:
        """Yield the page's pieces in the order in which the file draws them."""
        current: _Open | None = None
        for index in range(self._text.count_chars()):
            code = raw.FPDFText_GetUnicode(self._text, index)
            is_end = code in _BREAKS or code in _LINE_HYPHENS
            box = None if is_end or code == 0 or chr(code).isspace() else self._box(index)
            if current is not None and (is_end or not current.takes(box)):
                yield from self._closed(current, is_broken=code in _LINE_HYPHENS)
                current = None
            if box is not None:
                current = current or _Open([], index, *box)
                current.add(code, box)
            elif current is not None:
                current.codes.append(0x20)
        if current is not None:
            yield from self._closed(current)

    def _box(self, index: int) -> tuple[float, float, float, float] | None:
        left, right, bottom, top = self._doubles
        if not raw.FPDFText_GetCharBox(self._text, index, left, right, bottom, top):
            return None
        return left.value, right.value, bottom.value, top.value

    def _closed(self, done: _Open, *, is_broken: bool = False) -> Iterator[Piece]:
        text = " ".join("".join(map(chr, done.codes)).split())
        if not text:
            return
        yield Piece(
            text=text + ("-" if is_broken else ""),
            page=self._number,
            left=done.left,
            right=done.right,
            bottom=done.bottom,
            top=done.top,
            size=round(self._size(done), 1),
            is_bold=self._is_bold(done.first),
            is_at_edge=done.bottom > self._height * (1 - EDGE_SHARE)
            or done.top < self._height * EDGE_SHARE,
        )

    def _size(self, done: _Open) -> float:
        size = float(raw.FPDFText_GetFontSize(self._text, done.first))
        return size if size > LEAST_POINTS else done.top - done.bottom

    def _is_bold(self, index: int) -> bool:
        if raw.FPDFText_GetFontWeight(self._text, index) >= BOLD_WEIGHT:
            return True
        length = raw.FPDFText_GetFontInfo(self._text, index, None, 0, None)
        if not 0 < length < MOST_NAME_BYTES:
            return False
        buffer = create_string_buffer(length)
        raw.FPDFText_GetFontInfo(self._text, index, buffer, length, None)
        name = buffer.value.decode("utf-8", "replace").casefold()
        return any(word in name for word in _BOLD_NAMES)


def pieces_of(document: pypdfium2.PdfDocument, number: int) -> list[Piece]:
    """Return the pieces of one page, numbered from 0, in the order in which the file has them."""
    page = document[number]
    text = PageText(page, number)
    try:
        return list(text.pieces())
    finally:
        text.close()
        page.close()
