"""The redline of a change as a modal: word by word, in pages, by severity or in document order.

Removed words are struck through and added words are bold. Words say the same below each edit, for
screen readers and for text that is copied.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.records.phrases import EDIT_LABELS
from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    count_characters,
    divider,
    page_buttons,
    section,
)
from bot.slack.messages.change_text import (
    format_edit_label,
    format_significance,
    format_stated_date,
    format_title,
)
from bot.slack.messages.escape import escape, sanitise, shorten_start
from bot.slack.messages.formats import format_count
from bot.slack.messages.modal_parts import modal
from bot.slack.messages.reviews import format_review, render_change_menu, render_review_button
from bot.slack.messages.rich_text import Run, quote, rich_text, style_redline
from clausewatch import compare
from clausewatch.compare.headline import describe_edit
from clausewatch.compare.segments import Segment
from clausewatch.model.changes import Change
from clausewatch.model.reading import Edit, Significance

LEGEND = "Strikethrough: removed. Bold: added. Italics: context."
MAX_PAGE_BLOCKS = 60
MAX_PAGE_CHARACTERS = 60_000
"""Slack takes views of 100 blocks and 250 KB; smaller pages open at once."""
MAX_BLOCK_CHARACTERS = 2_500
MAX_LEAD_CHARACTERS = 160
"""Of the sentence before an edit."""
MAX_NAMED_CHARACTERS = 120
"""Of one removed or added phrase in the words below an edit."""
MAX_RUNS = 250
"""Of one block: Slack documents no limit, but browsers slow down."""
MAX_WORD_BY_WORD_CHARACTERS = 40_000
"""Of the wording before or after; a longer one is shown as a whole removed and a whole added."""


def render_skeleton(change_id: int) -> View:
    """Return the view that opens at once, before the change is looked up."""
    return _make_view(RedlinePlace(change_id), [section("Loading the redline…")])


def render_failure(change_id: int, text: str) -> View:
    """Return the view that says why there is no redline; `text` is safe mrkdwn."""
    return _make_view(RedlinePlace(change_id), [section(text)])


@dataclass(frozen=True, slots=True)
class RedlinePlace:
    """Which page of a redline is shown, as the metadata of its view and its buttons hold it."""

    change_id: int
    page: int = 0
    is_in_document_order: bool = False

    def __str__(self) -> str:
        """Return the place as text; `d` stands for document order."""
        return f"{self.change_id}:{self.page}{'d' if self.is_in_document_order else ''}"


def parse_place(text: str) -> RedlinePlace:
    """Return the place in a view's metadata or a button's value."""
    change_id, _, page = text.partition(":")
    return RedlinePlace(int(change_id), int(page.rstrip("d") or 0), page.endswith("d"))


def render_pages(
    change: Change, *, is_in_document_order: bool = False
) -> tuple[tuple[Block, ...], ...]:
    """Return the rendered edits, packed into pages by blocks and characters."""
    edits = change.comparison.edits
    if is_in_document_order:
        edits = tuple(sorted(edits, key=lambda edit: edit.place))
    pages: list[list[Block]] = [[]]
    room = MAX_PAGE_CHARACTERS
    for edit in edits:
        blocks = tuple(_render_edit(edit))
        # A heading moves to the next page together with the first words below it.
        lead = count_characters(blocks[:3])
        for index, block in enumerate(blocks):
            needed = lead if index == 0 else count_characters([block])
            if pages[-1] and (len(pages[-1]) >= MAX_PAGE_BLOCKS - 3 or needed > room):
                pages.append([])
                room = MAX_PAGE_CHARACTERS
            pages[-1].append(block)
            room -= count_characters([block])
    return tuple(tuple(page) for page in pages)


def render_page(change: Change, place: RedlinePlace) -> View:
    """Return a page of the redline; a number past the end is the last page."""
    pages = render_pages(change, is_in_document_order=place.is_in_document_order)
    place = replace(place, page=max(0, min(place.page, len(pages) - 1)))
    blocks = [section(_render_headline(change)), context(LEGEND)]
    blocks += _render_review(change, place)
    blocks += pages[place.page] or [section("No edits are stored for this change.")]
    if len(pages) > 1:
        blocks += [divider(), context(f"Page {place.page + 1} of {len(pages)}")]
        blocks.append(_render_pager(place, len(pages)))
    return _make_view(place, blocks)


def _render_review(change: Change, place: RedlinePlace) -> list[Block]:
    """Return the review, and the buttons that folded posts lack."""
    state = [context(format_review(change.review))] if change.review.step_id else []
    row = [render_review_button(change)]
    if len(change.comparison.edits) > 1:
        row.append(_render_order_button(place))
    row.append(render_change_menu(change))
    return [*state, actions(f"redline.review:{change.id}", row)]


def _render_order_button(place: RedlinePlace) -> Block:
    other = RedlinePlace(place.change_id, 0, not place.is_in_document_order)
    label = "Sort by severity" if place.is_in_document_order else "Sort in document order"
    return button(label, f"{ids.REDLINE_PAGE}:order", str(other))


def _render_headline(change: Change) -> str:
    edits = format_count(len(change.comparison.edits), "edit")
    date = escape(format_stated_date(change.comparison))
    return f"*{format_title(change)}* · {change.record_id}\n{edits} · {date}"


def _render_edit(edit: Edit) -> Iterator[Block]:
    """Yield an edit: section, kind, severity and what it does, then its words in context."""
    label = format_edit_label(escape(edit.section, 150), EDIT_LABELS[edit.kind])
    yield divider()
    head = f"*{label}* · {format_significance(edit)}"
    yield section(f"{head}\n{escape(_describe(edit), 300)}".rstrip())
    segments = compare.build_redline(edit.before, edit.after) if _is_word_by_word(edit) else ()
    runs = [*_style_lead(edit), *(style_redline(segments) if segments else _style_sides(edit))]
    for group in _split_runs(runs):
        yield rich_text(quote(group))
    if edit.before and edit.after and (words := _name_changes(segments)):
        yield context(words)


def _describe(edit: Edit) -> str:
    """Return what an edit does; nothing where that would only repeat that words were altered."""
    if edit.sentence:
        return edit.sentence
    return "" if edit.significance is Significance.SUBSTANTIVE else describe_edit(edit)


def _style_lead(edit: Edit) -> list[Run]:
    """Return the sentence before an edit, which the edit continues."""
    if not edit.lead:
        return []
    return [Run(f"{shorten_start(edit.lead, MAX_LEAD_CHARACTERS)} ", "italic")]


def _name_changes(segments: Sequence[Segment]) -> str:
    """Return the changed words of a rewording without styles, as safe mrkdwn.

    The heading of any other edit says that all of it was added or removed.
    """
    parts = []
    for kind, label in (("removed", "Removed"), ("added", "Added")):
        changed = [segment.text.strip(" ,.;:") for segment in segments if segment.kind == kind]
        listed = "”, “".join(escape(text, MAX_NAMED_CHARACTERS) for text in changed[:3] if text)
        if listed:
            more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""  # noqa: PLR2004
            parts.append(f"{label}: “{listed}”{more}.")
    return " ".join(parts)


def _is_word_by_word(edit: Edit) -> bool:
    return max(len(edit.before or ""), len(edit.after or "")) <= MAX_WORD_BY_WORD_CHARACTERS


def _style_sides(edit: Edit) -> list[Run]:
    """Return the whole wording before as removed, and the whole wording after as added."""
    sides = ((edit.before, "strike"), (edit.after, "bold"))
    return [Run(sanitise(text, len(text) + 1), style) for text, style in sides if text]


def _split_runs(runs: list[Run]) -> Iterator[list[Run]]:
    """Yield the runs in groups that fit into one block, cutting runs where needed."""
    group: list[Run] = []
    room = MAX_BLOCK_CHARACTERS
    for run in runs:
        text = run.text
        while text:
            piece, text = text[:room], text[room:]
            group.append(Run(piece, run.style))
            room -= len(piece)
            if room == 0 or len(group) >= MAX_RUNS:
                yield group
                group, room = [], MAX_BLOCK_CHARACTERS
    if group:
        yield group


def _render_pager(place: RedlinePlace, count: int) -> Block:
    previous = str(replace(place, page=place.page - 1)) if place.page > 0 else None
    following = str(replace(place, page=place.page + 1)) if place.page < count - 1 else None
    block_id = f"redline.turn:{place.change_id}:{place.page}"
    return page_buttons(block_id, ids.REDLINE_PAGE, previous, following)


def _make_view(place: RedlinePlace, blocks: list[Block]) -> View:
    return modal("Redline", blocks, callback_id=ids.REDLINE_VIEW, private_metadata=str(place))
