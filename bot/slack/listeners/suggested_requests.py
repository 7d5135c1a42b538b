"""Commands to offer for a text that nothing else explains: those that use most of what it names.

A text names platforms, a clause type, a period, a severity and commands. Whatever is made of them
is only offered, so a name may be more loosely like a typed word than where an answer depends on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import CommandLine, is_all, normalise
from bot.slack.listeners.example_sentences import DAY, rank_verbs
from bot.slack.listeners.guessed_requests import make_any_request
from bot.slack.listeners.platform_names import PlatformNames, load_names
from bot.slack.listeners.questions import find_asked_clause
from bot.slack.listeners.request import Request
from bot.slack.listeners.request_options import find_since, find_watch_options
from bot.slack.listeners.request_words import (
    ONLY,
    Phrase,
    find_phrases,
    fold_word,
    is_ignored,
    split_words,
)
from bot.slack.listeners.requests import MAX_WORDS
from bot.slack.listeners.sentences import Sentence, make_sentence, put_slots, without_mentions
from bot.slack.listeners.settings_options import SETTERS

MAX_SUGGESTED = 3
MAX_SHORT_WORDS = 3
"""So few words with a command among them ask for it: `tail log`."""
NO_PHRASE = Phrase("", 0, 0)
SETTINGS, WATCH, UNWATCH, MUTE, MINIMUM = "settings", "watch", "unwatch", "mute", "min"


@dataclass(frozen=True, slots=True)
class _Named:
    """What a text names."""

    sentence: Sentence
    clause_id: str | None
    has_period: bool
    level: str
    watched_keys: frozenset[str]

    def count_used(self, request: Request) -> int:
        """Return how many of the named things a request uses."""
        words = {request.clause_id, *request.words.rstrip(",").split()}
        return (
            sum(key in request.platforms for key in self.sentence.platforms)
            + (self.clause_id in words)
            + (self.has_period and not {"since", "until", "for"}.isdisjoint(request.options))
            + (bool(self.level) and self.level in {request.options.get(MINIMUM), *words})
        )

    @property
    def is_empty(self) -> bool:
        """Whether the text names nothing; a severity alone may be asked about."""
        is_level = bool(self.level) and bool(find_phrases(self.sentence.words, ONLY))
        return not (self.sentence.platforms or self.clause_id or self.has_period or is_level)


async def suggest_requests(
    call: Call, typed: str, verbs_by_word: Mapping[str, str], guessed: Sequence[Request] = ()
) -> Sequence[Request]:
    """Return up to three commands that a text may mean; if it names nothing, those guessed.

    `verbs_by_word` has the name of each verb by that name and its aliases.
    """
    text = normalise(typed)
    words = split_words(without_mentions(text))[: MAX_WORDS + 1]
    if not words or len(words) > MAX_WORDS:
        return guessed[:MAX_SUGGESTED]
    names = await load_names(call)
    named = _find_named(names, text, words)
    verbs = [verbs_by_word[word] for word in named.sentence.words if word in verbs_by_word]
    is_short = len(words) <= MAX_SHORT_WORDS and bool(verbs)
    if named.is_empty and not _has_setting(named.sentence) and not is_short:
        return guessed[:MAX_SUGGESTED]
    slotted = put_slots(names, words)
    likely = rank_verbs([*slotted, DAY] if named.has_period else slotted)
    made = [*guessed, *_ask_level(named), *_make_all(named, [*likely, *verbs]), *_ask_named(named)]
    distinct = {request.label: request for request in made}
    ranked = sorted(distinct.values(), key=lambda each: -named.count_used(each))
    return ranked[:MAX_SUGGESTED]


def stops_messages(text: str, line: CommandLine) -> bool:
    """Return whether a text that seems to take a platform off the list only stops messages.

    `stop the emails` names no platform.
    """
    words = [fold_word(word) for word in split_words(text)]
    if line.verb != UNWATCH or words[:1] == [UNWATCH] or is_all(line.names):
        return False
    return any(
        all(map(is_ignored, [*words[: phrase.start], *words[phrase.end :]]))
        for phrase in find_phrases(words, MUTE)
    )


def _find_named(names: PlatformNames, text: str, words: Sequence[str]) -> _Named:
    sentence = _correct_name(names, make_sentence(names, text, words, NO_PHRASE))
    return _Named(
        sentence,
        find_asked_clause(list(sentence.other_words)) if sentence.other_words else None,
        bool(find_since(text, sentence.words)),
        find_watch_options(text, sentence.words).get(MINIMUM, ""),
        frozenset(key for key, _ in names.watched.values()),
    )


def _correct_name(names: PlatformNames, sentence: Sentence) -> Sentence:
    """Return a sentence without a platform with the first word that is almost a watched name."""
    for word in () if sentence.platforms else sentence.other_words:
        if (pair := names.find_similar(word)) is not None:
            others = [other for other in sentence.other_words if other != word]
            return replace(sentence, platforms=dict([pair]), other_words=others)
    return sentence


def _has_setting(sentence: Sentence) -> bool:
    return not SETTERS.keys().isdisjoint(sentence.words)


def _ask_level(named: _Named) -> Iterator[Request]:
    """Yield the setting of a platform or of the channel that a severity or its option names."""
    is_only = bool(find_phrases(named.sentence.words, ONLY))
    if named.level and named.sentence.platforms:
        yield from _make_all(named, [WATCH])
    elif _has_setting(named.sentence) or (named.level and is_only):
        yield from (each for each in _make_all(named, [SETTINGS]) if each.options)


def _make_all(named: _Named, verbs: Sequence[str]) -> Iterator[Request]:
    """Yield what each verb makes of the text; a verb that says nothing more is no use."""
    for verb in verbs:
        request = make_any_request(replace(named.sentence, phrase=Phrase(verb, 0, 0)))
        is_said = request is not None and (request.is_change or named.count_used(request) > 0)
        if request is not None and (is_said or named.is_empty):
            yield request


def _ask_named(named: _Named) -> Iterator[Request]:
    """Yield what can be looked up by the names alone."""
    platforms, clause_id = named.sentence.platforms, named.clause_id
    if clause_id is not None:
        if len(platforms) == 1:
            yield Request("show", "", platforms, clause_id=clause_id)
        else:
            yield Request("compare", clause_id + ("," if platforms else ""), platforms)
            yield Request("clauses", clause_id)
    if named.has_period and not platforms:
        yield from _make_all(named, ["changes", "log"])
    for key, name in platforms.items():
        yield Request("show", "", {key: name})
        yield Request("changes" if key in named.watched_keys else WATCH, "", {key: name})
