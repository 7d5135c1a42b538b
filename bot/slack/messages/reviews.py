"""The review of a change: its status line, buttons, modal, thread notes and the audit log."""

import json
from datetime import date

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    Message,
    View,
    actions,
    button,
    menu,
    pack_lines,
    section,
)
from bot.slack.messages.deadlines import render_upcoming
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count, format_date, format_member, format_time
from bot.slack.messages.modal_parts import (
    date_picker,
    input_block,
    modal,
    static_select,
    text_area,
    user_select,
)
from clausewatch.model.changes import Change
from clausewatch.model.documents import title_kind
from clausewatch.model.record_ids import record_id
from clausewatch.model.reviews import Review, ReviewStatus, ReviewStep
from clausewatch.notifications.events import ChangeReviewed, ReviewReminder, WaitingChange

MUTE_DAYS = 7
UPDATE, DENY, MUTE, UNMUTE, UNDO = "update", "deny", "mute", "unmute", "undo"
OPEN = "open"
"""Verbs in the values of a menu; a colon and the change follow."""
MAX_NOTE_CHARACTERS = 1_000
MAX_LINE_CHARACTERS = 300
"""Of a note where the review is one line among others."""
DENIAL_ROW = "denial:"
"""Prefix of the block id of the answer to *Not a change*."""
STATUS_LABELS = {
    ReviewStatus.OPEN: "Open",
    ReviewStatus.ACKNOWLEDGED: "Acknowledged",
    ReviewStatus.ACCEPTED: "Accepted",
    ReviewStatus.ACTION_NEEDED: "Action needed",
    ReviewStatus.NOT_A_CHANGE: "Not a change",
}
STATUS_CHOICES = (
    ("Open: no decision yet", ReviewStatus.OPEN),
    ("Acknowledged: read, nothing to do", ReviewStatus.ACKNOWLEDGED),
    ("Accepted: we agree to the new terms", ReviewStatus.ACCEPTED),
    ("Action needed: someone must act", ReviewStatus.ACTION_NEEDED),
    ("Not a change: a false alert", ReviewStatus.NOT_A_CHANGE),
)


def format_review(review: Review) -> str:
    """Return the status, who set it and when, then assignee and due date, as safe mrkdwn."""
    when = f", {format_time(review.updated_at)}" if review.updated_at else ""
    lines = [format_decision(review, f" by {format_member(review.user_id)}{when}")]
    if review.note:
        lines.append(f"Note: {escape(review.note, MAX_NOTE_CHARACTERS)}")
    return "\n".join(lines)


def format_decision(review: Review, by: str = "") -> str:
    """Return status, assignee and due date as safe mrkdwn; `by` follows the status."""
    parts = [f"*{STATUS_LABELS[review.status]}*{by}"]
    if review.assignee:
        parts.append(f"assigned to {format_member(review.assignee)}")
    if review.due_on is not None:
        parts.append(f"due {format_date(review.due_on)}")
    return " · ".join(parts)


def format_step_note(event: ChangeReviewed) -> str:
    """Return what a person decided, as the thread of the card shows it."""
    review, person = event.review, format_member(event.user_id)
    note = f"\nNote: {escape(review.note, MAX_NOTE_CHARACTERS)}" if review.note else ""
    if event.is_undo:
        return f"undone by {person}, now {format_decision(review)}.{note}"
    return f"{format_decision(review, f' by {person}')}.{note}"


def format_waiting(change: WaitingChange, today: date) -> str:
    """Return a waiting change as one line of a reminder."""
    review = Review(change.status, change.assignee, due_on=change.due_on)
    overdue = " · *overdue*" if review.is_overdue(today) else ""
    record = record_id("C", change.change_id)
    severity = change.severity.capitalize()
    return f"{severity} · {escape(change.name, 150)} ({record}): {format_decision(review)}{overdue}"


def render_review_button(change: Change) -> Block:
    """Return *Mark reviewed* for an open change, and *Update review* for a decided one."""
    name = f"{change.document.name}, {change.record_id}"
    value = str(change.id)
    if change.review.status is ReviewStatus.OPEN:
        return button("Mark reviewed", f"{ids.MARK_REVIEWED}:{value}", value, about=name)
    return button("Update review", f"{ids.UPDATE_REVIEW}:{value}", value, about=name)


def render_change_menu(
    change: Change, *, is_muted: bool | None = None, has_site: bool = False
) -> Block:
    """Return the menu of a change: assign and decide, not a change, mute, undo.

    `is_muted` is None if the change is shown outside of a channel, which alone can mute. With
    `has_site` the change has a page, and the menu opens it.
    """
    items = [("Open record", OPEN)] if has_site else []
    items.append(("Assign, add a note or a due date", UPDATE))
    if change.review.status is not ReviewStatus.NOT_A_CHANGE:
        items.append(("Not a change", DENY))
    if is_muted is not None:
        mute = (f"Mute {MUTE_DAYS} days", MUTE)
        items.append(("Unmute", UNMUTE) if is_muted else mute)
    if change.review.can_undo:
        items.append(("Undo the last review step", UNDO))
    choices = [(label, f"{item}:{change.id}") for label, item in items]
    return menu(f"{ids.CARD_MENU}:{change.id}", choices)


def render_review_modal(change: Change, channel_id: str = "") -> View:
    """Return the *Review* modal, filled in with the present review."""
    review = change.review
    lead = f"*{escape(change.document.name, 150)}* · {change.record_id}"
    assignee = user_select(ids.REVIEW_FIELD, "Choose a person", review.assignee)
    due = date_picker(ids.REVIEW_FIELD, review.due_on)
    note = text_area(ids.REVIEW_FIELD, review.note, MAX_NOTE_CHARACTERS)
    status = static_select(ids.REVIEW_FIELD, STATUS_CHOICES, review.status)
    blocks = [
        section(f"{lead}\n{format_review(review)}" if review.step_id else lead),
        input_block(ids.STATUS_BLOCK, "Status", status),
        input_block(ids.ASSIGNEE_BLOCK, "Assignee", assignee, is_optional=True),
        input_block(ids.DUE_BLOCK, "Due date", due, is_optional=True),
        input_block(ids.NOTE_BLOCK, "Note", note, is_optional=True),
    ]
    metadata = {"change": change.id, "step": review.step_id, "channel": channel_id}
    return modal(
        "Review change",
        blocks,
        submit="Save",
        close="Cancel",
        callback_id=ids.REVIEW_VIEW,
        private_metadata=json.dumps(metadata),
    )


def render_due_buttons(change: WaitingChange) -> Block:
    """Return the buttons of a reminder for one person."""
    value = str(change.change_id)
    redline = button("View redline", f"{ids.REDLINE}:{value}", value, about=change.name)
    update = button("Update review", f"{ids.UPDATE_REVIEW}:{value}", value, about=change.name)
    return actions(f"due:{value}", [update, redline])


def render_reminder(reminder: ReviewReminder) -> list[Block]:
    """Return the waiting changes below the changes of a digest."""
    lines = [f"*To review in this channel*: {format_count(reminder.count, 'change')}"]
    lines += [f"• {format_waiting(change, reminder.on)}" for change in reminder.changes]
    if reminder.count > len(reminder.changes):
        lines.append(f"• and {reminder.count - len(reminder.changes)} more")
    texts = pack_lines(lines)
    row = actions("reminder.actions", [button("Open the worklist", ids.RUN_COMMAND, "review")])
    upcoming = render_upcoming(reminder.upcoming, reminder.on)
    return [*(section(text) for text in texts), *upcoming, row]


def render_conflict(change: Change, wanted: Review) -> Message:
    """Return the answer to a person whose decision came after another person's."""
    typed = f"\nYour note: {escape(wanted.note, MAX_NOTE_CHARACTERS)}" if wanted.note else ""
    text = (
        f"Someone updated {change.record_id} while you were editing, so your entries weren't"
        f" saved. It's now: {format_review(change.review)}{typed}"
    )
    row = actions(
        f"conflict:{change.id}", [button("Edit again", ids.UPDATE_REVIEW, str(change.id))]
    )
    return Message(text, (section(text), row))


def render_not_open(change: Change) -> Message:
    """Return the answer to *Mark reviewed* on a change that has a decision already."""
    text = f"{change.record_id} already has a decision. {format_review(change.review)}"
    row = actions(
        f"decided:{change.id}", [button("Update review", ids.UPDATE_REVIEW, str(change.id))]
    )
    return Message(text, (section(text), row))


def render_denial(change: Change) -> Message:
    """Return the answer to a person who marked a change as not a change."""
    text = (
        f"Thanks. Marked {change.record_id} as not a change. The record is kept so that your"
        " administrator can improve detection."
    )
    row = actions(
        f"denial:{change.id}", [button("Undo", ids.UNDO_REVIEW, _make_undo_value(change))]
    )
    return Message(text, (section(text), row))


def _make_undo_value(change: Change) -> str:
    """Return the value of *Undo*, which undoes this step and no later one."""
    return f"{change.id}:{change.review.step_id}"


def format_step(step: ReviewStep) -> str:
    """Return a step of the log: when, who, on what change, and what differs from before."""
    review = step.review
    when = format_time(review.updated_at) if review.updated_at else ""
    name = escape(f"{step.platform_name} {title_kind(step.document_kind)}", 150)
    return (
        f"{when} · {format_member(review.user_id)} · {name} ({step.change_record_id}):"
        f" {format_difference(step)}"
    )


def format_difference(step: ReviewStep) -> str:
    """Return what a step altered, as safe mrkdwn."""
    review, previous = step.review, step.previous
    parts = []
    if review.status is not previous.status:
        before, after = STATUS_LABELS[previous.status], STATUS_LABELS[review.status]
        parts.append(f"{before} → *{after}*")
    if review.assignee != previous.assignee:
        person = format_member(review.assignee)
        parts.append(f"assigned to {person}" if review.assignee else "assignee removed")
    if review.due_on != previous.due_on:
        parts.append(f"due {format_date(review.due_on)}" if review.due_on else "due date removed")
    if review.note != previous.note:
        note = escape(review.note, MAX_LINE_CHARACTERS)
        parts.append(f"note: “{note}”" if review.note else "note removed")
    text = "; ".join(parts) or "no difference"
    return f"undone: {text}" if step.is_undo else text
