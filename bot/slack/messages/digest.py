"""The digest: the changes since the last one by platform, highest severity first."""

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
from bot.slack.messages.change_text import (
    format_excerpt,
    format_further_edits,
    format_sentence,
    format_significance,
)
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count, format_date, format_kind
from bot.slack.messages.reviews import render_reminder
from clausewatch.model.changes import Change
from clausewatch.model.reading import Significance
from clausewatch.model.watches import Cadence
from clausewatch.notifications.deliveries import Delivery
from clausewatch.notifications.events import DigestEntry, QuietDigest, ReviewReminder

LIMITS = PageLimits(post=40, reply=46, characters=6_500)
"""Slack takes 50 blocks in a message."""
NAMES = {Cadence.DAILY: "Daily digest", Cadence.WEEKLY: "Weekly digest"}


def render_digest(deliveries: Sequence[Delivery]) -> tuple[Message, ...]:
    """Return the post and, if it has no room for all changes, the replies in its thread."""
    changes = [delivery.change for delivery in deliveries if delivery.change is not None]
    name = _format_name(deliveries)
    reminder = next((d.event for d in deliveries if isinstance(d.event, ReviewReminder)), None)
    waiting = render_reminder(reminder) if reminder else []
    if not changes:
        head = f"*{name}*: no changes on this channel's watchlist."
        if reminder:
            head = f"*{name}*: {format_count(reminder.count, 'change')} to review."
        return (Message(head, (section(head), *waiting)),)
    platforms = list_platforms(changes)
    head = _format_headline(name, changes, len(platforms))
    pages = pack_changes(_order_by_platform(changes), _render_change, LIMITS)
    footer = _render_footer(is_continued=len(pages) > 1)
    # the blocks below the headline name each platform, which a notification does not show
    text = f"{head}\n{format_platforms(platforms)}"
    post = Message(text, (section(head, block_id="digest"), *pages[0], *waiting, footer))
    return (post, *render_replies(pages, "Digest"))


def _format_name(deliveries: Sequence[Delivery]) -> str:
    """Return which digest it is and of which local date."""
    events = [
        d.event
        for d in deliveries
        if isinstance(d.event, DigestEntry | QuietDigest | ReviewReminder)
    ]
    cadences = {e.cadence for e in events if not isinstance(e, ReviewReminder)}
    cadence = next(iter(cadences)) if len(cadences) == 1 else None
    day = max((event.on for event in events if event.on is not None), default=None)
    when = f" for {format_date(day)}" if day else ""
    return f"{NAMES.get(cadence, 'Digest') if cadence else 'Digest'}{when}"


def _format_headline(name: str, changes: Sequence[Change], platforms: int) -> str:
    """Return the number of changes and platforms, and the severities, as safe mrkdwn."""
    total = format_count(len(changes), "policy change")
    about = total if platforms == 1 else f"{total} across {platforms} platforms"
    return f"*{name}: {about}* ({_format_severities(changes)})"


def _format_severities(changes: Sequence[Change]) -> str:
    """Return the number of changes of each severity, and of those that alter no terms."""
    substantive = [change for change in changes if _is_substantive(change)]
    counts = [f"{count} {severity}" for severity, count in count_severities(substantive)]
    rest = len(changes) - len(substantive)
    return ", ".join([*counts, *([f"{rest} editorial"] if rest else [])])


def _is_substantive(change: Change) -> bool:
    return change.comparison.significance is Significance.SUBSTANTIVE


def _order_by_platform(changes: Sequence[Change]) -> list[Change]:
    """Return the changes of each platform together, the platform with the highest one first."""
    groups: dict[str, list[Change]] = {}
    for change in sorted(changes, key=_make_sort_key):
        groups.setdefault(change.document.platform_key, []).append(change)
    return [change for group in groups.values() for change in group]


def _make_sort_key(change: Change) -> tuple[bool, int, str, int]:
    name = change.document.platform_name.casefold()
    return not _is_substantive(change), -change.comparison.severity.rank, name, change.id


def _render_change(change: Change, above: Change | None) -> Block:
    """Return a change's line, with the platform's name if the line above has another or none."""
    comparison = change.comparison
    is_first = above is None or above.document.platform_key != change.document.platform_key
    lead = f"*{escape(change.document.platform_name, 100)}*\n" if is_first else ""
    kind = format_kind(change.document.kind)
    lines = [f"{lead}{format_significance(comparison)} · {kind} · {change.record_id}"]
    lines += filter(None, [format_sentence(change), format_excerpt(comparison)])
    lines += filter(None, [format_further_edits(comparison)])
    return render_change_line(change, "\n".join(lines), "digest")


def _render_footer(*, is_continued: bool) -> Block:
    hint = " Continued in the thread." if is_continued else ""
    return context(f"Open *View redline* for the text before and after.{hint} Not legal advice.")
