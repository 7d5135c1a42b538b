"""The names of platforms that a sentence may contain."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from bot.slack.listeners.call import Call
from bot.slack.listeners.example_sentences import list_known_words
from clausewatch.catalogue.canonical_names import fold_name
from clausewatch.catalogue.lookup import Catalogue
from clausewatch.provisions.engine_release import DATA_FOLDER, list_clause_files

KeyAndName = tuple[str, str]
MIN_MISTYPED_LETTERS = 5
MIN_LETTERS_WITH_A_WRONG_ONE = 8
"""Of a name of which one letter is another: shorter names are that close to words, as `nation`."""
_SMALL_WORD = re.compile(r"(?<![\w'-])[a-z]{2,}(?![\w'-])")


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

    def is_watched(self, pair: KeyAndName) -> bool:
        """Return whether the platform is on the watchlist."""
        return pair in self.watched.values()

    def find_similar(self, word: str) -> KeyAndName | None:
        """Return the only platform of the watchlist that differs from a word by one letter.

        Such a name is good for an offer, and not for an answer: `nation` may be meant.
        """
        folded = fold_name(word)
        if len(folded) < MIN_MISTYPED_LETTERS:
            return None
        close = [name for name in self.watched if _differs_by_one(folded, name)]
        return self.watched[close[0]] if len(close) == 1 else None

    def find_mistyped(self, name: str) -> KeyAndName | None:
        """Return the only platform of the watchlist that a word may be a typing error of.

        A word that phrases or examples of requests contain is none.
        """
        folded = fold_name(name)
        if len(folded) < MIN_MISTYPED_LETTERS or folded in list_known_words():
            return None
        close = [watched for watched in self.watched if is_mistyped(folded, watched)]
        return self.watched[close[0]] if len(close) == 1 else None

    def find_in_catalogue(self, name: str) -> KeyAndName | None:
        """Return the only platform of the catalogue that exactly has the name."""
        platform = self.catalogue.find_exact(name)
        return (platform.key, platform.name) if platform is not None else None


def _differs_by_one(typed: str, name: str) -> bool:
    return is_mistyped(typed, name) or (
        len(typed) == len(name) and sum(map(str.__ne__, typed, name)) == 1
    )


@cache
def list_common_words() -> frozenset[str]:
    """Return the words that this program's own English texts have in small letters.

    Some platforms have such names: `make`, `loop`, `target`.
    """
    texts = (path.read_text(encoding="utf-8") for path in list_clause_files(DATA_FOLDER))
    return list_known_words().union(*(_SMALL_WORD.findall(text) for text in texts))


def is_mistyped(typed: str, name: str) -> bool:
    """Return whether a word differs from a name by one letter, or by a swap of two neighbours.

    The first letter is right. One letter is missing or too many, or wrong in a long name.
    """
    start = next(
        (
            place
            for place, (one, other) in enumerate(zip(typed, name, strict=False))
            if one != other
        ),
        min(len(typed), len(name)),
    )
    if start == 0 or typed == name:
        return False
    rest, name_rest = typed[start:], name[start:]
    is_long = len(name) >= MIN_LETTERS_WITH_A_WRONG_ONE
    return (
        rest[1:] == name_rest
        or rest == name_rest[1:]
        or (rest[1::-1] + rest[2:] == name_rest and len(rest) > 1)
        or (is_long and rest[1:] == name_rest[1:])
    )


async def load_names(call: Call) -> PlatformNames:
    """Return the names that are known in the channel of a call."""
    channel = await call.find_channel()
    watches = await call.context.store.watches.find_in_channel(channel.id)
    watched = {
        fold_name(watch.platform_name): (watch.platform_key, watch.platform_name)
        for watch in watches
    }
    return PlatformNames(watched, call.context.catalogue)
