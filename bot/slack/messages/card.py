"""The alert card of one change, its thread reply, and its compact form.

It is understood in five seconds: the severity, one sentence, the effective date, and the wording of
the most severe edit before and after. Nothing is said twice.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.records.phrases import EDIT_LABELS, STANDINGS
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
    format_edit_label,
    format_effective_date,
    format_excerpt,
    format_further_edits,
    format_sentence,
    format_stated_date,
    format_title,
    quotes_first_edit,
    select_main_edits,
)
from bot.slack.messages.deadlines import format_deadlines, format_other_source
from bot.slack.messages.escape import escape, link, sanitise
from bot.slack.messages.formats import format_time
from bot.slack.messages.reviews import format_review, render_change_menu, render_review_button
from bot.slack.messages.rich_text import Run, cut_side, paragraph, quote, rich_text
from bot.slack.messages.subprocessors import render_watch_buttons
from clausewatch import compare
from clausewatch.compare.segments import SegmentKind
from clausewatch.model.changes import Change
from clausewatch.model.reading import Edit, EditKind

MAX_CARD_CHARACTERS = 9_000
"""Of the card without its state, for which the rest of Slack's limit is reserved."""
MAX_QUOTED_EDITS = 5
"""Edits quoted on the card and in its thread; the redline has them all."""
THREAD_QUOTE_CHARACTERS = 220
"""Of the wording before, or after, in the thread."""
QUOTE_LIMITS = (400, 200, 120)
"""Characters of the wording before, or after, tried in this order until the card fits."""

SIDE_LABELS = {
    EditKind.ADDED: ("", "Added text:"),
    EditKind.REMOVED: ("Removed text:", ""),
    EditKind.REWORDED: ("Before:", "After:"),
    EditKind.MOVED: ("", "Unchanged text, moved:"),
}
"""Labels of the wording before and after; an empty one for a side that is not shown."""


@dataclass(frozen=True, slots=True)
class CardState:
    """What a card shows beyond its change, within one workspace."""

    is_repeat: bool = False
    muted_until: datetime | None = None
    has_site: bool = False
    """Whether the change has a page on a record site, which the menu opens."""


NEW_STATE = CardState()


def render_change(change: Change, state: CardState = NEW_STATE) -> tuple[Message, ...]:
    """Return the card and, if it has no room for all main edits, the reply in its thread."""
    return (render_card(change, state), *render_overflow(change))


def render_card(change: Change, state: CardState = NEW_STATE) -> Message:
    """Return the card: headline with bullets, quotes, state, buttons and source."""
    head = render_headline(change, state)
    blocks = [section(head, block_id=f"card:{change.id}"), *_render_quotes(change)]
    blocks += [context(line) for line in _list_state_lines(change, state)]
    blocks += [_render_buttons(change, state), *render_watch_buttons(change)]
    blocks.append(context(_format_source(change)))
    return Message(_add_excerpt(head, change), tuple(blocks))


def _add_excerpt(head: str, change: Change) -> str:
    """Return the text for notifications and screen readers, which do not see the quote."""
    return "\n".join(filter(None, [head, format_excerpt(change.comparison)]))


def render_compact_card(change: Change, state: CardState = NEW_STATE) -> Message:
    """Return the card without quotes, for when Slack refuses the blocks of the full card."""
    head = _add_excerpt(render_headline(change, state), change)
    blocks = (section(head, block_id=f"card:{change.id}"), _render_buttons(change, state))
    return Message(head, blocks)


def render_headline(change: Change, state: CardState = NEW_STATE) -> str:
    """Return severity, document, what changed and from when, as safe mrkdwn.

    A change that no longer stands says so before it says what it was.
    """
    comparison = change.comparison
    lines = [f"*{format_title(change)}*", format_sentence(change)]
    if change.standing in STANDINGS:
        lines.insert(1, f"*{STANDINGS[change.standing]}*")
    if state.is_repeat:
        lines.insert(0, f"Possible duplicate of {change.record_id}.")
    when = format_deadlines(change) or format_effective_date(comparison)
    facts = filter(None, [when, format_further_edits(comparison)])
    return "\n".join(filter(None, [*lines, " · ".join(facts), format_other_source(change)]))


def _render_quotes(change: Change) -> list[Block]:
    """Return the most severe edit in the longest form that fits, or nothing.

    Of new or removed text that the sentence quotes whole, only the section is left to say. Reworded
    text stands here in any case, because only here are the changed words marked.
    """
    for edit in select_main_edits(change.comparison)[:1]:
        if _is_in_sentence(edit, change):
            heading = _format_heading(edit)
            return [rich_text(paragraph([Run(f"Section: {heading}")]))] if heading else []
        for limit in QUOTE_LIMITS:
            blocks = [render_edit(edit, limit)]
            if count_characters(blocks) <= _count_quote_room(change):
                return blocks
    return []


def _count_quote_room(change: Change) -> int:
    fixed = [
        section(render_headline(change)),
        _render_buttons(change),
        *render_watch_buttons(change),
        context(_format_source(change)),
    ]
    return MAX_CARD_CHARACTERS - count_characters(fixed)


def render_edit(edit: Edit, limit: int) -> Block:
    """Return an edit as rich text: its section, and the wording before and after.

    The labels of the wording say what kind of edit it is; only an edit without any needs its kind.
    """
    heading = _format_heading(edit)
    segments = compare.build_redline(edit.before, edit.after)
    texts: tuple[tuple[SegmentKind, str | None], ...] = (
        ("removed", edit.before),
        ("added", edit.after),
    )
    sides = [
        (side_label, quote(cut_side(compare.restore_wording(segments, kind, text), limit)))
        for side_label, (kind, text) in zip(SIDE_LABELS[edit.kind], texts, strict=True)
        if side_label and text
    ]
    if not sides:
        label = format_edit_label(heading, EDIT_LABELS[edit.kind])
        return rich_text(paragraph([Run(label, "bold")]))
    # One section with a line break in it, because some clients run two sections together.
    lead = [Run(heading, "bold")] if heading else []
    elements: list[Block] = []
    for side_label, wording in sides:
        text = f"\n{side_label}" if lead else side_label
        elements += [paragraph([*lead, Run(text)]), wording]
        lead = []
    return rich_text(*elements)


def _is_in_sentence(edit: Edit, change: Change) -> bool:
    """Tell whether the sentence of a change quotes the whole text that an edit adds or removes."""
    comparison = change.comparison
    is_first = edit == comparison.edits[0] and edit.kind is not EditKind.REWORDED
    return is_first and quotes_first_edit(comparison)


def _format_heading(edit: Edit) -> str:
    return sanitise(edit.section, 120).rstrip(" :")


def _list_state_lines(change: Change, state: CardState) -> list[str]:
    lines = []
    if change.comparison.is_unread:
        lines.append("Clause analysis is available for English documents only.")
    if change.review.step_id:
        lines.append(format_review(change.review))
    if state.muted_until is not None:
        name = escape(change.document.platform_name, 100)
        lines.append(f"{name} is muted in this channel until {format_time(state.muted_until)}.")
    return lines


def _render_buttons(change: Change, state: CardState = NEW_STATE) -> Block:
    value, about = str(change.id), f"{change.document.name}, {change.record_id}"
    buttons = [button("View redline", ids.REDLINE, value, style="primary", about=about)]
    if any(not impact.is_possible for impact in change.comparison.impacts):
        buttons.append(button("Why it matters", ids.WHY_IT_MATTERS, value, about=about))
    buttons.append(render_review_button(change))
    is_muted = state.muted_until is not None
    buttons.append(render_change_menu(change, is_muted=is_muted, has_site=state.has_site))
    return actions(f"card.actions:{change.id}", buttons)


def _format_source(change: Change) -> str:
    """Return source, capture time, record id, the document's own dates and the notice."""
    after = change.after
    facts = [link(after.source_url, "Source"), f"captured {format_time(after.captured_at)}"]
    if change.comparison.announced_at:
        facts.append(link(change.comparison.announced_at, "announced text"))
    facts += [change.record_id, format_stated_date(change.comparison)]
    return " · ".join([*filter(None, facts), "Not legal advice."])


def render_overflow(change: Change) -> tuple[Message, ...]:
    """Return the thread reply with the main edits that the card has no room for, if any.

    Beyond five edits in all, the reply gives the number of the rest and points to the redline.
    """
    edits = select_main_edits(change.comparison)
    is_shown = bool(_render_quotes(change)) or any(
        _is_in_sentence(edit, change) for edit in edits[:1]
    )
    quoted = int(is_shown)
    if len(edits) <= quoted:
        return ()
    name = escape(change.document.name, 150)
    head = f"{change.record_id}, {name}: more edits."
    blocks = [render_edit(edit, THREAD_QUOTE_CHARACTERS) for edit in edits[quoted:MAX_QUOTED_EDITS]]
    left = len(edits) - max(quoted, MAX_QUOTED_EDITS)
    tail = [context(f"{left} more in the redline (button above).")] if left > 0 else []
    return (Message(head, (section(head), *blocks, *tail)),)
