"""Looking up: a platform's documents as they stand, one document, and the help."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.answers import turner
from bot.slack.messages.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    counted,
    moment,
    section,
)
from bot.slack.messages.document_status import facts, source, standing
from bot.slack.messages.escape import link, mrkdwn
from bot.slack.messages.lists import Paged, summary_line
from bot.slack.messages.provision_list import provision_lines
from bot.slack.messages.remedies import Rows
from clausewatch.model.documents import Change, DocumentStatus, Platform
from clausewatch.model.provision_records import RecordedProvision

DOCUMENTS_PER_PAGE = 10
MOST_ROWS = 5
MOST_OF_ROWS = 3_000
"""Characters of their blocks as JSON, so that provisions and changes find room below."""
MOST_CHANGES = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on record of a platform for one workspace."""

    key: str
    name: str
    statuses: tuple[DocumentStatus, ...]
    changes: tuple[Change, ...]
    is_watched_here: bool
    provisions: tuple[RecordedProvision, ...] = ()
    """Gravest first."""


def platform(shown: Shown, page: Paged) -> Message:
    """Return a platform: its documents with their health, its last changes."""
    here = "on this channel's watchlist" if shown.is_watched_here else "not watched here"
    name = mrkdwn(shown.name, 100)
    head = f"*{name}*: {counted(len(shown.statuses), 'document')} on record, {here}"
    blocks: list[Block] = [section(head)]
    page = page.within(len(shown.statuses), DOCUMENTS_PER_PAGE)
    documents = shown.statuses[page.number * DOCUMENTS_PER_PAGE :][:DOCUMENTS_PER_PAGE]
    rows = Rows(MOST_ROWS, MOST_OF_ROWS)
    for status in documents:
        blocks += [section(document_text(status)), *rows.of([status])]
    blocks += rows.rest()
    blocks += turner(page.line, page.number, len(shown.statuses), DOCUMENTS_PER_PAGE)
    if page.number == 0:
        blocks += provision_lines(shown.provisions)
        blocks += _last_changes(shown.changes)
    if not shown.is_watched_here:
        blocks.append(_watch_row(shown.key))
    return Message(head, tuple(blocks))


def document_text(status: DocumentStatus) -> str:
    """Return a document with what is on record of it, as safe mrkdwn."""
    document = status.document
    lines = [
        f"*{mrkdwn(document.kind, 80)}* · {document.record_id} · {source(status)}",
        *([facts(status)] if status.version is not None else []),
        standing(status)[:1].upper() + standing(status)[1:] + ".",
    ]
    if status.version is not None and status.version.snapshots:
        version = status.version
        lines.append(
            f"Captured {moment(version.captured_at)} · SHA-256 {mrkdwn(version.snapshots[0][:12])}"
        )
    return "\n".join(lines)


def document(status: DocumentStatus, changes: Sequence[Change]) -> Message:
    """Return one document by its record id."""
    head = f"*{mrkdwn(status.document.name, 150)}* · {status.document.record_id}"
    ways = Rows(1, MOST_OF_ROWS).of([status])
    return Message(
        head, (section(head), section(document_text(status)), *ways, *_last_changes(changes))
    )


def _last_changes(changes: Sequence[Change]) -> list[Block]:
    if not changes:
        return [context("No change is on record yet.")]
    lines = [f"• {summary_line(change)}" for change in changes[:MOST_CHANGES]]
    buttons = [
        button(f"Redline {c.record_id}", f"{ids.REDLINE}:{c.id}", str(c.id))
        for c in changes[:MOST_CHANGES]
    ]
    return [section("Last changes\n" + "\n".join(lines)), actions("show.changes", buttons)]


def catalogued(known: Platform) -> Message:
    """Return a platform that the catalogue knows and nobody here watches."""
    name = mrkdwn(known.name, 100)
    head = f"*{name}* is in the catalogue, but nobody here watches it."
    lines = [
        f"• {mrkdwn(document.kind, 80)}: {link(document.urls[0], 'source')}"
        for document in known.documents[:20]
    ]
    note = context("Addresses are from the catalogue and may have moved; a watch reads them anew.")
    listed = "\n".join(lines) or "No document of it is known; send the address of one with `watch`."
    return Message(head, (section(head), section(listed[:2_900]), note, _watch_row(known.key)))


def _watch_row(key: str) -> Block:
    line = f'watch "={key}"'
    return actions("show.watch", [button("Watch in this channel", ids.numbered(ids.RUN, 0), line)])
