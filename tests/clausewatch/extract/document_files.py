"""PDF and Word files written for tests."""

import io
import zipfile
from collections.abc import Callable, Sequence

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


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:styleId="Heading1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Uberschrift2"><w:name w:val="heading 2"/></w:style></w:styles>"""


def docx(body: str, notes: str = "", doctype: str = "") -> bytes:
    """Return a Word file with that body, in WordprocessingML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f"{doctype}<w:document {W}><w:body>{body}</w:body></w:document>"
        archive.writestr("word/document.xml", document)
        archive.writestr("word/styles.xml", STYLES)
        if notes:
            archive.writestr("word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")
    return out.getvalue()


def renamed(body: bytes) -> bytes:
    """Return a Word file as an archive of something else."""
    return body.replace(b"word/document.xml", b"book/document.xml")


def paragraph(text: str, style: str = "", properties: str = "") -> str:
    """Return a paragraph in WordprocessingML."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
