"""Answers that list: the watchlist, the changes on record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.slack import ids
from bot.slack.messages.answers import render_empty_list, render_pager
from bot.slack.messages.blocks import (
    MAX_MESSAGE_CHARACTERS,
    Block,
    Message,
    button,
    context,
    count_characters,
    section,
)
from bot.slack.messages.change_text import format_title
from bot.slack.messages.document_status import format_health, format_pause_reason, format_watch
from bot.slack.messages.escape import escape
from bot.slack.messages.formats import format_count, format_members, format_time
from bot.slack.messages.provision_impact import render_impacts
from bot.slack.messages.remedies import RemedyRows
from bot.slack.messages.watch_answers import render_try_again
from clausewatch.model.documents import Change, Watched, Whole

LINES_PER_PAGE = 12
CHANGES_PER_PAGE = 10
LINE_CHARACTERS = 700
MAX_REMEDY_ROWS = 8
ROOM_BELOW = 1_200
"""Characters of blocks for what stands below the lines: turning pages, sharing."""


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """Which page of an answer is shown, and the command line that shows another."""

    number: int
    line: str

    def within(self, count: int, per_page: int) -> "AnswerPage":
        """Return the page, or the last one where there are not as many."""
        return replace(self, number=min(self.number, max(count - 1, 0) // per_page))


def render_watchlist(
    shown: Sequence[Watched],
    page: AnswerPage,
    whole: Whole,
    *,
    is_all: bool = False,
    paused: str | None = None,
) -> Message:
    """Return a page of the watchlist of a channel, or of the whole workspace."""
    where = "this workspace" if is_all else "this channel"
    if not shown:
        return render_empty_list(f"Nothing is on the watchlist of {where} yet.")
    count = whole.platforms
    page = page.within(count, LINES_PER_PAGE)
    head = f"*Watchlist of {where}: {format_count(count, 'platform')}*"
    if whole.ill:
        head += f"\n{format_count(whole.ill, 'document')} cannot be read now."
    if paused:
        head += f"\nNothing can be posted here: {format_pause_reason(paused)}."
    blocks: list[Block] = [section(head)]
    blocks += [render_try_again()] if paused else []
    blocks += _render_platforms(shown, count_characters(blocks), is_all=is_all)
    return Message(head, (*blocks, *render_pager(page.line, page.number, count, LINES_PER_PAGE)))


def _render_platforms(shown: Sequence[Watched], taken: int, *, is_all: bool) -> list[Block]:
    """Return each platform, with what can be done about those of its documents that are ill."""
    lines = [section(_format_platform(each, is_all=is_all)) for each in shown]
    rows = RemedyRows(
        MAX_REMEDY_ROWS, MAX_MESSAGE_CHARACTERS - ROOM_BELOW - taken - count_characters(lines)
    )
    paired = zip(lines, shown, strict=True)
    return [b for line, each in paired for b in (line, *rows.of(each.statuses))] + rows.rest()


def _format_platform(each: Watched, *, is_all: bool) -> str:
    """Return a platform: how it is told, then each document with its health."""
    watch = each.watch
    place = f" in <#{watch.channel.slack_id}>" if is_all else ""
    lines = [f"*{escape(watch.platform_name, 100)}*{place}: {format_watch(watch)}"]
    for index, status in enumerate(each.statuses):
        text = f"• {escape(status.document.kind, 80)}: {format_health(status)}"
        if sum(map(len, lines)) + len(text) > 2_600:  # noqa: PLR2004  # a section holds 3,000
            lines.append(f"• and {format_count(len(each.statuses) - index, 'more document')}")
            break
        lines.append(text)
    return "\n".join(lines)


def render_changes(found: Sequence[Change], about: str, page: AnswerPage) -> Message:
    """Return changes on record, newest first; `about` says whose and since when."""
    head = f"*{format_count(len(found), 'change')}* {escape(about, 300)}"
    if not found:
        head = f"No change is on record {escape(about, 300)}."
        return Message(head, (section(head),))
    page = page.within(len(found), CHANGES_PER_PAGE)
    shown = found[page.number * CHANGES_PER_PAGE :][:CHANGES_PER_PAGE]
    blocks = [section(head), *(_render_change(change) for change in shown)]
    blocks += render_pager(page.line, page.number, len(found), CHANGES_PER_PAGE)
    return Message(head, tuple(blocks))


def _render_change(change: Change) -> Block:
    found = change.comparison
    lines = [f"*{format_title(change)}* · {format_time(change.detected_at)}"]
    impact_lines = render_impacts(found)
    lines += [f"• {line}" for line in impact_lines]
    lines += [f"• {escape(bullet, 240)}" for bullet in found.summary[: 1 if impact_lines else 2]]
    if change.standing != "new":
        lines.append(f"Now: {change.standing}.")
    if change.reviews:
        lines.append(
            f"Reviewed by {format_members([review.user_id for review in change.reviews])}."
        )
    view = button("View redline", f"{ids.REDLINE}:{change.id}", str(change.id))
    return section("\n".join(lines), accessory=view)


def format_change(change: Change) -> str:
    """Return a change as one line, for lists that have no room for buttons."""
    return f"{format_title(change)} · {format_time(change.detected_at, with_time=False)}"


def render_limit_note(limit: int) -> Block:
    """Say that a list was cut."""
    return context(f"Only the newest {limit} are shown; narrow it with a platform or `since:`.")
