"""The worklist: changes that wait for a decision, in an answer and on the App Home."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.slack import ids
from bot.slack.messages.answers import AnswerPage, render_pager
from bot.slack.messages.blocks import (
    MAX_OPTIONS,
    Block,
    Message,
    actions,
    button,
    context,
    option,
    plain_text,
    section,
)
from bot.slack.messages.change_text import format_sentence, format_title
from bot.slack.messages.escape import code
from bot.slack.messages.formats import format_count, format_time
from bot.slack.messages.reviews import format_decision, render_change_menu, render_review_button
from clausewatch.model.changes import Change
from clausewatch.model.reading import Severity
from clausewatch.model.reviews import ALL_WAITING, WorklistFilter

CHANGES_PER_PAGE = 8
HOME_CHANGES = 10
"""Changes on one page of the App Home."""
WORK_ROW = "work"
"""Prefix of the block id of an item's buttons; the change and the command line follow."""
ANY = "any"
OVERDUE, UNASSIGNED, MINE = "overdue", "unassigned", "mine"
WHO_OPTIONS = (
    ("Assigned to anyone", ANY),
    ("Assigned to me", MINE),
    ("Not assigned", UNASSIGNED),
)
WHEN_OPTIONS = (("Any due date", ANY), ("Overdue", OVERDUE))
SEVERITY_OPTIONS = (
    ("Any severity", ANY),
    ("Medium or higher", Severity.MEDIUM.value),
    ("High only", Severity.HIGH.value),
)
ANY_PLATFORM = ("Any platform", ANY)


@dataclass(frozen=True, slots=True)
class WorklistView:
    """The worklist of a workspace as one person sees it on the App Home."""

    changes: tuple[Change, ...]
    today: date
    choice: WorklistFilter = ALL_WAITING
    platforms: tuple[tuple[str, str], ...] = ()
    """Key and name of each platform with a waiting change."""
    unreachable: frozenset[str] = field(default_factory=frozenset)
    """Assignees who left the workspace."""


def render_worklist(view: WorklistView, place: str, page: AnswerPage, command: str) -> Message:
    """Return a page of the waiting changes; `place` says where, such as `in this channel`."""
    count = len(view.changes)
    if not count:
        head = f"Nothing to review {place}."
        hint = f"{code(command + ' changes')} lists recent changes with their decisions."
        return Message(head, (section(head), context(hint)), is_empty=True)
    head = f"*{format_count(count, 'change')} to review* {place}, highest severity first"
    page = page.clamp(count, CHANGES_PER_PAGE)
    visible = view.changes[page.number * CHANGES_PER_PAGE :][:CHANGES_PER_PAGE]
    line = f"{page.line} page:{page.number + 1}"
    blocks = [section(head)]
    for change in visible:
        blocks += render_item(change, view, f"{WORK_ROW}:{change.id}:{line}")
    blocks += render_pager(page.line, page.number, count, CHANGES_PER_PAGE)
    return Message(head, tuple(blocks))


def render_item(change: Change, view: WorklistView, block_id: str) -> list[Block]:
    """Return a waiting change: its headline, sentence and review, then its buttons."""
    day = format_time(change.detected_at, with_time=False)
    lines = [
        f"*{format_title(change)}* · {change.record_id} · {day}",
        format_sentence(change),
        _format_state(change, view),
    ]
    name = f"{change.document.name}, {change.record_id}"
    redline = button("View redline", f"{ids.REDLINE}:{change.id}", str(change.id), about=name)
    row = [render_review_button(change), redline, render_change_menu(change)]
    text = "\n".join(filter(None, lines))
    return [section(text), actions(block_id[:255], row)]


def _format_state(change: Change, view: WorklistView) -> str:
    text = format_decision(change.review)
    if change.review.is_overdue(view.today):
        text = f"{text} · *overdue*"
    if change.review.assignee in view.unreachable:
        text = f"{text} · the assignee can't be reached, so choose another"
    return text


def render_filters(view: WorklistView) -> Block:
    """Return the selects that filter the worklist of the App Home."""
    choice = view.choice
    who = UNASSIGNED if choice.is_unassigned else MINE if choice.assignee else ANY
    severity = ANY if choice.minimum is Severity.LOW else choice.minimum.value
    platforms = (ANY_PLATFORM, *((name, key) for key, name in view.platforms))[:MAX_OPTIONS]
    return actions(
        "home.filters",
        [
            _render_filter("who", WHO_OPTIONS, who),
            _render_filter("when", WHEN_OPTIONS, OVERDUE if choice.is_overdue else ANY),
            _render_filter("severity", SEVERITY_OPTIONS, severity),
            _render_filter("platform", platforms, choice.platform_key or ANY),
        ],
    )


def _render_filter(name: str, choices: Sequence[tuple[str, str]], current: str) -> Block:
    options = [option(label, value) for label, value in choices]
    selected = next((part for part in options if part["value"] == current), options[0])
    return {
        "type": "static_select",
        "action_id": f"{ids.HOME_FILTER}:{name}",
        "placeholder": plain_text(choices[0][0], 150),
        "options": options,
        "initial_option": selected,
    }


def render_home_worklist(view: WorklistView, command: str) -> list[Block]:
    """Return the worklist of the App Home: filters, the first changes and how many more."""
    count = len(view.changes)
    blocks: list[Block] = [section(f"*To review* ({count})"), render_filters(view)]
    if not count:
        is_filtered = view.choice != ALL_WAITING
        text = "No change matches these filters." if is_filtered else "Nothing to review."
        return [*blocks, context(text)]
    for change in view.changes[:HOME_CHANGES]:
        blocks += render_item(change, view, f"{WORK_ROW}:{change.id}")
    if count > HOME_CHANGES:
        blocks.append(context(f"{count - HOME_CHANGES} more: {code(command + ' review all')}"))
    return blocks
