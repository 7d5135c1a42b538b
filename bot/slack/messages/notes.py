"""Short posts beside the cards: thread notes, health of a document, what a first look found."""

from dataclasses import dataclass, field

from bot.slack.messages.blocks import Block, Message, count_characters, section
from bot.slack.messages.card import format_members
from bot.slack.messages.document_status import format_pause_reason
from bot.slack.messages.escape import escape, escape_copyable, format_url, link
from bot.slack.messages.remedies import render_named_remedies, render_remedies
from clausewatch.model.documents import Change, Document
from clausewatch.notifications.deliveries import Delivery, DeliveryKind

MAX_LINE_CHARACTERS = 400
SAID_OUT = frozenset({"gone", "refused", "forbidden", "too large", "unreachable", "unreadable"})
"""Periods of a first look whose reason says what to do."""
MAX_TEXT_CHARACTERS = 2_800
MAX_ROW_CHARACTERS = 4_500
"""Characters of a message's buttons as JSON from which no further line goes on it."""
PAUSED_ALONE = "channel-paused-alone"
PAUSED_TOPICS = frozenset({"channel-paused", PAUSED_ALONE})
YOURS = " You are told, this once, because you were the last to add to its watchlist."
READ = "read"
"""Period of a first look that could read the document; others have the code of what is wrong."""


def format_note(delivery: Delivery) -> str:
    """Return one delivery as one line of safe mrkdwn."""
    if delivery.change is not None:
        return _format_change_note(delivery, delivery.change)
    if delivery.document is not None:
        return _format_document_note(delivery, delivery.document)
    if delivery.topic in PAUSED_TOPICS:
        is_alone = delivery.topic == PAUSED_ALONE
        return _format_channel_note(*delivery.text.partition(" ")[::2]) + (
            YOURS if is_alone else ""
        )
    return escape_copyable(delivery.text, MAX_LINE_CHARACTERS)


def _format_channel_note(slack_id: str, code: str) -> str:
    return (
        f"Nothing can be posted in <#{escape(slack_id, 40)}>: {format_pause_reason(code)}. What"
        " there is to tell is kept, and tried once an hour."
    )


def _format_change_note(delivery: Delivery, change: Change) -> str:
    name = f"{escape(change.document.name, 150)} ({change.record_id})"
    said = escape_copyable(delivery.text, MAX_LINE_CHARACTERS)
    match delivery.topic:
        case "reviewed":
            return f"{name}: reviewed by {format_members([delivery.text])}."
        case "seen-again":
            return f"{name}: {said} shows up again. If it stays, you will be told that it is back."
        case "reverted":
            return f"{name}: reverted. {said[:1].upper()}{said[1:]} is back and has stayed."
        case _:
            return f"{name}: {said}"


def _format_document_note(delivery: Delivery, document: Document) -> str:
    name = escape(document.name, 150)
    said = escape_copyable(delivery.text, MAX_LINE_CHARACTERS)
    if delivery.kind is DeliveryKind.HEALTH:
        seen = "Changes to it are not seen until it can."
        return " ".join(
            filter(
                None,
                [
                    f"{name} cannot be read.",
                    format_sentence(said),
                    seen,
                    _format_remedies(delivery),
                ],
            )
        )
    if delivery.topic != "first-read":
        return f"{name}: {said}"
    if delivery.period == READ:
        return f"{name}: read. {said} · {link(document.urls[0], 'source')} · {document.record_id}"
    way = f"{link(document.urls[0], 'Open the address')}; if it has moved, give its new one."
    if delivery.period in SAID_OUT:
        way = ""
    elif delivery.period == "login":
        way = "A policy behind a log-in cannot be watched; give the address of its public page."
    parts = [
        f"{name}: not read.",
        format_sentence(said),
        _format_remedies(delivery) or way,
        "I keep trying.",
    ]
    return " ".join(filter(None, parts))


def _format_remedies(delivery: Delivery) -> str:
    """Return what may help, as safe mrkdwn; nothing where nothing was found."""
    listed = ", ".join(
        f"{escape(remedy.kind, 60)} {format_url(remedy.url)}"
        for remedy in delivery.remedies
        if remedy.url
    )
    if listed:
        return f"Found on the site instead: {listed}. Choose what to watch."
    return "Its scripts may have to build it: read it with a browser." if delivery.remedies else ""


def format_sentence(said: str) -> str:
    """Return a clause or a sentence as a sentence: a capital first, one full stop last."""
    return f"{said[:1].upper()}{said[1:].rstrip('.')}."


def render_note(delivery: Delivery) -> Message:
    """Return one delivery as a message of its own."""
    text = format_note(delivery)
    blocks: list[Block] = [section(text)]
    if delivery.document is not None and _is_unread(delivery):
        blocks.append(render_remedies(delivery.document, find_trouble(delivery), delivery.remedies))
    return Message(text, tuple(blocks))


def _is_unread(delivery: Delivery) -> bool:
    is_first = delivery.topic == "first-read" and delivery.period != READ
    return delivery.document is not None and (is_first or delivery.kind is DeliveryKind.HEALTH)


def find_trouble(delivery: Delivery) -> str:
    """Return the code of what is wrong with a document; empty in what an earlier release wrote."""
    is_lasting = delivery.kind is DeliveryKind.HEALTH
    return delivery.period.partition(" ")[2] if is_lasting else delivery.period


def render_notes(deliveries: tuple[Delivery, ...]) -> tuple[Message, ...]:
    """Return several short deliveries as lines of as few messages as hold them.

    Below them each document that was not read has its name and its remedies.
    """
    sheets = [_MessageDraft()]
    for delivery in deliveries:
        said = f"• {format_note(delivery)}"
        if not sheets[-1].has_room(said):
            sheets.append(_MessageDraft())
        sheets[-1].add(said, delivery)
    return tuple(sheet.message() for sheet in sheets)


@dataclass(slots=True)
class _MessageDraft:
    """One message in the making."""

    lines: list[str] = field(default_factory=list)
    rows: list[Block] = field(default_factory=list)

    def has_room(self, said: str) -> bool:
        """Tell whether a line and its buttons still go on it."""
        is_short = sum(map(len, self.lines)) + len(said) + len(self.lines) <= MAX_TEXT_CHARACTERS
        return not self.lines or (is_short and count_characters(self.rows) < MAX_ROW_CHARACTERS)

    def add(self, said: str, delivery: Delivery) -> None:
        """Put a line on it, and what a person can do about it."""
        self.lines.append(said)
        if delivery.document is not None and _is_unread(delivery):
            self.rows += render_named_remedies(
                delivery.document, find_trouble(delivery), delivery.remedies
            )

    def message(self) -> Message:
        """Return it: all lines first, so that they say the same as the text."""
        text = "\n".join(self.lines)
        return Message(text, (section(text), *self.rows))
