"""The redline of a change as a modal: word by word, gravest edits first, paged as rendered."""

from collections.abc import Iterator

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
    plain_text,
    section,
)
from bot.slack.messages.change_text import (
    EDIT_LABELS,
    format_reviews,
    format_significance,
    format_stated_date,
    format_title,
)
from bot.slack.messages.escape import escape, sanitise
from bot.slack.messages.formats import format_count
from bot.slack.messages.notes import format_sentence
from bot.slack.messages.rich_text import Run, quote, rich_text, style_redline
from clausewatch.compare.redline import build_redline
from clausewatch.model.documents import Change
from clausewatch.model.reading import Edit

CALLBACK = ids.REDLINE_VIEW
PAGE_BLOCKS = 60
PAGE_CHARACTERS = 60_000
"""A view holds 100 blocks and 250 KB; a page that loads at once is better read."""
BLOCK_CHARACTERS = 2_500
MAX_RUNS = 250
"""Of one block: Slack gives no limit, the browser does."""
MAX_WORD_BY_WORD_CHARACTERS = 40_000
"""Characters of one side that are set word by word; a longer one is shown as removed and added."""


def render_skeleton(change_id: int) -> View:
    """Return the view that opens at once, before anything is looked up."""
    return _make_view(change_id, 0, [section("Preparing the redline …")])


def render_failure(change_id: int, text: str) -> View:
    """Return the view that says why there is no redline; `text` is ours."""
    return _make_view(change_id, 0, [section(text)])


def render_pages(change: Change) -> tuple[tuple[Block, ...], ...]:
    """Return the rendered edits, packed into pages by blocks and characters."""
    found: list[list[Block]] = [[]]
    room = PAGE_CHARACTERS
    for edit in change.comparison.edits:
        blocks = tuple(_render_edit(edit))
        # a heading alone at the foot of a page says nothing: it moves on with its words
        lead = count_characters(blocks[:3])
        for index, block in enumerate(blocks):
            need = lead if index == 0 else count_characters([block])
            if found[-1] and (len(found[-1]) >= PAGE_BLOCKS - 3 or need > room):
                found.append([])
                room = PAGE_CHARACTERS
            found[-1].append(block)
            room -= count_characters([block])
    return tuple(tuple(page) for page in found)


def render_page(change: Change, number: int) -> View:
    """Return page `number` (from 0) of the redline; a number past the end is the last page."""
    every = render_pages(change)
    number = max(0, min(number, len(every) - 1))
    blocks = [section(_render_headline(change)), context("Struck through: removed. Bold: added.")]
    blocks += _render_review(change)
    blocks += every[number] or [section("No edits are on record for this change.")]
    if len(every) > 1:
        blocks += [divider(), context(f"Page {number + 1} of {len(every)}")]
        blocks.append(_render_pager(change, number, len(every)))
    return _make_view(change.id, number, blocks)


def _render_review(change: Change) -> list[Block]:
    """Return who has reviewed the change, and the button: a folded post has none of its own."""
    said = [context(format_reviews(change))] if change.reviews else []
    row = actions(
        f"redline.review:{change.id}", [button("Reviewed", ids.MARK_REVIEWED, str(change.id))]
    )
    return [*said, row]


def _render_headline(change: Change) -> str:
    found = change.comparison
    edits = format_count(len(found.edits), "edit")
    return f"*{format_title(change)}*\n{edits} · {escape(format_stated_date(found))}"


def _render_edit(edit: Edit) -> Iterator[Block]:
    """Yield an edit: its section, what happened and why it weighs so, then its words."""
    place = escape(edit.section, 150) or "No heading"
    yield divider()
    yield section(
        f"*{place}*: {EDIT_LABELS[edit.kind]}, {format_significance(edit)}\n"
        f"{format_sentence(escape(edit.reason, 300)) if edit.reason else ''}".rstrip()
    )
    for runs in _split_runs(_style_edit(edit)):
        yield rich_text(quote(runs))


def _style_edit(edit: Edit) -> list[Run]:
    if max(len(edit.before or ""), len(edit.after or "")) > MAX_WORD_BY_WORD_CHARACTERS:
        sides = ((edit.before, "strike"), (edit.after, "bold"))
        return [Run(sanitise(text, len(text) + 1), style) for text, style in sides if text]
    return style_redline(build_redline(edit.before, edit.after))


def _split_runs(runs: list[Run]) -> Iterator[list[Run]]:
    """Yield the runs cut into what one block holds."""
    sheet: list[Run] = []
    room = BLOCK_CHARACTERS
    for run in runs:
        text = run.text
        while text:
            piece, text = text[:room], text[room:]
            sheet.append(Run(piece, run.style))
            room -= len(piece)
            if room == 0 or len(sheet) >= MAX_RUNS:
                yield sheet
                sheet, room = [], BLOCK_CHARACTERS
    if sheet:
        yield sheet


def _render_pager(change: Change, number: int, count: int) -> Block:
    previous = f"{change.id}:{number - 1}" if number > 0 else None
    following = f"{change.id}:{number + 1}" if number < count - 1 else None
    block_id = f"redline.turn:{change.id}:{number}"
    return page_buttons(block_id, ids.REDLINE_PAGE, previous, following)


def _make_view(change_id: int, number: int, blocks: list[Block]) -> View:
    return {
        "type": "modal",
        "callback_id": ids.REDLINE_VIEW,
        "title": plain_text("Redline", 24),
        "close": plain_text("Close", 24),
        "private_metadata": f"{change_id}:{number}",
        "blocks": blocks,
    }
