"""The last page of a record: its history, what others say, and where all of it comes from."""

from collections.abc import Mapping

from bot.slack.messages.blocks import Block, context, counted, moment
from bot.slack.messages.card import day
from bot.slack.messages.escape import copyable, link, mrkdwn
from bot.slack.messages.record_parts import Shown, listed
from clausewatch.evidence import archive_link, cited
from clausewatch.model.provision_records import RecordedEvent, RecordedProvision
from clausewatch.model.provisions import ProvisionEventKind

MOST_HISTORY = 8
MOST_RELATED = 15


def evidence(shown: Shown) -> list[Block]:
    """Return the page of evidence."""
    one, record = shown.recorded, shown.record
    blocks = [listed("History", [_event(e) for e in shown.history[:MOST_HISTORY]] or [_calm(one)])]
    if shown.elsewhere:
        blocks.append(
            listed("How other platforms handle this", [brief(o) for o in shown.elsewhere])
        )
        blocks.append(context(f"`compare {one.provision.clause}` shows all platforms with it."))
    same = [o for o in shown.related if o.document.id == one.document.id and o.id != one.id]
    if same:
        lines = [_short(other, shown.names) for other in same[:MOST_RELATED]]
        blocks.append(listed("Other provisions of this document", lines))
    documents = dict.fromkeys(
        f"{mrkdwn(o.document.kind, 80)} · {o.document.record_id}"
        for o in shown.related
        if o.document.id != one.document.id
    )
    if documents:
        blocks.append(listed("Related documents", list(documents)))
    blocks += [listed("Record", _facts(shown)), context(f"Methodology: {mrkdwn(record.method)}")]
    return [*blocks, context(mrkdwn(record.faq[-1].answer))]


def _calm(one: RecordedProvision) -> str:
    return f"Nothing happened to it since {moment(one.first_tracked_at, with_time=False)}."


def _event(event: RecordedEvent) -> str:
    """Return one thing of a history; what a release of ours did says that it was no change."""
    when = moment(event.happened_at, with_time=False)
    sides = [side.severity.value for side in (event.before, event.after) if side]
    graded = " → ".join(dict.fromkeys(sides))
    if event.kind is ProvisionEventKind.REREAD:
        return (
            f"{when}: re-read by release {mrkdwn(event.engine, 60)} of Clausewatch ({graded});"
            " the document did not change"
        )
    change = f" · CW-C-{event.change_id:06}" if event.change_id is not None else ""
    said = event.before.quote.text if event.before else ""
    was = f" · before: “{mrkdwn(said, 160)}”" if said else ""
    return f"{when}: {event.kind} ({graded}){change}{was}"


def brief(other: RecordedProvision) -> str:
    """Return another provision in one line: whose, how grave, and its words."""
    return (
        f"{mrkdwn(other.document.name, 120)} · {other.provision.severity} ·"
        f" {other.record_id}: “{mrkdwn(other.provision.quote.text, 260)}”"
    )


def _short(other: RecordedProvision, names: Mapping[str, str]) -> str:
    name = mrkdwn(names.get(other.provision.clause, other.provision.clause), 100)
    return f"{name}: {other.provision.severity} · {other.record_id}"


def _facts(shown: Shown) -> list[str]:
    """Return where the record comes from and how it is cited."""
    one, record = shown.recorded, shown.record
    version = one.version
    stated = day(record.stated_date) if record.stated_date else "states no date"
    archived = archive_link(version)
    hashes = ", ".join(sha for sha in version.snapshots)
    stored = "snapshot stored, hash verified" if shown.is_whole else "stored bytes NOT verified"
    tied = {event.change_id for event in shown.history if event.change_id is not None}
    changes = f", {counted(len(tied), 'change')} on record" if tied else ""
    quote_word = "quote verified" if shown.is_quote_there else "quote NOT verified"
    return [
        f"Document {one.document.record_id}, last updated: {stated}",
        f"First tracked {moment(one.first_tracked_at)}",
        f"Last verified {moment(one.last_verified_at)}",
        (
            f"{link(version.source_url, 'Source')}, captured {moment(version.captured_at)} ·"
            f" {link(archived, 'nearest capture in the Wayback Machine')}"
        ),
        f"SHA-256 {mrkdwn(hashes, 400)}: {stored}, {quote_word}{changes}",
        f"Quote SHA-256 {one.provision.quote.sha256}",
        f"Analysis generated {moment(one.judged_at)} by release {mrkdwn(one.provision.engine, 60)}",
        f"For a file: `clausewatch evidence {one.record_id} --out FILE.zip` bundles all of it",
        f"Cite as: {copyable(cited(one, shown.accessed_at), 700)}",
    ]
