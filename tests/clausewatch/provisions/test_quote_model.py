"""Which sentence of a type a lawyer would quote."""

from dataclasses import replace

import pytest

from clausewatch.errors import ConfigError
from clausewatch.provisions.quote_model import (
    MIN_QUOTE_PROBABILITY,
    Candidate,
    QuoteModel,
    list_features,
    load_quote_model,
    parse_quote_model,
    serialise_quote_model,
)
from clausewatch.provisions.tokens import tokenise

MODEL = QuoteModel({"logit": 1.5, "word share": -0.25}, -1.0, "abc")


def _make_candidate(clause: str, text: str, lead_in: str = "") -> Candidate:
    return Candidate(
        clause, text, tokenise(text), tokenise(lead_in), 0.9, is_explicit=True, cue_kinds=["says"]
    )


@pytest.mark.parametrize(
    ("clause", "quote", "mention"),
    [
        (
            "third_party_links",
            "We are not responsible for the sites that we link to.",
            "Our pages may contain links to sites of other companies.",
        ),
        (
            "do_not_track",
            "We do not respond to Do Not Track signals.",
            "Do Not Track is a setting that some browsers offer.",
        ),
        (
            "cookies_tracking",
            "We use cookies to remember you and to measure visits.",
            "Cookies are small text files that a site stores on your computer.",
        ),
        (
            "unilateral_change",
            "We may change these terms at any time.",
            "You should check this page for changes.",
        ),
        (
            "data_collection",
            "We collect your name, your e-mail address and your orders.",
            "We collect the following:",
        ),
    ],
)
def test_a_term_is_a_better_quote_than_its_surroundings(
    clause: str, quote: str, mention: str
) -> None:
    """Both have the words of the type and the same probability of being about it."""
    model = load_quote_model()
    best, other = (
        model.estimate_probability(_make_candidate(clause, text)) for text in (quote, mention)
    )
    assert best >= MIN_QUOTE_PROBABILITY
    assert best > other


def test_a_sentence_that_is_less_about_the_type_is_a_worse_quote() -> None:
    """Everything else being equal."""
    candidate = _make_candidate("data_sale", "We sell your personal data to brokers.")
    doubtful = replace(candidate, probability=0.4)
    model = load_quote_model()
    assert model.estimate_probability(doubtful) < model.estimate_probability(candidate)


def test_features_do_not_depend_on_the_order_of_words_in_memory() -> None:
    """Equal candidates give equal features, so that a training gives the same bytes."""
    candidate = _make_candidate("data_sale", "We sell data and rent data.", "Note that:")
    assert [*list_features(candidate)] == [*list_features(replace(candidate))]
    names = [name for name, _ in list_features(candidate)]
    assert len(names) == len(set(names))


def test_a_model_survives_its_file() -> None:
    """Weights are rounded once, and equal models give equal bytes."""
    body = serialise_quote_model(MODEL)
    assert parse_quote_model(body) == MODEL
    assert serialise_quote_model(parse_quote_model(body)) == body


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04", serialise_quote_model(MODEL)[:-40]])
def test_a_damaged_file_is_named(body: bytes) -> None:
    """The message says what to do."""
    with pytest.raises(ConfigError, match="train-quotes"):
        parse_quote_model(body)
