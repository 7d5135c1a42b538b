"""Slack messages as plain text, for output that people and benchmarks read."""

import re
from datetime import UTC, datetime
from html import unescape

from bot.slack.messages.blocks import Message
from bot.slack.messages.card import render_change
from bot.slack.messages.post import render_post
from clausewatch.model.changes import Change
from clausewatch.model.documents import Document, StoredVersion
from clausewatch.model.reading import Comparison, Expected, Reading, Signals
from clausewatch.model.record_ids import ChangeId, DocumentId, VersionId
from clausewatch.notifications.deliveries import Post

PLACEHOLDER_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""The time of a comparison that no store dates."""
LABELLED = re.compile(r"<[^<>|]*\|([^<>]*)>")
"""A link or a date in mrkdwn, of which people read the label."""
TEXT_KEYS = frozenset({"text", "title", "alt_text"})


def format_message(message: Message) -> str:
    """Return the text of a message as people read it, block by block, without its buttons."""
    lines = [_read_text(block) for block in message.blocks if block.get("type") != "actions"]
    text = "\n".join(line for line in lines if line) or message.text
    return unescape(LABELLED.sub(r"\1", text))


def _read_text(value: object) -> str:
    """Return the texts within a block, depth first; pieces of one line stay on one line."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "".join(_read_text(item) for item in value)
    if isinstance(value, dict):
        inner = "".join(_read_text(v) for k, v in value.items() if k in {*TEXT_KEYS, "elements"})
        is_line = str(value.get("type", "")).startswith(("rich_text_", "section", "context"))
        return f"{inner}\n" if is_line else inner
    return ""


def format_post(outgoing: Post, _: datetime) -> tuple[str, ...]:
    """Return a post and its thread replies as plain text."""
    messages = render_post(outgoing.deliveries, is_repeat=outgoing.is_repeat)
    return tuple(format_message(message) for message in messages)


def format_card(expected: Expected, comparison: Comparison) -> str:
    """Return the card and thread replies of a comparison that is not on record."""
    document = Document(DocumentId(1), "judged", expected.platform, expected.kind, (expected.url,))
    empty = Reading("", "", "und", (), (), Signals(), 0, None, "", "")
    before, after = (
        StoredVersion(VersionId(number), number, empty, ("0" * 64,), PLACEHOLDER_TIME, expected.url)
        for number in (1, 2)
    )
    change = Change(ChangeId(1), document, PLACEHOLDER_TIME, comparison, before, after)
    return "\n".join(format_message(message) for message in render_change(change))
