"""A record as plain text: every field of it, for a file that outlives the channel."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from textwrap import fill

from clausewatch.evidence.citation import build_archive_link, cite
from clausewatch.model.provision_records import RecordedEvent, RecordedProvision
from clausewatch.model.provisions import Quote
from clausewatch.provisions.record import Record

WIDTH = 96
_PARTS = (
    ("landscape", "Regulatory landscape"),
    ("exposure", "Governance exposure"),
    ("jurisdictions", "Jurisdiction flags"),
    ("contracts", "Contract and vendor implications"),
    ("compliance", "Compliance considerations"),
)


def render_record(
    one: RecordedProvision,
    record: Record,
    history: Sequence[RecordedEvent],
    accessed_at: datetime,
) -> str:
    """Return the record with a line of its own for each field, quotes as they stand."""
    sections = (
        _head(one, record),
        _said(record),
        _texts(record),
        _analysis(record),
        _history(history),
        _origin(one, record, accessed_at),
    )
    return "\n".join(line for section in sections for line in section) + "\n"


def format_moment(when: datetime) -> str:
    """Return a moment in UTC."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _head(one: RecordedProvision, record: Record) -> Iterator[str]:
    held = record.provision
    yield f"{one.document.platform_name}: {record.title}"
    yield f"{one.record_id} of {one.document.record_id}, {record.document}"
    yield f"Category: {record.category}"
    yield f"Severity: {held.severity}"
    yield f"Confidence: {held.confidence}"
    yield f"Basis: {record.basis}"
    yield f"Polarity: {record.polarity}"
    if one.removed_at is not None:
        removed = format_moment(one.removed_at)
        yield f"Not in the document any more since {removed}: its last words follow."


def _said(record: Record) -> Iterator[str]:
    yield from _titled("The document says")
    yield from _quote(record.provision.quote)
    for further in record.provision.further:
        yield "It also says:"
        yield from _quote(further)
    yield from _titled("Particulars")
    for facet in record.facets:
        yield f"{facet.label}: " + (f"“{facet.quote}”" if facet.quote else "not stated")


def _quote(quote: Quote) -> Iterator[str]:
    yield f"“{quote.text}”"
    where = f", under “{quote.section}”" if quote.section else ""
    yield f"(characters {quote.start} to {quote.end} of version.txt{where}; SHA-256 {quote.sha256})"


def _texts(record: Record) -> Iterator[str]:
    texts = record.texts
    parts = [("What it is", texts.what), ("Why it matters", texts.why)]
    parts += [("Interpretive note", texts.note), ("Consumer impact", texts.impact)]
    for title, text in parts:
        if text:
            yield from _titled(title)
            yield fill(text, WIDTH)
    yield from _titled("What you can do")
    for action in texts.actions:
        yield fill(action, WIDTH, initial_indent="- ", subsequent_indent="  ")
    yield fill(record.actions_note, WIDTH)


def _analysis(record: Record) -> Iterator[str]:
    yield from _titled("Institutional analysis")
    for part, title in _PARTS:
        if text := getattr(record.texts.memo, part):
            yield fill(f"{title}: {text}", WIDTH)
    yield from _titled("Regulations that may apply")
    for law in record.regulations:
        yield f"- {law.name} ({law.jurisdiction}): {law.where}"
    yield from _titled("Agencies")
    for who in record.agencies:
        yield f"- {who.name} ({who.jurisdiction}): {who.role} {who.complaint}".rstrip()
    yield fill(record.mapping_note, WIDTH)
    yield f"Texts of this type last looked through on {record.reviewed}."


def _history(history: Sequence[RecordedEvent]) -> Iterator[str]:
    yield from _titled("History")
    if not history:
        yield "Nothing happened to it since it was first tracked."
    for event in history:
        sides = [str(side.severity) for side in (event.before, event.after) if side]
        tied = f", CW-C-{event.change_id:06}" if event.change_id is not None else ""
        graded = " to ".join(dict.fromkeys(sides))
        yield f"- {format_moment(event.happened_at)}: {event.kind} ({graded}){tied}, {event.engine}"
        if event.before is not None:
            yield f"  before: “{event.before.quote.text}”"


def _origin(one: RecordedProvision, record: Record, accessed_at: datetime) -> Iterator[str]:
    version = one.version
    yield from _titled("Where it comes from")
    yield f"Source: {version.source_url}"
    yield f"Archive (nearest capture): {build_archive_link(version)}"
    yield f"Captured: {format_moment(version.captured_at)}"
    for number, sha in enumerate(version.snapshots, 1):
        yield f"SHA-256 of snapshot {number}: {sha}"
    yield f"Version: {version.number}, read by extractor {version.reading.extractor}"
    yield f"Date that the document states: {record.stated_date or 'none'}"
    yield f"First tracked: {format_moment(one.first_tracked_at)}"
    yield f"Last verified: {format_moment(one.last_verified_at)}"
    yield f"Analysis generated: {format_moment(one.judged_at)} by release {record.provision.engine}"
    yield f"Cite as: {cite(one, accessed_at)}"
    yield from _titled("Methodology and limits")
    for text in (record.method, record.disclaimer, record.faq[-1].answer):
        yield fill(text, WIDTH)


def _titled(title: str) -> tuple[str, str, str]:
    return "", title, "-" * len(title)
