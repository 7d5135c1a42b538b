"""The parts of a record's pages: the values shown, and their quotes, texts and lists."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.slack.messages.blocks import Block, section
from bot.slack.messages.escape import escape_copyable, sanitise
from bot.slack.messages.rich_text import Run, paragraph, quote, rich_text
from clausewatch.model.provision_records import Prevalence, RecordedEvent, RecordedProvision
from clausewatch.model.provisions import Quote
from clausewatch.provisions.record import Record

HEADING_ANCHOR = re.compile(r"\[\]\([^)]*+\)|(\[\]\([^)]*+\Z)")
"""An anchor that Markdown sources put into headings; an unclosed one is kept."""
MAX_QUOTE_CHARACTERS = 900
MAX_TEXT_CHARACTERS = 2_800


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything that the pages of a record show."""

    recorded: RecordedProvision
    record: Record
    history: tuple[RecordedEvent, ...]
    prevalence: Prevalence
    elsewhere: tuple[RecordedProvision, ...]
    """The same clause type on other platforms."""
    also: tuple[RecordedProvision, ...]
    """The same clause type in other documents of the platform."""
    related: tuple[RecordedProvision, ...]
    """All provisions of the platform, highest severity first."""
    changes: int
    """Of the document in the last 30 days."""
    has_quote: bool
    """Whether the stored version contains the quote."""
    is_intact: bool
    """Whether the stored bytes match their hashes."""
    accessed_at: datetime
    """For the citation."""
    names: Mapping[str, str]
    """Names of the clause types by id."""


def render_quote(label: str, quoted: Quote) -> Block:
    """Return a quote from a document under a label, with the heading of its section."""
    heading = sanitise(HEADING_ANCHOR.sub(r"\1", quoted.section), 120)
    lead = f"{label}, under “{heading}”" if heading else label
    wording = quote([Run(sanitise(quoted.text, MAX_QUOTE_CHARACTERS))])
    return rich_text(paragraph([Run(f"{lead}:", "bold")]), wording)


def render_text(label: str, text: str) -> Block:
    """Return a text of the record under a label."""
    return section(f"*{label}*\n{escape_copyable(text, MAX_TEXT_CHARACTERS)}")


def render_list(label: str, lines: Sequence[str]) -> Block:
    """Return lines of safe mrkdwn under a label, as many as fit into a section."""
    bullets, room = [], MAX_TEXT_CHARACTERS
    for line in lines:
        bullet = f"• {line}"
        if len(bullet) + 1 > room:
            break
        bullets.append(bullet)
        room -= len(bullet) + 1
    return section("\n".join([f"*{label}*", *bullets]))
