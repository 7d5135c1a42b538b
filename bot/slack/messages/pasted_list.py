"""The *Paste a list* modal, and the report on each of its lines."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.blocks import (
    MAX_MESSAGE_CHARACTERS,
    Block,
    Message,
    View,
    button,
    context,
    pack_lines,
    section,
)
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count
from bot.slack.messages.modal_parts import channel_select, input_block, modal, text_area

MAX_CHARACTERS = 3_000
"""Of a text field, which is Slack's limit."""
MAX_LINES = 200
MAX_LINE_CHARACTERS = 160
FOOTER_CHARACTERS = 1_500


@dataclass(frozen=True, slots=True)
class LineReport:
    """What became of one line of a pasted list."""

    line: int
    name: str
    outcome: str
    """Safe mrkdwn if nothing was done, plain text otherwise."""
    is_done: bool


def render_paste_button() -> Block:
    """Return the button that opens the modal."""
    return button("Paste a list", ids.PASTE_LIST, "paste")


def render_paste(channel_id: str) -> View:
    """Return the *Paste a list* modal."""
    lead = (
        "Paste your vendor register, one name, domain or URL per line. CSV with a header works"
        f" too. Up to {MAX_LINES} lines."
    )
    channel = channel_select(ids.CHANNEL_SELECT, "Choose a channel", channel_id)
    area = text_area(ids.PASTE_FIELD, "", MAX_CHARACTERS)
    hint = f"Up to {MAX_CHARACTERS:,} characters. Continue in the next field."
    blocks = [
        section(lead),
        input_block(ids.PASTE_BLOCK, "List", area, hint=hint),
        *(
            input_block(block_id, f"More lines ({number})", area, is_optional=True)
            for number, block_id in enumerate(ids.PASTE_MORE_BLOCKS, 2)
        ),
        input_block(ids.CHANNEL_BLOCK, "Channel", channel),
    ]
    return modal("Paste a list", blocks, submit="Watch", close="Cancel", callback_id=ids.PASTE_VIEW)


def render_report(reports: Sequence[LineReport]) -> Message:
    """Return the report: the counts, then the lines that need attention, then the others."""
    done = [report for report in reports if report.is_done]
    failed = [report for report in reports if not report.is_done]
    head = f"*{format_count(len(reports), 'line')}*: {len(done)} watched, {len(failed)} not added."
    lines = [_format(report) for report in (*failed, *done)]
    room = MAX_MESSAGE_CHARACTERS - FOOTER_CHARACTERS
    shown = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        shown.append(line)
    blocks = [section(head), *(section(text) for text in pack_lines(shown))]
    if len(shown) < len(lines):
        left = format_count(len(lines) - len(shown), "more line")
        blocks.append(context(f"{left} not shown."))
    return Message(head, tuple(blocks))


def _format(report: LineReport) -> str:
    outcome = escape(report.outcome, 100) if report.is_done else report.outcome
    name = escape(report.name, 80)
    return f"{report.line}. {name}: {outcome[: MAX_LINE_CHARACTERS * 2]}"
