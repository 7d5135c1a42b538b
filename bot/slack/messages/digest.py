"""The digest: what changed since the last one, grouped by platform, gravest first."""

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
from bot.slack.messages.card import format_date, format_significance, select_main_edits
from bot.slack.messages.escape import escape
from clausewatch.model.documents import Cadence, Change
from clausewatch.model.reading import Severity, Significance
from clausewatch.notifications.deliveries import Delivery
from clausewatch.notifications.events import DigestEntry, QuietDigest

MAX_BLOCKS = 46
"""Of one message; Slack takes 50."""
MAX_CHARACTERS = 8_500
MAX_BULLETS = 2
MAX_BULLET_CHARACTERS = 260
NAMES = {Cadence.DAILY: "Daily digest", Cadence.WEEKLY: "Weekly digest"}


def render_digest(deliveries: Sequence[Delivery]) -> tuple[Message, ...]:
    """Return the post and, for its thread, what it has no room for."""
    changes = [delivery.change for delivery in deliveries if delivery.change is not None]
    name = _format_name(deliveries)
    if not changes:
        head = f"*{name}*: nothing changed on this channel's watchlist."
        return (Message(head, (section(head),)),)
    head = _render_headline(name, changes)
    groups = _pack_changes([change for group in _group_by_platform(changes) for change in group])
    first = Message(
        head, (section(head, block_id="digest"), *groups[0], _render_footer(len(groups)))
    )
    return (
        first,
        *(_render_reply(n, len(groups), sheet) for n, sheet in enumerate(groups[1:], start=2)),
    )


def _format_name(deliveries: Sequence[Delivery]) -> str:
    """Return which digest it is and of which local date."""
    events = [d.event for d in deliveries if isinstance(d.event, DigestEntry | QuietDigest)]
    cadences = {event.cadence for event in events}
    cadence = next(iter(cadences)) if len(cadences) == 1 else None
    day = max((event.on for event in events if event.on is not None), default=None)
    when = f" for {format_date(day)}" if day else ""
    return f"{NAMES.get(cadence, 'Digest') if cadence else 'Digest'}{when}"


def _render_headline(name: str, changes: Sequence[Change]) -> str:
    """Return how many changes, how grave and of whom, as safe mrkdwn that stands alone."""
    names = list(dict.fromkeys(change.document.platform_name for change in changes))
    shown = ", ".join(escape(each, 60) for each in names[:6])
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""  # noqa: PLR2004  # as above
    about = (
        f"{format_count(len(changes), 'policy change')} of {format_count(len(names), 'platform')}"
    )
    return f"*{name}: {about}* ({_count_by_severity(changes)})\n{shown}{more}"


def _count_by_severity(changes: Sequence[Change]) -> str:
    terms = [c for c in changes if c.comparison.significance is Significance.SUBSTANTIVE]
    counts = [
        f"{number} of {severity} severity"
        for severity in (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
        if (number := sum(c.comparison.severity is severity for c in terms))
    ]
    rest = len(changes) - len(terms)
    return ", ".join([*counts, *([f"{rest} of wording only"] if rest else [])])


def _group_by_platform(changes: Sequence[Change]) -> list[list[Change]]:
    """Return the changes of each platform together, the gravest platform first."""
    found: dict[str, list[Change]] = {}
    for change in sorted(changes, key=_rank_change):
        found.setdefault(change.document.platform_key, []).append(change)
    return list(found.values())


def _rank_change(change: Change) -> tuple[bool, int, str, int]:
    is_light = change.comparison.significance is not Significance.SUBSTANTIVE
    name = change.document.platform_name.casefold()
    return is_light, -change.comparison.severity.rank, name, change.id


def _render_change(change: Change, above: Change | None) -> Block:
    """Return one change; its platform is named on the first line of a message and of a group."""
    found = change.comparison
    platform = change.document.platform_key
    is_first = above is None or above.document.platform_key != platform
    lead = f"*{escape(change.document.platform_name, 100)}*\n" if is_first else ""
    is_grave = found.significance is Significance.SUBSTANTIVE
    bullets = found.summary[: MAX_BULLETS if is_grave else 1] or (
        format_count(len(select_main_edits(found)), "edit"),
    )
    kind = escape(change.document.kind, 80)
    lines = [f"{lead}{kind}, {format_significance(found)} · {change.record_id}"]
    lines += [f"• {escape(bullet, MAX_BULLET_CHARACTERS)}" for bullet in bullets]
    view = button("View redline", f"{ids.REDLINE}:{change.id}", str(change.id))
    return section("\n".join(lines), accessory=view, block_id=f"digest:{change.id}")


def _pack_changes(changes: Sequence[Change]) -> list[list[Block]]:
    """Return the lines of one message each, as many as it has room for."""
    sheets: list[list[Block]] = [[]]
    above: Change | None = None
    for change in changes:
        line = _render_change(change, above)
        is_full = (
            len(sheets[-1]) >= MAX_BLOCKS or count_characters([*sheets[-1], line]) > MAX_CHARACTERS
        )
        if sheets[-1] and is_full:
            sheets.append([])
            line = _render_change(change, None)
        sheets[-1].append(line)
        above = change
    return sheets


def _render_reply(number: int, count: int, lines: Sequence[Block]) -> Message:
    head = f"The digest goes on, part {number} of {count}."
    return Message(head, (section(head), *lines))


def _render_footer(parts: int) -> Block:
    on = " It goes on below." if parts > 1 else ""
    return context(f"*View redline* has the words before and after.{on} Not legal advice.")
