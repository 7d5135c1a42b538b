"""Renders every field of a record as plain text, for a file that outlives the channel."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from textwrap import fill

from clausewatch.evidence.citation import build_archive_link, cite
from clausewatch.model.provision_records import RecordedEvent, RecordedProvision
from clausewatch.model.provisions import Quote
from clausewatch.model.record_ids import record_id
from clausewatch.provisions.record import Record

WIDTH = 96
_MEMO_TITLES = (
    ("landscape", "Regulatory landscape"),
    ("exposure", "Governance exposure"),
    ("jurisdictions", "Jurisdiction flags"),
    ("contracts", "Contract and vendor implications"),
    ("compliance", "Compliance considerations"),
)


def render_record(
    recorded: RecordedProvision,
    record: Record,
    history: Sequence[RecordedEvent],
    accessed_at: datetime,
) -> str:
    """Return the record as text, with each field on its own line and verbatim quotes."""
    sections = (
        _render_header(recorded, record),
        _render_quotes(record),
        _render_texts(record),
        _render_analysis(record),
        _render_history(history),
        _render_origin(recorded, record, accessed_at),
    )
    return "\n".join(line for section in sections for line in section) + "\n"


def format_moment(moment: datetime) -> str:
    """Return a moment in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _render_header(recorded: RecordedProvision, record: Record) -> Iterator[str]:
    provision = record.provision
    yield f"{recorded.document.platform_name}: {record.title}"
    yield f"{recorded.record_id} of {recorded.document.record_id}, {record.document}"
    yield f"Category: {record.category}"
    yield f"Severity: {provision.severity}"
    yield f"Confidence: {provision.confidence}"
    yield f"Basis: {record.basis}"
    yield f"Position: {record.polarity}"
    if recorded.removed_at is not None:
        removed = format_moment(recorded.removed_at)
        yield f"Removed from the document on {removed}. Its last wording follows."


def _render_quotes(record: Record) -> Iterator[str]:
    yield from _render_title("Provision text")
    yield from _render_quote(record.provision.quote)
    for further in record.provision.further:
        yield "It also says:"
        yield from _render_quote(further)
    yield from _render_title("Details")
    for facet in record.facets:
        yield f"{facet.label}: " + (f"“{facet.quote}”" if facet.quote else "not stated")


def _render_quote(quote: Quote) -> Iterator[str]:
    yield f"“{quote.text}”"
    section = f", under “{quote.section}”" if quote.section else ""
    position = f"characters {quote.start} to {quote.end} of version.txt"
    yield f"({position}{section}; SHA-256 {quote.sha256})"


def _render_texts(record: Record) -> Iterator[str]:
    texts = record.texts
    titled = [("What it is", texts.what), ("Why it matters", texts.why)]
    titled += [("Interpretive note", texts.note), ("Consumer impact", texts.impact)]
    for title, text in titled:
        if text:
            yield from _render_title(title)
            yield fill(text, WIDTH)
    yield from _render_title("What you can do")
    for action in texts.actions:
        yield fill(action, WIDTH, initial_indent="- ", subsequent_indent="  ")
    yield fill(record.actions_note, WIDTH)


def _render_analysis(record: Record) -> Iterator[str]:
    yield from _render_title("Institutional analysis")
    for part, title in _MEMO_TITLES:
        if text := getattr(record.texts.memo, part):
            yield fill(f"{title}: {text}", WIDTH)
    yield from _render_title("Regulations that may apply")
    for regulation in record.regulations:
        yield f"- {regulation.name} ({regulation.jurisdiction}): {regulation.where}"
    yield from _render_title("Agencies")
    for agency in record.agencies:
        line = f"- {agency.name} ({agency.jurisdiction}): {agency.role} {agency.complaint}"
        yield line.rstrip()
    yield fill(record.mapping_note, WIDTH)
    yield f"The texts of this clause type were last reviewed on {record.reviewed}."


def _render_history(history: Sequence[RecordedEvent]) -> Iterator[str]:
    yield from _render_title("History")
    if not history:
        yield "No changes since it was first tracked."
    for event in history:
        severities = [str(side.severity) for side in (event.before, event.after) if side]
        change = f", {record_id('C', event.change_id)}" if event.change_id is not None else ""
        severity = " to ".join(dict.fromkeys(severities))
        moment = format_moment(event.happened_at)
        yield f"- {moment}: {event.kind} ({severity}){change}, {event.engine}"
        if event.before is not None:
            yield f"  before: “{event.before.quote.text}”"


def _render_origin(
    recorded: RecordedProvision, record: Record, accessed_at: datetime
) -> Iterator[str]:
    version = recorded.version
    yield from _render_title("Source and capture")
    yield f"Source: {version.source_url}"
    yield f"Archive (nearest capture): {build_archive_link(version)}"
    yield f"Captured: {format_moment(version.captured_at)}"
    for number, sha256 in enumerate(version.snapshots, 1):
        yield f"SHA-256 of snapshot {number}: {sha256}"
    yield f"Version: {version.number}, read by extractor {version.reading.extractor}"
    yield f"Date that the document states: {record.stated_date or 'none'}"
    yield f"First tracked: {format_moment(recorded.first_tracked_at)}"
    yield f"Last verified: {format_moment(recorded.last_verified_at)}"
    analysed = format_moment(recorded.judged_at)
    yield f"Analysis generated: {analysed} by release {record.provision.engine}"
    yield f"Cite as: {cite(recorded, accessed_at)}"
    yield from _render_title("Methodology and limits")
    for text in (record.method, record.disclaimer, record.faq[-1].answer):
        yield fill(text, WIDTH)


def _render_title(title: str) -> tuple[str, str, str]:
    return "", title, "-" * len(title)
