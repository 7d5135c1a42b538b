"""The last page of a record: its history, what others say, and where all of it comes from."""

from collections.abc import Mapping

from bot.slack.messages.blocks import Block, context
from bot.slack.messages.escape import escape, escape_copyable, link
from bot.slack.messages.formats import format_count, format_date, format_time
from bot.slack.messages.record_parts import RecordView, render_list
from clausewatch.evidence import build_archive_link, cite
from clausewatch.model.provision_records import RecordedEvent, RecordedProvision
from clausewatch.model.provisions import ProvisionEventKind

MAX_EVENTS = 8
MAX_SIBLINGS = 15


def render_evidence(shown: RecordView) -> list[Block]:
    """Return the page of evidence."""
    one, record = shown.recorded, shown.record
    blocks = [
        render_list(
            "History",
            [_format_event(e) for e in shown.history[:MAX_EVENTS]] or [_format_no_history(one)],
        )
    ]
    if shown.elsewhere:
        blocks.append(
            render_list(
                "How other platforms handle this",
                [format_other_provision(o) for o in shown.elsewhere],
            )
        )
        blocks.append(context(f"`compare {one.provision.clause}` shows all platforms with it."))
    same = [o for o in shown.related if o.document.id == one.document.id and o.id != one.id]
    if same:
        lines = [_format_sibling(other, shown.names) for other in same[:MAX_SIBLINGS]]
        blocks.append(render_list("Other provisions of this document", lines))
    documents = dict.fromkeys(
        f"{escape(o.document.kind, 80)} · {o.document.record_id}"
        for o in shown.related
        if o.document.id != one.document.id
    )
    if documents:
        blocks.append(render_list("Related documents", list(documents)))
    blocks += [
        render_list("Record", _list_facts(shown)),
        context(f"Methodology: {escape(record.method)}"),
    ]
    return [*blocks, context(escape(record.faq[-1].answer))]


def _format_no_history(one: RecordedProvision) -> str:
    return f"Nothing happened to it since {format_time(one.first_tracked_at, with_time=False)}."


def _format_event(event: RecordedEvent) -> str:
    """Return one thing of a history; what a release of ours did says that it was no change."""
    when = format_time(event.happened_at, with_time=False)
    sides = [side.severity.value for side in (event.before, event.after) if side]
    graded = " → ".join(dict.fromkeys(sides))
    if event.kind is ProvisionEventKind.REREAD:
        return (
            f"{when}: re-read by release {escape(event.engine, 60)} of Clausewatch ({graded});"
            " the document did not change"
        )
    change = f" · CW-C-{event.change_id:06}" if event.change_id is not None else ""
    said = event.before.quote.text if event.before else ""
    was = f" · before: “{escape(said, 160)}”" if said else ""
    return f"{when}: {event.kind} ({graded}){change}{was}"


def format_other_provision(other: RecordedProvision) -> str:
    """Return another provision in one line: whose, how grave, and its words."""
    return (
        f"{escape(other.document.name, 120)} · {other.provision.severity} ·"
        f" {other.record_id}: “{escape(other.provision.quote.text, 260)}”"
    )


def _format_sibling(other: RecordedProvision, names: Mapping[str, str]) -> str:
    name = escape(names.get(other.provision.clause, other.provision.clause), 100)
    return f"{name}: {other.provision.severity} · {other.record_id}"


def _list_facts(shown: RecordView) -> list[str]:
    """Return where the record comes from and how it is cited."""
    one, record = shown.recorded, shown.record
    version = one.version
    engine = escape(one.provision.engine, 60)
    stated = format_date(record.stated_date) if record.stated_date else "states no date"
    archived = build_archive_link(version)
    hashes = ", ".join(sha for sha in version.snapshots)
    stored = "snapshot stored, hash verified" if shown.is_whole else "stored bytes NOT verified"
    tied = {event.change_id for event in shown.history if event.change_id is not None}
    changes = f", {format_count(len(tied), 'change')} on record" if tied else ""
    quote_word = "quote verified" if shown.is_quote_there else "quote NOT verified"
    return [
        f"Document {one.document.record_id}, last updated: {stated}",
        f"First tracked {format_time(one.first_tracked_at)}",
        f"Last verified {format_time(one.last_verified_at)}",
        (
            f"{link(version.source_url, 'Source')}, captured {format_time(version.captured_at)} ·"
            f" {link(archived, 'nearest capture in the Wayback Machine')}"
        ),
        f"SHA-256 {escape(hashes, 400)}: {stored}, {quote_word}{changes}",
        f"Quote SHA-256 {one.provision.quote.sha256}",
        f"Analysis generated {format_time(one.judged_at)} by release {engine}",
        f"For a file: `clausewatch evidence {one.record_id} --out FILE.zip` bundles all of it",
        f"Cite as: {escape_copyable(cite(one, shown.accessed_at), 700)}",
    ]
