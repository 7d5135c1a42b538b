"""PDF files that list subprocessors in tables, in the shapes of several programs that make them.

All companies are invented.
"""

import io
from collections.abc import Sequence

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import (
    Flowable,
    LongTable,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
    TableStyle,
)

HEADER = ("Subprocessor", "Purpose of processing", "Location", "Personal data", "Safeguards")
ROWS: tuple[tuple[str, ...], ...] = (
    ("Veldspar Compute, Inc.", "Hosting of customer workspaces and of their nightly backups",
     "United States", "Account data, content, usage data", "Standard contractual clauses"),
    ("Ostrava Mail s.r.o.", "Delivery of notification e-mails", "Czechia",
     "E-mail addresses", "Not needed"),
    ("Pinnacle Voice Support Services Pty Ltd", "Telephone support for paying customers",
     "Australia", "Names, telephone numbers and recordings of calls",
     "Standard contractual clauses and a transfer impact assessment"),
    ("Lumière Données SAS", "Backup storage", "France", "Content", "Not needed"),
    ("Harrow & Finch Accounting LLP", "Bookkeeping and the preparation of yearly accounts",
     "United Kingdom", "Invoices", "Adequacy decision"),
    ("Mizuumi Log Management K.K.", "Storage of log files", "Japan",
     "Addresses of the Internet Protocol, times and paths of requests", "Adequacy decision"),
    ("Cobaltlane", "Session replay in the web application", "Canada",
     "Clicks and pages", "Adequacy decision"),
)  # fmt: skip
ENTRIES = tuple(row[:3] for row in ROWS)
_STYLES = getSampleStyleSheet()
_BODY, _HEAD = _STYLES["BodyText"], _STYLES["Heading5"]
_GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.grey)
_TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")
_MIDDLE = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")


def _wrap(rows: Sequence[Sequence[str]]) -> list[list[Flowable]]:
    """Return cells that wrap; the first row is a header."""
    return [
        [Paragraph(cell, _BODY if number else _HEAD) for cell in row]
        for number, row in enumerate(rows)
    ]


def _make_file(*parts: Flowable, is_wide: bool = False) -> bytes:
    out = io.BytesIO()
    size = landscape(A4) if is_wide else A4
    title = Paragraph("List of Subprocessors", _STYLES["Title"])
    lead = Paragraph("Alder uses the companies below to provide its services.", _BODY)
    SimpleDocTemplate(out, pagesize=size, invariant=1).build([title, lead, Spacer(1, 12), *parts])
    return out.getvalue()


def _make_table(
    *style: tuple[object, ...], widths: Sequence[float] = (95, 110, 70, 100, 95)
) -> Table:
    return Table(_wrap((HEADER, *ROWS)), colWidths=widths, repeatRows=1, style=TableStyle(style))


FILES: dict[str, bytes] = {
    "a grid, cells at the top": _make_file(_make_table(_GRID, _TOP)),
    "a grid, cells in the middle": _make_file(_make_table(_GRID, _MIDDLE)),
    "lines between rows": _make_file(
        _make_table(("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey), _TOP), is_wide=True
    ),
    "shaded rows in the middle": _make_file(
        _make_table(
            _MIDDLE, ("ROWBACKGROUNDS", (0, 1), (-1, -1), (colors.white, colors.whitesmoke))
        )
    ),
    "two pages with the header again": _make_file(
        Spacer(1, 380),
        LongTable(
            _wrap((HEADER, *ROWS)),
            colWidths=(95, 110, 70, 100, 95),
            repeatRows=1,
            style=TableStyle([_GRID, _TOP]),
        ),
    ),
}
