"""The extractor for PDF: reading order, paragraphs over page breaks, words over line breaks."""

import re
from collections import Counter
from collections.abc import Sequence

import pypdfium2  # type: ignore[import-untyped]  # ships no types
from pypdfium2 import raw

from clausewatch.errors import ExtractError
from clausewatch.extract.blocks import CELL_BORDER
from clausewatch.extract.page_content import Content
from clausewatch.extract.pdf_lines import Piece, pieces_of
from clausewatch.extract.pdf_reading_order import Row, body_size, rows_of, running
from clausewatch.extract.pdf_words import joined
from clausewatch.model.reading import Block, BlockKind, Dropped, Page, Signals

MOST_PAGES = 1_500
LEAST_LETTERS = 40
"""Of a whole file: fewer are stamps on pictures of pages."""
END_BYTES = 2_048
HEADING_GROWTH = 1.1
"""Over the size of the body's letters."""
MOST_HEADING_CHARS = 160
PARAGRAPH_GAP = 0.75
"""A blank of so many font sizes between two lines parts paragraphs."""
MOST_LEVELS = 6
_MARKER = re.compile(
    r"(?:[•·▪◦‣●○■–*-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,5}[.)])(?=\s|$)"  # noqa: RUF001  # bullets
)
_SECTION = re.compile(r"(?:(?:§|art\w*\.?|section)\s*)?\d{1,3}(?:\.\d{1,3})*\.?$", re.IGNORECASE)
_ENDS = re.compile(r"[.!?:;。！？]['\")\]”’»]*$")  # noqa: RUF001  # marks as printed


def text_of(page: Page) -> Content:
    """Read a PDF. Raises ExtractError where it is locked, damaged, or pictures of pages only."""
    document = _opened(page)
    try:
        pages = [pieces_of(document, number) for number in range(len(document))]
        named = _named(document)
    except pypdfium2.PdfiumError as fault:
        raise _damaged(page) from fault
    finally:
        document.close()
    out = running(pages)
    rows = [row for pieces in pages for row in rows_of([p for p in pieces if p not in out])]
    if sum(len(piece.text) for row in rows for piece in row) < LEAST_LETTERS:
        raise ExtractError(
            page.url,
            "the PDF holds pictures of pages and no text; watch the policy's web page, or ask the"
            " platform for a PDF with text",
        )
    blocks = _Reader(rows).blocks()
    dropped = [Dropped(p.text, "running header or footer") for ps in pages for p in ps if p in out]
    title = next((block.text for block in blocks if block.kind is BlockKind.HEADING), named)
    return Content(title, tuple(blocks), tuple(dropped), _signals(page))


def _opened(page: Page) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(page.body)
    except pypdfium2.PdfiumError as fault:
        if getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise ExtractError(
                page.url, "the PDF is locked by a password; watch an open copy or the web page"
            ) from fault
        raise _damaged(page) from fault
    if len(document) > MOST_PAGES:
        document.close()
        raise ExtractError(
            page.url, f"the PDF has more than {MOST_PAGES} pages; watch the policy's own file"
        )
    return document


def _named(document: pypdfium2.PdfDocument) -> str:
    """Return the title in the file's properties, or an empty string."""
    try:
        title: str = document.get_metadata_value("Title")
    except UnicodeDecodeError:
        return ""
    return title.strip()


def _damaged(page: Page) -> ExtractError:
    return ExtractError(page.url, "the PDF is damaged and cannot be read; watch the web page")


def _signals(page: Page) -> Signals:
    length = page.declared_length
    return Signals(
        closed=b"%%EOF" in page.body[-END_BYTES:],
        truncated=length is not None and len(page.body) < length,
    )


class _Reader:
    """Puts the rows of a document together into blocks."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        pieces = [piece for row in rows for piece in row]
        self._known = Counter(word for p in pieces for word in p.text.casefold().split())
        self._body = body_size(pieces)
        larger = {p.size for p in pieces if p.size >= self._body * HEADING_GROWTH}
        self._levels = {size: n for n, size in enumerate(sorted(larger, reverse=True), 1)}
        self._found: list[Block] = []
        self._path: list[tuple[int, str]] = []
        self._open: list[Row] = []
        self._kind = BlockKind.PARAGRAPH

    def blocks(self) -> list[Block]:
        """Return the blocks in reading order."""
        for row in self._rows:
            kind = self._kind_of(row)
            if not self._goes_on(row, kind):
                self._flush()
                self._kind = kind
            self._open.append(row)
        self._flush()
        return self._found

    def _kind_of(self, row: Row) -> BlockKind:
        first = row[0]
        text = " ".join(piece.text for piece in row)
        if self._level(row) and len(text) <= MOST_HEADING_CHARS and _is_title(text):
            return BlockKind.HEADING
        if _MARKER.match(first.text):
            return BlockKind.ITEM
        is_numbered = _SECTION.match(first.text) and len(row) == 2  # noqa: PLR2004  # 1.2 | text
        return BlockKind.ROW if len(row) > 1 and not is_numbered else BlockKind.PARAGRAPH

    def _level(self, row: Row) -> int:
        """Return the level of a heading in such letters, or 0 for those of the body."""
        last = row[-1]
        if last.size in self._levels:
            return min(self._levels[last.size], MOST_LEVELS)
        is_bold = all(piece.is_bold for piece in row) and last.size >= self._body
        return min(len(self._levels) + 1, MOST_LEVELS) if is_bold else 0

    def _goes_on(self, row: Row, kind: BlockKind) -> bool:
        """Tell whether a row continues the block that is open."""
        if not self._open or kind is BlockKind.ITEM:
            return False
        before = self._open[-1]
        if kind is BlockKind.ROW or self._kind is BlockKind.ROW:
            return self._kind is BlockKind.ROW and self._is_cell_below(before, row)
        if kind is BlockKind.HEADING or self._kind is BlockKind.HEADING:
            is_same = kind is self._kind and self._level(row) == self._level(before)
            return is_same and _is_near(before, row) and not _SECTION.match(row[0].text.split()[0])
        if row[0].size < before[-1].size * 0.9 or row[0].size > before[-1].size * HEADING_GROWTH:
            return False
        text = before[-1].text
        if not _is_below(before, row):
            # A new column or page: the sentence goes on unless it had ended.
            return not _ENDS.search(text)
        return _is_near(before, row) or text.endswith("-")

    def _is_cell_below(self, before: Row, row: Row) -> bool:
        """Tell whether a row only continues cells of the one above, none of them the first."""
        lefts = [piece.left for piece in self._open[0][1:]]
        is_placed = all(any(abs(p.left - left) < p.size / 2 for left in lefts) for p in row)
        return is_placed and _is_below(before, row) and _is_near(before, row)

    def _flush(self) -> None:
        rows, self._open = self._open, []
        if not rows:
            return
        if self._kind is BlockKind.ROW:
            self._add_row(rows)
            return
        text = joined([" ".join(p.text for p in row) for row in rows], self._known)
        if self._kind is BlockKind.HEADING:
            self._add_heading(text, self._level(rows[0]))
            return
        level = 1 if self._kind is BlockKind.ITEM else 0
        self._found.append(Block(self._kind, text, self._names(), level))

    def _add_heading(self, text: str, level: int) -> None:
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._found.append(Block(BlockKind.HEADING, text, self._names(), level))
        self._path.append((level, text))

    def _add_row(self, rows: Sequence[Row]) -> None:
        cells: list[list[str]] = [[piece.text] for piece in rows[0]]
        lefts = [piece.left for piece in rows[0]]
        for piece in (piece for row in rows[1:] for piece in row):
            nearest = min(range(len(lefts)), key=lambda n: abs(lefts[n] - piece.left))
            cells[nearest].append(piece.text)
        texts = tuple(joined(cell, self._known) for cell in cells)
        self._found.append(Block(BlockKind.ROW, CELL_BORDER.join(texts), self._names(), 0, texts))

    def _names(self) -> tuple[str, ...]:
        return tuple(name for _, name in self._path)


def _is_title(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and not text.endswith((".", ",", ";", ":"))


def _is_below(before: Row, row: Row) -> bool:
    return row[0].page == before[0].page and row[0].middle < before[0].middle


def _is_near(before: Row, row: Row) -> bool:
    """Tell whether a row stands right under another, as the lines of one paragraph do."""
    if not _is_below(before, row):
        return False
    gap = min(piece.bottom for piece in before) - max(piece.top for piece in row)
    return gap < PARAGRAPH_GAP * _size(row)


def _size(row: Sequence[Piece]) -> float:
    return max(piece.size for piece in row)
