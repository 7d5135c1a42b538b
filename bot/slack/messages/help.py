"""The help, made from the table of verbs."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack import ids
from bot.slack.messages.blocks import Message, actions, button, context, section
from bot.slack.messages.escape import code

LEAD = (
    "I monitor the policies your team relies on. I post here when the terms change,"
    " not just the page layout."
)
NOTICE = "Always check the source text. This is not legal advice."


@dataclass(frozen=True, slots=True)
class VerbHelp:
    """What the help says about one verb."""

    name: str
    usage: str
    summary: str
    detail: str = ""
    aliases: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    """Each option with its purpose."""


@dataclass(frozen=True, slots=True)
class VerbGroup:
    """Verbs that serve one purpose."""

    title: str
    verbs: tuple[VerbHelp, ...]


def render_overview(groups: Sequence[VerbGroup], command: str) -> Message:
    """Return the short help: each verb as it is typed, and the *Add platform* button."""
    head = f"{LEAD} Start with `{command} watch` and a platform's name."
    return Message(
        head,
        (
            section(head),
            *(section(_format_group(group, command)) for group in groups),
            actions("help.actions", [button("Add platform", ids.ADD_PLATFORM, "add")]),
            context(f"`{command} help watch` explains one command and its options. {NOTICE}"),
        ),
    )


def _format_group(group: VerbGroup, command: str) -> str:
    lines = [
        f"{code(f'{command} {(verb.examples or (verb.name,))[0]}')}  {verb.summary}"
        for verb in group.verbs
    ]
    return "\n".join((f"*{group.title}*", *lines))


def render_verb(verb: VerbHelp, command: str) -> Message:
    """Return the help for one verb: usage, detail, options, aliases and examples."""
    head = f"*{command} {verb.name}*: {verb.summary}"
    parts = [code(f"{command} {verb.usage}")]
    if verb.detail:
        parts.append(verb.detail)
    parts += [f"• {code(option)} {purpose}" for option, purpose in verb.options]
    if verb.aliases:
        parts.append("Also: " + ", ".join(code(alias) for alias in verb.aliases))
    parts += [f"Example: {code(f'{command} {example}')}" for example in verb.examples]
    return Message(head, (section(head), section("\n".join(parts))))
