"""From a name to a platform: what is on record here first, the catalogue next."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.listeners.call import Call
from bot.messages.answers import Choice, Problem, ambiguous_platform, unknown_platform
from clausewatch.catalogue.folding import folded
from clausewatch.model import Platform

MOST_SUGGESTIONS = 5


BY_KEY = "="
"""Before a key in a command line of ours: exactly that platform, whatever else is called so."""


@dataclass(frozen=True, slots=True)
class Known:
    """A platform that a name means; `platform` is None where only this workspace knows it."""

    key: str
    name: str
    platform: Platform | None = None
    kinds: tuple[str, ...] = ()
    """Kinds of documents that were named along: `zoom privacy`."""


async def resolve(call: Call, name: str, template: str) -> Known | Problem:
    """Return the platform that a name means, or why it means none and what to choose from.

    `template` is the command line again with `{}` for the name, for the buttons.
    """
    workspace_id = await call.workspace()
    stored = await call.house.store.documents.platforms(workspace_id)
    if name.startswith(BY_KEY):
        wanted = name.removeprefix(BY_KEY)
        exact = [Known(key, own) for key, own in stored if key == wanted]
    else:
        wanted = folded(name)
        exact = [Known(key, own) for key, own in stored if wanted in {folded(key), folded(own)}]
    match = catalogued(call, name, template)
    if len(exact) == 1 and not _is_another(match, exact[0]):
        return exact[0]
    return match


def _is_another(match: Known | Problem, stored: Known) -> bool:
    """True where the catalogue knows somebody else, or several, by a name that is on record."""
    if isinstance(match, Known):
        return match.key != stored.key
    return match.is_ambiguous


def catalogued(call: Call, name: str, template: str) -> Known | Problem:
    """Return what the catalogue makes of a name; reads memory only."""
    if name.startswith(BY_KEY):
        platform = call.house.catalogue.by_key(name.removeprefix(BY_KEY))
        if platform is not None:
            return Known(platform.key, platform.name, platform)
    match = call.house.catalogue.find(name)
    if match.platform is not None:
        return Known(match.platform.key, match.platform.name, match.platform, match.kinds)
    if match.ambiguous:
        return ambiguous_platform(name, choices(match.ambiguous), template)
    near = choices(match.suggestions[:MOST_SUGGESTIONS])
    return unknown_platform(name, near, template, call.command)


def choices(platforms: Sequence[Platform]) -> list[Choice]:
    """Return each platform by its name, with its domain where two share the name."""
    names = [platform.name for platform in platforms]
    return [
        Choice(
            platform.name if names.count(platform.name) == 1 else _with_domain(platform),
            BY_KEY + platform.key,
        )
        for platform in platforms
    ]


def _with_domain(platform: Platform) -> str:
    return f"{platform.name} ({platform.domains[0] if platform.domains else platform.key})"
