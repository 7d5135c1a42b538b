"""From a name to a platform of the channel's own watchlist."""

from difflib import get_close_matches

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.listeners.platform_lookup import build_joint_choice, split_name
from bot.slack.messages.answers import Choice, Problem, ask_for_choice
from bot.slack.messages.escape import code, escape
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.model.watches import Watch

MAX_CHOICES = 100
MAX_TYPOS = 3
TYPO_LIKENESS = 0.75
"""The least likeness (0 to 1) of a name that may be a typing error: one letter of six is wrong."""


def find_watch(call: Call, name: str, watches: tuple[Watch, ...], template: str) -> Watch | Problem:
    """Return the watch that a name means, exactly or by the catalogue, or a problem.

    The problem offers watches whose names contain the name. `template` is the command line with
    `{}` in place of the name.
    """
    if name.startswith(KEY_PREFIX):
        key = name.removeprefix(KEY_PREFIX)
        problem = Problem("It's no longer on this channel's watchlist.")
        return next((watch for watch in watches if watch.platform_key == key), problem)
    matches = _match_watches(call, name, watches)
    if len(matches) == 1:
        return matches[0]
    joint_choice = None if matches else _find_joint_choice(name, watches, template)
    folded = fold_name(name)
    similar = matches or _find_similar(folded, watches)
    choices = tuple(
        Choice(watch.platform_name, KEY_PREFIX + watch.platform_key)
        for watch in similar[:MAX_CHOICES]
    )
    choices = choices if joint_choice is None else (joint_choice, *choices)
    hint = ask_for_choice(choices) or f" {code(call.command + ' list')} shows it."
    sentence = f"“{escape(name, 80)}” isn't on this channel's watchlist.{hint}"
    is_ambiguous = len(similar) > 1 and joint_choice is None
    return Problem(sentence, choices, template, is_ambiguous=is_ambiguous)


def _find_similar(folded: str, watches: tuple[Watch, ...]) -> list[Watch]:
    """Return the watches whose names contain the name, or else those it may be a typo of."""
    if not folded:
        return []
    containing = [watch for watch in watches if folded in fold_name(watch.platform_name)]
    names = [fold_name(watch.platform_name) for watch in watches]
    close = get_close_matches(folded, names, n=MAX_TYPOS, cutoff=TYPO_LIKENESS)
    return containing or [
        watch for name in close for watch in watches if fold_name(watch.platform_name) == name
    ]


def _match_watches(call: Call, name: str, watches: tuple[Watch, ...]) -> list[Watch]:
    """Return the watches that have the name or key, or else those the catalogue matches it to."""
    folded = fold_name(name)
    matches = [
        watch
        for watch in watches
        if folded in {fold_name(watch.platform_key), fold_name(watch.platform_name)}
    ]
    if matches:
        return matches
    match = call.context.catalogue.find(name)
    keys = {platform.key for platform in (match.platform, *match.ambiguous) if platform is not None}
    return [watch for watch in watches if watch.platform_key in keys]


def _find_joint_choice(name: str, watches: tuple[Watch, ...], template: str) -> Choice | None:
    """Return one choice of the watched platforms that were named without commas between them."""
    watches_by_name = {fold_name(watch.platform_name): watch for watch in watches}
    for parts in split_name(name):
        keys = [fold_name(part) for part in parts]
        if all(key in watches_by_name for key in keys):
            named_watches = [watches_by_name[key] for key in keys]
            pairs = [(watch.platform_name, watch.platform_key) for watch in named_watches]
            return build_joint_choice(pairs, template)
    return None
