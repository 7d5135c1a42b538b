"""The parts of a sentence: a phrase for a verb, the platforms it names, and the words left over."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.slack.listeners.example_sentences import PLATFORM, PLATFORMS
from bot.slack.listeners.platform_names import (
    KeyAndName,
    PlatformNames,
    list_common_words,
)
from bot.slack.listeners.request_words import (
    AND,
    EVERYTHING,
    PREPOSITION,
    Phrase,
    find_phrases,
    fold_word,
    is_ignored,
)
from clausewatch.catalogue.document_kinds import find_kind

MAX_NAME_WORDS = 3
WATCHED_VERBS = frozenset({"unwatch", "mute", "unmute", "address"})
"""The verbs that concern platforms of the watchlist."""
Platforms = Mapping[str, str]
"""Names of platforms by their keys."""
_MENTION = re.compile(r"(?<!\S)@\S++")
"""A person, as a mention of Slack is by then."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A platform that a sentence names, or any other word."""

    word: str
    """The first word of the name, folded."""
    pair: KeyAndName | None = None
    is_common: bool = False
    """Whether the name is also a common word, written as one."""


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
    parts = list(_split_names(names, words, has_kind=False))
    for part in _correct_name(names, _keep_likely(names, parts)):
        if part.pair is None:
            slotted.append(part.word)
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
    before = list(_split_names(names, words[: phrase.start], has_kind=has_kind))
    after = list(_split_names(names, words[phrase.end :], has_kind=has_kind))
    if phrase.length:  # the phrase leads to a name: `keep an eye on make`
        after[:1] = [replace(part, is_common=False) for part in after[:1]]
    parts = [*before, *after]
    parts = _keep_likely(names, parts, is_of_watched=phrase.verb in WATCHED_VERBS)
    parts = _correct_name(names, parts)
    others = [part.word for part in parts if part.pair is None and not is_ignored(part.word)]
    return dict(part.pair for part in parts if part.pair is not None), others


def _correct_name(names: PlatformNames, parts: list[_Part]) -> list[_Part]:
    """Return the parts with the first mistyped name as a platform, if they name none."""
    if any(part.pair is not None for part in parts):
        return parts
    for position, part in enumerate(parts):
        pair = None if is_ignored(part.word) else names.find_mistyped(part.word)
        if pair is not None:
            return [*parts[:position], replace(part, pair=pair), *parts[position + 1 :]]
    return parts


def _keep_likely(
    names: PlatformNames, parts: Sequence[_Part], *, is_of_watched: bool = False
) -> list[_Part]:
    """Return the parts with unlikely platforms as words: `kick` in `kick zoom off the list`.

    A platform that nobody watches here is unlikely if its name is a common word, or if the
    sentence is about watched ones. It stays one if it is joined to another, or if no other is
    likelier; then a preposition precedes a common word: `alerts for make`.
    """
    sure = [
        part.pair is not None and _is_sure(names, part, is_of_watched=is_of_watched)
        for part in parts
    ]
    kept: list[_Part] = []
    for position, part in enumerate(parts):
        is_led = bool(find_phrases([each.word for each in parts[:position]][-1:], PREPOSITION))
        is_only = not any(sure) and (not part.is_common or is_led)
        is_platform = sure[position] or is_only or _is_joined(parts, position)
        kept.append(part if is_platform else replace(part, pair=None))
    return kept


def _is_sure(names: PlatformNames, part: _Part, *, is_of_watched: bool) -> bool:
    if part.pair is None:
        return False
    return names.is_watched(part.pair) or not (is_of_watched or part.is_common)


def _is_joined(parts: Sequence[_Part], position: int) -> bool:
    """Return whether a name follows another, or a conjunction joins it to one on either side."""
    is_name = [part.pair is not None for part in parts]
    before, after = parts[:position], parts[position + 1 :]
    return (
        (is_name[:position][-1:] == [True] and not parts[position].is_common)
        or (_is_conjunction(before[-1:]) and is_name[:position][-2:-1] == [True])
        or (_is_conjunction(after[:1]) and is_name[position + 2 : position + 3] == [True])
    )


def _is_conjunction(parts: Sequence[_Part]) -> bool:
    return bool(find_phrases([part.word for part in parts if part.pair is None], AND))


def _split_names(names: PlatformNames, words: Sequence[str], *, has_kind: bool) -> Iterator[_Part]:
    """Yield each platform that the words name, and each other word."""
    position = 0
    while position < len(words):
        words_here = words[position : position + MAX_NAME_WORDS]
        pair, count = _match_name(names, words_here, has_kind=has_kind)
        word = words_here[0]
        is_plain = count == 1 and (position == 0 or word.islower())
        is_common = is_plain and word.casefold() in list_common_words()
        yield _Part(fold_word(word), pair, is_common=is_common)
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
