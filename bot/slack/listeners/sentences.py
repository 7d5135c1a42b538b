"""The parts of a sentence: a phrase for a verb, the platforms it names, and the words left over."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.slack.listeners.platform_names import KeyAndName, PlatformNames
from bot.slack.listeners.request_words import (
    EVERYTHING,
    Phrase,
    find_phrases,
    fold_word,
    is_ignored,
)
from clausewatch.catalogue.document_kinds import find_kind

MAX_NAME_WORDS = 3
Platforms = Mapping[str, str]
"""Names of platforms by their keys."""
_MENTION = re.compile(r"(?<!\S)@\S++")
"""A person, as a mention of Slack is by then."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The parts of a sentence that a request is made of."""

    text: str
    words: Sequence[str]
    """Folded."""
    phrase: Phrase
    platforms: Platforms
    other_words: Sequence[str]
    """Folded words that are neither in the phrase nor in a name, and are not ignored."""

    @property
    def is_of_all(self) -> bool:
        """Whether the sentence is about all platforms and names none."""
        return not self.platforms and bool(find_phrases(self.words, EVERYTHING))


def without_mentions(text: str) -> str:
    """Return the text without the people that it mentions, as no platform is meant by them."""
    return _MENTION.sub(" ", text)


def make_sentence(
    names: PlatformNames, text: str, words: Sequence[str], phrase: Phrase
) -> Sentence:
    """Return the parts of a sentence whose words contain a phrase."""
    platforms, others = _find_platforms(names, words, phrase)
    return Sentence(text, [fold_word(word) for word in words], phrase, platforms, others)


def _find_platforms(
    names: PlatformNames, words: Sequence[str], phrase: Phrase
) -> tuple[Platforms, list[str]]:
    """Return the platforms that the words outside the phrase name, and the words left over."""
    platforms: dict[str, str] = {}
    others: list[str] = []
    for part in (words[: phrase.start], words[phrase.end :]):
        position = 0
        while position < len(part):
            words_here = part[position : position + MAX_NAME_WORDS]
            pair, count = _match_name(names, words_here, has_kind=phrase.verb != "compare")
            if pair is not None:
                platforms[pair[0]] = pair[1]
            elif not is_ignored(fold_word(part[position])):
                others.append(fold_word(part[position]))
            position += count
    return platforms, others


def _match_name(
    names: PlatformNames, words: Sequence[str], *, has_kind: bool
) -> tuple[KeyAndName | None, int]:
    """Return key and name of the platform that most of the first words name, and their number.

    One word may be in the genitive, as in `openais`. With `has_kind` a kind of document may follow
    the name: a comparison is of clause types, and `paypal refunds` names one there.
    """
    for count in range(len(words), 0, -1):
        if any(is_ignored(fold_word(word)) for word in words[:count]):
            continue
        if count > 1 and not has_kind and find_kind(words[count - 1]) is not None:
            continue
        name = " ".join(words[:count])
        for variant in (name, name.removesuffix("s")) if count == 1 else (name,):
            if (pair := names.find(variant)) is not None:
                return pair, count
    return None, 1
