"""Answers that list: the watchlist, the changes on record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.slack import ids
from bot.slack.messages.answers import nothing_yet, turner
from bot.slack.messages.blocks import (
    MOST_CHARACTERS,
    Block,
    Message,
    button,
    context,
    counted,
    moment,
    section,
    size,
)
from bot.slack.messages.card import people, title
from bot.slack.messages.document_status import paused_words, standing, terms_of_watch
from bot.slack.messages.escape import mrkdwn
from bot.slack.messages.provision_impact import render_impacts
from bot.slack.messages.remedies import Rows
from bot.slack.messages.watch_answers import try_again
from clausewatch.model.documents import Change, Watched, Whole

LINES_PER_PAGE = 12
CHANGES_PER_PAGE = 10
LINE_CHARACTERS = 700
MOST_ROWS = 8
ROOM_BELOW = 1_200
"""Characters of blocks for what stands below the lines: turning pages, sharing."""


@dataclass(frozen=True, slots=True)
class Paged:
    """Which page of an answer is shown, and the command line that shows another."""

    number: int
    line: str

    def within(self, count: int, per_page: int) -> "Paged":
        """Return the page, or the last one where there are not as many."""
        return replace(self, number=min(self.number, max(count - 1, 0) // per_page))


def watchlist(
    shown: Sequence[Watched],
    page: Paged,
    whole: Whole,
    *,
    is_all: bool = False,
    paused: str | None = None,
) -> Message:
    """Return a page of the watchlist of a channel, or of the whole workspace."""
    where = "this workspace" if is_all else "this channel"
    if not shown:
        return nothing_yet(f"Nothing is on the watchlist of {where} yet.")
    count = whole.platforms
    page = page.within(count, LINES_PER_PAGE)
    head = f"*Watchlist of {where}: {counted(count, 'platform')}*"
    if whole.ill:
        head += f"\n{counted(whole.ill, 'document')} cannot be read now."
    if paused:
        head += f"\nNothing can be posted here: {paused_words(paused)}."
    blocks: list[Block] = [section(head)]
    blocks += [try_again()] if paused else []
    blocks += _lines(shown, size(blocks), is_all=is_all)
    return Message(head, (*blocks, *turner(page.line, page.number, count, LINES_PER_PAGE)))


def _lines(shown: Sequence[Watched], taken: int, *, is_all: bool) -> list[Block]:
    """Return each platform, with what can be done about those of its documents that are ill."""
    lines = [section(_line(each, is_all=is_all)) for each in shown]
    rows = Rows(MOST_ROWS, MOST_CHARACTERS - ROOM_BELOW - taken - size(lines))
    paired = zip(lines, shown, strict=True)
    return [b for line, each in paired for b in (line, *rows.of(each.statuses))] + rows.rest()


def _line(each: Watched, *, is_all: bool) -> str:
    """Return a platform: how it is told, then each document with its health."""
    watch = each.watch
    place = f" in <#{watch.channel.slack_id}>" if is_all else ""
    lines = [f"*{mrkdwn(watch.platform_name, 100)}*{place}: {terms_of_watch(watch)}"]
    for index, status in enumerate(each.statuses):
        text = f"• {mrkdwn(status.document.kind, 80)}: {standing(status)}"
        if sum(map(len, lines)) + len(text) > 2_600:  # noqa: PLR2004  # a section holds 3,000
            lines.append(f"• and {counted(len(each.statuses) - index, 'more document')}")
            break
        lines.append(text)
    return "\n".join(lines)


def changes(found: Sequence[Change], about: str, page: Paged) -> Message:
    """Return changes on record, newest first; `about` says whose and since when."""
    head = f"*{counted(len(found), 'change')}* {mrkdwn(about, 300)}"
    if not found:
        head = f"No change is on record {mrkdwn(about, 300)}."
        return Message(head, (section(head),))
    page = page.within(len(found), CHANGES_PER_PAGE)
    shown = found[page.number * CHANGES_PER_PAGE :][:CHANGES_PER_PAGE]
    blocks = [section(head), *(_change(change) for change in shown)]
    blocks += turner(page.line, page.number, len(found), CHANGES_PER_PAGE)
    return Message(head, tuple(blocks))


def _change(change: Change) -> Block:
    found = change.comparison
    lines = [f"*{title(change)}* · {moment(change.detected_at)}"]
    impact_lines = render_impacts(found)
    lines += [f"• {line}" for line in impact_lines]
    lines += [f"• {mrkdwn(bullet, 240)}" for bullet in found.summary[: 1 if impact_lines else 2]]
    if change.standing != "new":
        lines.append(f"Now: {change.standing}.")
    if change.reviews:
        lines.append(f"Reviewed by {people([review.user_id for review in change.reviews])}.")
    view = button("View redline", f"{ids.REDLINE}:{change.id}", str(change.id))
    return section("\n".join(lines), accessory=view)


def summary_line(change: Change) -> str:
    """Return a change as one line, for lists that have no room for buttons."""
    return f"{title(change)} · {moment(change.detected_at, with_time=False)}"


def note_of_limit(limit: int) -> Block:
    """Say that a list was cut."""
    return context(f"Only the newest {limit} are shown; narrow it with a platform or `since:`.")
