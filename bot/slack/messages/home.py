"""The App Home: what a workspace watches, its health, and the changes to review."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    divider,
    header,
    pack_lines,
    page_buttons,
    section,
)
from bot.slack.messages.deadlines import render_upcoming
from bot.slack.messages.document_status import (
    format_doubtful,
    format_health,
    format_pause_reason,
    format_refused_cards,
    format_watch,
    is_default_watch,
)
from bot.slack.messages.escape import code, escape
from bot.slack.messages.formats import format_count, format_kinds
from bot.slack.messages.pasted_list import render_paste_button
from bot.slack.messages.remedies import RemedyRows
from bot.slack.messages.reviews import format_step
from bot.slack.messages.worklist import WorklistView, render_home_worklist
from clausewatch.model.deadlines import Deadline
from clausewatch.model.reviews import ReviewStep
from clausewatch.model.watches import (
    RefusedCard,
    WatchlistSummary,
    WatchStatus,
    WorkspaceTotals,
)

PLATFORMS_PER_PAGE = 15
MAX_PAUSED_CHANNELS = 10
MAX_REMEDY_ROWS = 20
MAX_REMEDY_CHARACTERS = 40_000
"""Of the blocks of all remedies as JSON; a view holds 250,000."""
MAX_PLATFORM_CHARACTERS = 2_300
"""Of a platform's lines, after which no further document is listed."""


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What every page of a workspace's home shows."""

    totals: WorkspaceTotals
    steps: tuple[ReviewStep, ...]
    """The last review steps, newest first."""
    command: str
    upcoming: tuple[Deadline, ...] = ()
    """The next deadlines of waiting changes."""
    refused: tuple[RefusedCard, ...] = ()
    """The cards of waiting changes that Slack refused."""


def render_home(
    facts: HomeFacts,
    worklist: WorklistView,
    watched: Sequence[WatchStatus],
    whole: WatchlistSummary,
    page: int = 0,
) -> View:
    """Return the home with a page (from 0) of its watchlists."""
    if not watched:
        return _make_view(_render_empty(facts.command))
    last = (whole.platforms - 1) // PLATFORMS_PER_PAGE
    page = max(0, min(page, last))
    blocks = [
        header("Clausewatch"),
        section(_format_totals(facts)),
        _render_main_row(),
        divider(),
    ]
    if page == 0:
        blocks += render_home_worklist(worklist, facts.command)
        blocks += [*render_upcoming(facts.upcoming, worklist.today), *_render_steps(facts)]
    rows = RemedyRows(MAX_REMEDY_ROWS, MAX_REMEDY_CHARACTERS)
    blocks.append(section("*Watchlists*"))
    for platform in watched:
        blocks += [section(_format_platform(platform)), *rows.render(platform.statuses)]
    blocks += rows.render_rest()
    if last:
        blocks += [context(f"Page {page + 1} of {last + 1}"), _render_pager(page, last)]
    blocks.append(context("Always check the source text. This is not legal advice."))
    return _make_view(blocks)


def _render_empty(command: str) -> list[Block]:
    text = (
        "Clausewatch posts to a channel when a platform's terms change. You're not"
        " watching anything yet. Go to the channel you want notified and type"
        f" {code(command + ' watch')} with a platform's name, or choose one here."
    )
    return [header("Clausewatch"), section(text), _render_main_row()]


def _render_main_row() -> Block:
    add = button("Add platform", ids.ADD_PLATFORM, "add", style="primary")
    return actions("home.actions", [add, render_paste_button()])


def _format_totals(facts: HomeFacts) -> str:
    totals = facts.totals
    platforms = format_count(totals.platforms, "platform")
    scope = f"{platforms} in {format_count(totals.channels, 'channel')}"
    health = f"{totals.unreadable} unavailable" if totals.unreadable else "all available"
    lines = [f"{scope}, {format_count(totals.documents, 'document')}; {health}."]
    if totals.doubtful:
        lines.append(f"{format_doubtful(totals.doubtful)}.")
    lines += [
        f"I can't post in <#{channel.slack_id}>: {format_pause_reason(channel.paused)}."
        for channel in totals.paused
        if channel.paused
    ]
    lines += format_refused_cards(facts.refused, is_here=False)
    return pack_lines(lines)[0]


def _render_steps(facts: HomeFacts) -> list[Block]:
    """Return the last decisions."""
    if not facts.steps:
        return [divider()]
    lines = ("*Recent decisions*", *(f"• {format_step(step)}" for step in facts.steps))
    more = context(f"All decisions: {code(facts.command + ' log')}")
    return [section(pack_lines(lines)[0]), more, divider()]


def _format_platform(watched: WatchStatus) -> str:
    watch = watched.watch
    place = f"*{escape(watch.platform_name, 100)}* in <#{watch.channel.slack_id}>"
    lines = [place if is_default_watch(watch) else f"{place}: {format_watch(watch)}"]
    kinds = format_kinds([status.document for status in watched.statuses])
    for kind, status in zip(kinds, watched.statuses, strict=True):
        lines.append(f"• {kind}: {format_health(status)}")
        if sum(map(len, lines)) > MAX_PLATFORM_CHARACTERS:
            break
    return "\n".join(lines)


def _render_pager(page: int, last: int) -> Block:
    previous = str(page - 1) if page > 0 else None
    following = str(page + 1) if page < last else None
    return page_buttons("home.turn", ids.HOME_PAGE, previous, following)


def _make_view(blocks: Sequence[Block]) -> View:
    return {"type": "home", "blocks": list(blocks)}
