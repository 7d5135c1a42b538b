"""First watchlists by trade: as choices for an empty list, and by name, as in `our ai vendors`."""

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import format_line
from bot.slack.listeners.request_words import fold_word, is_ignored, split_words
from bot.slack.messages.answers import Choice, Problem
from bot.slack.messages.escape import escape
from clausewatch.catalogue.starter_lists import find_starter_lists

_NOUNS = frozenset(
    {"all", "app", "companie", "list", "platform", "starter", "supplier", "tool", "vendor"}
)
"""What the platforms of a list are called."""


def list_starters(call: Call) -> tuple[Choice, ...]:
    """Return the first watchlists by trade, each with the command line that watches it."""
    return tuple(
        Choice(
            f"{starter.name} ({len(starter.platforms)})",
            "",
            format_line("watch", [KEY_PREFIX + platform.key for platform in starter.platforms], {}),
        )
        for starter in find_starter_lists(call.context.catalogue)
    )


def find_starter(call: Call, typed: str) -> Problem | None:
    """Return the question whether the list of a trade is meant, or None if it is not named."""
    words = _name_trade(typed)
    if not words or len(split_words(typed)) == len(words):
        return None
    for choice in list_starters(call):
        if words == _name_trade(choice.label):
            return Problem(
                f"Did you mean the list *{escape(choice.label, 80)}*?",
                (Choice(f"Watch {choice.label}", "", choice.line),),
            )
    return None


def _name_trade(text: str) -> set[str]:
    """Return the words that name the trade, without their plural."""
    words = [fold_word(word) for word in split_words(text)]
    return {word.removesuffix("s") for word in words if not is_ignored(word)} - _NOUNS
