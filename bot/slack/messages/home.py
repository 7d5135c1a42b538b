"""The App Home: what this workspace watches, how it stands, what waits for a reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    View,
    actions,
    button,
    context,
    counted,
    divider,
    heading,
    section,
)
from bot.slack.messages.document_status import paused_words, standing, terms_of_watch
from bot.slack.messages.escape import code, mrkdwn
from bot.slack.messages.lists import summary_line
from bot.slack.messages.remedies import Rows
from clausewatch.model.documents import Change, Watched, Whole, WorkspaceTotals

PLATFORMS_PER_PAGE = 15
MOST_CHANGES = 8
MOST_PAUSED = 10
MOST_ROWS = 20
MOST_OF_ROWS = 40_000
"""Characters of their blocks as JSON; a view holds 250,000."""
LINE_CHARACTERS = 2_700


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """What the home says of a workspace, whichever page of its watchlists it shows."""

    totals: WorkspaceTotals
    changes: tuple[Change, ...]
    """Newest first."""
    command: str


def home(facts: HomeFacts, shown: Sequence[Watched], whole: Whole, page: int = 0) -> View:
    """Return the home with what stands on a page (from 0) of its watchlists."""
    if not shown:
        return _view(_empty(facts.command))
    last = (whole.platforms - 1) // PLATFORMS_PER_PAGE
    page = max(0, min(page, last))
    blocks = [heading("Clausewatch"), section(_summary(facts.totals)), _main_row(), divider()]
    if page == 0:
        blocks += _changes(facts)
    rows = Rows(MOST_ROWS, MOST_OF_ROWS)
    blocks.append(section("*Watchlists*"))
    for each in shown:
        blocks += [section(_platform(each)), *rows.of(each.statuses)]
    blocks += rows.rest()
    if last:
        blocks += [context(f"Page {page + 1} of {last + 1}"), _turn(page, last)]
    blocks.append(context("Summaries point to the text; they are not legal advice."))
    return _view(blocks)


def _empty(command: str) -> list[Block]:
    text = (
        "I tell a channel when the terms of a platform change, and not merely its page. Nothing is"
        f" watched yet. Go to the channel that should know, and type {code(command + ' watch')}"
        " with the name of a platform; or choose one here."
    )
    return [heading("Clausewatch"), section(text), _main_row()]


def _main_row() -> Block:
    return actions(
        "home.actions", [button("Add platform", ids.ADD_PLATFORM, "add", style="primary")]
    )


def _summary(totals: WorkspaceTotals) -> str:
    where = f"{counted(totals.platforms, 'platform')} in {counted(totals.channels, 'channel')}"
    health = f"{totals.ill} cannot be read now" if totals.ill else "all can be read"
    lines = [f"{where}, {counted(totals.documents, 'document')}; {health}."]
    lines += [
        f"Nothing can be posted in <#{channel.slack_id}>: {paused_words(channel.paused)}."
        for channel in totals.paused
        if channel.paused
    ]
    return "\n".join(lines)


def _changes(facts: HomeFacts) -> list[Block]:
    open_ones = [change for change in facts.changes if not change.reviews]
    blocks: list[Block] = [section(f"*Waiting for a reader* ({len(open_ones)})")]
    blocks += [_change(change) for change in open_ones[:MOST_CHANGES]]
    if len(open_ones) > MOST_CHANGES:
        rest = len(open_ones) - MOST_CHANGES
        blocks.append(context(f"{rest} more: {code(facts.command + ' changes all')}"))
    if not open_ones:
        blocks.append(context("Every change of the last 30 days has been reviewed, or none came."))
    read = [change for change in facts.changes if change.reviews][:MOST_CHANGES]
    if read:
        listed = "\n".join(f"• {summary_line(change)}" for change in read)
        blocks.append(section(f"*Reviewed lately*\n{listed}"[:LINE_CHARACTERS]))
    return [*blocks, divider()]


def _change(change: Change) -> Block:
    view = button("View redline", f"{ids.REDLINE}:{change.id}", str(change.id))
    return section(summary_line(change), accessory=view)


def _platform(each: Watched) -> str:
    watch = each.watch
    place = f"*{mrkdwn(watch.platform_name, 100)}* in <#{watch.channel.slack_id}>"
    lines = [f"{place}: {terms_of_watch(watch)}"]
    for status in each.statuses:
        lines.append(f"• {mrkdwn(status.document.kind, 80)}: {standing(status)}")
        if sum(map(len, lines)) > LINE_CHARACTERS - 400:
            break
    return "\n".join(lines)


def _turn(page: int, last: int) -> Block:
    elements = []
    if page > 0:
        elements.append(button("Previous", f"{ids.HOME_PAGE}:back", str(page - 1)))
    if page < last:
        elements.append(button("Next", f"{ids.HOME_PAGE}:on", str(page + 1)))
    return actions("home.turn", elements)


def _view(blocks: Sequence[Block]) -> View:
    return {"type": "home", "blocks": list(blocks)}
