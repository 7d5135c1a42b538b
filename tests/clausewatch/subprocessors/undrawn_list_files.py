"""Lists of subprocessors as PDF files whose tables have no lines; the companies are invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

ROWS = (
    ("Ferncastle Compute Ltd", "Servers and databases that run the service", "Ireland"),
    ("Bluehallow, Inc.", "Delivery of e-mail about your account", "United States"),
    ("Kranichfeld Messwerte GmbH", "Measurement of errors and of load", "Germany"),
    ("Oudewater Antwoord B.V.", "Answers to your questions by chat and telephone", "Netherlands"),
    ("Saltmarsh Ledger LLC", "Invoices", "United States"),
    ("Villanera Servizi S.p.A.", "Translation of the help pages and of our messages", "Italy"),
    ("Tamsweg Archiv AG", "Backups", "Austria"),
)
HEADER = ("Company", "Purpose", "Country")
INTRODUCTION = (
    "These companies process personal data for us. Each of them has signed a contract with",
    "the same duties as ours, and we will tell you thirty days before we add another one.",
)
LEAD = 1.25
"""Font sizes from line to line."""
TOP = 760


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table without lines is set."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    gap: float
    """Points between two rows, besides the step from line to line."""
    header: tuple[str, ...] = HEADER
    rows: tuple[tuple[str, ...], ...] = ROWS
    font: str = "Helvetica"
    size: float = 10
    is_header_bold: bool = True
    rows_per_page: int = 100
    ending: str = ""


def add_column(values: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the rows with one more cell each."""
    return tuple((*row, value) for row, value in zip(ROWS, values, strict=True))


SINCE = ("2021", "", "2023", "", "", "2024", "2025")
DATA = ("All data", "Address", "Log files", "Messages", "Name, amount", "Texts", "All data")
LAYOUTS = {
    "one line per row": Layout((60, 205, 470), (140, 260, 90), 4),
    "the purpose wraps": Layout((60, 230, 400), (165, 130, 100), 9),
    "the name wraps": Layout((60, 160, 430), (85, 262, 100), 9, font="Times-Roman", size=11),
    "the name wraps without a gap": Layout((60, 160, 430), (85, 262, 100), 0),
    "everything wraps": Layout((60, 170, 330), (95, 120, 55), 7, size=9),
    "narrow gutters": Layout((60, 203, 425), (138, 218, 90), 5),
    "two columns": Layout(
        (60, 280), (200, 240), 6, header=HEADER[:2], rows=tuple(row[:2] for row in ROWS)
    ),
    "four columns, wrapped": Layout(
        (60, 180, 330, 440), (105, 130, 95, 90), 8,
        header=("Company", "Service", "Data", "Country"),
        rows=tuple((*row[:2], data, row[2]) for row, data in zip(ROWS, DATA, strict=True)),
    ),
    "an optional column": Layout(
        (60, 230, 390, 500), (160, 150, 90, 60), 8,
        header=(*HEADER, "Since"), rows=add_column(SINCE),
    ),
    "two pages, in German": Layout(
        (60, 230, 420), (160, 180, 100), 7, header=("Unternehmen", "Zweck", "Land"),
        is_header_bold=False, rows_per_page=4, ending="Stand: 1. M\u00e4rz 2026",
    ),
}  # fmt: skip


def draw_table(layout: Layout) -> bytes:
    """Return a file with a title, an introduction and the table."""
    output = BytesIO()
    canvas = Canvas(output)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, TOP + 30, "Subprocessors")
    canvas.setFont(layout.font, layout.size)
    top = TOP
    for line in INTRODUCTION:
        canvas.drawString(60, top, line)
        top -= LEAD * layout.size
    top -= 16
    for number, row in enumerate(layout.rows):
        if number and number % layout.rows_per_page == 0:
            canvas.showPage()
            top = TOP
        if number % layout.rows_per_page == 0:
            font = "Helvetica-Bold" if layout.is_header_bold else layout.font
            top = _draw_row(canvas, layout, layout.header, top, font)
        top = _draw_row(canvas, layout, row, top, layout.font)
    if layout.ending:
        canvas.drawString(60, top - 30, layout.ending)
    canvas.save()
    return output.getvalue()


def _draw_row(canvas: Canvas, layout: Layout, row: Sequence[str], top: float, font: str) -> float:
    """Draw a row, and return the height at which the next one begins."""
    canvas.setFont(font, layout.size)
    step, most = LEAD * layout.size, 1
    for left, width, text in zip(layout.lefts, layout.widths, row, strict=True):
        wrapped = wrap(text, width, font, layout.size)
        for number, line in enumerate(wrapped):
            canvas.drawString(left, top - number * step, line)
        most = max(most, len(wrapped))
    return top - most * step - layout.gap


def wrap(text: str, width: float, font: str, size: float) -> list[str]:
    """Return the lines of a text that are no wider than a cell."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and stringWidth(longer, font, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
