"""Short posts beside the cards: thread notes, health of a document, what a first look found."""

from dataclasses import dataclass, field

from bot.slack.messages.blocks import Block, Message, section, size
from bot.slack.messages.card import people
from bot.slack.messages.document_status import paused_words
from bot.slack.messages.escape import address, copyable, link, mrkdwn
from bot.slack.messages.remedies import named_row, row
from clausewatch.model.documents import Change, Document
from clausewatch.notifications.deliveries import Delivery, DeliveryKind

LINE_CHARACTERS = 400
SAID_OUT = frozenset({"gone", "refused", "forbidden", "too large", "unreachable", "unreadable"})
"""Periods of a first look whose reason says what to do."""
MOST_TEXT = 2_800
MOST_ROWS = 4_500
"""Characters of a message's buttons as JSON from which no further line goes on it."""
PAUSED_ALONE = "channel-paused-alone"
PAUSED_TOPICS = frozenset({"channel-paused", PAUSED_ALONE})
YOURS = " You are told, this once, because you were the last to add to its watchlist."
READ = "read"
"""Period of a first look that could read the document; others have the code of what is wrong."""


def line(delivery: Delivery) -> str:
    """Return one delivery as one line of safe mrkdwn."""
    if delivery.change is not None:
        return _of_change(delivery, delivery.change)
    if delivery.document is not None:
        return _of_document(delivery, delivery.document)
    if delivery.topic in PAUSED_TOPICS:
        is_alone = delivery.topic == PAUSED_ALONE
        return _of_channel(*delivery.text.partition(" ")[::2]) + (YOURS if is_alone else "")
    return copyable(delivery.text, LINE_CHARACTERS)


def _of_channel(slack_id: str, code: str) -> str:
    return (
        f"Nothing can be posted in <#{mrkdwn(slack_id, 40)}>: {paused_words(code)}. What there is"
        " to tell is kept, and tried once an hour."
    )


def _of_change(delivery: Delivery, change: Change) -> str:
    name = f"{mrkdwn(change.document.name, 150)} ({change.record_id})"
    said = copyable(delivery.text, LINE_CHARACTERS)
    match delivery.topic:
        case "reviewed":
            return f"{name}: reviewed by {people([delivery.text])}."
        case "seen-again":
            return f"{name}: {said} shows up again. If it stays, you will be told that it is back."
        case "reverted":
            return f"{name}: reverted. {said[:1].upper()}{said[1:]} is back and has stayed."
        case _:
            return f"{name}: {said}"


def _of_document(delivery: Delivery, document: Document) -> str:
    name = mrkdwn(document.name, 150)
    said = copyable(delivery.text, LINE_CHARACTERS)
    if delivery.kind is DeliveryKind.HEALTH:
        seen = "Changes to it are not seen until it can."
        return " ".join(
            filter(None, [f"{name} cannot be read.", sentence(said), seen, _found(delivery)])
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
    parts = [f"{name}: not read.", sentence(said), _found(delivery) or way, "I keep trying."]
    return " ".join(filter(None, parts))


def _found(delivery: Delivery) -> str:
    """Return what may help, as safe mrkdwn; nothing where nothing was found."""
    listed = ", ".join(
        f"{mrkdwn(remedy.kind, 60)} {address(remedy.url)}"
        for remedy in delivery.remedies
        if remedy.url
    )
    if listed:
        return f"Found on the site instead: {listed}. Choose what to watch."
    return "Its scripts may have to build it: read it with a browser." if delivery.remedies else ""


def sentence(said: str) -> str:
    """Return a clause or a sentence as a sentence: a capital first, one full stop last."""
    return f"{said[:1].upper()}{said[1:].rstrip('.')}."


def note(delivery: Delivery) -> Message:
    """Return one delivery as a message of its own."""
    text = line(delivery)
    blocks: list[Block] = [section(text)]
    if delivery.document is not None and _is_unread(delivery):
        blocks.append(row(delivery.document, trouble_of(delivery), delivery.remedies))
    return Message(text, tuple(blocks))


def _is_unread(delivery: Delivery) -> bool:
    is_first = delivery.topic == "first-read" and delivery.period != READ
    return delivery.document is not None and (is_first or delivery.kind is DeliveryKind.HEALTH)


def trouble_of(delivery: Delivery) -> str:
    """Return the code of what is wrong with a document; empty in what an earlier release wrote."""
    is_lasting = delivery.kind is DeliveryKind.HEALTH
    return delivery.period.partition(" ")[2] if is_lasting else delivery.period


def several(deliveries: tuple[Delivery, ...]) -> tuple[Message, ...]:
    """Return several short deliveries as lines of as few messages as hold them.

    Below them each document that was not read has its name and its remedies.
    """
    sheets = [_Sheet()]
    for delivery in deliveries:
        said = f"• {line(delivery)}"
        if not sheets[-1].has_room(said):
            sheets.append(_Sheet())
        sheets[-1].add(said, delivery)
    return tuple(sheet.message() for sheet in sheets)


@dataclass(slots=True)
class _Sheet:
    """One message in the making."""

    lines: list[str] = field(default_factory=list)
    rows: list[Block] = field(default_factory=list)

    def has_room(self, said: str) -> bool:
        """Tell whether a line and its buttons still go on it."""
        is_short = sum(map(len, self.lines)) + len(said) + len(self.lines) <= MOST_TEXT
        return not self.lines or (is_short and size(self.rows) < MOST_ROWS)

    def add(self, said: str, delivery: Delivery) -> None:
        """Put a line on it, and what a person can do about it."""
        self.lines.append(said)
        if delivery.document is not None and _is_unread(delivery):
            self.rows += named_row(delivery.document, trouble_of(delivery), delivery.remedies)

    def message(self) -> Message:
        """Return it: all lines first, so that they say the same as the text."""
        text = "\n".join(self.lines)
        return Message(text, (section(text), *self.rows))
