"""The verbs that a sentence without a phrase for one may ask for, by example sentences. Pure.

A naive Bayes classifier over the words and the pairs of words of `data/request_examples.toml`. It
decides nothing that has an effect: what it names is offered, or answered if it is sure and the
answer is for the person alone.
"""

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import chain, pairwise
from math import exp, log

from bot.slack.listeners.day_names import NAMED_DAY
from bot.slack.listeners.request_words import is_ignored, read_request_words

FILE = "data/request_examples.toml"
PLATFORM, PLATFORMS, DAY = "{platform}", "{platforms}", "{day}"
PAIR_WEIGHT = 0.5
"""Of two neighbouring words, beside 1 for a word."""
SMOOTHING = 0.1
SURE_PROBABILITY, LIKELY_PROBABILITY, OFFERED_PROBABILITY = 0.85, 0.5, 0.1
"""Of the verb that may answer at once, of the likeliest of those offered, and of each of these."""
MIN_KNOWN_SHARE, MAX_UNKNOWN = 0.6, 1
"""The least share of a sentence's words that some example has, and how many others may matter."""
MAX_OFFERED = 3
MIN_STEM_LETTERS = 3
DOUBLED = frozenset({"pp", "tt", "nn", "gg", "dd"})
"""Letters that are doubled before an ending: `stopped`."""
_ENDINGS = ("ing", "ed", "es", "s")
_NAMES = frozenset({PLATFORM, PLATFORMS, DAY})


@dataclass(frozen=True, slots=True)
class Guess:
    """The verbs that a sentence may ask for, the likeliest first."""

    verbs: Sequence[str] = ()
    is_sure: bool = False
    has_all_words: bool = False
    """Whether every word is in an example of some verb, or is one that sentences ignore."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """How often each feature is in the examples of each verb."""

    by_verb: Mapping[str, Mapping[str, float]]
    features: frozenset[str]

    def score(self, verb: str, typed: Mapping[str, float]) -> float:
        """Return the logarithm of the likelihood of features in sentences of a verb."""
        counts = self.by_verb[verb]
        total = sum(counts.values()) + SMOOTHING * len(self.features)
        return sum(
            weight * log((counts.get(feature, 0.0) + SMOOTHING) / total)
            for feature, weight in typed.items()
        )


def guess_verbs(words: Sequence[str]) -> Guess:
    """Return the verbs that folded words may ask for, with slots in place of names."""
    counts = _load_counts()
    stems = _list_stems(words)
    known = [stem for stem in stems if stem in counts.features]
    own_words = [stem for stem in known if stem not in _NAMES]
    others = [word for word in words if _find_stem(word) not in counts.features]
    unknown = [word for word in others if not is_ignored(word)]
    matters = [word for word in words if word not in others and not is_ignored(word)]
    is_odd = len(unknown) > min(MAX_UNKNOWN, len(matters))
    if not own_words or is_odd or len(known) < MIN_KNOWN_SHARE * len(stems):
        return Guess()
    odds = _rank(stems)
    is_likely = next(iter(odds.values())) >= LIKELY_PROBABILITY
    is_sure = next(iter(odds.values())) >= SURE_PROBABILITY
    offered = _list_offered(odds) if is_likely else []
    return Guess(offered, is_sure, has_all_words=not unknown)


def rank_verbs(words: Sequence[str]) -> Sequence[str]:
    """Return the verbs whose examples are most like folded words, however few are known.

    They are for an offer beside others.
    """
    stems = _list_stems(words)
    known = [word in _load_counts().features for word in stems if word not in _NAMES]
    return _list_offered(_rank(stems)) if any(known) else ()


def _list_offered(odds: Mapping[str, float]) -> list[str]:
    return [verb for verb in list(odds)[:MAX_OFFERED] if odds[verb] >= OFFERED_PROBABILITY]


def _rank(stems: Sequence[str]) -> Mapping[str, float]:
    """Return the probability of each verb for the stems of a sentence, the likeliest first."""
    counts = _load_counts()
    typed = {key: value for key, value in _weigh(stems).items() if key in counts.features}
    scores = {verb: counts.score(verb, typed) for verb in counts.by_verb}
    best = max(scores.values())
    total = sum(exp(score - best) for score in scores.values())
    ranked = sorted(scores, key=lambda verb: -scores[verb])
    return {verb: exp(scores[verb] - best) / total for verb in ranked}


@cache
def _load_counts() -> _Counts:
    """Return the weight of each feature in the examples of each verb."""
    by_verb: dict[str, defaultdict[str, float]] = {}
    for verb, languages in read_examples().items():
        counts = by_verb.setdefault(verb, defaultdict(float))
        for sentence in (sentence for texts in languages.values() for sentence in texts):
            for feature, weight in _weigh(_list_stems(sentence.split())).items():
                counts[feature] += weight
    features = frozenset(feature for counts in by_verb.values() for feature in counts)
    return _Counts(by_verb, features)


def read_examples() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return the example sentences of each verb and language."""
    return tomllib.loads(files("clausewatch").joinpath(FILE).read_text(encoding="utf-8"))


@cache
def list_known_words() -> frozenset[str]:
    """Return the folded words of all phrases and examples."""
    examples = [
        text for languages in read_examples().values() for text in chain(*languages.values())
    ]
    phrases = chain.from_iterable(read_request_words().values())
    return frozenset(chain(chain.from_iterable(phrases), *(text.split() for text in examples)))


def _list_stems(words: Sequence[str]) -> list[str]:
    """Return the stems of words; days that follow one another are one slot."""
    stems: list[str] = []
    for word in words:
        stem = _find_stem(word)
        if stem != DAY or stems[-1:] != [DAY]:
            stems.append(stem)
    return stems


def _find_stem(word: str) -> str:
    """Return the stem of a word; the slot of days for a day."""
    if NAMED_DAY.fullmatch(word):
        return DAY
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= MIN_STEM_LETTERS:
            stem = word.removesuffix(ending)
            return stem[:-1] if stem[-2:] in DOUBLED else stem
    return word


def _weigh(stems: Sequence[str]) -> Mapping[str, float]:
    """Return the weight of each stem and each pair of neighbours, with the ends of a sentence."""
    pairs = {f"{first} {second}": PAIR_WEIGHT for first, second in pairwise(["", *stems, ""])}
    return dict.fromkeys(stems, 1.0) | pairs
