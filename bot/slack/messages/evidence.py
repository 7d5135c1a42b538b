"""The last page of a provision's record: its history, comparisons and evidence."""

from collections.abc import Mapping, Sequence

from bot.records.phrases import describe_position
from bot.records.record_view import RecordView
from bot.slack import ids
from bot.slack.messages.blocks import Block, actions, button, context
from bot.slack.messages.escape import escape, escape_copyable, link
from bot.slack.messages.formats import format_count, format_date, format_kind, format_time
from bot.slack.messages.record_parts import render_list
from clausewatch.evidence import build_archive_link, cite
from clausewatch.model.provision_records import RecordedEvent, RecordedProvision
from clausewatch.model.provisions import ProvisionEventKind
from clausewatch.model.record_ids import record_id

MAX_EVENTS = 8
MAX_SIBLINGS = 15


def render_evidence(view: RecordView) -> list[Block]:
    """Return the page of evidence."""
    recorded, record = view.recorded, view.record
    events = [_format_event(event) for event in _join_events(view.history)[:MAX_EVENTS]]
    blocks = [render_list("History", events or [_format_no_history(recorded)])]
    if view.elsewhere:
        others = [format_other_provision(other) for other in view.elsewhere]
        blocks.append(render_list("How other platforms handle this", others))
    blocks.append(_render_buttons(view))
    blocks += _render_related(view)
    blocks.append(render_list("Record", _list_facts(view)))
    blocks.append(context(f"Methodology: {escape(record.method)}"))
    return [*blocks, context(escape(record.faq[-1].answer))]


def _render_buttons(view: RecordView) -> Block:
    """Return the ways to the same clause type elsewhere, and to the last change of this one."""
    clause = view.recorded.provision.clause
    change_id = next((e.change_id for e in view.history if e.change_id is not None), None)
    action_id, line = ids.number_id(ids.RUN_COMMAND, 0), f"compare {clause}"
    buttons = [button("See all platforms", action_id, line, about=view.record.title)]
    if change_id is not None:
        record = record_id("C", change_id)
        action_id = ids.number_id(ids.RUN_COMMAND, 1)
        line = f"change {record}"
        buttons.append(button("View change record", action_id, line, about=record))
    return actions("record.actions", buttons)


def _join_events(history: Sequence[RecordedEvent]) -> list[RecordedEvent]:
    """Return one event for each cause: the first of those that one change or release made."""
    joined: dict[object, RecordedEvent] = {}
    for event in history:
        cause = event.change_id if event.change_id is not None else (event.engine, event.kind)
        joined.setdefault(cause, event)
    return list(joined.values())


def _render_related(view: RecordView) -> list[Block]:
    """Return the other provisions of the document, and the other documents of the platform."""
    document = view.recorded.document
    siblings = [
        _format_sibling(other, view.names)
        for other in view.related
        if other.document.id == document.id and other.id != view.recorded.id
    ]
    documents = dict.fromkeys(
        f"{format_kind(other.document.kind)} · {other.document.record_id}"
        for other in view.related
        if other.document.id != document.id
    )
    blocks = []
    if siblings:
        lines = siblings[:MAX_SIBLINGS]
        blocks.append(render_list("Other provisions of this document", lines))
    if documents:
        blocks.append(render_list("Related documents", list(documents)))
    return blocks


def _format_no_history(recorded: RecordedProvision) -> str:
    since = format_time(recorded.first_tracked_at, with_time=False)
    return f"No changes since {since}."


def _format_event(event: RecordedEvent) -> str:
    """Return one event of a history; one that our own release caused says so."""
    when = format_time(event.happened_at, with_time=False)
    severities = [side.severity.value for side in (event.before, event.after) if side]
    grades = " → ".join(dict.fromkeys(severities))
    if event.kind is ProvisionEventKind.REREAD:
        sides = [side for side in (event.before, event.after) if side]
        changed = dict.fromkeys(describe_position(side.position, side.clause) for side in sides)
        positions = f"; {' → '.join(changed)}" if len(changed) > 1 else ""
        return (
            f"{when}: corrected by release {escape(event.engine, 60)} ({grades}{positions});"
            " document unchanged"
        )
    change = f" · {record_id('C', event.change_id)}" if event.change_id is not None else ""
    quote = event.before.quote.text if event.before else ""
    before = f" · before: “{escape(quote, 160)}”" if quote else ""
    return f"{when}: {event.kind} ({grades}){change}{before}"


def format_other_provision(other: RecordedProvision) -> str:
    """Return a provision as one line: its document, severity, record id and quote."""
    return (
        f"{escape(other.document.name, 120)} · {other.provision.severity} ·"
        f" {other.record_id}: “{escape(other.provision.quote.text, 260)}”"
    )


def _format_sibling(other: RecordedProvision, names: Mapping[str, str]) -> str:
    name = escape(names.get(other.provision.clause, other.provision.clause), 100)
    return f"{name}: {other.provision.severity} · {other.record_id}"


def _list_facts(view: RecordView) -> list[str]:
    """Return the sources, times, hashes and citation of the record."""
    recorded, record = view.recorded, view.record
    version = recorded.version
    engine = escape(recorded.provision.engine, 60)
    stated = format_date(record.stated_date) if record.stated_date else "no date stated"
    archive = build_archive_link(version)
    hashes = ", ".join(version.snapshots)
    stored = "snapshot stored, hash verified" if view.is_intact else "stored bytes NOT verified"
    change_ids = {event.change_id for event in view.history if event.change_id is not None}
    changes = f", {format_count(len(change_ids), 'change')} on record" if change_ids else ""
    quote = "quote verified" if view.has_quote else "quote NOT verified"
    return [
        f"Document {recorded.document.record_id}, last updated: {stated}",
        f"First tracked {format_time(recorded.first_tracked_at)}",
        f"Last verified {format_time(recorded.last_verified_at)}",
        (
            f"{link(version.source_url, 'Source')}, captured {format_time(version.captured_at)} ·"
            f" {link(archive, 'nearest capture in the Wayback Machine')}"
        ),
        f"SHA-256 {escape(hashes, 400)}: {stored}, {quote}{changes}",
        f"Quote SHA-256 {recorded.provision.quote.sha256}",
        f"Analysis generated {format_time(recorded.judged_at)} by release {engine}",
        (
            "Evidence bundle (run by an administrator): `clausewatch evidence"
            f" {recorded.record_id} --out FILE.zip`"
        ),
        f"Cite as: {escape_copyable(cite(recorded, view.accessed_at), 700)}",
    ]
