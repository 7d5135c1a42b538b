"""Answers to `show`: a platform with its documents, and one document."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.answers import AnswerPage, render_pager
from bot.slack.messages.blocks import (
    MAX_TEXT_CHARACTERS,
    Block,
    Message,
    actions,
    button,
    context,
    section,
)
from bot.slack.messages.deadlines import render_term_dates
from bot.slack.messages.document_status import format_health, format_source_links, format_version
from bot.slack.messages.escape import escape, link
from bot.slack.messages.formats import format_count, format_kind, format_time
from bot.slack.messages.lists import format_change
from bot.slack.messages.provision_list import render_provisions
from bot.slack.messages.remedies import RemedyRows
from clausewatch.model.changes import Change
from clausewatch.model.documents import DocumentStatus, Platform
from clausewatch.model.provision_records import RecordedProvision
from clausewatch.model.term_dates import TermDate

DOCUMENTS_PER_PAGE = 10
MAX_REMEDY_ROWS = 5
MAX_REMEDY_CHARACTERS = 3_000
"""Of the blocks of all remedies as JSON, which leaves room for provisions and changes."""
MAX_CHANGES = 3
MAX_CATALOGUE_DOCUMENTS = 20


@dataclass(frozen=True, slots=True)
class PlatformView:
    """The records of a platform that one workspace sees."""

    key: str
    name: str
    statuses: tuple[DocumentStatus, ...]
    changes: tuple[Change, ...]
    is_watched_here: bool
    provisions: tuple[RecordedProvision, ...] = ()
    """Highest severity first."""


def render_platform(view: PlatformView, page: AnswerPage) -> Message:
    """Return a platform: its documents with their health; on page 0 provisions and changes too."""
    scope = "on this channel's watchlist" if view.is_watched_here else "not watched here"
    name = escape(view.name, 100)
    head = f"*{name}*: {format_count(len(view.statuses), 'document')} stored, {scope}"
    blocks: list[Block] = [section(head)]
    page = page.clamp(len(view.statuses), DOCUMENTS_PER_PAGE)
    documents = view.statuses[page.number * DOCUMENTS_PER_PAGE :][:DOCUMENTS_PER_PAGE]
    rows = RemedyRows(MAX_REMEDY_ROWS, MAX_REMEDY_CHARACTERS)
    for status in documents:
        blocks += [section(format_document(status)), *rows.render([status])]
    blocks += rows.render_rest()
    blocks += render_pager(page.line, page.number, len(view.statuses), DOCUMENTS_PER_PAGE)
    if page.number == 0:
        blocks += render_provisions(view.provisions)
        blocks += _render_last_changes(view.changes)
    if not view.is_watched_here:
        blocks.append(_render_watch_row(view.key))
    return Message(head, tuple(blocks))


def format_document(status: DocumentStatus) -> str:
    """Return a document with its version and health, as safe mrkdwn."""
    document, health = status.document, format_health(status)
    lines = [
        f"*{format_kind(document.kind)}* · {document.record_id} · {format_source_links(status)}",
        *([format_version(status)] if status.version is not None else []),
        f"{health[:1].upper()}{health[1:]}.",
    ]
    if status.version is not None and status.version.snapshots:
        version = status.version
        sha256 = escape(version.snapshots[0][:12])
        lines.append(f"Captured {format_time(version.captured_at)} · SHA-256 {sha256}")
    return "\n".join(lines)


def render_document(
    status: DocumentStatus, changes: Sequence[Change], dates: Sequence[TermDate] = ()
) -> Message:
    """Return one document with its last changes, and the deadlines and periods that it states."""
    head = f"*{escape(status.document.name, 150)}* · {status.document.record_id}"
    remedies = RemedyRows(1, MAX_REMEDY_CHARACTERS).render([status])
    blocks = [section(format_document(status)), *render_term_dates(dates), *remedies]
    return Message(head, (section(head), *blocks, *_render_last_changes(changes)))


def _render_last_changes(changes: Sequence[Change]) -> list[Block]:
    if not changes:
        return [context("No changes recorded yet.")]
    last = changes[:MAX_CHANGES]
    lines = [f"• {format_change(change)}" for change in last]
    buttons = [
        button(f"Redline {change.record_id}", f"{ids.REDLINE}:{change.id}", str(change.id))
        for change in last
    ]
    return [section("Last changes\n" + "\n".join(lines)), actions("show.changes", buttons)]


def render_catalogue_platform(platform: Platform) -> Message:
    """Return a platform of the catalogue that the workspace does not watch."""
    name = escape(platform.name, 100)
    head = f"*{name}* is in the catalogue but isn't being watched."
    lines = [
        f"• {format_kind(document.kind)}: {link(document.urls[0], 'source')}"
        for document in platform.documents[:MAX_CATALOGUE_DOCUMENTS]
    ]
    note = context("URLs may be out of date. They're checked when you add the platform.")
    text = (
        "\n".join(lines)
        or "The catalogue lists no documents for it. Add one by its URL with `watch`."
    )
    row = _render_watch_row(platform.key)
    return Message(head, (section(head), section(text[:MAX_TEXT_CHARACTERS]), note, row))


def _render_watch_row(key: str) -> Block:
    action_id, line = ids.number_id(ids.RUN_COMMAND, 0), f'watch "{ids.KEY_PREFIX}{key}"'
    return actions("show.watch", [button("Watch in this channel", action_id, line)])
