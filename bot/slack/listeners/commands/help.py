"""`help`: what the bot does, and the usage of each verb."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine
from bot.slack.listeners.commands.verb import Verb, VerbGroup
from bot.slack.messages import help as help_message
from bot.slack.messages.answers import Choice, Problem
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code, escape


def show_help(call: Call, line: CommandLine, groups: Sequence[VerbGroup]) -> Message | Problem:
    """Return the short help, or the help of one verb."""
    name = line.rest.casefold()
    if not name:
        return help_message.render_overview([group.help for group in groups], call.command)
    verbs = [verb for group in groups for verb in group.verbs]
    verbs_by_name = {alias: verb for verb in verbs for alias in (verb.name, *verb.aliases)}
    if name in verbs_by_name:
        return help_message.render_verb(verbs_by_name[name].help, call.command)
    return report_unknown_verb(call, name, verbs_by_name, "help {}")


def report_unknown_verb(
    call: Call, typed: str, verbs: Mapping[str, Verb], template: str
) -> Problem:
    """Return a problem that offers similar verbs or, if a platform was typed, verbs for it.

    `verbs` has aliases too. `template` is the command line with `{}` in place of the verb.
    """
    first_word = typed.split(maxsplit=1)[0] if typed else ""
    similar = get_close_matches(first_word, list(verbs), n=3, cutoff=0.6)
    choices = [Choice(verbs[name].name, verbs[name].name) for name in dict.fromkeys(similar)]
    sentence = f"I do not know {code(typed[:60])}."
    match = call.context.catalogue.find(typed)
    if match.platform is not None:
        name, key = match.platform.name, match.platform.key
        sentence += f" If you mean the platform {escape(name, 80)}, what shall I do with it?"
        choices = [
            Choice(f"{verb.capitalize()} {name}", key, f'{verb} "{KEY_PREFIX}{key}"')
            for verb in ("show", "watch")
        ]
    elif choices:
        sentence += " Did you mean one of these?"
    sentence += f" {code(call.command + ' help')} lists all verbs."
    return Problem(sentence, tuple(choices), template)
