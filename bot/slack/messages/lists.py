"""Answers that list: the watchlist, and the changes on record."""

from collections.abc import Sequence

from bot.records.phrases import STANDINGS
from bot.slack.messages.answers import AnswerPage, Choice, render_empty_list, render_pager
from bot.slack.messages.blocks import (
    MAX_MESSAGE_CHARACTERS,
    Block,
    Message,
    context,
    count_characters,
    section,
)
from bot.slack.messages.change_pages import render_redline_button
from bot.slack.messages.change_text import format_excerpt, format_sentence, format_title
from bot.slack.messages.document_status import (
    format_doubtful,
    format_health,
    format_pause_reason,
    format_refused_cards,
    format_watch,
    is_default_watch,
)
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_count, format_kinds, format_time
from bot.slack.messages.remedies import RemedyRows
from bot.slack.messages.reviews import format_review
from bot.slack.messages.watch_answers import render_try_again
from clausewatch.model.changes import Change
from clausewatch.model.watches import PostingStatus, WatchlistSummary, WatchStatus

PLATFORMS_PER_PAGE = 12
POSTING_WORKS = PostingStatus()
CHANGES_PER_PAGE = 10
MAX_PLATFORM_CHARACTERS = 2_600
"""Of a platform's lines; Slack refuses sections of more than 3,000 characters."""
MAX_REMEDY_ROWS = 8
FOOTER_CHARACTERS = 1_200
"""Reserved for the blocks below the lines: the pager and the share button."""


def render_watchlist(
    watched: Sequence[WatchStatus],
    page: AnswerPage,
    whole: WatchlistSummary,
    *,
    is_all: bool = False,
    posting: PostingStatus = POSTING_WORKS,
    starters: Sequence[Choice] = (),
) -> Message:
    """Return a page of the watchlist of a channel, or of the workspace with `is_all`.

    `watched` has the platforms of that page, `whole` the totals of all pages. `posting` is
    the status of the channel.
    """
    where = "this workspace" if is_all else "this channel"
    if not watched:
        return render_empty_list(f"{where.capitalize()} isn't watching anything yet.", starters)
    count = whole.platforms
    page = page.clamp(count, PLATFORMS_PER_PAGE)
    head = f"*Watchlist for {where}: {format_count(count, 'platform')}*"
    if whole.unreadable:
        head += f"\n{format_count(whole.unreadable, 'document')} unavailable."
    if whole.doubtful:
        head += f"\n{format_doubtful(whole.doubtful)}."
    if any(is_default_watch(platform.watch) for platform in watched):
        head += "\nAll changes are posted immediately unless noted."
    if posting.paused:
        head += f"\nI can't post here: {format_pause_reason(posting.paused)}."
    if posting.refused:
        sentences = "\n".join(format_refused_cards(posting.refused, is_here=True))
        head += f"\n{sentences} To decide, use {code('review')}."
    blocks: list[Block] = [section(head)]
    blocks += [render_try_again()] if posting.paused else []
    blocks += _render_platforms(watched, count_characters(blocks), is_all=is_all)
    return Message(
        head, (*blocks, *render_pager(page.line, page.number, count, PLATFORMS_PER_PAGE))
    )


def _render_platforms(
    watched: Sequence[WatchStatus], used_characters: int, *, is_all: bool
) -> list[Block]:
    """Return each platform with the remedies for documents that cannot be read or are in doubt."""
    lines = [section(_format_platform(platform, is_all=is_all)) for platform in watched]
    room = MAX_MESSAGE_CHARACTERS - FOOTER_CHARACTERS - used_characters - count_characters(lines)
    rows = RemedyRows(MAX_REMEDY_ROWS, room)
    blocks = []
    for line, platform in zip(lines, watched, strict=True):
        blocks += [line, *rows.render(platform.statuses)]
    return blocks + rows.render_rest()


def _format_platform(watched: WatchStatus, *, is_all: bool) -> str:
    """Return a platform: how it is watched, then each document with its health."""
    watch = watched.watch
    place = f" in <#{watch.channel.slack_id}>" if is_all else ""
    settings = "" if is_default_watch(watch) else f": {format_watch(watch)}"
    lines = [f"*{escape(watch.platform_name, 100)}*{place}{settings}"]
    kinds = format_kinds([status.document for status in watched.statuses])
    for index, (kind, status) in enumerate(zip(kinds, watched.statuses, strict=True)):
        text = f"• {kind}: {format_health(status)}"
        if sum(map(len, lines)) + len(text) > MAX_PLATFORM_CHARACTERS:
            lines.append(f"• and {format_count(len(watched.statuses) - index, 'more document')}")
            break
        lines.append(text)
    return "\n".join(lines)


def render_changes(changes: Sequence[Change], about: str, page: AnswerPage) -> Message:
    """Return a page of changes, newest first; `about` names their platform and period."""
    head = f"*{format_count(len(changes), 'change')}* {escape(about, 300)}"
    if not changes:
        head = f"No changes recorded {escape(about, 300)}."
        return Message(head, (section(head),), is_empty=True)
    page = page.clamp(len(changes), CHANGES_PER_PAGE)
    visible = changes[page.number * CHANGES_PER_PAGE :][:CHANGES_PER_PAGE]
    blocks = [section(head), *(_render_change(change) for change in visible)]
    blocks += render_pager(page.line, page.number, len(changes), CHANGES_PER_PAGE)
    return Message(head, tuple(blocks))


def _render_change(change: Change) -> Block:
    title = f"*{format_title(change)}* · {change.record_id} · {format_time(change.detected_at)}"
    lines = list(filter(None, [title, format_sentence(change), format_excerpt(change.comparison)]))
    if change.standing in STANDINGS:
        lines.insert(1, f"*{STANDINGS[change.standing]}*")
    if change.review.step_id:
        lines.append(format_review(change.review))
    return section("\n".join(lines), accessory=render_redline_button(change))


def format_change(change: Change) -> str:
    """Return a change as its title with the date and its sentence."""
    detected_at = format_time(change.detected_at, with_time=False)
    title = f"*{format_title(change)}* · {change.record_id} · {detected_at}"
    return f"{title}\n{format_sentence(change)}"


def render_limit_note(limit: int) -> Block:
    """Return the note below a list that was cut."""
    return context(f"Showing the latest {limit}. Filter by platform or `since:`.")
