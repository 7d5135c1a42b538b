"""The parts of a record's pages: quotes, texts and lists."""

import re
from collections.abc import Sequence

from bot.slack.messages.blocks import Block, section
from bot.slack.messages.escape import escape_copyable, sanitise
from bot.slack.messages.rich_text import Run, paragraph, quote, rich_text
from clausewatch.model.provisions import Quote

HEADING_ANCHOR = re.compile(r"\[\]\([^)]*+\)|(\[\]\([^)]*+\Z)")
"""An anchor that Markdown sources put into headings; an unclosed one is kept."""
MAX_QUOTE_CHARACTERS = 900
MAX_TEXT_CHARACTERS = 2_800


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
