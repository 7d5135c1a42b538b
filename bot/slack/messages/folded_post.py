"""Several changes in one post: a line each, so that a busy hour stays one notification."""

from collections.abc import Sequence

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    Message,
    button,
    context,
    count_characters,
    format_count,
    section,
)
from bot.slack.messages.card import format_title, select_main_edits
from bot.slack.messages.escape import escape
from clausewatch.model.documents import Change
from clausewatch.model.reading import Severity

FIRST_LINES = 10
"""Changes on the post itself."""
THREAD_LINES = 20
"""Changes on each reply in its thread."""
MAX_BULLET_CHARACTERS = 260
MAX_CHARACTERS = 9_500


def render_folded_post(
    changes: Sequence[Change], *, is_repeat: bool = False
) -> tuple[Message, ...]:
    """Return the post and its thread replies, gravest changes first."""
    ordered = sorted(changes, key=lambda change: (-change.comparison.severity.rank, change.id))
    groups = _pack_changes([_render_change(change) for change in ordered])
    head = _render_headline(ordered, is_repeat=is_repeat)
    first = Message(head, (section(head, block_id="folded"), *groups[0], _render_footer()))
    rest = [
        _render_reply(index, len(groups), lines) for index, lines in enumerate(groups[1:], start=2)
    ]
    return (first, *rest)


def _render_headline(changes: Sequence[Change], *, is_repeat: bool) -> str:
    """Return how many changes, how grave and of whom, as safe mrkdwn that stands alone."""
    counts = [
        f"{number} {severity}"
        for severity in (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
        if (number := sum(c.comparison.severity is severity for c in changes))
    ]
    names = list(dict.fromkeys(change.document.platform_name for change in changes))
    shown = ", ".join(escape(name, 60) for name in names[:6])
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""  # noqa: PLR2004  # as above
    lines = [f"*{format_count(len(changes), 'policy change')}* ({', '.join(counts)} severity)"]
    lines.append(f"{shown}{more}")
    if is_repeat:
        first = min(change.id for change in changes)
        record = next(c.record_id for c in changes if c.id == first)
        lines.insert(0, f"Possibly a repeat of {record} and those after it.")
    return "\n".join(lines)


def _render_change(change: Change) -> Block:
    found = change.comparison
    bullet = (
        found.summary[0] if found.summary else format_count(len(select_main_edits(found)), "edit")
    )
    text = f"*{format_title(change)}*\n{escape(bullet, MAX_BULLET_CHARACTERS)}"
    view = button("View redline", f"{ids.REDLINE}:{change.id}", str(change.id))
    return section(text, accessory=view, block_id=f"folded:{change.id}")


def _pack_changes(lines: list[Block]) -> list[list[Block]]:
    groups: list[list[Block]] = [[]]
    for line in lines:
        most = FIRST_LINES if len(groups) == 1 else THREAD_LINES
        if (
            len(groups[-1]) == most
            or count_characters([*groups[-1], line]) > MAX_CHARACTERS - 1_500
        ):
            groups.append([])
        groups[-1].append(line)
    return groups


def _render_reply(number: int, count: int, lines: list[Block]) -> Message:
    head = f"Further changes, part {number} of {count}."
    return Message(head, (section(head), *lines))


def _render_footer() -> Block:
    return context("Folded, as several came at once. *View redline* opens each. Not legal advice.")
