"""A change as a PDF file: summary, the whole redline, and the evidence of both versions."""

from collections.abc import Iterator

from reportlab.platypus import Flowable, Paragraph

from bot.exports import pdf
from bot.records.phrases import (
    describe_direction,
    describe_edit,
    describe_significance,
    format_count,
    format_day,
    format_moment,
)
from bot.records.redline_pages import build_redline_edits, number_edits
from clausewatch.compare.segments import Segment
from clausewatch.evidence import build_archive_link
from clausewatch.model.changes import Change
from clausewatch.model.documents import StoredVersion

DISCLAIMER = "This file describes what two texts say. It is not legal advice."


def build_change_pdf(change: Change) -> bytes:
    """Return the change, with the blocks of both versions, as a PDF file."""
    title = f"{change.document.name}: {change.record_id}"
    return pdf.build_pdf(title, f"{change.record_id} · Not legal advice", _make_story(change))


def _make_story(change: Change) -> Iterator[Flowable]:
    comparison = change.comparison
    document = change.document
    yield from pdf.make_paragraphs(f"{document.name} · {document.record_id}", pdf.FINE)
    yield Paragraph(pdf.mark_up(f"Change {change.record_id}"), pdf.TITLE)
    facts = [
        describe_significance(comparison),
        describe_direction(comparison).capitalize(),
        format_count(len(comparison.edits), "edit"),
        f"Detected {format_moment(change.detected_at)}",
        f"Effective {format_day(comparison.effective)}, per the document"
        if comparison.effective
        else "",
    ]
    yield from pdf.make_paragraphs(" · ".join(filter(None, facts)))
    yield from pdf.make_heading("Summary")
    yield from pdf.make_bullets(comparison.summary)
    if comparison.impacts:
        yield from pdf.make_paragraphs("Provisions affected", pdf.SUBHEADING)
        yield from pdf.make_bullets(
            f"{impact.name}: {impact.event_text}, {impact.severity} severity"
            for impact in comparison.impacts
        )
    yield from pdf.make_heading("Redline, in the order of the document")
    yield from _make_redline(change)
    yield from pdf.make_heading("Evidence")
    for label, side in (("Before", change.before), ("After", change.after)):
        yield from pdf.make_paragraphs(label, pdf.SUBHEADING)
        yield pdf.make_facts(_list_facts(side))
    yield from pdf.make_paragraphs(f"{DISCLAIMER} {pdf.NO_GLYPH}", pdf.FINE)


def _make_redline(change: Change) -> Iterator[Flowable]:
    for each in build_redline_edits(number_edits(change, is_document_order=True), is_whole=True):
        heading = f"{each.number}. {each.edit.section.rstrip(' :') or 'No section heading'}"
        yield from pdf.make_paragraphs(heading[:300], pdf.SUBHEADING)
        yield from pdf.make_paragraphs(describe_edit(each.edit), pdf.FINE)
        for segments in _split_segments(each.segments):
            yield Paragraph(pdf.mark_up_redline(segments), pdf.BODY)


def _split_segments(segments: tuple[Segment, ...]) -> Iterator[list[Segment]]:
    """Yield the segments in groups that fit into one paragraph, cutting long ones."""
    group: list[Segment] = []
    room = pdf.MAX_PARAGRAPH_CHARACTERS
    for segment in segments:
        text = segment.text
        while text:
            piece, text = text[:room], text[room:]
            group.append(Segment(segment.kind, piece))
            room -= len(piece)
            if room == 0:
                yield group
                group, room = [], pdf.MAX_PARAGRAPH_CHARACTERS
    if group:
        yield group


def _list_facts(side: StoredVersion) -> list[tuple[str, str]]:
    return [
        ("Version", f"{side.number}, read by extractor {side.reading.extractor}"),
        ("Captured", format_moment(side.captured_at)),
        ("Dated", format_day(side.reading.stated_date) or "no date"),
        ("Source", side.source_url),
        ("SHA-256", ", ".join(side.snapshots)),
        ("Archive", build_archive_link(side)),
    ]
