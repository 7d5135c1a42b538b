"""From a name to a platform: first the platforms on record here, then the catalogue."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.slack.ids import KEY_PREFIX
from bot.slack.listeners.call import Call
from bot.slack.messages.answers import (
    Choice,
    Problem,
    describe_ambiguous_platform,
    describe_unknown_platform,
)
from bot.slack.messages.escape import code, escape
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.catalogue.lookup import Match
from clausewatch.model.documents import Platform

MAX_SUGGESTIONS = 5
MAX_NAMES_WITHOUT_COMMA = 12
LIST_VERBS = ("watch", "check")
"""Verbs that take several platforms of the catalogue."""
_AND = re.compile(r"(?<!\s)\s++(?:and|&|\+|und|et)\s++", re.IGNORECASE)
_BLANKS = re.compile(r"\s+(?:(?:and|&|\+|und|et)\s+)?", re.IGNORECASE)


async def find_platform(call: Call, name: str, template: str) -> Platform | Problem:
    """Return the platform that a name means, or a problem with the names to choose from.

    A platform that only this workspace knows has neither documents nor domains. `template` is the
    command line with `{}` in place of the name, for the buttons.
    """
    match = await match_platform(call, name, template)
    return match if isinstance(match, Problem) else match[0]


async def match_platform(
    call: Call, name: str, template: str
) -> tuple[Platform, tuple[str, ...]] | Problem:
    """Do as `find_platform`, and return the kinds that were named too, as in `zoom privacy`."""
    if name.startswith(("#", "@")):
        return Problem(_describe_mention(call, name))
    match = match_catalogue(call, name)
    stored = await _find_stored(call, name)
    if len(stored) == 1 and not _is_another(match, stored[0]):
        return stored[0], ()
    if match.platform is not None:
        return match.platform, match.kinds
    watched = await _find_watched(call, name)
    if watched is not None:
        return watched, ()
    return _describe_no_match(call, name, match, template)


async def _find_stored(call: Call, name: str) -> list[Platform]:
    """Return the platforms on record that the workspace may see and the name means."""
    documents, workspace_id = call.context.store.documents, await call.find_workspace()
    if name.startswith(KEY_PREFIX):
        key = name.removeprefix(KEY_PREFIX)
        names = await documents.find_platform_names(workspace_id, key)
        return [Platform(key, stored_name, ()) for stored_name in names]
    pairs = await documents.find_platforms(workspace_id, name)
    return [Platform(key, stored_name, ()) for key, stored_name in pairs]


async def _find_watched(call: Call, name: str) -> Platform | None:
    """Return the only platform of this channel's watchlist whose name begins with these words."""
    folded = fold_name(name)
    if not folded or not call.channel_id:
        return None
    watches = await call.context.store.watches.find_in_channel((await call.find_channel()).id)
    matches = [
        Platform(watch.platform_key, watch.platform_name, ())
        for watch in watches
        if folded in _list_beginnings(watch.platform_name)
    ]
    return matches[0] if len(matches) == 1 else None


def _list_beginnings(name: str) -> list[str]:
    words = name.split()
    return [fold_name("".join(words[:count])) for count in range(1, len(words))]


def match_catalogue(call: Call, name: str) -> Match:
    """Return the catalogue's match of a name or of a key with its prefix; reads memory only."""
    if name.startswith(KEY_PREFIX):
        platform = call.context.catalogue.find_by_key(name.removeprefix(KEY_PREFIX))
        if platform is not None:
            return Match(platform=platform)
    return call.context.catalogue.find(name)


def _is_another(match: Match, stored: Platform) -> bool:
    """Return whether the catalogue knows one or more other platforms by a stored name."""
    if match.platform is not None:
        return match.platform.key != stored.key
    return bool(match.ambiguous)


def _describe_mention(call: Call, name: str) -> str:
    return (
        f"{escape(name, 80)} is a channel or a person, not a platform. Run"
        f" {code(call.command + ' watch')} in the channel you want notified, or choose"
        " it in *Add platform*."
    )


def _describe_no_match(call: Call, name: str, match: Match, template: str) -> Problem:
    if match.ambiguous:
        return describe_ambiguous_platform(name, build_choices(match.ambiguous), template)
    choices = build_choices(match.suggestions[:MAX_SUGGESTIONS])
    joint_choice = None
    if template.startswith(LIST_VERBS):
        joint_choice = _find_joint_choice(call, name, template)
    if joint_choice is not None:
        listed = escape(joint_choice.label, 300)
        verb = template.split(maxsplit=1)[0].capitalize()
        count = joint_choice.line.count(KEY_PREFIX)
        if count == 1:
            choice = replace(joint_choice, label=f"{verb} {joint_choice.label}")
            return Problem(f"Did you mean {listed}?", (choice,), template)
        choice = replace(joint_choice, label=f"{verb} these {count}")
        return Problem(f"Did you mean these {count} platforms: {listed}?", (choice,), template)
    return describe_unknown_platform(name, choices, template, call.command)


def _find_joint_choice(call: Call, name: str, template: str) -> Choice | None:
    """Return one choice of the platforms that were named without commas between them."""
    for parts in split_name(name):
        matches = [call.context.catalogue.find_exact(part) for part in parts]
        platforms = [platform for platform in matches if platform is not None]
        if len(platforms) == len(parts):
            # two names of one platform, such as those of its products
            names = {platform.key: platform.name for platform in platforms}
            pairs = [(name, key) for key, name in names.items()]
            return build_joint_choice(pairs, template)
    return None


def split_name(name: str) -> Iterator[list[str]]:
    """Yield the splits of a name that may name several platforms: `figma and notion`."""
    for separator in (_AND, _BLANKS):
        parts = [part for part in separator.split(name) if part]
        if 1 < len(parts) <= MAX_NAMES_WITHOUT_COMMA:
            yield parts


def build_joint_choice(platforms: Sequence[tuple[str, str]], template: str) -> Choice:
    """Return one choice of several platforms, given their names and keys."""
    keys = ", ".join(f'"{KEY_PREFIX}{key}"' for _, key in platforms)
    return Choice(", ".join(name for name, _ in platforms), "", template.replace("{}", keys, 1))


def build_choices(platforms: Sequence[Platform]) -> list[Choice]:
    """Return a choice for each platform: its name, with its domain if two share the name."""
    names = [platform.name for platform in platforms]
    return [
        Choice(
            platform.name if names.count(platform.name) == 1 else _format_with_domain(platform),
            KEY_PREFIX + platform.key,
        )
        for platform in platforms
    ]


def _format_with_domain(platform: Platform) -> str:
    return f"{platform.name} ({platform.domains[0] if platform.domains else platform.key})"
