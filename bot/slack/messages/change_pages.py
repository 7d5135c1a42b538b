"""Several changes as the lines of a post and of the replies in its thread.

Digests and folded posts share this: the lines are packed into messages, which all but the first
continue in the thread.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.blocks import Block, Message, button, count_characters, section
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_names
from clausewatch.model.changes import Change
from clausewatch.model.reading import Severity

MAX_NAMED_PLATFORMS = 6

RenderChange = Callable[[Change, Change | None], Block]
"""Takes a change and the change above it on the same message, None on the first line."""


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How many changes a message takes."""

    post: int
    reply: int
    characters: int
    """Of the blocks of all changes on a message, as JSON."""

    def has_room(self, blocks: Sequence[Block], *, is_post: bool) -> bool:
        """Return whether a message takes these blocks."""
        max_blocks = self.post if is_post else self.reply
        return len(blocks) <= max_blocks and count_characters(blocks) <= self.characters


def pack_changes(
    changes: Sequence[Change], render: RenderChange, limits: PageLimits
) -> list[list[Block]]:
    """Return the blocks of the post and of each reply, as many on each as it takes."""
    pages: list[list[Block]] = [[]]
    above: Change | None = None
    for change in changes:
        block = render(change, above)
        has_room = limits.has_room([*pages[-1], block], is_post=len(pages) == 1)
        if pages[-1] and not has_room:
            pages.append([])
            block = render(change, None)
        pages[-1].append(block)
        above = change
    return pages


def render_replies(pages: Sequence[Sequence[Block]], lead: str) -> tuple[Message, ...]:
    """Return the replies in the thread: all pages after the first, each under its number."""
    replies = []
    for number, blocks in enumerate(pages[1:], start=2):
        head = f"{lead}, part {number} of {len(pages)}."
        replies.append(Message(head, (section(head), *blocks)))
    return tuple(replies)


def render_change_line(change: Change, text: str, block_id: str) -> Block:
    """Return a line about a change with its *View redline* button; `text` is safe mrkdwn."""
    block_id = f"{block_id}:{change.id}"
    return section(text, accessory=render_redline_button(change), block_id=block_id)


def render_redline_button(change: Change) -> Block:
    """Return the *View redline* button of a change among others."""
    about = f"{change.document.name}, {change.record_id}"
    return button("View redline", f"{ids.REDLINE}:{change.id}", str(change.id), about=about)


def list_platforms(changes: Sequence[Change]) -> list[str]:
    """Return the names of the platforms, each once, in the order of the changes."""
    return list(dict.fromkeys(change.document.platform_name for change in changes))


def format_platforms(names: Sequence[str]) -> str:
    """Return platform names as safe mrkdwn; beyond six, the rest is a number."""
    return format_names([escape(name, 60) for name in names], MAX_NAMED_PLATFORMS)


def count_severities(changes: Sequence[Change]) -> list[tuple[Severity, int]]:
    """Return the number of changes of each severity that occurs, highest first."""
    severities = [change.comparison.severity for change in changes]
    return [
        (severity, severities.count(severity))
        for severity in (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
        if severity in severities
    ]
