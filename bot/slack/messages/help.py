"""The help, made of the table of verbs."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.blocks import Message, actions, button, context, section
from bot.slack.messages.escape import code

LEAD = (
    "I watch the policies of the platforms that this team depends on and tell a channel when their"
    " terms change, and not merely the page."
)
NOTICE = "Summaries point to the text; they are not legal advice."


@dataclass(frozen=True, slots=True)
class VerbHelp:
    """What the help says of one verb."""

    name: str
    usage: str
    summary: str
    detail: str = ""
    aliases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    explained: tuple[tuple[str, str], ...] = ()
    """Options and what each is for."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """Verbs that somebody with one thing in mind looks for."""

    title: str
    lines: tuple[VerbHelp, ...]


def render_overview(groups: Sequence[VerbGroup], command: str) -> Message:
    """Return the short help: each verb as it is typed, and the one button that starts."""
    head = f"{LEAD} Start with `{command} watch` and the name of a platform."
    return Message(
        head,
        (
            section(head),
            *(section(_format_group(group, command)) for group in groups),
            actions("help.actions", [button("Add platform", ids.ADD_PLATFORM, "add")]),
            context(f"`{command} help watch` explains one verb and its options. {NOTICE}"),
        ),
    )


def _format_group(group: VerbGroup, command: str) -> str:
    shown = [
        f"{code(f'{command} {(line.examples or (line.name,))[0]}')}  {line.summary}"
        for line in group.lines
    ]
    return "\n".join((f"*{group.title}*", *shown))


def render_verb(line: VerbHelp, command: str) -> Message:
    """Return the help of one verb: usage, what it does, its options, examples."""
    head = f"*{command} {line.name}*: {line.summary}"
    parts = [code(f"{command} {line.usage}")]
    if line.detail:
        parts.append(line.detail)
    parts += [f"• {code(option)} {said}" for option, said in line.explained]
    if line.aliases:
        parts.append("Also: " + ", ".join(code(alias) for alias in line.aliases))
    parts += [f"Example: {code(f'{command} {example}')}" for example in line.examples]
    return Message(head, (section(head), section("\n".join(parts))))
