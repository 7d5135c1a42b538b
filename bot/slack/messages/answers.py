"""What the answers to a person share: errors, paging, sharing and choices between names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.slack import ids
from bot.slack.messages.blocks import (
    MAX_OPTION_CHARACTERS,
    MAX_OPTIONS,
    MAX_TEXT_CHARACTERS,
    MAX_VALUE_CHARACTERS,
    Block,
    Message,
    actions,
    button,
    context,
    option,
    pack_lines,
    page_buttons,
    plain_text,
    section,
)
from bot.slack.messages.escape import escape
from bot.slack.messages.pasted_list import render_paste_button

MAX_BUTTONS = 5
MAX_QUESTIONS = 10
"""Problems that have buttons in one answer."""
MAX_TEMPLATE_CHARACTERS = 230
"""Of a command line that a block id carries; Slack takes ids of 255 characters."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A name that the person may have meant."""

    label: str
    name: str
    """As the command line takes it."""
    line: str = ""
    """The whole command line, if it is not the problem's template with the name filled in."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One part of a command that was not done, and the choices to do it."""

    sentence: str
    """Safe mrkdwn."""
    choices: tuple[Choice, ...] = ()
    template: str = ""
    """The command line with `{}` in place of the chosen name."""
    is_ambiguous: bool = False
    hint: str = ""
    """What else the person can do, as safe mrkdwn; several problems with one hint show it once."""


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """The page of an answer (from 0), and the command line that shows another page."""

    number: int
    line: str

    def clamp(self, count: int, per_page: int) -> "AnswerPage":
        """Return the page, or the last page if there are fewer."""
        return replace(self, number=min(self.number, max(count - 1, 0) // per_page))


def render_sentence(sentence: str) -> Message:
    """Return a message of one sentence of safe mrkdwn."""
    return Message(sentence, (section(sentence),))


def render_failure(fault_id: str) -> Message:
    """Return what a person sees after an error of the program; the log has the id too."""
    return render_sentence(
        "Something went wrong and nothing was changed. Try again. If the problem"
        f" persists, give your administrator this ID: `{fault_id}`."
    )


def render_database_outage(fault_id: str) -> Message:
    """Return what a person sees while the database cannot be used, without naming its host."""
    return render_sentence(
        "Clausewatch can't reach its database right now. Nothing was changed. Try"
        " again in a minute. If the problem persists, give your administrator this ID:"
        f" `{fault_id}`."
    )


def render_empty_list(sentence: str, starters: Sequence[Choice] = ()) -> Message:
    """Return the answer for an empty list, with buttons for the first step.

    `starters` are lists to begin with: a label, and the command line that watches them.
    """
    head = f"{sentence} Add a platform by name, domain or policy URL."
    add = button("Add platform", ids.ADD_PLATFORM, "add")
    row = actions("empty.actions", [add, render_paste_button()])
    blocks: list[Block] = [section(head), row]
    if starters:
        lists = [
            button(f"Watch {choice.label}", ids.number_id(ids.RUN_COMMAND, number), choice.line)
            for number, choice in enumerate(starters[:MAX_BUTTONS])
        ]
        blocks += [context("Or start with a list. You can undo it."), actions("starters", lists)]
    return Message(head, tuple(blocks), is_empty=True)


def render_channel_required(command: str) -> Message:
    """Return the answer to `watch` in a direct message: watchlists belong to channels."""
    text = (
        "Watchlists belong to channels, and I can't post in direct messages. Run"
        f" `{command} watch` in the channel you want notified, or choose one here."
    )
    row = actions("dm.actions", [button("Add platform", ids.ADD_PLATFORM, "add")])
    return Message(text, (section(text), row))


def render_pager(line: str, number: int, count: int, per_page: int) -> list[Block]:
    """Return the number of a page (from 0) and its buttons, or nothing if there is one page only.

    A button carries the command line `line` with the number of the page that it shows.
    """
    last = (count - 1) // per_page
    if last <= 0:
        return []
    previous = f"{line} page:{number}" if number > 0 else None
    following = f"{line} page:{number + 2}" if number < last else None
    row = page_buttons("turn", ids.TURN_PAGE, previous, following)
    return [context(f"Page {number + 1} of {last + 1}"), row]


def add_share_button(message: Message, line: str) -> Message:
    """Return an answer with a button that posts it in the channel; `line` is its command line."""
    if len(line) > MAX_VALUE_CHARACTERS:
        return message
    row = actions("share", [button("Share in channel", ids.SHARE, line)])
    return Message(message.text, (*message.blocks, row))


def add_sharer(message: Message, user_id: str) -> Message:
    """Return an answer as the channel sees it, with the name of the person who shared it."""
    return Message(message.text, (*message.blocks, context(f"Shared by <@{user_id}>.")))


def render_problems(problems: Sequence[Problem], lead: str = "") -> Message:
    """Return each problem with its choices; beyond ten problems, the choices have no buttons."""
    sentences = [problem.sentence for problem in problems]
    hints = list(dict.fromkeys(problem.hint for problem in problems if problem.hint))
    summary = "\n".join([*([lead] if lead else []), *sentences, *hints])
    blocks: list[Block] = [section(lead)] if lead else []
    for index, problem in enumerate(problems[:MAX_QUESTIONS]):
        blocks.append(section(problem.sentence))
        if problem.choices:
            about = f"question {index + 1}" if len(problems) > 1 else ""
            blocks.append(_render_choices(problem, index, about))
    rest = [_format_problem(problem) for problem in problems[MAX_QUESTIONS:]]
    blocks += [section(text) for text in (*pack_lines(rest), *hints)]
    return Message(summary[:MAX_TEXT_CHARACTERS], tuple(blocks))


def _format_problem(problem: Problem) -> str:
    """Return a problem as one line, with its choices by name."""
    names = ", ".join(escape(choice.label, 75) for choice in problem.choices[:MAX_BUTTONS])
    return f"• {problem.sentence}" + (f" {names}" if names else "")


def _render_choices(problem: Problem, index: int, about: str) -> Block:
    """Return a select for an ambiguous name, otherwise a button per choice.

    `about` tells screen readers which problem the choices are for.
    """
    template = problem.template
    if problem.is_ambiguous and len(template) <= MAX_TEMPLATE_CHARACTERS:
        options = [
            option(choice.label, choice.name)
            for choice in problem.choices
            if len(choice.name) <= MAX_OPTION_CHARACTERS
        ]
        select: Block = {
            "type": "static_select",
            "action_id": ids.number_id(ids.PICK_NAME, index),
            "placeholder": plain_text("Choose a platform", 150),
            "options": options[:MAX_OPTIONS],
        }
        return actions(f"pick:{index}:{template}", [select])
    buttons = [
        button(
            choice.label,
            ids.number_id(ids.RUN_COMMAND, number),
            (choice.line or fill_template(template, choice.name))[:MAX_VALUE_CHARACTERS],
            about=about,
        )
        for number, choice in enumerate(problem.choices[:MAX_BUTTONS])
    ]
    return actions(f"run:{index}", buttons)


def fill_template(template: str, name: str) -> str:
    """Return the command line with the chosen name, quoted, in place of `{}`."""
    return template.replace("{}", f'"{name}"', 1)[:MAX_VALUE_CHARACTERS]


def ask_for_choice(choices: Sequence[Choice]) -> str:
    """Return the question that choices answer, with a blank before it; empty without choices."""
    if len(choices) == 1:
        return f" Did you mean {escape(choices[0].label, 80)}?"
    return " Did you mean one of these?" if choices else ""


def describe_unknown_platform(
    name: str, choices: Sequence[Choice], template: str, command: str
) -> Problem:
    """Return the problem of an unknown name, with similar names and the way by URL."""
    sentence = f"I don't have “{escape(name, 80)}” in the catalogue.{ask_for_choice(choices)}"
    hint = f"You can add any site by its URL: `{command} watch https://…`"
    return Problem(sentence, tuple(choices), template, hint=hint)


def describe_ambiguous_platform(name: str, choices: Sequence[Choice], template: str) -> Problem:
    """Return the problem of a name that several platforms have."""
    sentence = f"“{escape(name, 80)}” matches several platforms. Choose one:"
    return Problem(sentence, tuple(choices), template, is_ambiguous=True)
