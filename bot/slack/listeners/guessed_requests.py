"""The requests that a sentence may mean if no phrase of it names a verb."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.listeners.call import Call
from bot.slack.listeners.command_line import normalise
from bot.slack.listeners.date_ranges import cut_range
from bot.slack.listeners.example_sentences import DAY, guess_verbs
from bot.slack.listeners.platform_names import load_names
from bot.slack.listeners.request import Request
from bot.slack.listeners.request_words import Phrase, split_words
from bot.slack.listeners.requests import MAX_WORDS, make_request
from bot.slack.listeners.sentences import Sentence, make_sentence, put_slots, without_mentions

USERS = "users"


@dataclass(frozen=True, slots=True)
class GuessedRequests:
    """Requests that a sentence may mean, the likeliest first; `is_sure` of the first.

    It is not if the likeliest verb makes no request, as another one is first then.
    """

    requests: Sequence[Request] = ()
    is_sure: bool = False
    is_certain: bool = False
    """Whether it is sure and the examples have all words that matter."""


async def guess_requests(call: Call, typed: str) -> GuessedRequests:
    """Return the requests of the verbs whose example sentences are like a text."""
    text = normalise(typed)
    words = split_words(without_mentions(text))[: MAX_WORDS + 1]
    if not words or len(words) > MAX_WORDS:
        return GuessedRequests()
    names = await load_names(call)
    rest, period = cut_range(text)
    slotted = put_slots(names, split_words(without_mentions(rest)))
    guess = guess_verbs([*slotted, DAY] if period else slotted)
    sentences = [make_sentence(names, text, words, Phrase(verb, 0, 0)) for verb in guess.verbs]
    made = [make_any_request(sentence) for sentence in sentences]
    requests = [request for request in made if request is not None]
    is_sure = guess.is_sure and made[:1] == requests[:1]
    return GuessedRequests(requests, is_sure, is_certain=is_sure and guess.has_all_words)


async def read_as_sentence(call: Call, typed: str, verb: str) -> Request | None:
    """Return the request of a text for a verb, whatever words are around what it takes."""
    text = normalise(typed)
    words = split_words(without_mentions(text))
    sentence = make_sentence(await load_names(call), text, words, Phrase(verb, 0, 0))
    return make_any_request(sentence) if len(words) <= MAX_WORDS else None


def make_any_request(sentence: Sentence) -> Request | None:
    """Return the request of a sentence for the verb of its phrase, also for `users`."""
    if sentence.phrase.verb == USERS:
        return _ask_users(list(sentence.platforms.values()))
    return make_request(sentence)


def _ask_users(companies: Sequence[str]) -> Request | None:
    """Return the question who uses the last company, as in `does slack use aws`."""
    return Request("subprocessors", options={"using": companies[-1]}) if companies else None
