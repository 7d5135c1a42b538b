"""The alert card of one change, its overflow for the thread and its compact form."""

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
from bot.slack.messages.escape import escape, link, sanitise
from bot.slack.messages.formats import format_date, format_members, format_time
from bot.slack.messages.provision_impact import MAX_IMPACT_LINES, format_direction, render_impacts
from bot.slack.messages.rich_text import Run, cut_side, paragraph, quote, rich_text
from clausewatch.compare.redline import build_redline
from clausewatch.model.documents import Change
from clausewatch.model.reading import Comparison, Edit, EditKind, Significance

MAX_CARD_CHARACTERS = 9_000
"""Of the card without its state; what reviews and repeats add has the rest of Slack's limit."""
MAX_BULLET_CHARACTERS = 240
"""Of a summary line: what it cuts short is quoted below it."""
MAX_BULLETS = 4
MAX_QUOTED_EDITS = 5
"""Edits quoted on the card and in its thread, the gravest; the redline has them all."""
THREAD_QUOTE_CHARACTERS = 220
"""Characters of each side of an edit in the thread."""
MUTE_DAYS = 7
QUOTE_LAYOUTS: tuple[tuple[int, int], ...] = ((2, 200), (2, 150), (1, 300), (1, 120))
"""Edits quoted and characters per quote, tried in this order until the card fits."""

EDIT_LABELS = {
    EditKind.ADDED: "added",
    EditKind.REMOVED: "removed",
    EditKind.REWORDED: "reworded",
    EditKind.MOVED: "moved",
}
SIDE_LABELS = {
    EditKind.ADDED: ("", "Now says:"),
    EditKind.REMOVED: ("No longer says:", ""),
    EditKind.REWORDED: ("Before:", "After:"),
    EditKind.MOVED: ("", "Says as before:"),
}
"""What stands above the wording before and after."""
STANDING_NOTES = {
    "seen again": "The earlier text shows up again; it is being watched whether it stays.",
    "reverted": "Reverted: the earlier text is back and has stayed.",
}


@dataclass(frozen=True, slots=True)
class CardState:
    """What is known of a card beyond its change, within one workspace."""

    is_repeat: bool = False
    muted_until: datetime | None = None
    denied_by: tuple[str, ...] = ()
    """Who pressed *Not a change*."""


NEW_STATE = CardState()


def render_change(change: Change, state: CardState = NEW_STATE) -> tuple[Message, ...]:
    """Return the card and, for its thread, the edits that it has no room for."""
    return (render_card(change, state), *render_overflow(change))


def render_card(change: Change, state: CardState = NEW_STATE) -> Message:
    """Return the card: headline with bullets, quotes, state, buttons, source."""
    head = render_headline(change, state)
    blocks = [section(head, block_id=f"card:{change.id}"), *_render_quotes(change)]
    blocks += [context(line) for line in _list_state_lines(change, state)]
    blocks += [_render_buttons(change, state), context(_format_source(change))]
    return Message(head, tuple(blocks))


def render_compact_card(change: Change, state: CardState = NEW_STATE) -> Message:
    """Return the card without quotes: what is posted where Slack refuses the card's blocks."""
    head = render_headline(change, state)
    return Message(
        head, (section(head, block_id=f"card:{change.id}"), _render_buttons(change, state))
    )


def render_headline(change: Change, state: CardState = NEW_STATE) -> str:
    """Return what changed, how grave it is and since when, as safe mrkdwn that stands alone."""
    found = change.comparison
    lines = [f"*{format_title(change)}*"]
    if state.is_repeat:
        lines.insert(0, f"Possibly a repeat of {change.record_id}: it may have been posted before.")
    impact_lines = render_impacts(found)
    lines += [f"• {line}" for line in impact_lines]
    bullets = _select_bullets(found)[: MAX_BULLETS - min(len(impact_lines), MAX_IMPACT_LINES)]
    lines += [f"• {escape(bullet, MAX_BULLET_CHARACTERS)}" for bullet in bullets]
    if found.effective is not None and not any(
        format_date(found.effective) in each for each in bullets
    ):
        lines.append(f"Applies from {format_date(found.effective)}, as the document says.")
    return "\n".join(lines)


def _select_bullets(found: Comparison) -> tuple[str, ...]:
    """Return the summary without what the line under the card says anyway: the own dates."""
    dates = format_stated_date(found).removeprefix("dated ")
    is_dated = found.stated_after != found.stated_before and found.stated_before is not None
    kept = tuple(each for each in found.summary[:4] if not (is_dated and dates in each))
    return kept or found.summary[:4]


def format_title(change: Change) -> str:
    """Return document, severity and record id on one line, as safe mrkdwn."""
    name = escape(change.document.name, 150)
    way = format_direction(change.comparison)
    is_grave = change.comparison.significance is Significance.SUBSTANTIVE
    grave = format_significance(change.comparison) + (f", {way}" if way and is_grave else "")
    return f"{name} changed, {grave} · {change.record_id}"


def format_significance(found: Comparison | Edit) -> str:
    """Return how grave a change or an edit is; one that alters no terms has no severity."""
    match found.significance:
        case Significance.SUBSTANTIVE:
            return f"{found.severity} severity"
        case Significance.EDITORIAL:
            return "wording only"
        case Significance.DATE_ONLY:
            return "date only"
        case _:
            return "no terms"


def select_main_edits(found: Comparison) -> tuple[Edit, ...]:
    """Return the edits that alter terms, gravest first; all edits where none does."""
    grave = tuple(e for e in found.edits if e.significance is Significance.SUBSTANTIVE)
    return grave or found.edits


def _render_quotes(change: Change) -> list[Block]:
    """Return quotes of the gravest edits in the largest shape that fits."""
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


def _count_quotes(change: Change) -> int:
    return len(_render_quotes(change))


def render_edit(edit: Edit, limit: int) -> Block:
    """Return one edit as rich text: section, what happened, the wording before and after."""
    label = f"{sanitise(edit.section, 120) or 'No heading'}: {EDIT_LABELS[edit.kind]}"
    found = build_redline(edit.before, edit.after)
    sides = [
        (words, quote(cut_side(found, kind, limit)))
        for words, kind, text in zip(
            SIDE_LABELS[edit.kind], ("removed", "added"), (edit.before, edit.after), strict=True
        )
        if words and text
    ]
    # one section with a break in it: some clients run two sections together
    lead = [Run(label, "bold")]
    elements: list[Block] = []
    for words, quoted in sides:
        elements += [paragraph([*lead, Run(f"\n{words}" if lead else words)]), quoted]
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


def format_reviews(change: Change) -> str:
    """Return who has reviewed the change, and when it was reviewed last."""
    last = max(review.reviewed_at for review in change.reviews)
    return (
        f"Reviewed by {format_members([r.user_id for r in change.reviews])}, {format_time(last)}."
    )


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
    """Return source, capture time, hash, the document's own dates and what this is not."""
    after = change.after
    facts = [link(after.source_url, "Source"), f"captured {format_time(after.captured_at)}"]
    if after.snapshots:
        facts.append(f"SHA-256 {escape(after.snapshots[0][:12])}")
    facts.append(format_stated_date(change.comparison))
    return " · ".join([fact for fact in facts if fact] + ["Not legal advice."])


def format_stated_date(found: Comparison) -> str:
    """Return the date that the document states, and the one before where it differs."""
    if found.stated_after is None:
        return "states no date"
    if found.stated_before is None or found.stated_before == found.stated_after:
        return f"dated {format_date(found.stated_after)}"
    return f"dated {format_date(found.stated_before)} → {format_date(found.stated_after)}"


def render_overflow(change: Change) -> tuple[Message, ...]:
    """Return the thread reply with the gravest edits that the card has no room for, if any.

    A rewrite of a hundred edits is read in the redline; the thread names how many there are.
    """
    edits, quoted = select_main_edits(change.comparison), _count_quotes(change)
    if len(edits) <= quoted:
        return ()
    name = escape(change.document.name, 150)
    head = f"{change.record_id}, {name}: further edits."
    blocks = [render_edit(edit, THREAD_QUOTE_CHARACTERS) for edit in edits[quoted:MAX_QUOTED_EDITS]]
    left = len(edits) - max(quoted, MAX_QUOTED_EDITS)
    tail = [context(f"{left} more are in *View redline* on the card above.")] if left > 0 else []
    return (Message(head, (section(head), *blocks, *tail)),)
