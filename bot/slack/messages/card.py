"""The alert card of one change, its overflow for the thread and its compact form."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    moment,
    section,
    size,
)
from bot.slack.messages.escape import link, literal, mrkdwn
from bot.slack.messages.provision_impact import MAX_IMPACT_LINES, direction_words, render_impacts
from bot.slack.messages.rich_text import Run, one_side, paragraph, quote, rich_text
from clausewatch.compare.redline import segments
from clausewatch.model.documents import Change
from clausewatch.model.reading import Comparison, Edit, EditKind, Significance

CARD_CHARACTERS = 9_000
"""Of the card without its state; what reviews and repeats add has the rest of Slack's limit."""
BULLET_CHARACTERS = 240
"""Of a summary line: what it cuts short is quoted below it."""
MOST_BULLETS = 4
MOST_TOLD = 5
"""Edits quoted on the card and in its thread, the gravest; the redline has them all."""
THREAD_QUOTE = 220
"""Characters of each side of an edit in the thread."""
MOST_PARTS = 1
"""Thread replies of a card."""
MUTE_DAYS = 7
MOST_NAMED = 8
"""Reviewers named on a card before they are counted."""
SHAPES: tuple[tuple[int, int], ...] = ((2, 200), (2, 150), (1, 300), (1, 120))
"""Edits quoted and characters per quote, tried in this order until the card fits."""

EDIT_WORDS = {
    EditKind.ADDED: "added",
    EditKind.REMOVED: "removed",
    EditKind.REWORDED: "reworded",
    EditKind.MOVED: "moved",
}
SIDES = {
    EditKind.ADDED: ("", "Now says:"),
    EditKind.REMOVED: ("No longer says:", ""),
    EditKind.REWORDED: ("Before:", "After:"),
    EditKind.MOVED: ("", "Says as before:"),
}
"""What stands above the wording before and after."""
STANDINGS = {
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


NEW = CardState()


def parts(change: Change, state: CardState = NEW) -> tuple[Message, ...]:
    """Return the card and, for its thread, the edits that it has no room for."""
    return (card(change, state), *overflow(change))


def card(change: Change, state: CardState = NEW) -> Message:
    """Return the card: headline with bullets, quotes, state, buttons, source."""
    head = headline(change, state)
    blocks = [section(head, block_id=f"card:{change.id}"), *_quotes(change)]
    blocks += [context(line) for line in _state_lines(change, state)]
    blocks += [_buttons(change, state), context(_source_line(change))]
    return Message(head, tuple(blocks))


def compact(change: Change, state: CardState = NEW) -> Message:
    """Return the card without quotes: what is posted where Slack refuses the card's blocks."""
    head = headline(change, state)
    return Message(head, (section(head, block_id=f"card:{change.id}"), _buttons(change, state)))


def headline(change: Change, state: CardState = NEW) -> str:
    """Return what changed, how grave it is and since when, as safe mrkdwn that stands alone."""
    found = change.comparison
    lines = [f"*{title(change)}*"]
    if state.is_repeat:
        lines.insert(0, f"Possibly a repeat of {change.record_id}: it may have been posted before.")
    impact_lines = render_impacts(found)
    lines += [f"• {line}" for line in impact_lines]
    bullets = _bullets(found)[: MOST_BULLETS - min(len(impact_lines), MAX_IMPACT_LINES)]
    lines += [f"• {mrkdwn(bullet, BULLET_CHARACTERS)}" for bullet in bullets]
    if found.effective is not None and not any(day(found.effective) in each for each in bullets):
        lines.append(f"Applies from {day(found.effective)}, as the document says.")
    return "\n".join(lines)


def _bullets(found: Comparison) -> tuple[str, ...]:
    """Return the summary without what the line under the card says anyway: the own dates."""
    dates = stated(found).removeprefix("dated ")
    is_dated = found.stated_after != found.stated_before and found.stated_before is not None
    kept = tuple(each for each in found.summary[:4] if not (is_dated and dates in each))
    return kept or found.summary[:4]


def title(change: Change) -> str:
    """Return document, severity and record id on one line, as safe mrkdwn."""
    name = mrkdwn(change.document.name, 150)
    way = direction_words(change.comparison)
    is_grave = change.comparison.significance is Significance.SUBSTANTIVE
    grave = weight(change.comparison) + (f", {way}" if way and is_grave else "")
    return f"{name} changed, {grave} · {change.record_id}"


def weight(found: Comparison | Edit) -> str:
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


def day(value: date) -> str:
    """Return a date of a document, which has no time zone."""
    return f"{value:%-d %B %Y}"


def main_edits(found: Comparison) -> tuple[Edit, ...]:
    """Return the edits that alter terms, gravest first; all edits where none does."""
    grave = tuple(e for e in found.edits if e.significance is Significance.SUBSTANTIVE)
    return grave or found.edits


def _quotes(change: Change) -> list[Block]:
    """Return quotes of the gravest edits in the largest shape that fits."""
    edits = main_edits(change.comparison)
    for count, limit in SHAPES:
        blocks = [edit_block(edit, limit) for edit in edits[:count]]
        if size(blocks) <= _quote_room(change):
            return blocks
    return []


def _quote_room(change: Change) -> int:
    fixed = [section(headline(change)), _buttons(change), context(_source_line(change))]
    return CARD_CHARACTERS - size(fixed)


def _quoted_count(change: Change) -> int:
    return len(_quotes(change))


def edit_block(edit: Edit, limit: int) -> Block:
    """Return one edit as rich text: section, what happened, the wording before and after."""
    label = f"{literal(edit.section, 120) or 'No heading'}: {EDIT_WORDS[edit.kind]}"
    found = segments(edit.before, edit.after)
    sides = [
        (words, quote(one_side(found, kind, limit)))
        for words, kind, text in zip(
            SIDES[edit.kind], ("removed", "added"), (edit.before, edit.after), strict=True
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


def _state_lines(change: Change, state: CardState) -> list[str]:
    lines = []
    if change.comparison.is_unread:
        lines.append("Clause types are recognised in English only, so none is named here.")
    if change.standing in STANDINGS:
        lines.append(STANDINGS[change.standing])
    if change.reviews:
        lines.append(reviewed_line(change))
    if denied_by := tuple(dict.fromkeys((*change.denied_by, *state.denied_by))):
        lines.append(f"Marked as not a change by {people(denied_by)}.")
    if state.muted_until is not None:
        name = mrkdwn(change.document.platform_name, 100)
        lines.append(f"{name} is muted in this channel until {moment(state.muted_until)}.")
    return lines


def reviewed_line(change: Change) -> str:
    """Return who has reviewed the change, and when it was reviewed last."""
    last = max(review.reviewed_at for review in change.reviews)
    return f"Reviewed by {people([r.user_id for r in change.reviews])}, {moment(last)}."


def member(user_id: str) -> str:
    """Return a mention of a member; anything that is no id is shown as text."""
    is_id = user_id.isascii() and user_id.isalnum() and user_id[:1] in "UW"
    return f"<@{user_id}>" if is_id else mrkdwn(user_id, 80)


def people(user_ids: Sequence[str]) -> str:
    """Return mentions of members; past a few of them, the number of the rest."""
    named = [member(user_id) for user_id in user_ids[:MOST_NAMED]]
    rest = len(user_ids) - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")


def _buttons(change: Change, state: CardState = NEW) -> Block:
    value = str(change.id)
    key = json.dumps([change.document.platform_key], ensure_ascii=False)
    mute = button(f"Mute {MUTE_DAYS} days", ids.MUTE_PLATFORM, value)
    unmute = button("Unmute", ids.UNMUTE, key)
    return actions(
        f"card.actions:{change.id}",
        [
            button("View redline", ids.REDLINE, value, style="primary"),
            button("Reviewed", ids.REVIEWED, value),
            mute if state.muted_until is None else unmute,
            button("Not a change", ids.NOT_A_CHANGE, value),
        ],
    )


def _source_line(change: Change) -> str:
    """Return source, capture time, hash, the document's own dates and what this is not."""
    after = change.after
    facts = [link(after.source_url, "Source"), f"captured {moment(after.captured_at)}"]
    if after.snapshots:
        facts.append(f"SHA-256 {mrkdwn(after.snapshots[0][:12])}")
    facts.append(stated(change.comparison))
    return " · ".join([fact for fact in facts if fact] + ["Not legal advice."])


def stated(found: Comparison) -> str:
    """Return the date that the document states, and the one before where it differs."""
    if found.stated_after is None:
        return "states no date"
    if found.stated_before is None or found.stated_before == found.stated_after:
        return f"dated {day(found.stated_after)}"
    return f"dated {day(found.stated_before)} → {day(found.stated_after)}"


def overflow(change: Change) -> tuple[Message, ...]:
    """Return the thread reply with the gravest edits that the card has no room for, if any.

    A rewrite of a hundred edits is read in the redline; the thread names how many there are.
    """
    edits, quoted = main_edits(change.comparison), _quoted_count(change)
    if len(edits) <= quoted:
        return ()
    name = mrkdwn(change.document.name, 150)
    head = f"{change.record_id}, {name}: further edits."
    blocks = [edit_block(edit, THREAD_QUOTE) for edit in edits[quoted:MOST_TOLD]]
    left = len(edits) - max(quoted, MOST_TOLD)
    tail = [context(f"{left} more are in *View redline* on the card above.")] if left > 0 else []
    return (Message(head, (section(head), *blocks, *tail)),)
