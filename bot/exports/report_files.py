"""Reports as PDF and Markdown files."""

import re
from collections.abc import Iterator

from reportlab.platypus import Flowable, Paragraph, Table, TableStyle

from bot.exports import pdf
from bot.links.site_links import build_record_path
from bot.records.phrases import format_moment
from bot.records.report import Heading, Part, Quotation, Report, Rows, Text

MAX_CELL_CHARACTERS = 1_000
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!~])")
"""Characters that mean something to Markdown, which policy text must not use."""
_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")


def write_markdown(report: Report, public_url: str = "") -> bytes:
    """Return a report as Markdown; with the URL of a site, records are links."""
    lines = [f"# {_escape(report.title)}", "", f"Made {format_moment(report.made_at)}.", ""]
    for part in report.parts:
        lines += [*_write_part(part, public_url), ""]
    lines.append(f"*{_escape(report.notice)}*")
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _write_part(part: Part, public_url: str) -> Iterator[str]:
    match part:
        case Heading(text):
            yield f"## {_escape(text)}"
        case Text(text):
            yield _escape(text)
        case Quotation(lead, text, record_id, source):
            yield f"**{_escape(lead)}** ({_link(record_id, public_url)})"
            yield ""
            yield from (f"> {_escape(line)}" for line in text.splitlines())
            yield ""
            yield _escape(source)
        case Rows():
            yield from _write_rows(part, public_url)


def _write_rows(table: Rows, public_url: str) -> Iterator[str]:
    head = (*table.head, "Record") if table.record_ids else table.head
    yield f"**{_escape(table.caption)}**"
    yield ""
    yield f"| {' | '.join(map(_escape, head))} |"
    yield f"|{'---|' * len(head)}"
    for index, row in enumerate(table.rows):
        cells = [_escape(" ".join(cell.split())) for cell in row]
        if table.record_ids:
            cells.append(_link(table.record_ids[index], public_url))
        yield f"| {' | '.join(cells)} |"


def _link(record_id: str, public_url: str) -> str:
    return f"[{record_id}]({public_url}{build_record_path(record_id)})" if public_url else record_id


def _escape(text: str) -> str:
    return _LINE_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", " ".join(text.split())))


def build_report_pdf(report: Report) -> bytes:
    """Return a report as a PDF file."""
    return pdf.build_pdf(report.title, "Clausewatch · Not legal advice", _make_story(report))


def _make_story(report: Report) -> Iterator[Flowable]:
    yield Paragraph(pdf.mark_up(report.title), pdf.TITLE)
    yield from pdf.make_paragraphs(f"Made {format_moment(report.made_at)}.", pdf.FINE)
    for part in report.parts:
        yield from _make_part(part)
    yield from pdf.make_paragraphs(f"{report.notice} {pdf.NO_GLYPH}", pdf.FINE)


def _make_part(part: Part) -> Iterator[Flowable]:
    match part:
        case Heading(text):
            yield from pdf.make_heading(text)
        case Text(text):
            yield from pdf.make_paragraphs(text)
        case Quotation(lead, text, record_id, source):
            yield from pdf.make_paragraphs(f"{lead} ({record_id})", pdf.SUBHEADING)
            yield from pdf.make_paragraphs(text, pdf.QUOTE)
            yield from pdf.make_paragraphs(source, pdf.FINE)
        case Rows():
            yield from pdf.make_paragraphs(part.caption, pdf.SUBHEADING)
            yield _make_table(part)


def _make_table(table: Rows) -> Flowable:
    head = (*table.head, "Record") if table.record_ids else table.head
    rows = [
        (*row, table.record_ids[index]) if table.record_ids else row
        for index, row in enumerate(table.rows)
    ]
    cells = [[_make_cell(cell) for cell in row] for row in (head, *rows)]
    flowable = Table(cells, repeatRows=1)
    flowable.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.8, pdf.INK),
                ("LINEBELOW", (0, 1), (-1, -1), 0.3, pdf.RULE),
            ]
        )
    )
    return flowable


def _make_cell(text: str) -> Flowable:
    return Paragraph(pdf.mark_up(text[:MAX_CELL_CHARACTERS]), pdf.FINE)
