"""What every answer to a person shares: errors, paging, sharing, choosing between names."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    option,
    plain_text,
    section,
)
from bot.slack.messages.escape import escape

MAX_OPTIONS = 100
MAX_BUTTONS = 5
MAX_QUESTIONS = 10
"""Questions with buttons in one answer."""
MAX_VALUE_CHARACTERS = 2_000
MAX_TEMPLATE_CHARACTERS = 230
"""Characters of a block id that carry a command line with a gap for the chosen name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A name that may have been meant."""

    label: str
    name: str
    """What the command line takes."""
    line: str = ""
    """The whole command line, where it is not the problem's template with the name filled in."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing of a command that was not done, and what to choose from."""

    sentence: str
    """Safe mrkdwn."""
    choices: tuple[Choice, ...] = ()
    template: str = ""
    """The command line again, with `{}` where the chosen name goes."""
    is_ambiguous: bool = False
    hint: str = ""
    """What else can be done, as safe mrkdwn; said once where several have the same."""


def render_sentence(sentence: str) -> Message:
    """Return one sentence; it is safe mrkdwn."""
    return Message(sentence, (section(sentence),))


def render_failure(fault_id: str) -> Message:
    """Return what a person sees where the program is at fault."""
    return render_sentence(
        f"Something went wrong on our side and nothing was changed half-way. Try once more; if it"
        f" stays, tell whoever runs Clausewatch this id: `{fault_id}`."
    )


def render_database_outage(fault_id: str) -> Message:
    """Return what a person sees while the database cannot be used; where it is, is nobody's."""
    return render_sentence(
        "Clausewatch cannot reach its records just now, so nothing was looked up or changed. Try"
        " again in a minute; if it stays so, tell whoever runs Clausewatch this id:"
        f" `{fault_id}`."
    )


def render_empty_list(sentence: str) -> Message:
    """Return an empty list with the one thing to do first."""
    head = f"{sentence} Add a platform by its name, its domain or the address of a policy."
    row = actions("empty.actions", [button("Add platform", ids.ADD_PLATFORM, "add")])
    return Message(head, (section(head), row))


def render_channel_required(command: str) -> Message:
    """Say in a conversation between people that watchlists belong to channels."""
    text = (
        "A watchlist belongs to a channel, and I cannot post in a conversation between people. Type"
        f" `{command} watch` in the channel that should know, or choose the channel here."
    )
    row = actions("dm.actions", [button("Add platform", ids.ADD_PLATFORM, "add")])
    return Message(text, (section(text), row))


def render_pager(line: str, number: int, count: int, per_page: int) -> list[Block]:
    """Return the row that turns pages, or nothing where all is on one."""
    last = (count - 1) // per_page
    if last <= 0:
        return []
    elements = []
    if number > 0:
        back = f"{line} page:{number}"
        elements.append(button("Previous", f"{ids.TURN_PAGE}:back", back[:MAX_VALUE_CHARACTERS]))
    if number < last:
        on = f"{line} page:{number + 2}"
        elements.append(button("Next", f"{ids.TURN_PAGE}:on", on[:MAX_VALUE_CHARACTERS]))
    return [context(f"Page {number + 1} of {last + 1}"), actions("turn", elements)]


def add_share_button(message: Message, line: str) -> Message:
    """Return an answer with a button that shows it to the whole channel."""
    if len(line) > MAX_VALUE_CHARACTERS:
        return message
    row = actions("share", [button("Share in channel", ids.SHARE, line)])
    return Message(message.text, (*message.blocks, row))


def add_sharer(message: Message, user_id: str) -> Message:
    """Return an answer as the channel sees it, with who shared it."""
    return Message(message.text, (*message.blocks, context(f"Shared by <@{user_id}>.")))


def render_problems(found: Sequence[Problem], lead: str = "") -> Message:
    """Return what was not done, each with its ways on; past ten, in words only."""
    sentences = [problem.sentence for problem in found]
    hints = list(dict.fromkeys(problem.hint for problem in found if problem.hint))
    text = "\n".join([*([lead] if lead else []), *sentences, *hints])
    blocks: list[Block] = [section(lead)] if lead else []
    for index, problem in enumerate(found[:MAX_QUESTIONS]):
        blocks.append(section(problem.sentence))
        if problem.choices:
            blocks.append(_render_choices(problem, index))
    rest = [_format_problem(each) for each in found[MAX_QUESTIONS:]]
    blocks += [section(sheet) for sheet in (*_sheets(rest), *hints)]
    return Message(text[:2_900], tuple(blocks))


def _format_problem(problem: Problem) -> str:
    """Return a problem whose choices have no buttons any more, with their names."""
    names = ", ".join(escape(choice.label, 75) for choice in problem.choices[:MAX_BUTTONS])
    return f"• {problem.sentence}" + (f" {names}" if names else "")


def _sheets(sentences: Sequence[str]) -> list[str]:
    sheets: list[str] = []
    for sentence in sentences:
        if sheets and len(sheets[-1]) + len(sentence) < 2_800:  # noqa: PLR2004  # of 3,000
            sheets[-1] += f"\n{sentence}"
        else:
            sheets.append(sentence)
    return sheets


def _render_choices(problem: Problem, index: int) -> Block:
    """Return buttons for a few names, a select for an ambiguous one."""
    template = problem.template
    if problem.is_ambiguous and len(template) <= MAX_TEMPLATE_CHARACTERS:
        options = [option(c.label, c.name) for c in problem.choices if len(c.name) <= 150]  # noqa: PLR2004
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
        )
        for number, choice in enumerate(problem.choices[:MAX_BUTTONS])
    ]
    return actions(f"run:{index}", buttons)


def fill_template(template: str, name: str) -> str:
    """Return the command line with the chosen name in its gap, quoted."""
    return template.replace("{}", f'"{name}"', 1)[:MAX_VALUE_CHARACTERS]


def describe_unknown_platform(
    name: str, choices: Sequence[Choice], template: str, command: str
) -> Problem:
    """Say that a name is not known, offer near ones and the way by address."""
    near = " Did you mean one of these?" if choices else ""
    sentence = f"“{escape(name, 80)}” is not in the catalogue.{near}"
    hint = f"Whatever has a policy can be added by its home page: `{command} watch https://…`"
    return Problem(sentence, tuple(choices), template, hint=hint)


def describe_ambiguous_platform(name: str, choices: Sequence[Choice], template: str) -> Problem:
    """Say that several platforms go by a name."""
    sentence = f"Several platforms go by “{escape(name, 80)}”. Which one?"
    return Problem(sentence, tuple(choices), template, is_ambiguous=True)
