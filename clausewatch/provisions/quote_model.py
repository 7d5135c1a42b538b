"""Estimates whether a lawyer would quote a sentence in the record of a clause type.

The recogniser knows what a passage is about. Many passages of a document are about a clause type
without stating it: a lead-in, a detail, an exception, the same word in another sense. A linear
model over the words of the sentence tells them apart. It is trained on sentences of whole documents
that were read for this (docs/provisions.md).
"""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp, log, sqrt
from zipfile import BadZipFile

import numpy as np

from clausewatch.errors import ConfigError
from clausewatch.model.provisions import Confidence
from clausewatch.provisions.engine_release import QUOTE_WEIGHTS_FILE
from clausewatch.provisions.packed_texts import pack_texts, unpack_texts

MIN_QUOTE_PROBABILITY = 0.33
"""A record needs a sentence of at least this probability.

On services that were not trained on, 83% of records then have a quote that a lawyer would choose,
and 93% have one that is about the type (docs/provisions.md).
"""
MIN_MEDIUM_PROBABILITY, MIN_HIGH_PROBABILITY = 0.6, 0.85
CUE_KINDS = ("certain", "says", "general", "never")
_FORMAT = 1
_STEM_LETTERS = 6
_MAX_WORDS = 80
_OPENING_WORDS = 3
_SHARED_SCALE, _OWN_SCALE, _OPENING_SCALE, _LEAD_IN_SCALE = 0.9, 1.8, 0.3, 0.2
"""Scales of the words: smaller ones are more strongly held to zero in training."""
_MIN_PROBABILITY = 0.001
_WRONG_RELEASE = "The weights of quotes are of another release: run `clausewatch train-quotes`."
_UNREADABLE = "The weights of quotes cannot be read: run `clausewatch train-quotes`."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may be quoted for a clause type."""

    clause: str
    text: str
    tokens: Sequence[str]
    lead_in: Sequence[str]
    """The tokens of the words that a list item continues."""
    probability: float
    """What the recogniser gives for the type."""
    is_explicit: bool
    cue_kinds: Collection[str]
    """The kinds of the type's cues in the sentence: `says`, `general`, ..."""


def list_features(candidate: Candidate) -> Iterator[tuple[str, float]]:
    """Yield the features of a candidate with their values."""
    probability = min(max(candidate.probability, _MIN_PROBABILITY), 1 - _MIN_PROBABILITY)
    text = candidate.text.rstrip()
    yield "logit", log(probability / (1 - probability))
    yield f"type {candidate.clause}", 1.0
    flags = {
        "is explicit": candidate.is_explicit,
        "is inferred": not candidate.is_explicit,
        "continues a lead-in": bool(candidate.lead_in),
        "ends in a colon": text.endswith(":"),
        "begins in lower case": text[:1].islower(),
        "is in capitals": text.isupper(),
        **{f"cue {kind}": True for kind in candidate.cue_kinds},
    }
    for name, is_set in flags.items():
        if is_set:
            yield name, 1.0
    yield from _list_words(candidate)


def _list_words(candidate: Candidate) -> Iterator[tuple[str, float]]:
    tokens = candidate.tokens[:_MAX_WORDS]
    stems = sorted({token[:_STEM_LETTERS] for token in tokens})
    size = sqrt(max(len(stems), 1))
    for stem in stems:
        yield f"word {stem}", _SHARED_SCALE / size
        yield f"{candidate.clause} {stem}", _OWN_SCALE / size
    for token in sorted(set(tokens[:_OPENING_WORDS])):
        yield f"opens {token}", _OPENING_SCALE
    for stem in sorted({token[:_STEM_LETTERS] for token in candidate.lead_in}):
        yield f"lead-in {stem}", _LEAD_IN_SCALE


def find_confidence(probability: float) -> Confidence:
    """Return the confidence of a quote with this probability."""
    if probability >= MIN_HIGH_PROBABILITY:
        return Confidence.HIGH
    return Confidence.MEDIUM if probability >= MIN_MEDIUM_PROBABILITY else Confidence.LOW


@dataclass(frozen=True)
class QuoteModel:
    """The weight of each feature."""

    weights: Mapping[str, float]
    constant: float
    release: str

    def estimate_probability(self, candidate: Candidate) -> float:
        """Return how probably a lawyer would quote a candidate, from 0 to 1."""
        find = self.weights.get
        score = self.constant + sum(
            find(name, 0.0) * value for name, value in list_features(candidate)
        )
        return 1 / (1 + exp(-score))


def serialise_quote_model(model: QuoteModel) -> bytes:
    """Return the model as an `.npz` file: equal models give equal bytes."""
    out = io.BytesIO()
    np.savez_compressed(
        out,
        format=np.array([_FORMAT]),
        names=pack_texts(model.weights),
        weights=np.array(list(model.weights.values()), np.float16),
        constant=np.array([model.constant]),
        release=pack_texts((model.release,)),
    )
    return out.getvalue()


def parse_quote_model(body: bytes) -> QuoteModel:
    """Read what `serialise_quote_model` wrote. Raises ConfigError."""
    try:
        with np.load(io.BytesIO(body), allow_pickle=False) as stored:
            if int(stored["format"][0]) != _FORMAT:
                raise ConfigError(_WRONG_RELEASE)
            names, weights = unpack_texts(stored["names"]), stored["weights"].tolist()
            return QuoteModel(
                dict(zip(names, weights, strict=True)),
                float(stored["constant"][0]),
                unpack_texts(stored["release"])[0],
            )
    except (OSError, ValueError, KeyError, IndexError, EOFError, BadZipFile) as fault:
        raise ConfigError(_UNREADABLE) from fault


@cache
def load_quote_model() -> QuoteModel:
    """Return the model that ships with the program. Raises ConfigError."""
    try:
        return parse_quote_model(QUOTE_WEIGHTS_FILE.read_bytes())
    except OSError as fault:
        raise ConfigError(_UNREADABLE) from fault
