"""Tables that a PDF draws with lines or shades, and lines that make no table."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from clausewatch import extract
from clausewatch.model.reading import BlockKind, Page
from clausewatch.subprocessors import find_subprocessors
from tests.clausewatch.extract.document_files import lines, pdf
from tests.clausewatch.subprocessors.list_files import ENTRIES, FILES, HEADER, ROWS

PROSE = (
    "We process your personal data to provide the service that you ordered",
    "from us, and we delete it when you close your account with us at last.",
)


def read(body: bytes) -> list[tuple[BlockKind, str, tuple[str, ...]]]:
    """Return the blocks of a file: kind, text and cells."""
    reading = extract.read([Page("https://alder.example/list.pdf", body, "application/pdf")])
    return [(block.kind, block.text, block.cells) for block in reading.blocks]


@pytest.mark.parametrize("name", FILES)
def test_a_drawn_table_has_its_rows_and_cells(name: str) -> None:
    """However its cells wrap, each row is one block with five cells."""
    rows = [cells for kind, _, cells in read(FILES[name]) if kind is BlockKind.ROW]
    assert [row for row in rows if row != HEADER] == list(ROWS)
    assert HEADER in rows


@pytest.mark.parametrize("name", FILES)
def test_a_list_in_a_drawn_table_is_read(name: str) -> None:
    """Every company is read with its purpose and its place."""
    page = Page("https://alder.example/list.pdf", FILES[name], "application/pdf")
    entries = find_subprocessors(extract.read([page]), "subprocessor list").entries
    assert tuple((entry.name, entry.purpose, entry.location) for entry in entries) == ENTRIES


def draw_marked_words(canvas: Canvas) -> None:
    """Draw prose in which a word has a shade, as for a link."""
    before, word = (canvas.stringWidth(text, "Helvetica", 10) for text in ("We process ", "your"))
    canvas.setFillGray(0.9)
    canvas.rect(71 + before, 688, word + 2, 12, stroke=0, fill=1)
    canvas.setFillGray(0)
    lines(canvas, PROSE * 3, top=690)


def draw_sections(canvas: Canvas) -> None:
    """Draw prose in boxes, each with the number of its section before an upright line."""
    for number in range(1, 5):
        top = 780 - 60 * number
        canvas.rect(70, top - 30, 440, 50, fill=0)
        canvas.line(110, top - 30, 110, top + 20)
        canvas.drawString(80, top, f"{number}.1")
        lines(canvas, PROSE, top=top, left=120)


def draw_separators(canvas: Canvas) -> None:
    """Draw paragraphs with a line between each two."""
    for number in range(5):
        top = 780 - 60 * number
        canvas.line(70, top + 20, 500, top + 20)
        lines(canvas, PROSE, top=top)


@pytest.mark.parametrize("draw", [draw_marked_words, draw_sections, draw_separators])
def test_lines_around_prose_make_no_table(draw: object) -> None:
    """The sentences of prose stay whole, and no row is read."""
    blocks = read(pdf([draw]))  # type: ignore[list-item]  # one of the functions above
    assert BlockKind.ROW not in {kind for kind, _, _ in blocks}
    assert any(" ".join(PROSE) in text for _, text, _ in blocks)
