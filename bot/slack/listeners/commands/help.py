"""`help`: what the bot does, and the usage of each verb."""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher, get_close_matches

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine
from bot.slack.listeners.commands.verb import Verb, VerbGroup
from bot.slack.listeners.request_words import begins_question, fold_word, is_ignored
from bot.slack.messages import help as help_message
from bot.slack.messages.answers import Choice, Problem, ask_for_choice
from bot.slack.messages.blocks import Message
from bot.slack.messages.escape import code, escape
from clausewatch.model.documents import Platform

OBVIOUS_LIKENESS = 0.74
"""The least likeness (0 to 1) of a mistyped verb that is run: one letter wrong or two swapped."""
LIKENESS_LEAD = 0.05
"""By how much the most similar verb leads the next."""


def show_help(call: Call, line: CommandLine, groups: Sequence[VerbGroup]) -> Message | Problem:
    """Return the short help, or the help of one verb."""
    name = line.rest.casefold()
    if not name:
        return help_message.render_overview([group.help for group in groups], call.command)
    verbs = [verb for group in groups for verb in group.verbs]
    verbs_by_name = {alias: verb for verb in verbs for alias in (verb.name, *verb.aliases)}
    named = {verbs_by_name[word].name for word in name.split() if word in verbs_by_name}
    if len(named) == 1:
        return help_message.render_verb(verbs_by_name[named.pop()].help, call.command)
    return report_unknown_verb(call, name, verbs_by_name, "help {}")


def report_unknown_verb(
    call: Call,
    typed: str,
    verbs: Mapping[str, Verb],
    template: str,
    platform: Platform | None = None,
) -> Problem:
    """Return a problem that offers similar verbs or, if a platform is meant, verbs for it.

    `verbs` has aliases too. `template` is the command line with `{}` in place of the verb.
    """
    choices = [Choice(name, name) for name in find_similar_verbs(typed, verbs)]
    sentence = f"I don't recognise {code(typed[:60])}."
    if platform is not None:
        name, key = platform.name, platform.key
        sentence += f" Did you want to do something with {escape(name, 80)}?"
        choices = [
            Choice(f"{verb.capitalize()} {name}", key, f'{verb} "{KEY_PREFIX}{key}"')
            for verb in ("show", "watch")
        ]
    else:
        sentence += ask_for_choice(choices)
    sentence += f" {code(call.command + ' help')} lists all commands."
    return Problem(sentence, tuple(choices), template)


def find_similar_verbs(typed: str, verbs: Mapping[str, Verb], cutoff: float = 0.6) -> list[str]:
    """Return the names of verbs that the first word may be a typing error of, each once."""
    first_word = typed.split(maxsplit=1)[0].casefold() if typed else ""
    if begins_question(typed):
        return []
    similar = get_close_matches(first_word, list(verbs), n=3, cutoff=cutoff)
    return list(dict.fromkeys(verbs[name].name for name in similar))


def correct_verb(call: Call, line: CommandLine, verbs: Mapping[str, Verb]) -> str | None:
    """Return the line with its mistyped verb put right, or None if that is not certain.

    Only verbs that answer are corrected: a verb that changes something is offered instead.
    """
    similar = get_close_matches(line.verb, list(verbs), n=3, cutoff=OBVIOUS_LIKENESS)
    likeness: dict[str, float] = {}
    for alias in similar:
        name = verbs[alias].name
        ratio = SequenceMatcher(None, line.verb, alias).ratio()
        likeness[name] = max(likeness.get(name, 0.0), ratio)
    best, *others = sorted(likeness, key=lambda name: -likeness[name]) or [""]
    is_sure = best and all(likeness[best] - likeness[name] >= LIKENESS_LEAD for name in others)
    is_name = call.context.catalogue.find_exact(line.verb) is not None
    is_word = is_ignored(fold_word(line.verb))
    if not is_sure or is_name or is_word or verbs[best].answer is None:
        return None
    first_word, _, tail = line.rest.partition(" ")
    is_joint = first_word.casefold() in {"of", "for", "from", "at", "by"} and tail
    return f"{best} {tail if is_joint else line.rest}".strip()
