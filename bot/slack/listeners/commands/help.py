"""`help`: what the bot does and how each verb is typed."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine
from bot.slack.listeners.commands.verb import Verb
from bot.slack.listeners.platform_lookup import KEY_PREFIX
from bot.slack.messages import help as help_message
from bot.slack.messages.answers import Choice, Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code, escape

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Watch", ("watch", "unwatch", "list", "check", "address", "accept")),
    ("Look up", ("changes", "change", "show", "compare", "clauses")),
    ("How this channel is told", ("mute", "unmute", "digest", "settings")),
    ("Help", ("help", "feedback", "debug")),
)
"""The verbs in the order in which somebody meets them; one that is in no group comes last."""


def group_verbs(verbs: Sequence[Verb]) -> list[help_message.VerbGroup]:
    """Return the verbs by group."""
    lines = {verb.name: verb.help_line for verb in verbs}
    named = {name for _, names in GROUPS for name in names}
    last = GROUPS[-1][0]
    rest = tuple(line for name, line in lines.items() if name not in named)
    return [
        help_message.VerbGroup(
            title,
            tuple(lines[name] for name in names if name in lines) + (rest if title == last else ()),
        )
        for title, names in GROUPS
    ]


def show_help(call: Call, line: CommandLine, verbs: Sequence[Verb]) -> Message | Problem:
    """Return the short help, or that of one verb."""
    wanted = line.rest.casefold()
    if not wanted:
        return help_message.render_overview(group_verbs(verbs), call.command)
    known = {name: verb for verb in verbs for name in (verb.name, *verb.aliases)}
    if wanted in known:
        return help_message.render_verb(known[wanted].help_line, call.command)
    return report_unknown_verb(call, wanted, known, "help {}")


def report_unknown_verb(
    call: Call, typed: str, known: Mapping[str, Verb], template: str
) -> Problem:
    """Say that a verb is not known, offer near ones and, if it is one, the platform."""
    near = get_close_matches(
        typed.split(maxsplit=1)[0] if typed else "", list(known), n=3, cutoff=0.6
    )
    choices = [Choice(known[name].name, known[name].name) for name in dict.fromkeys(near)]
    said = f"I do not know {code(typed[:60])}."
    match = call.context.catalogue.find(typed)
    if match.platform is not None:
        name, key = match.platform.name, match.platform.key
        said += f" If you mean the platform {escape(name, 80)}, what shall I do with it?"
        choices = [
            Choice(f"{verb.capitalize()} {name}", key, f'{verb} "{KEY_PREFIX}{key}"')
            for verb in ("show", "watch")
        ]
    elif choices:
        said += " Did you mean one of these?"
    return Problem(
        f"{said} {code(call.command + ' help')} lists all verbs.", tuple(choices), template
    )
