"""The alert card of one change, its overflow for the thread and its compact form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot import ids
from bot.messages.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    moment,
    section,
    size,
)
from bot.messages.escape import link, literal, mrkdwn
from bot.messages.rich import Run, one_side, paragraph, quote, rich_text
from clausewatch.compare.redline import segments
from clausewatch.model import Change
from clausewatch.reading import Comparison, Edit, EditKind, Significance

CARD_CHARACTERS = 9_000
"""Of the card without its state; what reviews and repeats add has the rest of Slack's limit."""
PART_CHARACTERS = 8_500
MOST_PARTS = 5
"""Thread replies with further edits; what is left then is in the redline."""
MOST_NAMED = 8
"""Reviewers named on a card before they are counted."""
SHAPES: tuple[tuple[int, int], ...] = ((3, 600), (3, 350), (2, 300), (1, 300), (1, 120))
"""Edits quoted and characters per quote, tried in this order until the card fits."""

EDIT_WORDS = {
    EditKind.ADDED: "added",
    EditKind.REMOVED: "removed",
    EditKind.REWORDED: "reworded",
    EditKind.MOVED: "moved",
}
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
    blocks += [_buttons(change), context(_source_line(change))]
    return Message(head, tuple(blocks))


def compact(change: Change, state: CardState = NEW) -> Message:
    """Return the card without quotes: what is posted where Slack refuses the card's blocks."""
    head = headline(change, state)
    return Message(head, (section(head, block_id=f"card:{change.id}"), _buttons(change)))


def headline(change: Change, state: CardState = NEW) -> str:
    """Return what changed, how grave it is and since when, as safe mrkdwn that stands alone."""
    found = change.comparison
    lines = [f"*{title(change)}*"]
    if state.is_repeat:
        lines.insert(0, f"Possibly a repeat of {change.record_id}: it may have been posted before.")
    lines += [f"• {mrkdwn(bullet, 480)}" for bullet in found.summary[:4]]
    if found.effective is not None:
        lines.append(f"Applies from {day(found.effective)}, as the document says.")
    return "\n".join(lines)


def title(change: Change) -> str:
    """Return document, severity and record id on one line, as safe mrkdwn."""
    name = mrkdwn(change.document.name, 150)
    if change.comparison.significance is not Significance.SUBSTANTIVE:
        kind = change.comparison.significance or "no terms"
        return f"{name} changed, {kind} · {change.record_id}"
    return f"{name} changed, {change.comparison.severity} severity · {change.record_id}"


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
    elements = [paragraph([Run(label, "bold")])]
    found = segments(edit.before, edit.after)
    if edit.before and edit.kind is not EditKind.MOVED:
        elements += [paragraph([Run("Before:")]), quote(one_side(found, "removed", limit))]
    if edit.after:
        word = "Text:" if edit.kind is EditKind.MOVED else "After:"
        elements += [paragraph([Run(word)]), quote(one_side(found, "added", limit))]
    return rich_text(*elements)


def _state_lines(change: Change, state: CardState) -> list[str]:
    lines = []
    if change.standing in STANDINGS:
        lines.append(STANDINGS[change.standing])
    if change.reviews:
        lines.append(reviewed_line(change))
    if state.denied_by:
        lines.append(f"Marked as not a change by {people(state.denied_by)}.")
    if state.muted_until is not None:
        lines.append(f"Muted in this channel until {moment(state.muted_until)}.")
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


def _buttons(change: Change) -> Block:
    value = str(change.id)
    return actions(
        f"card.actions:{change.id}",
        [
            button("View redline", ids.REDLINE, value, style="primary"),
            button("Reviewed", ids.REVIEWED, value),
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
    """Return the edits that the card does not quote, packed into thread replies."""
    rest = main_edits(change.comparison)[_quoted_count(change) :]
    groups: list[list[Block]] = []
    shown = 0
    for edit in rest:
        block = _fitting(edit)
        if not groups or size([*groups[-1], block]) > PART_CHARACTERS - 1_000:
            if len(groups) == MOST_PARTS:
                break
            groups.append([])
        groups[-1].append(block)
        shown += 1
    return tuple(
        _part(change, index, len(groups), blocks, len(rest) - shown)
        for index, blocks in enumerate(groups)
    )


def _fitting(edit: Edit) -> Block:
    for limit in (1_200, 600, 300):
        block = edit_block(edit, limit)
        if size([block]) <= PART_CHARACTERS - 1_000:
            return block
    plain = [Run(literal(text, 300)) for text in (edit.before, edit.after) if text]
    return rich_text(*[quote([run]) for run in plain])


def _part(change: Change, index: int, count: int, blocks: list[Block], left: int) -> Message:
    name = mrkdwn(change.document.name, 150)
    head = f"{change.record_id}, {name}: further edits, part {index + 1} of {count}."
    tail: list[Block] = []
    if left and index == count - 1:
        tail = [context(f"{left} more edits are in *View redline* on the card above.")]
    return Message(head, (section(head), *blocks, *tail))
