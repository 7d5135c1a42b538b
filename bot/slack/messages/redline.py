"""The redline of a change as a modal: word by word, in pages, highest severity first."""

from collections.abc import Iterator

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    View,
    actions,
    context,
    count_characters,
    divider,
    page_buttons,
    section,
)
from bot.slack.messages.change_text import (
    EDIT_LABELS,
    format_significance,
    format_stated_date,
    format_title,
)
from bot.slack.messages.escape import escape, sanitise
from bot.slack.messages.formats import format_count
from bot.slack.messages.modal_parts import modal
from bot.slack.messages.notes import format_sentence
from bot.slack.messages.reviews import format_review, render_change_menu, render_review_button
from bot.slack.messages.rich_text import Run, quote, rich_text, style_redline
from clausewatch.compare.redline import build_redline
from clausewatch.model.changes import Change
from clausewatch.model.reading import Edit

MAX_PAGE_BLOCKS = 60
MAX_PAGE_CHARACTERS = 60_000
"""Slack takes views of 100 blocks and 250 KB; smaller pages open at once."""
MAX_BLOCK_CHARACTERS = 2_500
MAX_RUNS = 250
"""Of one block: Slack documents no limit, but browsers slow down."""
MAX_WORD_BY_WORD_CHARACTERS = 40_000
"""Of the wording before or after; a longer one is shown as a whole removed and a whole added."""


def render_skeleton(change_id: int) -> View:
    """Return the view that opens at once, before the change is looked up."""
    return _make_view(change_id, 0, [section("Preparing the redline …")])


def render_failure(change_id: int, text: str) -> View:
    """Return the view that says why there is no redline; `text` is safe mrkdwn."""
    return _make_view(change_id, 0, [section(text)])


def render_pages(change: Change) -> tuple[tuple[Block, ...], ...]:
    """Return the rendered edits, packed into pages by blocks and characters."""
    pages: list[list[Block]] = [[]]
    room = MAX_PAGE_CHARACTERS
    for edit in change.comparison.edits:
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


def render_page(change: Change, number: int) -> View:
    """Return page `number` (from 0) of the redline; a number past the end is the last page."""
    pages = render_pages(change)
    number = max(0, min(number, len(pages) - 1))
    blocks = [section(_render_headline(change)), context("Struck through: removed. Bold: added.")]
    blocks += _render_review(change)
    blocks += pages[number] or [section("No edits are on record for this change.")]
    if len(pages) > 1:
        blocks += [divider(), context(f"Page {number + 1} of {len(pages)}")]
        blocks.append(_render_pager(change, number, len(pages)))
    return _make_view(change.id, number, blocks)


def _render_review(change: Change) -> list[Block]:
    """Return the review, and the buttons that folded posts lack."""
    state = [context(format_review(change.review))] if change.review.step_id else []
    row = [render_review_button(change), render_change_menu(change)]
    return [*state, actions(f"redline.review:{change.id}", row)]


def _render_headline(change: Change) -> str:
    edits = format_count(len(change.comparison.edits), "edit")
    date = escape(format_stated_date(change.comparison))
    return f"*{format_title(change)}* · {change.record_id}\n{edits} · {date}"


def _render_edit(edit: Edit) -> Iterator[Block]:
    """Yield an edit: section, kind and severity with the reason, then its words."""
    heading = escape(edit.section, 150) or "No heading"
    reason = format_sentence(escape(edit.reason, 300)) if edit.reason else ""
    yield divider()
    grade = f"{EDIT_LABELS[edit.kind]}, {format_significance(edit)}"
    yield section(f"*{heading}*: {grade}\n{reason}".rstrip())
    for runs in _split_runs(_style_edit(edit)):
        yield rich_text(quote(runs))


def _style_edit(edit: Edit) -> list[Run]:
    if max(len(edit.before or ""), len(edit.after or "")) > MAX_WORD_BY_WORD_CHARACTERS:
        sides = ((edit.before, "strike"), (edit.after, "bold"))
        return [Run(sanitise(text, len(text) + 1), style) for text, style in sides if text]
    return style_redline(build_redline(edit.before, edit.after))


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


def _render_pager(change: Change, number: int, count: int) -> Block:
    previous = f"{change.id}:{number - 1}" if number > 0 else None
    following = f"{change.id}:{number + 1}" if number < count - 1 else None
    block_id = f"redline.turn:{change.id}:{number}"
    return page_buttons(block_id, ids.REDLINE_PAGE, previous, following)


def _make_view(change_id: int, number: int, blocks: list[Block]) -> View:
    metadata = f"{change_id}:{number}"
    return modal("Redline", blocks, callback_id=ids.REDLINE_VIEW, private_metadata=metadata)
