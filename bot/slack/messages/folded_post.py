"""Several changes in one post, a line each, so that a busy hour stays one notification."""

from collections.abc import Sequence

from bot.slack.messages.blocks import Block, Message, context, section
from bot.slack.messages.change_pages import (
    PageLimits,
    count_severities,
    format_platforms,
    list_platforms,
    pack_changes,
    render_change_line,
    render_replies,
)
from bot.slack.messages.change_text import format_excerpt, format_sentence, format_title
from bot.slack.messages.formats import format_count
from clausewatch.model.changes import Change

LIMITS = PageLimits(post=10, reply=20, characters=8_000)
FOOTER = "Several changes arrived together, so they're grouped. Not legal advice."


def render_folded_post(
    changes: Sequence[Change], *, is_repeat: bool = False
) -> tuple[Message, ...]:
    """Return the post and its thread replies, highest severity first."""
    ordered = sorted(changes, key=lambda change: (-change.comparison.severity.rank, change.id))
    pages = pack_changes(ordered, _render_change, LIMITS)
    head = _render_headline(ordered, is_repeat=is_repeat)
    post = Message(head, (section(head, block_id="folded"), *pages[0], context(FOOTER)))
    return (post, *render_replies(pages, "Further changes"))


def _render_headline(changes: Sequence[Change], *, is_repeat: bool) -> str:
    """Return the number of changes, their severities and platforms, as safe mrkdwn."""
    counts = ", ".join(f"{count} {severity}" for severity, count in count_severities(changes))
    lines = [
        f"*{format_count(len(changes), 'policy change')}* ({counts} severity)",
        format_platforms(list_platforms(changes)),
    ]
    if is_repeat:
        first = min(changes, key=lambda change: change.id)
        lines.insert(0, f"Possible duplicate of {first.record_id} and those after it.")
    return "\n".join(lines)


def _render_change(change: Change, _: Change | None) -> Block:
    title = f"*{format_title(change)}* · {change.record_id}"
    lines = filter(None, [title, format_sentence(change), format_excerpt(change.comparison)])
    text = "\n".join(lines)
    return render_change_line(change, text, "folded")
