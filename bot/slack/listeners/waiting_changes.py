"""`review`: the changes that wait for a decision, highest severity first."""

from dataclasses import replace

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, format_line, read_page
from bot.slack.listeners.platform_lookup import find_platform
from bot.slack.messages.answers import AnswerPage, Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import escape
from bot.slack.messages.worklist import MINE, OVERDUE, UNASSIGNED, WorklistView, render_worklist
from clausewatch.model.reading import Severity
from clausewatch.model.reviews import ALL_WAITING, WorklistFilter

ALL = "all"
FILLERS = frozenset({"open", "the", "changes", "list"})
"""Words that mean nothing by themselves."""
SEVERITIES = {severity.value: severity for severity in Severity}


async def list_waiting(call: Call, line: CommandLine) -> Message | Problem:
    """Return the changes to review in this channel, or in the workspace with `all`.

    `mine`, `overdue`, `unassigned`, a severity or a platform narrow the list.
    """
    choice, filter_words, name_words = parse_filter(line.rest, call.user_id)
    is_all = ALL in filter_words or not call.channel_id
    same_words, of_platform = list(filter_words), ""
    if name_words:
        name = " ".join(name_words)
        platform = await find_platform(call, name, format_line("review", ["{}"], {}))
        if isinstance(platform, Problem):
            return platform
        choice = replace(choice, platform_key=platform.key)
        of_platform = f"for {escape(platform.name, 80)} "
        same_words.append(f'"{KEY_PREFIX}{platform.key}"')
    same_line = " ".join(("review", *same_words))
    view = await load_worklist(call, choice, is_all=is_all)
    place = of_platform + ("in this workspace" if is_all else "in this channel")
    return render_worklist(
        view, place, AnswerPage(read_page(line.options), same_line), call.command
    )


def parse_filter(text: str, user_id: str) -> tuple[WorklistFilter, list[str], list[str]]:
    """Return the filter that the words ask for, these words, and those that name a platform."""
    choice, filter_words, name_words = ALL_WAITING, [], []
    for word in text.split():
        folded = word.casefold()
        if folded in FILLERS:
            continue
        if folded in {MINE, "me", "my"}:
            choice = replace(choice, assignee=user_id)
        elif folded == OVERDUE:
            choice = replace(choice, is_overdue=True)
        elif folded == UNASSIGNED:
            choice = replace(choice, is_unassigned=True)
        elif folded in SEVERITIES:
            choice = replace(choice, minimum=SEVERITIES[folded])
        elif folded != ALL:
            name_words.append(word.strip('"'))
            continue
        filter_words.append(folded)
    return choice, filter_words, name_words


async def load_worklist(call: Call, choice: WorklistFilter, *, is_all: bool) -> WorklistView:
    """Return the waiting changes of this channel or of the workspace."""
    workspace_id, worklist = await call.find_workspace(), call.context.store.worklist
    today = call.now.date()
    channel_id = None if is_all else (await call.find_channel()).id
    changes = await worklist.find_waiting(workspace_id, today, channel_id=channel_id, choice=choice)
    assignees = [change.review.assignee for change in changes if change.review.assignee]
    unreachable = await worklist.find_unreachable(workspace_id, assignees)
    return WorklistView(changes, today, choice, unreachable=unreachable)
