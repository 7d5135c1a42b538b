"""The parts of a sentence: a phrase for a verb, the platforms it names, and the words left over."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.slack.listeners.example_sentences import PLATFORM, PLATFORMS
from bot.slack.listeners.platform_names import KeyAndName, PlatformNames
from bot.slack.listeners.request_words import (
    AND,
    EVERYTHING,
    Phrase,
    find_phrases,
    fold_word,
    is_ignored,
)
from clausewatch.catalogue.document_kinds import find_kind

MAX_NAME_WORDS = 3
WATCHED_VERBS = frozenset({"unwatch", "mute", "unmute", "address"})
"""The verbs that concern platforms of the watchlist."""
Part = tuple[KeyAndName | None, str]
"""A platform, or None for any other word, and the first word of its name, folded."""
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


def put_slots(names: PlatformNames, words: Sequence[str]) -> list[str]:
    """Return folded words with a slot in place of each platform, or of several in a row."""
    slotted: list[str] = []
    for pair, word in _correct_name(names, list(_split_names(names, words, has_kind=False))):
        if pair is None:
            slotted.append(word)
        elif slotted and slotted[-1] in {PLATFORM, PLATFORMS}:
            slotted[-1] = PLATFORMS
        else:
            slotted.append(PLATFORM)
    return slotted


def _find_platforms(
    names: PlatformNames, words: Sequence[str], phrase: Phrase
) -> tuple[Platforms, list[str]]:
    """Return the platforms that the words outside the phrase name, and the words left over."""
    has_kind = phrase.verb != "compare"
    parts = [
        part
        for some in (words[: phrase.start], words[phrase.end :])
        for part in _split_names(names, some, has_kind=has_kind)
    ]
    parts = _correct_name(names, parts)
    if phrase.verb in WATCHED_VERBS:
        parts = _keep_watched(names, parts)
    others = [word for pair, word in parts if pair is None and not is_ignored(word)]
    return dict(pair for pair, _ in parts if pair is not None), others


def _correct_name(names: PlatformNames, parts: list[Part]) -> list[Part]:
    """Return the parts with the first mistyped name as a platform, if they name none."""
    if any(pair is not None for pair, _ in parts):
        return parts
    for position, (_, word) in enumerate(parts):
        pair = None if is_ignored(word) else names.find_mistyped(word)
        if pair is not None:
            return [*parts[:position], (pair, word), *parts[position + 1 :]]
    return parts


def _keep_watched(names: PlatformNames, parts: list[Part]) -> list[Part]:
    """Return the parts with platforms that nobody watches here as words, if some are watched.

    So is `kick` in `kick zoom off the list`; a name that is joined to others stays one.
    """
    watched = {key for key, _ in names.watched.values()}
    if not any(pair is not None and pair[0] in watched for pair, _ in parts):
        return parts
    kept: list[Part] = []
    for position, (pair, word) in enumerate(parts):
        is_platform = pair is not None and (pair[0] in watched or _is_joined(parts, position))
        kept.append((pair if is_platform else None, word))
    return kept


def _is_joined(parts: Sequence[Part], position: int) -> bool:
    """Return whether a name follows another, or a conjunction joins it to one on either side."""
    is_name = [pair is not None for pair, _ in parts]
    before, after = parts[:position], parts[position + 1 :]
    return (
        is_name[:position][-1:] == [True]
        or (_is_conjunction(before[-1:]) and is_name[:position][-2:-1] == [True])
        or (_is_conjunction(after[:1]) and is_name[position + 2 : position + 3] == [True])
    )


def _is_conjunction(parts: Sequence[Part]) -> bool:
    return bool(find_phrases([word for pair, word in parts if pair is None], AND))


def _split_names(names: PlatformNames, words: Sequence[str], *, has_kind: bool) -> Iterator[Part]:
    """Yield each platform that the words name, and each other word, folded, with None."""
    position = 0
    while position < len(words):
        words_here = words[position : position + MAX_NAME_WORDS]
        pair, count = _match_name(names, words_here, has_kind=has_kind)
        yield pair, fold_word(words[position])
        position += count


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
