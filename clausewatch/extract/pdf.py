"""The extractor for PDF: reading order, paragraphs across pages and words across lines."""

import re
from collections import Counter
from collections.abc import Sequence

import pypdfium2  # type: ignore[import-untyped]  # ships no types
from pypdfium2 import raw

from clausewatch.errors import ExtractError
from clausewatch.extract.block_list import MAX_HEADING_LEVEL, BlockList
from clausewatch.extract.page_content import Content
from clausewatch.extract.pdf_lines import Piece, read_pieces
from clausewatch.extract.pdf_reading_order import (
    SECTION,
    Row,
    find_body_size,
    find_running_pieces,
)
from clausewatch.extract.pdf_tables import read_rows
from clausewatch.extract.pdf_words import join_lines
from clausewatch.model.reading import BlockKind, Dropped, Page, Signals

MAX_PAGES = 1_500
MIN_LETTERS = 40
"""A file with fewer consists of scanned pages with stamps."""
END_BYTES = 2_048
"""The end marker is within so many bytes of the end."""
HEADING_GROWTH = 1.1
"""Letters larger than the body's by this factor belong to a heading."""
SAME_SIZE_SHARE = 0.9
"""Letters smaller than this share of the line above do not continue its paragraph."""
MAX_HEADING_CHARS = 160
PARAGRAPH_GAP = 0.75
"""A gap of this many font sizes between two lines separates paragraphs."""
SECTION_PIECES = 2
"""A section's number and its text: not a row of a table."""
_MARKER = re.compile(
    r"(?:[•·▪◦‣●○■–*-]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,5}[.)])(?=\s|$)"  # noqa: RUF001  # bullets
)
_ENDS = re.compile(r"[.!?:;。！？]['\")\]”’»]*$")  # noqa: RUF001  # marks as printed


def read_pdf(page: Page) -> Content:
    """Read a PDF. Raises ExtractError if it is locked, damaged, too long or scanned."""
    document = _open_document(page)
    try:
        drawn = [read_pieces(document, number) for number in range(len(document))]
        property_title = _read_title(document)
    except pypdfium2.PdfiumError as fault:
        raise _make_damage_error(page) from fault
    finally:
        document.close()
    pages = [pieces for pieces, _ in drawn]
    running = find_running_pieces(pages)
    rows = [
        row
        for pieces, rules in drawn
        for row in read_rows([piece for piece in pieces if piece not in running], rules)
    ]
    if sum(len(piece.text) for row in rows for piece in row) < MIN_LETTERS:
        raise ExtractError(
            page.url,
            "the PDF consists of scanned pages without text; watch the policy's web page, or ask"
            " the platform for a PDF with text",
        )
    blocks = _Reader(rows).read_blocks()
    dropped = [
        Dropped(piece.text, "running header or footer")
        for pieces in pages
        for piece in pieces
        if piece in running
    ]
    title = blocks.find_title(default=property_title)
    return Content(title, tuple(blocks.blocks), tuple(dropped), _read_signals(page))


def _open_document(page: Page) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(page.body)
    except pypdfium2.PdfiumError as fault:
        if getattr(fault, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise ExtractError(
                page.url, "the PDF is locked by a password; watch an open copy or the web page"
            ) from fault
        raise _make_damage_error(page) from fault
    if len(document) > MAX_PAGES:
        document.close()
        raise ExtractError(
            page.url, f"the PDF has more than {MAX_PAGES} pages; watch the policy's own file"
        )
    return document


def _read_title(document: pypdfium2.PdfDocument) -> str:
    """Return the title in the file's properties, or an empty string."""
    try:
        title: str = document.get_metadata_value("Title")
    except UnicodeDecodeError:
        return ""
    return title.strip()


def _make_damage_error(page: Page) -> ExtractError:
    return ExtractError(page.url, "the PDF is damaged; watch the policy's web page")


def _read_signals(page: Page) -> Signals:
    return Signals(closed=b"%%EOF" in page.body[-END_BYTES:], truncated=page.is_truncated)


class _Reader:
    """Assembles the rows of a document into blocks."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        pieces = [piece for row in rows for piece in row]
        self._word_counts = Counter(word for p in pieces for word in p.text.casefold().split())
        self._body_size = find_body_size(pieces)
        larger = {p.size for p in pieces if p.size >= self._body_size * HEADING_GROWTH}
        self._levels = {size: level for level, size in enumerate(sorted(larger, reverse=True), 1)}
        self._blocks = BlockList()
        self._open_rows: list[Row] = []
        """Rows of the open block."""
        self._open_kind = BlockKind.PARAGRAPH

    def read_blocks(self) -> BlockList:
        """Return the blocks in reading order."""
        for row in self._rows:
            kind = self._find_kind(row)
            if not self._is_continuation(row, kind):
                self._flush()
                self._open_kind = kind
            self._open_rows.append(row)
        self._flush()
        return self._blocks

    def _find_kind(self, row: Row) -> BlockKind:
        first = row[0]
        if first.is_cell:
            return BlockKind.ROW
        text = " ".join(piece.text for piece in row)
        if self._find_level(row) and len(text) <= MAX_HEADING_CHARS and _is_title(text):
            return BlockKind.HEADING
        if _MARKER.match(first.text):
            return BlockKind.ITEM
        is_section = SECTION.match(first.text) and len(row) == SECTION_PIECES
        return BlockKind.ROW if len(row) > 1 and not is_section else BlockKind.PARAGRAPH

    def _find_level(self, row: Row) -> int:
        """Return the level of a heading in letters of this size and weight, or 0 for body text."""
        last = row[-1]
        if last.size in self._levels:
            return min(self._levels[last.size], MAX_HEADING_LEVEL)
        is_bold = all(piece.is_bold for piece in row) and last.size >= self._body_size
        return min(len(self._levels) + 1, MAX_HEADING_LEVEL) if is_bold else 0

    def _is_continuation(self, row: Row, kind: BlockKind) -> bool:
        """Return whether a row continues the open block."""
        if not self._open_rows or kind is BlockKind.ITEM:
            return False
        if row[0].is_cell or self._open_rows[0][0].is_cell:
            return False
        if BlockKind.ROW in {kind, self._open_kind}:
            return self._open_kind is BlockKind.ROW and self._is_cell_below(row)
        if BlockKind.HEADING in {kind, self._open_kind}:
            return kind is self._open_kind and self._is_same_heading(row)
        return self._is_same_paragraph(row)

    def _is_same_heading(self, row: Row) -> bool:
        above = self._open_rows[-1]
        is_same_level = self._find_level(row) == self._find_level(above)
        starts_section = SECTION.match(row[0].text.split()[0])
        return is_same_level and _is_near(above, row) and not starts_section

    def _is_same_paragraph(self, row: Row) -> bool:
        above = self._open_rows[-1]
        size, size_above = row[0].size, above[-1].size
        if not SAME_SIZE_SHARE * size_above <= size <= HEADING_GROWTH * size_above:
            return False
        text = above[-1].text
        if not _is_below(above, row):
            # In a new column or on a new page, an unfinished sentence continues.
            return not _ENDS.search(text)
        return _is_near(above, row) or text.endswith("-")

    def _is_cell_below(self, row: Row) -> bool:
        """Return whether a row only continues cells of the row above, except the first cell."""
        above = self._open_rows[-1]
        lefts = [piece.left for piece in self._open_rows[0][1:]]
        is_aligned = all(any(abs(p.left - left) < p.size / 2 for left in lefts) for p in row)
        return is_aligned and _is_below(above, row) and _is_near(above, row)

    def _flush(self) -> None:
        """End the open block."""
        rows, self._open_rows = self._open_rows, []
        if not rows:
            return
        if self._open_kind is BlockKind.ROW:
            self._blocks.add_row(self._read_cells(rows))
            return
        lines = [" ".join(piece.text for piece in row) for row in rows]
        text = join_lines(lines, self._word_counts)
        if self._open_kind is BlockKind.HEADING:
            self._blocks.add_heading(text, self._find_level(rows[0]))
        else:
            self._blocks.add(self._open_kind, text, int(self._open_kind is BlockKind.ITEM))

    def _read_cells(self, rows: Sequence[Row]) -> list[str]:
        cells: list[list[str]] = [piece.text.split("\n") for piece in rows[0]]
        lefts = [piece.left for piece in rows[0]]
        for piece in (piece for row in rows[1:] for piece in row):
            nearest = min(range(len(lefts)), key=lambda n: abs(lefts[n] - piece.left))
            cells[nearest].append(piece.text)
        return [join_lines(lines, self._word_counts) for lines in cells]


def _is_title(text: str) -> bool:
    return any(letter.isalpha() for letter in text) and not text.endswith((".", ",", ";", ":"))


def _is_below(above: Row, row: Row) -> bool:
    return row[0].page == above[0].page and row[0].middle < above[0].middle


def _is_near(above: Row, row: Row) -> bool:
    """Return whether a row is right below another, like the lines of a paragraph."""
    if not _is_below(above, row):
        return False
    gap = min(piece.bottom for piece in above) - max(piece.top for piece in row)
    return gap < PARAGRAPH_GAP * _find_size(row)


def _find_size(row: Sequence[Piece]) -> float:
    return max(piece.size for piece in row)
