"""The digest: what changed since the last one, grouped by platform, gravest first."""

from collections.abc import Sequence
from datetime import date

from bot.slack import ids
from bot.slack.messages.blocks import Block, Message, button, context, counted, section, size
from bot.slack.messages.card import day, main_edits, weight
from bot.slack.messages.escape import mrkdwn
from clausewatch.model.documents import Change
from clausewatch.model.reading import Severity, Significance
from clausewatch.notifications.deliveries import Delivery

MOST_BLOCKS = 46
"""Of one message; Slack takes 50."""
MOST_CHARACTERS = 8_500
BULLETS = 2
LINE_CHARACTERS = 260
NAMES = {"daily": "Daily digest", "weekly": "Weekly digest"}


def digest(deliveries: Sequence[Delivery]) -> tuple[Message, ...]:
    """Return the post and, for its thread, what it has no room for."""
    changes = [delivery.change for delivery in deliveries if delivery.change is not None]
    name = _name(deliveries)
    if not changes:
        head = f"*{name}*: nothing changed on this channel's watchlist."
        return (Message(head, (section(head),)),)
    head = _headline(name, changes)
    groups = _sheets([change for group in _platforms(changes) for change in group])
    first = Message(head, (section(head, block_id="digest"), *groups[0], _foot(len(groups))))
    return (first, *(_reply(n, len(groups), sheet) for n, sheet in enumerate(groups[1:], start=2)))


def _name(deliveries: Sequence[Delivery]) -> str:
    """Return which digest it is and of which local date."""
    topics = {d.text if d.topic == "quiet" else d.topic for d in deliveries}
    cadence = next(iter(topics)) if len(topics) == 1 else ""
    period = max((delivery.period for delivery in deliveries), default="")
    when = f" for {day(date.fromisoformat(period))}" if period else ""
    return f"{NAMES.get(cadence, 'Digest')}{when}"


def _headline(name: str, changes: Sequence[Change]) -> str:
    """Return how many changes, how grave and of whom, as safe mrkdwn that stands alone."""
    names = list(dict.fromkeys(change.document.platform_name for change in changes))
    shown = ", ".join(mrkdwn(each, 60) for each in names[:6])
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""  # noqa: PLR2004  # as above
    about = f"{counted(len(changes), 'policy change')} of {counted(len(names), 'platform')}"
    return f"*{name}: {about}* ({_weights(changes)})\n{shown}{more}"


def _weights(changes: Sequence[Change]) -> str:
    terms = [c for c in changes if c.comparison.significance is Significance.SUBSTANTIVE]
    counts = [
        f"{number} of {severity} severity"
        for severity in (Severity.HIGH, Severity.MEDIUM, Severity.LOW)
        if (number := sum(c.comparison.severity is severity for c in terms))
    ]
    rest = len(changes) - len(terms)
    return ", ".join([*counts, *([f"{rest} of wording only"] if rest else [])])


def _platforms(changes: Sequence[Change]) -> list[list[Change]]:
    """Return the changes of each platform together, the gravest platform first."""
    found: dict[str, list[Change]] = {}
    for change in sorted(changes, key=_weight):
        found.setdefault(change.document.platform_key, []).append(change)
    return list(found.values())


def _weight(change: Change) -> tuple[bool, int, str, int]:
    is_light = change.comparison.significance is not Significance.SUBSTANTIVE
    name = change.document.platform_name.casefold()
    return is_light, -change.comparison.severity.rank, name, change.id


def _line(change: Change, above: Change | None) -> Block:
    """Return one change; its platform is named on the first line of a message and of a group."""
    found = change.comparison
    platform = change.document.platform_key
    is_first = above is None or above.document.platform_key != platform
    lead = f"*{mrkdwn(change.document.platform_name, 100)}*\n" if is_first else ""
    is_grave = found.significance is Significance.SUBSTANTIVE
    bullets = found.summary[: BULLETS if is_grave else 1] or (
        counted(len(main_edits(found)), "edit"),
    )
    lines = [f"{lead}{mrkdwn(change.document.kind, 80)}, {weight(found)} · {change.record_id}"]
    lines += [f"• {mrkdwn(bullet, LINE_CHARACTERS)}" for bullet in bullets]
    view = button("View redline", f"{ids.REDLINE}:{change.id}", str(change.id))
    return section("\n".join(lines), accessory=view, block_id=f"digest:{change.id}")


def _sheets(changes: Sequence[Change]) -> list[list[Block]]:
    """Return the lines of one message each, as many as it has room for."""
    sheets: list[list[Block]] = [[]]
    above: Change | None = None
    for change in changes:
        line = _line(change, above)
        is_full = len(sheets[-1]) >= MOST_BLOCKS or size([*sheets[-1], line]) > MOST_CHARACTERS
        if sheets[-1] and is_full:
            sheets.append([])
            line = _line(change, None)
        sheets[-1].append(line)
        above = change
    return sheets


def _reply(number: int, count: int, lines: Sequence[Block]) -> Message:
    head = f"The digest goes on, part {number} of {count}."
    return Message(head, (section(head), *lines))


def _foot(parts: int) -> Block:
    on = " It goes on below." if parts > 1 else ""
    return context(f"*View redline* has the words before and after.{on} Not legal advice.")
