"""From a name to a platform: what is on record here first, the catalogue next."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.slack.listeners.call import Call
from bot.slack.messages.answers import (
    Choice,
    Problem,
    describe_ambiguous_platform,
    describe_unknown_platform,
)
from bot.slack.messages.escape import code, escape
from clausewatch.model.documents import Platform

MAX_SUGGESTIONS = 5
LIST_VERBS = ("watch", "check")
"""Verbs that take several platforms of the catalogue."""
_AND = re.compile(r"(?<!\s)\s++(?:and|&|\+|und|et)\s++", re.IGNORECASE)
_BLANKS = re.compile(r"\s+(?:(?:and|&|\+|und|et)\s+)?", re.IGNORECASE)

KEY_PREFIX = "="
"""Before a key in a command line of ours: exactly that platform, whatever else is called so."""


@dataclass(frozen=True, slots=True)
class Known:
    """A platform that a name means; `platform` is None where only this workspace knows it."""

    key: str
    name: str
    platform: Platform | None = None
    kinds: tuple[str, ...] = ()
    """Kinds of documents that were named along: `zoom privacy`."""


async def find_platform(call: Call, name: str, template: str) -> Known | Problem:
    """Return the platform that a name means, or why it means none and what to choose from.

    `template` is the command line again with `{}` for the name, for the buttons.
    """
    if name.startswith(("#", "@")):
        return Problem(_describe_mention(call, name))
    workspace_id = await call.find_workspace()
    documents = call.context.store.documents
    if name.startswith(KEY_PREFIX):
        wanted = name.removeprefix(KEY_PREFIX)
        exact = [
            Known(wanted, own) for own in await documents.find_platform_names(workspace_id, wanted)
        ]
    else:
        exact = [Known(key, own) for key, own in await documents.find_platforms(workspace_id, name)]
    match = find_catalogued(call, name, template)
    if len(exact) == 1 and not _is_another(match, exact[0]):
        return exact[0]
    return match


def _describe_mention(call: Call, name: str) -> str:
    return (
        f"{escape(name, 80)} is a channel or a member, not a platform. A watchlist belongs to the"
        f" channel in which {code(call.command + ' watch')} is typed, or that is chosen in"
        " *Add platform*."
    )


def _is_another(match: Known | Problem, stored: Known) -> bool:
    """True where the catalogue knows somebody else, or several, by a name that is on record."""
    if isinstance(match, Known):
        return match.key != stored.key
    return match.is_ambiguous


def find_catalogued(call: Call, name: str, template: str) -> Known | Problem:
    """Return what the catalogue makes of a name; reads memory only."""
    if name.startswith(KEY_PREFIX):
        platform = call.context.catalogue.find_by_key(name.removeprefix(KEY_PREFIX))
        if platform is not None:
            return Known(platform.key, platform.name, platform)
    match = call.context.catalogue.find(name)
    if match.platform is not None:
        return Known(match.platform.key, match.platform.name, match.platform, match.kinds)
    if match.ambiguous:
        return describe_ambiguous_platform(name, build_choices(match.ambiguous), template)
    near = build_choices(match.suggestions[:MAX_SUGGESTIONS])
    several = [_find_several(call, name, template)] if template.startswith(LIST_VERBS) else []
    meant = [each for each in (*several, *near) if each is not None]
    return describe_unknown_platform(name, meant, template, call.command)


def _find_several(call: Call, name: str, template: str) -> Choice | None:
    """Return the names that were typed without commas between them, as one choice."""
    for pieces in split_name(name):
        matches = [call.context.catalogue.find(piece).platform for piece in pieces]
        found = [platform for platform in matches if platform is not None]
        if len(found) == len(pieces):
            return build_joint_choice([(each.name, each.key) for each in found], template)
    return None


def split_name(name: str) -> Iterator[list[str]]:
    """Yield the ways in which one name may be several: `figma and notion`, `figma notion`."""
    for between in (_AND, _BLANKS):
        pieces = [piece for piece in between.split(name) if piece]
        if 1 < len(pieces) <= MAX_SUGGESTIONS + 1:
            yield pieces


def build_joint_choice(named: Sequence[tuple[str, str]], template: str) -> Choice:
    """Return one choice of several platforms, each by name and key."""
    listed = ", ".join(f'"{KEY_PREFIX}{key}"' for _, key in named)
    return Choice(", ".join(name for name, _ in named), "", template.replace("{}", listed, 1))


def build_choices(platforms: Sequence[Platform]) -> list[Choice]:
    """Return each platform by its name, with its domain where two share the name."""
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
