"""The table of verbs, which help, manifest and dispatch read. A new verb is a new row."""

from collections.abc import Mapping

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import AllowedOptions, CommandLine
from bot.slack.listeners.commands import debug, feedback
from bot.slack.listeners.commands import help as help_verb
from bot.slack.listeners.commands.channel_verbs import NOTIFICATIONS
from bot.slack.listeners.commands.research_verbs import RESEARCH, REVIEWING
from bot.slack.listeners.commands.verb import Verb, VerbGroup
from bot.slack.listeners.commands.watchlist_verbs import WATCHLIST
from bot.slack.messages.answers import Problem
from bot.slack.messages.blocks import Message


async def _show_help(call: Call, line: CommandLine) -> Message | Problem:
    return help_verb.show_help(call, line, GROUPS)


HELP = VerbGroup(
    "Help",
    (
        Verb(
            "help",
            "help [command]",
            "Show help, or help for one command.",
            answer=_show_help,
            aliases=("?", "-h", "--help"),
            is_shareable=False,
            examples=("help", "help watch"),
        ),
        Verb(
            "feedback",
            "feedback <text>",
            "Send feedback to your Clausewatch administrator.",
            run=feedback.send_feedback,
            options=None,
            examples=("feedback the summary of CW-C-000321 misses the fee",),
        ),
        Verb(
            "debug",
            "debug",
            "Show diagnostics for administrators.",
            answer=debug.show_facts,
            is_shareable=False,
        ),
    ),
)
GROUPS = (WATCHLIST, REVIEWING, RESEARCH, NOTIFICATIONS, HELP)
"""All verbs, in the order in which people need them."""
VERBS: tuple[Verb, ...] = tuple(verb for group in GROUPS for verb in group.verbs)

VERBS_BY_NAME: Mapping[str, Verb] = {
    name: verb for verb in VERBS for name in (verb.name, *verb.aliases)
}
ALLOWED_OPTIONS: AllowedOptions = {
    name: (*(verb.options or ()), "page") if verb.answer else verb.options
    for name, verb in VERBS_BY_NAME.items()
}
"""The options of each verb and alias; answers also take the internal option `page`."""
