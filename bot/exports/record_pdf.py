"""A provision's record as a PDF file, with the fields of its page in the same order."""

from collections.abc import Iterator

from reportlab.platypus import Flowable, Paragraph

from bot.exports import pdf
from bot.records.phrases import (
    describe_grounds,
    describe_prevalence,
    format_count,
    format_day,
    format_moment,
    select_details,
)
from bot.records.record_view import RecordView
from clausewatch.evidence import build_archive_link, cite
from clausewatch.model.provisions import Quote
from clausewatch.model.record_ids import record_id

MAX_EVENTS = 30
MAX_SIBLINGS = 60


def build_record_pdf(view: RecordView) -> bytes:
    """Return the record as a PDF file."""
    recorded = view.recorded
    title = f"{recorded.document.platform_name}: {view.record.title}"
    return pdf.build_pdf(title, f"{recorded.record_id} · Not legal advice", _make_story(view))


def _make_story(view: RecordView) -> Iterator[Flowable]:
    yield from _make_head(view)
    yield from _make_explanation(view)
    yield from _make_comparison(view)
    yield from _make_language(view)
    yield from _make_analysis(view)
    yield from _make_details(view)
    yield from _make_questions(view)


def _make_head(view: RecordView) -> Iterator[Flowable]:
    recorded, record = view.recorded, view.record
    provision = recorded.provision
    crumbs = (recorded.document.platform_name, record.document, recorded.version.source_url)
    yield from pdf.make_paragraphs(" · ".join(crumbs), pdf.FINE)
    yield Paragraph(pdf.mark_up(record.title), pdf.TITLE)
    grades = (
        f"{provision.severity.capitalize()} severity",
        *map(str.capitalize, describe_grounds(record)),
        describe_prevalence(view.prevalence),
        f"Position: {record.polarity}",
    )
    yield from pdf.make_paragraphs(" · ".join(grades))
    if recorded.removed_at is not None:
        removed = format_day(recorded.removed_at)
        yield from pdf.make_paragraphs(f"Removed from the document on {removed}.")
    activity = format_count(view.changes, "documented change")
    yield from pdf.make_paragraphs(
        f"Recent governance activity: {activity} to this document in the last 30 days.", pdf.FINE
    )


def _make_explanation(view: RecordView) -> Iterator[Flowable]:
    record, texts = view.record, view.record.texts
    yield from _make_section("What it is", texts.what, record.disclaimer)
    yield from _make_section("Why it matters", texts.why)
    if texts.note:
        yield from pdf.make_paragraphs(f"Interpretive note. {texts.note}")
    yield from pdf.make_heading("Change history")
    since = f"It has not changed since {format_day(view.recorded.first_tracked_at)}."
    events = [
        f"{format_moment(event.happened_at)}: {event.kind}"
        + (f", {record_id('C', event.change_id)}" if event.change_id is not None else "")
        + (f"; before: “{event.before.quote.text[:400]}”" if event.before else "")
        for event in view.history[:MAX_EVENTS]
    ]
    yield from pdf.make_bullets(events or [since])
    yield from _make_section("Consumer impact", texts.impact)
    yield from pdf.make_heading("What you can do")
    yield from pdf.make_paragraphs(record.actions_note, pdf.FINE)
    yield from pdf.make_bullets(texts.actions)


def _make_section(title: str, text: str, note: str = "") -> Iterator[Flowable]:
    yield from pdf.make_heading(title)
    yield from pdf.make_paragraphs(text)
    yield from pdf.make_paragraphs(note, pdf.FINE)


def _make_comparison(view: RecordView) -> Iterator[Flowable]:
    yield from pdf.make_heading("How other platforms handle this")
    if not view.elsewhere:
        yield from pdf.make_paragraphs("No other platform on record has this clause type.")
    for other in view.elsewhere:
        name, severity = other.document.platform_name, other.provision.severity
        yield from pdf.make_paragraphs(f"{name}, {severity} severity", pdf.SUBHEADING)
        yield from pdf.make_paragraphs(other.provision.quote.text[:900], pdf.QUOTE)


def _make_language(view: RecordView) -> Iterator[Flowable]:
    yield from pdf.make_heading("Original clause language")
    yield from _make_quote(view.record.provision.quote)
    for further in view.record.provision.further:
        yield from pdf.make_paragraphs("It also says", pdf.SUBHEADING)
        yield from _make_quote(further)
    if details := select_details(view.record.facets):
        yield from pdf.make_paragraphs("Details", pdf.SUBHEADING)
        yield pdf.make_facts(
            [
                (facet.label.capitalize(), f"“{facet.quote}”" if facet.quote else facet.words)
                for facet in details
            ]
        )


def _make_quote(quote: Quote) -> Iterator[Flowable]:
    yield from pdf.make_paragraphs(quote.text, pdf.QUOTE)
    place = f"Characters {quote.start:,} to {quote.end:,}. SHA-256 {quote.sha256}"
    yield from pdf.make_paragraphs(place, pdf.FINE)


def _make_analysis(view: RecordView) -> Iterator[Flowable]:
    record = view.record
    yield from pdf.make_heading("Institutional analysis")
    for heading, text in view.memo:
        yield from pdf.make_paragraphs(heading, pdf.SUBHEADING)
        yield from pdf.make_paragraphs(text)
    yield from pdf.make_heading("Applicable agencies")
    yield from pdf.make_bullets(
        f"{agency.name} ({agency.jurisdiction}): {agency.role} {agency.complaint}".rstrip()
        for agency in record.agencies
    )
    yield from pdf.make_heading("Applicable regulations")
    yield from pdf.make_bullets(
        f"{law.name} ({law.jurisdiction}): {law.where}" for law in record.regulations
    )
    reviewed = f"Texts last reviewed on {format_day(record.reviewed)}."
    yield from pdf.make_paragraphs(f"{record.mapping_note} {reviewed}", pdf.FINE)


def _make_details(view: RecordView) -> Iterator[Flowable]:
    recorded, record, version = view.recorded, view.record, view.recorded.version
    document = recorded.document
    stored = "stored, hash verified" if view.is_intact else "the bytes could not be verified"
    quoted = "quote verified" if view.has_quote else "quote not found in the stored version"
    yield from pdf.make_heading("Provision details")
    yield pdf.make_facts(
        [
            ("Document", record.document),
            ("Entity", document.platform_name),
            ("Document last updated", format_day(record.stated_date) or "no date stated"),
            ("First tracked", format_moment(recorded.first_tracked_at)),
            ("Last verified", format_moment(recorded.last_verified_at)),
            ("Record ID", recorded.record_id),
            ("Document ID", document.record_id),
            ("Source URL", version.source_url),
            ("Archive", build_archive_link(version)),
            ("Captured", format_moment(version.captured_at)),
            ("SHA-256", ", ".join(version.snapshots)),
            ("Analysis generated", format_moment(recorded.judged_at)),
            ("Engine", record.provision.engine),
            ("Methodology", record.method),
            ("Evidence", f"Snapshot {stored}; {quoted}"),
            ("Citation", cite(recorded, view.accessed_at)),
            ("Categories", f"{record.category}: {record.title}"),
        ]
    )
    siblings = [
        f"{view.names.get(other.provision.clause, other.provision.clause)},"
        f" {other.provision.severity} severity, {other.record_id}"
        for other in view.siblings
    ]
    yield from pdf.make_heading("Other provisions of this document")
    yield from pdf.make_bullets(siblings[:MAX_SIBLINGS] or ["None found."])


def _make_questions(view: RecordView) -> Iterator[Flowable]:
    yield from pdf.make_heading("Frequent questions")
    for entry in view.record.faq:
        yield from pdf.make_paragraphs(entry.question, pdf.SUBHEADING)
        yield from pdf.make_paragraphs(entry.answer)
    yield from pdf.make_paragraphs(pdf.NO_GLYPH, pdf.FINE)
