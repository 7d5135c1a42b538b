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
from bot.slack.messages.escape import mrkdwn

MOST_CHOICES = 100
MOST_BUTTONS = 5
MOST_ASKED = 10
"""Questions with buttons in one answer."""
MOST_VALUE = 2_000
MOST_TEMPLATE = 230
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


def plain(sentence: str) -> Message:
    """Return one sentence; it is safe mrkdwn."""
    return Message(sentence, (section(sentence),))


def failed(fault_id: str) -> Message:
    """Return what a person sees where the program is at fault."""
    return plain(
        f"Something went wrong on our side and nothing was changed half-way. Try once more; if it"
        f" stays, tell whoever runs Clausewatch this id: `{fault_id}`."
    )


def no_database(fault_id: str) -> Message:
    """Return what a person sees while the database cannot be used; where it is, is nobody's."""
    return plain(
        "Clausewatch cannot reach its records just now, so nothing was looked up or changed. Try"
        " again in a minute; if it stays so, tell whoever runs Clausewatch this id:"
        f" `{fault_id}`."
    )


def nothing_yet(sentence: str) -> Message:
    """Return an empty list with the one thing to do first."""
    head = f"{sentence} Add a platform by its name, its domain or the address of a policy."
    row = actions("empty.actions", [button("Add platform", ids.ADD_PLATFORM, "add")])
    return Message(head, (section(head), row))


def in_a_channel(command: str) -> Message:
    """Say in a conversation between people that watchlists belong to channels."""
    text = (
        "A watchlist belongs to a channel, and I cannot post in a conversation between people. Type"
        f" `{command} watch` in the channel that should know, or choose the channel here."
    )
    row = actions("dm.actions", [button("Add platform", ids.ADD_PLATFORM, "add")])
    return Message(text, (section(text), row))


def turner(line: str, number: int, count: int, per_page: int) -> list[Block]:
    """Return the row that turns pages, or nothing where all is on one."""
    last = (count - 1) // per_page
    if last <= 0:
        return []
    elements = []
    if number > 0:
        back = f"{line} page:{number}"
        elements.append(button("Previous", f"{ids.TURN}:back", back[:MOST_VALUE]))
    if number < last:
        on = f"{line} page:{number + 2}"
        elements.append(button("Next", f"{ids.TURN}:on", on[:MOST_VALUE]))
    return [context(f"Page {number + 1} of {last + 1}"), actions("turn", elements)]


def shareable(message: Message, line: str) -> Message:
    """Return an answer with a button that shows it to the whole channel."""
    if len(line) > MOST_VALUE:
        return message
    row = actions("share", [button("Share in channel", ids.SHARE, line)])
    return Message(message.text, (*message.blocks, row))


def shared(message: Message, user_id: str) -> Message:
    """Return an answer as the channel sees it, with who shared it."""
    return Message(message.text, (*message.blocks, context(f"Shared by <@{user_id}>.")))


def problems(found: Sequence[Problem], lead: str = "") -> Message:
    """Return what was not done, each with its ways on; past ten, in words only."""
    sentences = [problem.sentence for problem in found]
    hints = list(dict.fromkeys(problem.hint for problem in found if problem.hint))
    text = "\n".join([*([lead] if lead else []), *sentences, *hints])
    blocks: list[Block] = [section(lead)] if lead else []
    for index, problem in enumerate(found[:MOST_ASKED]):
        blocks.append(section(problem.sentence))
        if problem.choices:
            blocks.append(_chooser(problem, index))
    rest = [_in_words(each) for each in found[MOST_ASKED:]]
    blocks += [section(sheet) for sheet in (*_sheets(rest), *hints)]
    return Message(text[:2_900], tuple(blocks))


def _in_words(problem: Problem) -> str:
    """Return a problem whose choices have no buttons any more, with their names."""
    names = ", ".join(mrkdwn(choice.label, 75) for choice in problem.choices[:MOST_BUTTONS])
    return f"• {problem.sentence}" + (f" {names}" if names else "")


def _sheets(sentences: Sequence[str]) -> list[str]:
    sheets: list[str] = []
    for sentence in sentences:
        if sheets and len(sheets[-1]) + len(sentence) < 2_800:  # noqa: PLR2004  # of 3,000
            sheets[-1] += f"\n{sentence}"
        else:
            sheets.append(sentence)
    return sheets


def _chooser(problem: Problem, index: int) -> Block:
    """Return buttons for a few names, a select for an ambiguous one."""
    template = problem.template
    if problem.is_ambiguous and len(template) <= MOST_TEMPLATE:
        options = [option(c.label, c.name) for c in problem.choices if len(c.name) <= 150]  # noqa: PLR2004
        select: Block = {
            "type": "static_select",
            "action_id": ids.numbered(ids.PICK, index),
            "placeholder": plain_text("Choose a platform", 150),
            "options": options[:MOST_CHOICES],
        }
        return actions(f"pick:{index}:{template}", [select])
    buttons = [
        button(
            choice.label,
            ids.numbered(ids.RUN, number),
            (choice.line or filled(template, choice.name))[:MOST_VALUE],
        )
        for number, choice in enumerate(problem.choices[:MOST_BUTTONS])
    ]
    return actions(f"run:{index}", buttons)


def filled(template: str, name: str) -> str:
    """Return the command line with the chosen name in its gap, quoted."""
    return template.replace("{}", f'"{name}"', 1)[:MOST_VALUE]


def unknown_platform(name: str, choices: Sequence[Choice], template: str, command: str) -> Problem:
    """Say that a name is not known, offer near ones and the way by address."""
    near = " Did you mean one of these?" if choices else ""
    sentence = f"“{mrkdwn(name, 80)}” is not in the catalogue.{near}"
    hint = f"Whatever has a policy can be added by its home page: `{command} watch https://…`"
    return Problem(sentence, tuple(choices), template, hint=hint)


def ambiguous_platform(name: str, choices: Sequence[Choice], template: str) -> Problem:
    """Say that several platforms go by a name."""
    sentence = f"Several platforms go by “{mrkdwn(name, 80)}”. Which one?"
    return Problem(sentence, tuple(choices), template, is_ambiguous=True)
