"""Short posts beside the cards: thread notes, health of a document, what a first look found."""

from bot import ids
from bot.messages.blocks import Block, Message, actions, button, link_button, section
from bot.messages.card import people
from bot.messages.escape import link, mrkdwn
from bot.messages.states import paused_words
from clausewatch.model import Change, Document
from clausewatch.telling import Delivery, DeliveryKind

LINE_CHARACTERS = 400
PAUSED_TOPIC = "channel-paused"
READ = "read"
"""Period of a first look that could read the document; others have the code of what is wrong."""


def line(delivery: Delivery) -> str:
    """Return one delivery as one line of safe mrkdwn."""
    if delivery.change is not None:
        return _of_change(delivery, delivery.change)
    if delivery.document is not None:
        return _of_document(delivery, delivery.document)
    if delivery.topic == PAUSED_TOPIC:
        return _of_channel(*delivery.text.partition(" ")[::2])
    return mrkdwn(delivery.text, LINE_CHARACTERS)


def _of_channel(slack_id: str, code: str) -> str:
    return (
        f"Nothing can be posted in <#{mrkdwn(slack_id, 40)}>: {paused_words(code)}. What there is"
        " to tell is kept, and tried once an hour."
    )


def _of_change(delivery: Delivery, change: Change) -> str:
    name = f"{mrkdwn(change.document.name, 150)} ({change.record_id})"
    said = mrkdwn(delivery.text, LINE_CHARACTERS)
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
    said = mrkdwn(delivery.text, LINE_CHARACTERS)
    if delivery.kind is DeliveryKind.HEALTH:
        return f"{name} cannot be read. {sentence(said)} Changes to it are not seen until it can."
    if delivery.topic != "first-read":
        return f"{name}: {said}"
    if delivery.period == READ:
        return f"{name}: read. {said} · {link(document.urls[0], 'source')} · {document.record_id}"
    way = f"{link(document.urls[0], 'Open the address')}; if it has moved, give its new one."
    return f"{name}: not read. {sentence(said)} {way} I keep trying."


def sentence(said: str) -> str:
    """Return a clause or a sentence as a sentence: a capital first, one full stop last."""
    return f"{said[:1].upper()}{said[1:].rstrip('.')}."


def note(delivery: Delivery) -> Message:
    """Return one delivery as a message of its own."""
    text = line(delivery)
    blocks: list[Block] = [section(text)]
    is_unread = delivery.topic == "first-read" and delivery.period != READ
    if delivery.document is not None and (is_unread or delivery.kind is DeliveryKind.HEALTH):
        blocks.append(_ways_out(delivery.document))
    return Message(text, tuple(blocks))


def _ways_out(document: Document) -> Block:
    value = str(document.id)
    look = link_button("Open the page", f"{ids.LINK}:{document.id}", document.urls[0])
    elements = [
        button("This is the policy now", ids.POLICY_NOW, value),
        button("Give its new address", ids.CHANGE_URL, value),
        *([look] if look else []),
    ]
    return actions(f"health:{document.id}", elements)


def several(deliveries: tuple[Delivery, ...]) -> tuple[Message, ...]:
    """Return several short deliveries as lines of as few messages as hold them."""
    groups: list[list[str]] = [[]]
    for delivery in deliveries:
        said = f"• {line(delivery)}"
        if sum(map(len, groups[-1])) + len(said) + len(groups[-1]) > 2_800:  # noqa: PLR2004
            groups.append([])
        groups[-1].append(said)
    texts = ["\n".join(lines) for lines in groups]
    return tuple(Message(text, (section(text),)) for text in texts)
