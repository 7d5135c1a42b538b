"""Pages in tests/pages/, one per format, each beside its reading.

`python -m tests.clausewatch.extract.golden_pages` writes the binary pages and all readings anew.
Check every difference by eye before you commit it.
"""

from collections.abc import Iterator
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from clausewatch.extract import read
from clausewatch.model.formats import FORMATS, Format
from clausewatch.model.reading import Page, Reading
from tests.clausewatch.extract.document_files import (
    HEIGHT,
    docx,
    heading,
    lines,
    odt,
    odt_rows,
    paragraph,
    pdf,
)

FOLDER = Path(__file__).parents[2] / "pages"
READING_SUFFIX = ".reading.txt"
BY_SUFFIX = {suffix: each for each in reversed(FORMATS) for suffix in each.suffixes}
NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="1"/></w:numPr>'


def find_pages() -> dict[Path, Format]:
    """Return the pages with their formats, which their suffixes name."""
    paths = (path for path in sorted(FOLDER.iterdir()) if not path.name.endswith(READING_SUFFIX))
    return {path: BY_SUFFIX[path.suffix] for path in paths}


def find_reading(path: Path) -> Path:
    """Return the file of a page's reading."""
    return path.with_name(path.name + READING_SUFFIX)


def read_page(path: Path, known: Format) -> Reading:
    """Read a page as a host would send it."""
    url = f"https://quay.example/{path.name}"
    return read([Page(url, path.read_bytes(), known.media_types[0])])


def render_reading(reading: Reading) -> str:
    """Return a reading as text, one line per block."""
    return "".join(f"{line}\n" for line in _iterate_lines(reading))


def _iterate_lines(reading: Reading) -> Iterator[str]:
    yield f"title: {reading.title}"
    yield f"language: {reading.language}"
    yield f"stated date: {reading.stated_date}"
    for block in reading.blocks:
        level = f" {block.level}" if block.level else ""
        cells = f" of {len(block.cells)} cells" if block.cells else ""
        above = f" below {block.path[-1]!r}" if block.path else ""
        yield f"{block.kind}{level}{cells}{above}: {block.text!r}"
    for piece in reading.dropped:
        yield f"dropped as {piece.reason}: {piece.text!r}"


def _draw_first_page(canvas: Canvas) -> None:
    lines(canvas, ["Quay Ltd", "Page 1 of 2"], top=HEIGHT - 30, size=8)
    heading(canvas, "Privacy Notice", 760)
    lines(canvas, ["Last updated: 3 March 2026"], top=735)
    heading(canvas, "What we collect", 705, 12)
    lines(canvas, ["We collect the name and the num-", "ber of your boat, and share them"], top=685)


def _draw_second_page(canvas: Canvas) -> None:
    lines(canvas, ["Quay Ltd", "Page 2 of 2"], top=HEIGHT - 30, size=8)
    lines(canvas, ["only with the harbours that you book."], top=760)
    lines(
        canvas, ["1. your name and the name of", "your crew", "2. the number of your boat"], top=730
    )
    heading(canvas, "How long we keep it", 670, 12)
    for row, cells in enumerate(ROWS):
        lines(canvas, [cells[0]], top=650 - 20 * row)
        lines(canvas, [cells[1]], top=650 - 20 * row, left=250)
    lines(canvas, ["We do not sell personal data."], top=580)


ROWS = (("Data", "Kept for"), ("Bookings", "10 years"), ("Logs", "30 days"))
_W_ROWS = "".join(
    "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
    for row in ROWS
)
DOCX = docx(
    paragraph("Privacy Notice", "Heading1")
    + paragraph("Last updated: 3 March 2026")
    + paragraph("What we collect", "Uberschrift2")
    + "<w:p><w:r><w:t>We collect the name </w:t></w:r><w:del><w:r><w:delText>or </w:delText></w:r>"
    "</w:del><w:ins><w:r><w:t>and the number of your boat, and share them only with the harbours"
    " that you book.</w:t></w:r></w:ins></w:p>"
    + paragraph("your name", properties=NUMBERED.format(0))
    + paragraph("and the name of your crew", properties=NUMBERED.format(1))
    + paragraph("the number of your boat", properties=NUMBERED.format(0))
    + paragraph("How long we keep it", "Uberschrift2")
    + f"<w:tbl>{_W_ROWS}</w:tbl>"
    + paragraph("We do not sell personal data."),
    "<w:footnote>" + paragraph("Bookings are tax records.") + "</w:footnote>",
)
ODT = odt(
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>or </text:p></text:deletion>"
    "</text:changed-region></text:tracked-changes>"
    '<text:p text:style-name="P1">Privacy Notice</text:p>'
    "<text:p>Last updated: 3 March 2026</text:p>"
    "<text:table-of-content><text:index-body><text:p>What we collect 1</text:p></text:index-body>"
    '</text:table-of-content><text:h text:outline-level="2">What we collect</text:h>'
    '<text:p>We collect the <text:span text:style-name="T1">never shown </text:span>name '
    "<text:change/>and the number of your boat, and share them only with the"
    "<text:s/>harbours that you book.</text:p>"
    "<text:list><text:list-item><text:p>your name</text:p><text:list><text:list-item>"
    "<text:p>and the name of your crew</text:p></text:list-item></text:list></text:list-item>"
    "<text:list-item><text:p>the number of your boat</text:p></text:list-item></text:list>"
    '<text:h text:outline-level="2">How long we keep it<text:note><text:note-body>'
    "<text:p>Bookings are tax records.</text:p></text:note-body></text:note></text:h>"
    + odt_rows(*ROWS)
    + "<text:p>We do not sell personal data.</text:p>",
    styles='<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/>'
    "</style:style>",
)


def write_pages() -> None:
    """Write the binary pages, then the reading of every page."""
    FOLDER.joinpath("notice.pdf").write_bytes(pdf([_draw_first_page, _draw_second_page]))
    FOLDER.joinpath("notice.docx").write_bytes(DOCX)
    FOLDER.joinpath("notice.odt").write_bytes(ODT)
    for path, known in find_pages().items():
        find_reading(path).write_text(render_reading(read_page(path, known)), encoding="utf-8")


if __name__ == "__main__":
    write_pages()
