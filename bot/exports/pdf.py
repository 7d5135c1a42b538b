"""The layout of PDF files: fonts, styles, and a foot with the record id on every page.

The same content gives the same bytes. Policy text is escaped, so its markup is shown as text.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, HRFlowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from clausewatch.compare.segments import Segment

SERIF, ITALIC = "NotoSerif", "NotoSerif-Italic"
FONT_FILES = {SERIF: "NotoSerif[wdth,wght].ttf", ITALIC: "NotoSerif-Italic[wdth,wght].ttf"}
FONT_PACKAGE = "fontpkg_noto_serif"
EAST_ASIAN_FONTS = (
    ("HYSMyeongJo-Medium", ("\uac00", "\ud7a3")),
    ("HeiseiMin-W3", ("\u3040", "\u30ff")),
    ("STSong-Light", ("\u2e80", "\u9fff")),
)
"""Fonts that every PDF reader has, each with the characters that it is used for."""
INK, SOFT, RULE, TINT = (HexColor(code) for code in ("#1b1d22", "#555b66", "#c9ccd2", "#f5f5f2"))
REMOVED, ADDED = "#8f1d1d", "#1d5c2e"
MISSING = "missing"
"""In place of a font, for characters that no font has."""
MAX_PARAGRAPH_CHARACTERS = 4_000
"""A paragraph is cut into pieces of this length, because one that fills pages takes minutes."""
NO_GLYPH = (
    "Characters missing from this file's fonts appear as \ufffd. The web page has the full text."
)

BODY = ParagraphStyle(
    "body", fontName=SERIF, fontSize=9.5, leading=14, textColor=INK, spaceAfter=4, splitLongWords=1
)
TITLE = ParagraphStyle("title", BODY, fontSize=18, leading=23, spaceAfter=6)
HEADING = ParagraphStyle("heading", BODY, fontSize=12.5, leading=16, spaceBefore=12, spaceAfter=2)
SUBHEADING = ParagraphStyle("subheading", BODY, fontName=ITALIC, spaceBefore=6, spaceAfter=1)
FINE = ParagraphStyle("fine", BODY, fontSize=8, leading=11, textColor=SOFT)
QUOTE = ParagraphStyle("quote", BODY, leftIndent=10, borderPadding=(2, 4, 2, 6), backColor=TINT)
BULLET = ParagraphStyle("bullet", BODY, leftIndent=10, bulletIndent=0)


@cache
def load_fonts() -> frozenset[int]:
    """Register the fonts once; return the characters that the text font has."""
    for name, file_name in FONT_FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(files(FONT_PACKAGE) / "files" / file_name)))
    pdfmetrics.registerFontFamily(SERIF, normal=SERIF, bold=SERIF, italic=ITALIC, boldItalic=ITALIC)
    for name, _ in EAST_ASIAN_FONTS:
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return frozenset(pdfmetrics.getFont(SERIF).face.charToGlyph)


def mark_up(text: str) -> str:
    """Return text as markup of the library, each run in a font that has its characters."""
    runs = groupby(text.replace("\n", " ").replace("→", "to"), _choose_font)
    return "".join(_mark_up_run(font, "".join(characters)) for font, characters in runs)


def _choose_font(character: str) -> str:
    if ord(character) in load_fonts():
        return ""
    for name, (first, last) in EAST_ASIAN_FONTS:
        if first <= character <= last:
            return name
    return MISSING


def _mark_up_run(font: str, text: str) -> str:
    if font == MISSING:
        return "\ufffd" * len(text)
    return f"<font name={quoteattr(font)}>{escape(text)}</font>" if font else escape(text)


def mark_up_redline(segments: Iterable[Segment]) -> str:
    """Return a redline: removed words struck through, added ones underlined."""
    marks = {
        "same": ("", ""),
        "removed": (f'<font color="{REMOVED}"><strike>', "</strike></font>"),
        "added": (f'<font color="{ADDED}"><u>', "</u></font>"),
    }
    parts = ((*marks[segment.kind], mark_up(segment.text)) for segment in segments)
    return "".join(f"{start}{text}{end}" for start, end, text in parts)


def make_paragraphs(text: str, style: ParagraphStyle = BODY) -> Iterator[Flowable]:
    """Yield plain text as paragraphs; lines are kept and long ones are cut at a word."""
    for line in filter(None, text.splitlines()):
        for piece in _cut(line):
            yield Paragraph(mark_up(piece), style)


def _cut(text: str) -> Iterator[str]:
    while len(text) > MAX_PARAGRAPH_CHARACTERS:
        end = text.rfind(" ", 1, MAX_PARAGRAPH_CHARACTERS)
        end = MAX_PARAGRAPH_CHARACTERS if end < 0 else end
        yield text[:end]
        text = text[end:]
    yield text


def make_heading(text: str) -> Iterator[Flowable]:
    """Yield a heading with a rule below it."""
    yield Paragraph(mark_up(text), HEADING)
    yield HRFlowable(width="100%", thickness=0.6, color=RULE, spaceBefore=1, spaceAfter=5)


def make_bullets(lines: Iterable[str]) -> Iterator[Flowable]:
    """Yield a list."""
    for line in lines:
        yield Paragraph(mark_up(line[:MAX_PARAGRAPH_CHARACTERS]), BULLET, bulletText="•")


def make_facts(rows: Sequence[tuple[str, str]]) -> Flowable:
    """Return labels with their values as a table of two columns."""
    cells = [
        [
            Paragraph(mark_up(label), FINE),
            Paragraph(mark_up(value[:MAX_PARAGRAPH_CHARACTERS]), BODY),
        ]
        for label, value in rows
    ]
    table = Table(cells, colWidths=(42 * mm, None))
    padding = [("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
    table.setStyle(TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), *padding]))
    return table


def build_pdf(title: str, foot: str, story: Iterable[Flowable]) -> bytes:
    """Return a PDF file. It takes tens of milliseconds per page, so callers use a thread."""
    load_fonts()
    buffer = BytesIO()
    margins = {"leftMargin": 22 * mm, "rightMargin": 22 * mm}
    heights = {"topMargin": 20 * mm, "bottomMargin": 22 * mm}
    document = SimpleDocTemplate(
        buffer, pagesize=A4, title=title, author="Clausewatch", invariant=1, **margins, **heights
    )

    def draw_foot(canvas: Any, _: object) -> None:  # noqa: ANN401  # the library's own
        canvas.saveState()
        canvas.setFont(SERIF, 7.5)
        canvas.setFillColor(SOFT)
        canvas.drawString(22 * mm, 13 * mm, foot)
        canvas.drawRightString(A4[0] - 22 * mm, 13 * mm, f"Page {canvas.getPageNumber()}")
        canvas.restoreState()

    document.build(list(story), onFirstPage=draw_foot, onLaterPages=draw_foot)
    return buffer.getvalue()
