"""Looking up: a platform's documents as they stand, one document, and the help."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.answers import render_pager
from bot.slack.messages.blocks import Block, Message, actions, button, context, section
from bot.slack.messages.document_status import format_health, format_source_links, format_version
from bot.slack.messages.escape import escape, link
from bot.slack.messages.formats import format_count, format_time
from bot.slack.messages.lists import AnswerPage, format_change
from bot.slack.messages.provision_list import render_provisions
from bot.slack.messages.remedies import RemedyRows
from clausewatch.model.documents import Change, DocumentStatus, Platform
from clausewatch.model.provision_records import RecordedProvision

DOCUMENTS_PER_PAGE = 10
MAX_REMEDY_ROWS = 5
MAX_REMEDY_CHARACTERS = 3_000
"""Characters of their blocks as JSON, so that provisions and changes find room below."""
MAX_CHANGES = 3


@dataclass(frozen=True, slots=True)
class PlatformView:
    """What is on record of a platform for one workspace."""

    key: str
    name: str
    statuses: tuple[DocumentStatus, ...]
    changes: tuple[Change, ...]
    is_watched_here: bool
    provisions: tuple[RecordedProvision, ...] = ()
    """Gravest first."""


def render_platform(shown: PlatformView, page: AnswerPage) -> Message:
    """Return a platform: its documents with their health, its last changes."""
    here = "on this channel's watchlist" if shown.is_watched_here else "not watched here"
    name = escape(shown.name, 100)
    head = f"*{name}*: {format_count(len(shown.statuses), 'document')} on record, {here}"
    blocks: list[Block] = [section(head)]
    page = page.clamp(len(shown.statuses), DOCUMENTS_PER_PAGE)
    documents = shown.statuses[page.number * DOCUMENTS_PER_PAGE :][:DOCUMENTS_PER_PAGE]
    rows = RemedyRows(MAX_REMEDY_ROWS, MAX_REMEDY_CHARACTERS)
    for status in documents:
        blocks += [section(format_document(status)), *rows.render([status])]
    blocks += rows.render_rest()
    blocks += render_pager(page.line, page.number, len(shown.statuses), DOCUMENTS_PER_PAGE)
    if page.number == 0:
        blocks += render_provisions(shown.provisions)
        blocks += _render_last_changes(shown.changes)
    if not shown.is_watched_here:
        blocks.append(_render_watch_row(shown.key))
    return Message(head, tuple(blocks))


def format_document(status: DocumentStatus) -> str:
    """Return a document with what is on record of it, as safe mrkdwn."""
    document = status.document
    lines = [
        f"*{escape(document.kind, 80)}* · {document.record_id} · {format_source_links(status)}",
        *([format_version(status)] if status.version is not None else []),
        format_health(status)[:1].upper() + format_health(status)[1:] + ".",
    ]
    if status.version is not None and status.version.snapshots:
        version = status.version
        sha256 = escape(version.snapshots[0][:12])
        lines.append(f"Captured {format_time(version.captured_at)} · SHA-256 {sha256}")
    return "\n".join(lines)


def render_document(status: DocumentStatus, changes: Sequence[Change]) -> Message:
    """Return one document by its record id."""
    head = f"*{escape(status.document.name, 150)}* · {status.document.record_id}"
    ways = RemedyRows(1, MAX_REMEDY_CHARACTERS).render([status])
    return Message(
        head,
        (section(head), section(format_document(status)), *ways, *_render_last_changes(changes)),
    )


def _render_last_changes(changes: Sequence[Change]) -> list[Block]:
    if not changes:
        return [context("No change is on record yet.")]
    lines = [f"• {format_change(change)}" for change in changes[:MAX_CHANGES]]
    buttons = [
        button(f"Redline {c.record_id}", f"{ids.REDLINE}:{c.id}", str(c.id))
        for c in changes[:MAX_CHANGES]
    ]
    return [section("Last changes\n" + "\n".join(lines)), actions("show.changes", buttons)]


def render_catalogue_platform(known: Platform) -> Message:
    """Return a platform that the catalogue knows and nobody here watches."""
    name = escape(known.name, 100)
    head = f"*{name}* is in the catalogue, but nobody here watches it."
    lines = [
        f"• {escape(document.kind, 80)}: {link(document.urls[0], 'source')}"
        for document in known.documents[:20]
    ]
    note = context("Addresses are from the catalogue and may have moved; a watch reads them anew.")
    listed = "\n".join(lines) or "No document of it is known; send the address of one with `watch`."
    return Message(
        head, (section(head), section(listed[:2_900]), note, _render_watch_row(known.key))
    )


def _render_watch_row(key: str) -> Block:
    line = f'watch "={key}"'
    return actions(
        "show.watch", [button("Watch in this channel", ids.number_id(ids.RUN_COMMAND, 0), line)]
    )
