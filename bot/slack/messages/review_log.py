"""The audit log of reviews: who decided what, when, and why."""

from collections.abc import Sequence

from bot.slack.messages.answers import AnswerPage, render_pager
from bot.slack.messages.blocks import Block, Message, context, pack_lines, section
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count
from bot.slack.messages.reviews import format_step
from clausewatch.model.reviews import ReviewStep

STEPS_PER_PAGE = 15


def render_log(steps: Sequence[ReviewStep], subject: str, page: AnswerPage) -> Message:
    """Return a page of steps, newest first; `subject` says of what, such as `for Midjourney`."""
    about = escape(subject, 200)
    if not steps:
        head = f"No review decisions {about}."
        return Message(head, (section(head),), is_empty=True)
    head = f"*{format_count(len(steps), 'review decision')}* {about}, newest first"
    page = page.clamp(len(steps), STEPS_PER_PAGE)
    visible = steps[page.number * STEPS_PER_PAGE :][:STEPS_PER_PAGE]
    blocks: list[Block] = [section(head)]
    blocks += [section(text) for text in pack_lines(f"• {format_step(step)}" for step in visible)]
    blocks += render_pager(page.line, page.number, len(steps), STEPS_PER_PAGE)
    blocks.append(context("Undone decisions stay in the log."))
    return Message(head, tuple(blocks))
