"""The alert card of one change, its thread reply, and its compact form."""

import json
from dataclasses import dataclass
from datetime import datetime

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    count_characters,
    section,
)
from bot.slack.messages.change_text import (
    EDIT_LABELS,
    format_reviews,
    format_stated_date,
    format_title,
    select_main_edits,
)
from bot.slack.messages.escape import escape, link, sanitise
from bot.slack.messages.formats import format_date, format_members, format_time
from bot.slack.messages.provision_impact import MAX_IMPACT_LINES, list_impacts
from bot.slack.messages.rich_text import Run, cut_side, paragraph, quote, rich_text
from clausewatch.compare.redline import build_redline
from clausewatch.model.changes import Change
from clausewatch.model.reading import Comparison, Edit, EditKind

MAX_CARD_CHARACTERS = 9_000
"""Of the card without its state, for which the rest of Slack's limit is reserved."""
MAX_BULLET_CHARACTERS = 460
"""Of a summary line; the quote below it has the whole wording."""
MAX_BULLETS = 4
MAX_QUOTED_EDITS = 5
"""Edits quoted on the card and in its thread; the redline has them all."""
THREAD_QUOTE_CHARACTERS = 220
"""Of the wording before, or after, in the thread."""
MUTE_DAYS = 7
QUOTE_LAYOUTS: tuple[tuple[int, int], ...] = ((2, 200), (2, 150), (1, 300), (1, 120))
"""Numbers of edits and of characters per quote, tried in this order until the card fits."""

SIDE_LABELS = {
    EditKind.ADDED: ("", "Now says:"),
    EditKind.REMOVED: ("No longer says:", ""),
    EditKind.REWORDED: ("Before:", "After:"),
    EditKind.MOVED: ("", "Says as before:"),
}
"""Labels of the wording before and after; an empty one for a side that is not shown."""
STANDING_NOTES = {
    "seen again": "The earlier text shows up again; it is being watched whether it stays.",
    "reverted": "Reverted: the earlier text is back and has stayed.",
}


@dataclass(frozen=True, slots=True)
class CardState:
    """What a card shows beyond its change, within one workspace."""

    is_repeat: bool = False
    muted_until: datetime | None = None
    denied_by: tuple[str, ...] = ()
    """Ids of the users who pressed *Not a change*."""


NEW_STATE = CardState()


def render_change(change: Change, state: CardState = NEW_STATE) -> tuple[Message, ...]:
    """Return the card and, if it has no room for all main edits, the reply in its thread."""
    return (render_card(change, state), *render_overflow(change))


def render_card(change: Change, state: CardState = NEW_STATE) -> Message:
    """Return the card: headline with bullets, quotes, state, buttons and source."""
    head = render_headline(change, state)
    blocks = [section(head, block_id=f"card:{change.id}"), *_render_quotes(change)]
    blocks += [context(line) for line in _list_state_lines(change, state)]
    blocks += [_render_buttons(change, state), context(_format_source(change))]
    return Message(head, tuple(blocks))


def render_compact_card(change: Change, state: CardState = NEW_STATE) -> Message:
    """Return the card without quotes, for when Slack refuses the blocks of the full card."""
    head = render_headline(change, state)
    blocks = (section(head, block_id=f"card:{change.id}"), _render_buttons(change, state))
    return Message(head, blocks)


def render_headline(change: Change, state: CardState = NEW_STATE) -> str:
    """Return what changed, its severity and effective date, as safe mrkdwn.

    Notifications show it without the rest of the card.
    """
    comparison = change.comparison
    lines = [f"*{format_title(change)}*"]
    if state.is_repeat:
        lines.insert(0, f"Possibly a repeat of {change.record_id}: it may have been posted before.")
    impact_lines = list_impacts(comparison)
    lines += [f"• {line}" for line in impact_lines]
    room = MAX_BULLETS - min(len(impact_lines), MAX_IMPACT_LINES)
    bullets = _select_bullets(comparison)[:room]
    lines += [f"• {escape(bullet, MAX_BULLET_CHARACTERS)}" for bullet in bullets]
    if comparison.effective is not None:
        effective = format_date(comparison.effective)
        if not any(effective in bullet for bullet in bullets):
            lines.append(f"Applies from {effective}, as the document says.")
    return "\n".join(lines)


def _select_bullets(comparison: Comparison) -> tuple[str, ...]:
    """Return the summary without the document's own dates, which the source line has."""
    bullets = comparison.summary[:MAX_BULLETS]
    before, after = comparison.stated_before, comparison.stated_after
    if before is None or before == after:
        return bullets
    dates = format_stated_date(comparison).removeprefix("dated ")
    return tuple(bullet for bullet in bullets if dates not in bullet) or bullets


def _render_quotes(change: Change) -> list[Block]:
    """Return quotes of the main edits in the largest layout that fits."""
    edits = select_main_edits(change.comparison)
    for count, limit in QUOTE_LAYOUTS:
        blocks = [render_edit(edit, limit) for edit in edits[:count]]
        if count_characters(blocks) <= _count_quote_room(change):
            return blocks
    return []


def _count_quote_room(change: Change) -> int:
    fixed = [
        section(render_headline(change)),
        _render_buttons(change),
        context(_format_source(change)),
    ]
    return MAX_CARD_CHARACTERS - count_characters(fixed)


def render_edit(edit: Edit, limit: int) -> Block:
    """Return an edit as rich text: its section and kind, and the wording before and after."""
    label = f"{sanitise(edit.section, 120) or 'No heading'}: {EDIT_LABELS[edit.kind]}"
    segments = build_redline(edit.before, edit.after)
    sides = [
        (side_label, quote(cut_side(segments, kind, limit)))
        for side_label, kind, text in zip(
            SIDE_LABELS[edit.kind], ("removed", "added"), (edit.before, edit.after), strict=True
        )
        if side_label and text
    ]
    # One section with a line break in it, because some clients run two sections together.
    lead = [Run(label, "bold")]
    elements: list[Block] = []
    for side_label, wording in sides:
        text = f"\n{side_label}" if lead else side_label
        elements += [paragraph([*lead, Run(text)]), wording]
        lead = []
    return rich_text(*(elements or [paragraph(lead)]))


def _list_state_lines(change: Change, state: CardState) -> list[str]:
    lines = []
    if change.comparison.is_unread:
        lines.append("Clause types are recognised in English only, so none is named here.")
    if change.standing in STANDING_NOTES:
        lines.append(STANDING_NOTES[change.standing])
    if change.reviews:
        lines.append(format_reviews(change))
    if denied_by := tuple(dict.fromkeys((*change.denied_by, *state.denied_by))):
        lines.append(f"Marked as not a change by {format_members(denied_by)}.")
    if state.muted_until is not None:
        name = escape(change.document.platform_name, 100)
        lines.append(f"{name} is muted in this channel until {format_time(state.muted_until)}.")
    return lines


def _render_buttons(change: Change, state: CardState = NEW_STATE) -> Block:
    value = str(change.id)
    key = json.dumps([change.document.platform_key], ensure_ascii=False)
    mute = button(f"Mute {MUTE_DAYS} days", ids.MUTE_PLATFORM, value)
    unmute = button("Unmute", ids.UNMUTE, key)
    return actions(
        f"card.actions:{change.id}",
        [
            button("View redline", ids.REDLINE, value, style="primary"),
            button("Reviewed", ids.MARK_REVIEWED, value),
            mute if state.muted_until is None else unmute,
            button("Not a change", ids.NOT_A_CHANGE, value),
        ],
    )


def _format_source(change: Change) -> str:
    """Return source, capture time, hash, the document's own dates and the notice."""
    after = change.after
    facts = [link(after.source_url, "Source"), f"captured {format_time(after.captured_at)}"]
    if after.snapshots:
        facts.append(f"SHA-256 {escape(after.snapshots[0][:12])}")
    facts.append(format_stated_date(change.comparison))
    return " · ".join([*filter(None, facts), "Not legal advice."])


def render_overflow(change: Change) -> tuple[Message, ...]:
    """Return the thread reply with the main edits that the card has no room for, if any.

    Beyond five edits in all, the reply gives the number of the rest and points to the redline.
    """
    edits, quoted = select_main_edits(change.comparison), len(_render_quotes(change))
    if len(edits) <= quoted:
        return ()
    name = escape(change.document.name, 150)
    head = f"{change.record_id}, {name}: further edits."
    blocks = [render_edit(edit, THREAD_QUOTE_CHARACTERS) for edit in edits[quoted:MAX_QUOTED_EDITS]]
    left = len(edits) - max(quoted, MAX_QUOTED_EDITS)
    tail = [context(f"{left} more are in *View redline* on the card above.")] if left > 0 else []
    return (Message(head, (section(head), *blocks, *tail)),)
