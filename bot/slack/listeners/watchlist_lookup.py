"""From a name to a platform of the channel's own watchlist."""

from bot.slack.listeners.call import Call
from bot.slack.listeners.platform_lookup import KEY_PREFIX, build_joint_choice, split_name
from bot.slack.messages.answers import Choice, Problem
from bot.slack.messages.escape import code, escape
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.model.watches import Watch

MAX_CHOICES = 100


def find_watch(call: Call, name: str, watched: tuple[Watch, ...], template: str) -> Watch | Problem:
    """Return the watch that a name means: exactly, by the catalogue, or by its beginning."""
    wanted = fold_name(name)
    if name.startswith(KEY_PREFIX):
        return next(
            (watch for watch in watched if watch.platform_key == name.removeprefix(KEY_PREFIX)),
            Problem("It is no longer on this channel's watchlist."),
        )
    exact = [
        w for w in watched if wanted in {fold_name(w.platform_key), fold_name(w.platform_name)}
    ]
    if not exact:
        match = call.context.catalogue.find(name)
        keys = {p.key for p in (match.platform, *match.ambiguous) if p is not None}
        exact = [watch for watch in watched if watch.platform_key in keys]
    if len(exact) == 1:
        return exact[0]
    several = None if exact else _find_several(name, watched, template)
    near = exact or [
        watch for watch in watched if wanted and wanted in fold_name(watch.platform_name)
    ]
    choices = tuple(
        Choice(w.platform_name, KEY_PREFIX + w.platform_key) for w in near[:MAX_CHOICES]
    )
    choices = choices if several is None else (several, *choices)
    shown = escape(name, 80)
    way = "Did you mean one of these?" if choices else f"{code(call.command + ' list')} shows it."
    sentence = f"“{shown}” is not on this channel's watchlist. {way}"
    return Problem(sentence, choices, template, is_ambiguous=len(near) > 1 and several is None)


def _find_several(name: str, watched: tuple[Watch, ...], template: str) -> Choice | None:
    """Return platforms of the list that were typed without commas between them."""
    by_name = {fold_name(watch.platform_name): watch for watch in watched}
    for pieces in split_name(name):
        found = [by_name[key] for piece in pieces if (key := fold_name(piece)) in by_name]
        if len(found) == len(pieces):
            return build_joint_choice(
                [(each.platform_name, each.platform_key) for each in found], template
            )
    return None
