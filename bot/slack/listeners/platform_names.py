"""The names of platforms that a sentence may contain."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.slack.listeners.call import Call
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.catalogue.lookup import Catalogue

KeyAndName = tuple[str, str]
MIN_MISTYPED_LETTERS = 5
TYPO_LIKENESS = 0.8
"""The least likeness (0 to 1) of a mistyped name: one letter is wrong, or two are swapped."""


@dataclass(frozen=True, slots=True)
class PlatformNames:
    """The platforms of this channel's watchlist by their folded names, and the catalogue."""

    watched: Mapping[str, KeyAndName]
    catalogue: Catalogue

    def find(self, name: str) -> KeyAndName | None:
        """Return the platform that exactly has the name, from the watchlist first."""
        return self.find_watched(name) or self.find_in_catalogue(name)

    def find_watched(self, name: str) -> KeyAndName | None:
        """Return the platform of the watchlist that exactly has the name."""
        return self.watched.get(fold_name(name))

    def find_mistyped(self, name: str) -> KeyAndName | None:
        """Return the only platform of the watchlist that a word may be a typing error of."""
        folded = fold_name(name)
        if len(folded) < MIN_MISTYPED_LETTERS:
            return None
        close = get_close_matches(folded, self.watched, n=2, cutoff=TYPO_LIKENESS)
        return self.watched[close[0]] if len(close) == 1 else None

    def find_in_catalogue(self, name: str) -> KeyAndName | None:
        """Return the only platform of the catalogue that exactly has the name."""
        platform = self.catalogue.find_exact(name)
        return (platform.key, platform.name) if platform is not None else None


async def load_names(call: Call) -> PlatformNames:
    """Return the names that are known in the channel of a call."""
    channel = await call.find_channel()
    watches = await call.context.store.watches.find_in_channel(channel.id)
    watched = {
        fold_name(watch.platform_name): (watch.platform_key, watch.platform_name)
        for watch in watches
    }
    return PlatformNames(watched, call.context.catalogue)
