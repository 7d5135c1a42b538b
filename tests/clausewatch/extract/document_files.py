"""PDF, Word and OpenDocument files written for tests."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
Draw = Callable[[Canvas], None]


def pdf(pages: Sequence[Draw], *, password: str | None = None) -> bytes:
    """Return a PDF with what each function draws on a page of its own."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, encrypt=password, invariant=True)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(
    canvas: Canvas, texts: Sequence[str], *, top: float, left: float = 72, size: float = 10
) -> float:
    """Draw lines one under another from `top`; an empty one is a blank. Return where they end."""
    for text in texts:
        canvas.setFont("Helvetica", size)
        canvas.drawString(left, top, text)
        top -= 1.2 * size
    return top


def mapped(text: str, letter: str, to: bytes) -> bytes:
    """Return a PDF whose font says that one letter of the text is `to`, UTF-16 in hexadecimal."""
    out = io.BytesIO()
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    canvas = Canvas(out, pagesize=A4, pageCompression=0, invariant=True)
    canvas.setFont("Vera", 10)
    canvas.drawString(72, 700, text)
    canvas.save()
    return out.getvalue().replace(b"<%04X>" % ord(letter), b"<%s>" % to)


def heading(canvas: Canvas, text: str, top: float, size: float = 16) -> None:
    """Draw a heading in bold."""
    canvas.setFont("Helvetica-Bold", size)
    canvas.drawString(72, top, text)


def archive(parts: Mapping[str, str]) -> bytes:
    """Return a ZIP archive of parts; the same parts give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, text in parts.items():
            # The media type of an OpenDocument file is stored without compression.
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            zipped.writestr(zipfile.ZipInfo(name, (2026, 3, 3, 0, 0, 0)), text, kind)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Uberschrift2"><w:name w:val="heading 2"/></w:style></w:styles>"""


def docx(body: str, notes: str = "", doctype: str = "") -> bytes:
    """Return a Word file with that body, in WordprocessingML."""
    document = f"{doctype}<w:document {W}><w:body>{body}</w:body></w:document>"
    parts = {"word/document.xml": document, "word/styles.xml": STYLES}
    if notes:
        parts["word/footnotes.xml"] = f"<w:footnotes {W}>{notes}</w:footnotes>"
    return archive(parts)


def renamed(body: bytes) -> bytes:
    """Return a Word file as an archive of something else."""
    return body.replace(b"word/document.xml", b"book/document.xml")


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph in WordprocessingML."""
    style_element = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{style_element}{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


ODF = (
    " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (
            *(("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")),
            *(("draw", "drawing"), ("meta", "meta")),
        )
    )
    + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"


def odt(body: str, *, styles: str = "", title: str = "", doctype: str = "") -> bytes:
    """Return an OpenDocument text with that body; `styles` are its automatic styles."""
    return archive(
        {
            "mimetype": ODT_TYPE,
            "content.xml": f"{doctype}<office:document-content {ODF}><office:automatic-styles>"
            f"{styles}</office:automatic-styles><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}><office:styles>"
            '<style:style style:name="Title" style:family="paragraph"/>'
            "</office:styles></office:document-styles>",
            "meta.xml": f"<office:document-meta {ODF}><office:meta><dc:title>{title}</dc:title>"
            "</office:meta></office:document-meta>",
        }
    )


def odt_rows(*rows: Sequence[str]) -> str:
    """Return a table of an OpenDocument text."""
    cells = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    lines = ("".join(map(cells.format, row)) for row in rows)
    rows_markup = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return f'<table:table table:name="T">{rows_markup}</table:table>'
