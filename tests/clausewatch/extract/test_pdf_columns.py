"""Tables that a PDF aligns without lines, and aligned text that is no table."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from clausewatch import extract
from clausewatch.model.reading import BlockKind, Page, Reading
from clausewatch.subprocessors import find_subprocessors
from tests.clausewatch.extract.document_files import Draw, pdf
from tests.clausewatch.subprocessors.undrawn_list_files import LAYOUTS, draw_table, wrap

LEFT_PROSE = (
    "We keep the data that you give us for as long as your account exists, and for thirty days"
    " after that, unless a law obliges us to keep it for longer, as it does for invoices and for"
    " contracts. You may ask us at any time what we keep, and we will send you a copy within a"
    " month, free of charge, unless you ask for the same again within half a year."
)
RIGHT_PROSE = (
    "You can object to every use that rests on our interests, and you need no reason where the use"
    " is advertising. Write to the address below and tell us which account is yours; we may ask you"
    " for a proof if we cannot tell that it is you who writes. We answer within a month and tell"
    " you what we did, or why we could not do what you asked us for."
)


def read(body: bytes) -> Reading:
    """Return what a file says."""
    return extract.read([Page("https://alder.example/list.pdf", body, "application/pdf")])


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_list_without_lines_is_read(name: str) -> None:
    """Each company is read with its whole name, its purpose and its country, and nothing else."""
    layout = LAYOUTS[name]
    entries = find_subprocessors(read(draw_table(layout)), "subprocessor list").entries
    assert [entry.name for entry in entries] == [row[0] for row in layout.rows]
    assert [entry.purpose for entry in entries] == [row[1] for row in layout.rows]
    for field in ("Country", "Land"):
        if field in layout.header:
            place = layout.header.index(field)
            assert [entry.location for entry in entries] == [row[place] for row in layout.rows]


@pytest.mark.parametrize("name", ["the name wraps", "an optional column"])
def test_a_row_has_a_cell_for_each_column(name: str) -> None:
    """An empty cell keeps its place, and the header is a row."""
    layout = LAYOUTS[name]
    rows = [block.cells for block in read(draw_table(layout)).blocks if block.cells]
    assert rows == [layout.header, *layout.rows]


def draw_text(canvas: Canvas, text: str, left: float, gaps: dict[int, float]) -> None:
    """Draw a column of prose, with more space after some lines."""
    canvas.setFont("Helvetica", 10)
    top = 760.0
    for number, line in enumerate(wrap(text, 210, "Helvetica", 10)):
        canvas.drawString(left, top, line)
        top -= 12 + gaps.get(number, 0)


def draw_even_columns(canvas: Canvas) -> None:
    """Draw prose in two columns whose lines are at the same heights."""
    draw_text(canvas, LEFT_PROSE, 60, {})
    draw_text(canvas, RIGHT_PROSE, 320, {})


def draw_columns_of_paragraphs(canvas: Canvas) -> None:
    """Draw the same with a space after some lines, in both columns."""
    draw_text(canvas, LEFT_PROSE, 60, {2: 8, 5: 8})
    draw_text(canvas, RIGHT_PROSE, 320, {2: 8, 5: 8})


@pytest.mark.parametrize("draw", [draw_even_columns, draw_columns_of_paragraphs])
def test_prose_in_columns_is_no_table(draw: Draw) -> None:
    """It is read column by column, whether its lines are aligned or not."""
    blocks = read(pdf([draw])).blocks
    assert BlockKind.ROW not in {block.kind for block in blocks}
    assert " ".join(block.text for block in blocks) == f"{LEFT_PROSE} {RIGHT_PROSE}"


def draw_numbered(canvas: Canvas) -> None:
    """Draw numbered sentences, each number apart from its sentence."""
    canvas.setFont("Helvetica", 10)
    for number in range(1, 7):
        canvas.drawString(60, 760 - 20 * number, f"{number}.")
        canvas.drawString(100, 760 - 20 * number, f"We delete item {number} within a month.")


def draw_bullets(canvas: Canvas) -> None:
    """Draw a list whose bullets are apart from its items."""
    canvas.setFont("Helvetica", 10)
    for number in range(6):
        canvas.drawString(60, 760 - 20 * number, "-")
        canvas.drawString(100, 760 - 20 * number, f"item {number} of the list")


@pytest.mark.parametrize("draw", [draw_numbered, draw_bullets])
def test_a_list_with_its_marks_apart_is_no_table(draw: Draw) -> None:
    """Numbers and bullets are no column."""
    entries = find_subprocessors(read(pdf([draw])), "subprocessor list").entries
    assert entries == ()
    assert all(len(block.cells) != 2 for block in read(pdf([draw])).blocks)
