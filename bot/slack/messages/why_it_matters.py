"""The modal *Why it matters*: what the changed clause is, what it means, and what to do."""

from bot.records.record_view import RecordView
from bot.slack import ids
from bot.slack.messages.blocks import Block, View, context, section
from bot.slack.messages.change_text import format_sentence, format_title
from bot.slack.messages.escape import code, escape, escape_copyable
from bot.slack.messages.formats import format_names
from bot.slack.messages.modal_parts import modal
from bot.slack.messages.record_parts import render_list, render_quote, render_text
from clausewatch.model.changes import Change
from clausewatch.provisions.taxonomy import ClauseType

NO_CLAUSE_TYPE = "Clausewatch doesn't recognise a clause type in this change."
MAX_OTHER_NAMES = 6


def render_skeleton() -> View:
    """Return the view that opens at once, before the record is looked up."""
    return _make_view([section("Loading the clause record…")])


def render_failure(text: str) -> View:
    """Return the view that says why there is no record; `text` is safe mrkdwn."""
    return _make_view([section(text)])


def render_reasons(
    change: Change, clause: ClauseType, record: RecordView | None, command: str
) -> View:
    """Return the record of a clause type as the change leaves it.

    Without a record of the document, the texts of the clause type alone are shown.
    """
    head = f"*{format_title(change)}* · {change.record_id}\n{format_sentence(change)}"
    blocks = [section(head), section(f"*Clause type:* {escape(clause.name, 100)}")]
    blocks += _render_record(record) if record else [render_text("Why it matters", clause.why)]
    others = [
        ("possibly " if impact.is_possible else "") + escape(impact.name, 80)
        for impact in change.comparison.impacts
        if impact.clause != clause.id
    ]
    if others:
        blocks.append(context(f"Also affected: {format_names(others, MAX_OTHER_NAMES)}."))
    if record is not None:
        line = f"{command} show {record.recorded.record_id}"
        blocks.append(context(f"Full record: {code(line)}. Not legal advice."))
    return _make_view(blocks)


def _render_record(view: RecordView) -> list[Block]:
    """Return what it is, why it matters, what it means for an organisation and what to do."""
    record, provision = view.record, view.recorded.provision
    is_removed = view.recorded.removed_at is not None
    label = "Last wording, now removed" if is_removed else "Provision text"
    blocks = [render_quote(label, provision.quote)]
    if not is_removed:
        blocks.append(render_text("What it is", record.texts.what))
    blocks.append(render_text("Why it matters", record.texts.why))
    blocks.append(render_text("For your organisation", record.texts.memo.contracts))
    if record.texts.actions:
        steps = [escape_copyable(action, 500) for action in record.texts.actions]
        blocks.append(render_list("What you can do", steps))
    agencies = [f"{escape(a.name, 120)}: {escape(a.role, 300)}" for a in record.agencies]
    if agencies:
        blocks.append(render_list("Agencies", agencies))
    return blocks


def _make_view(blocks: list[Block]) -> View:
    return modal("Why it matters", blocks, callback_id=ids.WHY_VIEW)
