"""Short posts beside the cards: thread notes, health of documents, results of first checks."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.records.phrases import describe_position, name_clause
from bot.slack.messages.blocks import Block, Message, context, count_characters, section
from bot.slack.messages.deadlines import format_announced, format_reminder
from bot.slack.messages.document_status import format_pause_reason
from bot.slack.messages.escape import escape, escape_copyable, format_url, link
from bot.slack.messages.event_text import format_event, format_version
from bot.slack.messages.findings import format_findings, render_show_buttons
from bot.slack.messages.formats import format_kind
from bot.slack.messages.remedies import render_doubt, render_named_remedies, render_remedies
from bot.slack.messages.reviews import format_step_note, format_waiting, render_due_buttons
from clausewatch.model.announcements import AnnouncedTerms
from clausewatch.model.changes import Change
from clausewatch.model.documents import Document
from clausewatch.model.reading import Remark
from clausewatch.notifications.deliveries import Delivery
from clausewatch.notifications.events import (
    AssigneeReminder,
    BecameUnreadable,
    BrowserRemedy,
    ChangeReviewed,
    ChannelPaused,
    DeadlineReminder,
    DocumentEvent,
    FirstRead,
    FirstReadFailed,
    OtherPage,
    ProvisionCorrected,
    Remedy,
    TermsEvent,
    TextSeenAgain,
    TookEffect,
)

MAX_LINE_CHARACTERS = 400
MAX_ANNOUNCED = 2
"""Deadlines that the note on a first version names; a reminder comes for each."""
MAX_SENTENCES = 5
"""On how announced terms differ; nothing else tells them while they are only announced."""
SELF_EXPLANATORY_CODES = frozenset(
    {"gone", "refused", "forbidden", "too large", "unreachable", "unreadable"}
)
"""Codes of failed first checks whose reason says what to do."""
MAX_TEXT_CHARACTERS = 2_800
MAX_ROW_CHARACTERS = 4_500
"""Of the buttons of a message as JSON; beyond it, the next line starts another message."""
DIRECT_NOTICE = (
    " You're receiving this because you last edited its watchlist. I won't message you"
    " again about it."
)


def format_note(delivery: Delivery) -> str:
    """Return a delivery as one line of safe mrkdwn."""
    event, change, document = delivery.event, delivery.change, delivery.document
    if isinstance(event, ChannelPaused):
        return _format_channel_note(event)
    if isinstance(event, DeadlineReminder):
        return format_reminder(event)
    if isinstance(event, AssigneeReminder):
        return f"A change assigned to you is due. {format_waiting(event.change, event.on)}."
    if isinstance(event, ProvisionCorrected) and change is not None:
        return _format_correction(event, change)
    if isinstance(event, ChangeReviewed | TermsEvent) and change is not None:
        return _format_change_note(event, change)
    if isinstance(event, DocumentEvent) and document is not None:
        note = _format_document_note(event, document)
        return "\n".join(filter(None, (note, format_findings(delivery.findings))))
    raise ValueError(f"a delivery of {event} is not a note")


def _format_channel_note(event: ChannelPaused) -> str:
    reason = format_pause_reason(event.code)
    line = (
        f"I can't post in <#{escape(event.slack_id, 40)}>: {reason}. Alerts are queued"
        " and retried hourly."
    )
    return f"{line}{DIRECT_NOTICE}" if event.is_direct else line


def _format_correction(event: ProvisionCorrected, change: Change) -> str:
    """Return what the record of a reviewed change said, and what it says now."""
    readings = (
        f"{describe_position(position, event.clause)}, {severity} severity" if position else "none"
        for position, severity in zip((event.before, event.after), event.severities, strict=True)
    )
    before, after = readings
    return (
        f"Correction to {escape(change.document.name, 150)} ({change.record_id}), which was"
        f" reviewed on an earlier analysis of {name_clause(event.clause)}. Before: {before}."
        f" Now: {after}. The document did not change."
    )


def _format_change_note(event: ChangeReviewed | TermsEvent, change: Change) -> str:
    name = f"{escape(change.document.name, 150)} ({change.record_id})"
    if isinstance(event, ChangeReviewed):
        return f"{name}: {format_step_note(event)}"
    if isinstance(event, TookEffect):
        return f"{name}: {format_event(event)}"
    text = escape_copyable(format_version(event.version), MAX_LINE_CHARACTERS)
    if isinstance(event, TextSeenAgain):
        return f"{name}: {text} has reappeared. I'll let you know if it persists."
    return f"{name}: reverted. {text[:1].upper()}{text[1:]} is the current version again."


def _format_document_note(event: DocumentEvent, document: Document) -> str:
    name = escape(document.name, 150)
    text = escape_copyable(format_event(event), MAX_LINE_CHARACTERS)
    match event:
        case FirstRead():
            source = link(document.urls[0], "source")
            lines = [f"{name}: monitoring started. {text} · {source} · {document.record_id}"]
            lines += map(format_announced, event.announced[:MAX_ANNOUNCED])
            lines += [_format_following(event.following)] if event.following else []
            lines += [_format_remark(event.remark)] if event.remark else []
            return "\n".join(lines)
        case FirstReadFailed():
            advice = _format_remedies(event.remedies) or _format_advice(event.code, document)
            parts = [
                f"{name}: couldn't be retrieved.",
                format_sentence(text),
                advice,
                "I'll keep trying.",
            ]
        case BecameUnreadable():
            consequence = "Changes to it may be missed until it's fixed."
            remedies = _format_remedies(event.remedies)
            parts = [f"{name} is unavailable.", format_sentence(text), consequence, remedies]
        case _:
            return f"{name}: {text}"
    return " ".join(filter(None, parts))


def _format_following(terms: AnnouncedTerms) -> str:
    """Return how the terms that a first page links to differ from its own."""
    headline = terms.summary[0] if terms.summary else ""
    others = (text for text in terms.summary[1:] if _find_last_quote(text) not in headline)
    sentences = [escape(text, MAX_LINE_CHARACTERS) for text in (headline, *others)]
    told = " ".join(sentences[:MAX_SENTENCES])
    return f"*What will change:* {told} {link(terms.url, 'announced text')}"


def _find_last_quote(text: str) -> str:
    """Return what a sentence quotes last, without the full stop; all of it without a quote."""
    return text.rpartition("“")[2].rstrip("”.")


def _format_remark(remark: Remark) -> str:
    """Return a remark on a first version, and what is asked of the channel."""
    reason = escape_copyable(format_sentence(remark.reason), MAX_LINE_CHARACTERS)
    if not remark.is_doubt:
        return f"{reason} I'm watching the rest from now on."
    return f"{reason} I'm watching it from now on. Is this the policy?"


def _format_advice(code: str, document: Document) -> str:
    """Return what a person can do about a first check that failed; empty if the reason says it."""
    if code in SELF_EXPLANATORY_CODES:
        return ""
    if code == "login":
        return "I can't watch a policy behind a login. Update the URL to a public page."
    return f"{link(document.urls[0], 'Open the page')}. If it has moved, update the URL."


def _format_remedies(remedies: Sequence[Remedy]) -> str:
    """Return what may help, as safe mrkdwn; empty if nothing was found."""
    pages = ", ".join(
        f"{format_kind(page.kind)} {format_url(page.url)}"
        for page in remedies
        if isinstance(page, OtherPage)
    )
    if pages:
        return f"Possible replacements: {pages}. Choose one to watch."
    is_rendering = BrowserRemedy.RENDER in remedies
    return "This page may need JavaScript. Try browser mode." if is_rendering else ""


def format_sentence(text: str) -> str:
    """Return a clause or sentence with a capital letter and one full stop."""
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def render_note(delivery: Delivery) -> Message:
    """Return a delivery as a message of its own."""
    text, event, document = format_note(delivery), delivery.event, delivery.document
    blocks: list[Block] = [section(text)]
    if isinstance(event, FirstReadFailed | BecameUnreadable) and document is not None:
        blocks.append(render_remedies(document, event.code, event.remedies))
    if isinstance(event, FirstRead) and event.remark is not None and document is not None:
        blocks.append(render_doubt(document))
    if isinstance(event, AssigneeReminder):
        blocks.append(render_due_buttons(event.change))
    blocks += render_show_buttons((delivery,))
    return Message(text, tuple(blocks))


def render_notes(deliveries: tuple[Delivery, ...]) -> tuple[Message, ...]:
    """Return several deliveries as lines of as few messages as possible.

    Below the lines of a message, each document that was not read has its name and remedies.
    """
    drafts = [_MessageDraft()]
    for delivery in deliveries:
        line = f"• {format_note(delivery)}"
        if not drafts[-1].has_room(line):
            drafts.append(_MessageDraft())
        drafts[-1].add(line, delivery)
    messages = [draft.build() for draft in drafts]
    last = messages[-1]
    messages[-1] = Message(last.text, (*last.blocks, *render_show_buttons(deliveries)))
    return tuple(messages)


@dataclass(slots=True)
class _MessageDraft:
    """A message to which lines are added."""

    lines: list[str] = field(default_factory=list)
    rows: list[Block] = field(default_factory=list)

    def has_room(self, line: str) -> bool:
        """Return whether the message takes another line with its buttons."""
        is_short = sum(map(len, self.lines)) + len(line) + len(self.lines) <= MAX_TEXT_CHARACTERS
        return not self.lines or (is_short and count_characters(self.rows) < MAX_ROW_CHARACTERS)

    def add(self, line: str, delivery: Delivery) -> None:
        """Add the line of a delivery and its remedies."""
        self.lines.append(line)
        event, document = delivery.event, delivery.document
        if isinstance(event, FirstReadFailed | BecameUnreadable) and document is not None:
            self.rows += render_named_remedies(document, event.code, event.remedies)
        if isinstance(event, FirstRead) and event.remark is not None and document is not None:
            self.rows += [context(escape(document.name, 150)), render_doubt(document)]

    def build(self) -> Message:
        """Return the message: all lines first, because its text says the same."""
        text = "\n".join(self.lines)
        return Message(text, (section(text), *self.rows))
