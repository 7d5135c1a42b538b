"""What the pages of a record are made of: what is shown, and its quotes, texts and lists."""

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

_ANCHOR = re.compile(r"\[\]\([^)]*+\)|(\[\]\([^)]*+\Z)")
"""What Markdown sources put into headings for links to them; one without an end stays."""
QUOTE_CHARACTERS = 900
TEXT_CHARACTERS = 2_800


@dataclass(frozen=True, slots=True)
class RecordView:
    """Everything that a record shows."""

    recorded: RecordedProvision
    record: Record
    history: tuple[RecordedEvent, ...]
    prevalence: Prevalence
    elsewhere: tuple[RecordedProvision, ...]
    also: tuple[RecordedProvision, ...]
    """The same clause type in other documents of the platform."""
    related: tuple[RecordedProvision, ...]
    """All provisions of the platform, gravest first."""
    changes: int
    """Of the document in the last 30 days."""
    has_quote: bool
    is_intact: bool
    """The stored bytes have the hashes that they are filed under."""
    accessed_at: datetime
    names: Mapping[str, str]
    """Of the clause types by id."""


def render_quote(label: str, one: Quote) -> Block:
    """Return a quote of a document under a label, with the section that it stands in."""
    section_name = sanitise(_ANCHOR.sub(r"\1", one.section), 120)
    where = f"{label}, under “{section_name}”" if section_name else label
    shown = quote([Run(sanitise(one.text, QUOTE_CHARACTERS))])
    return rich_text(paragraph([Run(f"{where}:", "bold")]), shown)


def render_text(label: str, words: str) -> Block:
    """Return words of the record under a label."""
    return section(f"*{label}*\n{escape_copyable(words, TEXT_CHARACTERS)}")


def render_list(label: str, lines: Sequence[str]) -> Block:
    """Return lines of safe mrkdwn under a label, as many as a section holds."""
    kept, room = [], TEXT_CHARACTERS
    for line in lines:
        if len(line) + 3 > room:
            break
        kept.append(f"• {line}")
        room -= len(line) + 3
    return section("\n".join([f"*{label}*", *kept]))
