"""Provisions of whole documents: what is filed, with which words, and what is not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from clausewatch.model.provisions import Basis, Polarity, Provision, text_of
from clausewatch.model.reading import Reading, Severity
from clausewatch.provisions.analysis import find_provisions

Found = Callable[[str], dict[str, Provision]]

POLICY = """# Larkspur Privacy Policy

Last updated: May 5, 2026

## What we do with your work

We use the prompts and pictures that you upload to train our image models. We keep them for
90 days. The garden is open to visitors.

## Your choices

You can opt out of model training in your account settings. We do not sell your personal
information to third parties. Write to privacy@larkspur.example if you have questions.
"""


def test_a_provision_has_its_words_its_facets_and_its_severity(found: Found) -> None:
    """The sentence that says it is quoted; the opt-out two sections later lowers the severity."""
    held = found(POLICY)["ai_training"]
    assert held.quote.text == (
        "We use the prompts and pictures that you upload to train our image models."
    )
    assert held.polarity is Polarity.DOES
    assert held.severity is Severity.MEDIUM
    assert held.basis is Basis.EXPLICIT
    facets = {one.id: one.quote.text if one.quote else None for one in held.facets}
    assert facets["opt_out"] == "You can opt out of model training in your account settings."
    assert facets["third_parties"] is None
    assert "whether other companies may train on it" in held.note
    assert "opt out" not in held.note


def test_without_the_way_out_it_is_graver_and_the_note_says_so(found: Found) -> None:
    """An absent facet is told in the interpretive note."""
    held = found(POLICY.replace("You can opt out of model training in your account settings.", ""))
    assert held["ai_training"].severity is Severity.HIGH
    assert "whether users may opt out of training" in held["ai_training"].note


def test_a_denial_is_filed_as_a_promise(found: Found) -> None:
    """What a document rules out is on record too, with low severity."""
    held = found(POLICY)["data_sale"]
    assert held.polarity is Polarity.DOES_NOT
    assert held.severity is Severity.LOW


def test_what_is_unlikely_decides_nothing(found: Found) -> None:
    """It may stand beside a quote; it is not the quote, and turns no denial into a practice."""
    held = found(
        "# Larkspur Privacy Policy\n\n## Messages\n\n"
        "Our employees do not read, monitor or view your private messages.\n\n"
        "We advise reviewing your statements regularly.\n"
    )
    quote = held["private_content_access"].quote.text
    assert quote.startswith("Our employees do not read")
    assert held["private_content_access"].polarity is Polarity.DOES_NOT


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("data_sale", "Because of that, we do not offer an opt-out to the sale of personal data."),
        ("automated_decisions", "So we do not offer an opt-out of this kind of profiling."),
        ("sensitive_data", "You will heed warnings not to type sensitive information."),
        ("location_data", "For all visitors, no matter their country of location, we will:"),
        ("biometric_data", "The data centre has guards at the door, CCTV and biometric access."),
    ],
)
def test_what_only_looks_like_it_is_not_filed(found: Found, clause: str, sentence: str) -> None:
    """Words of a type that mean something else, each seen in documents."""
    assert clause not in found(f"# Larkspur Policy\n\n## The rules\n\n{sentence}\n")


def test_a_document_in_another_language_has_none(found: Found) -> None:
    """Little would be found there by English words, and the rest would look absent."""
    french = (
        "# Politique de confidentialité\n\nNous utilisons des cookies pour mesurer l'audience"
        " du site et conservons votre adresse électronique pendant trois ans. Nous pouvons partager"
        " vos informations avec nos partenaires, et vous pouvez vous opposer à ces traitements à"
        " tout moment depuis les paramètres de votre compte.\n"
    )
    assert found(french) == {}
    assert found(POLICY)


def test_without_the_sentence_nothing_is_filed(found: Found) -> None:
    """No quote, no provision: silence is not read as practice."""
    sentence = "We use the prompts and pictures that you upload to train our image models."
    without = POLICY.replace(sentence, "").replace(
        "You can opt out of model training in your account settings.", ""
    )
    assert "ai_training" not in found(without)


def test_every_quote_stands_in_the_version(reading: Callable[[str], Reading]) -> None:
    """Each quote, of provision and facet, is cut out of the version's text and hashed."""
    held = reading(POLICY)
    quotes = [
        quote
        for one in find_provisions(held)
        for quote in (one.quote, *one.further, *(f.quote for f in one.facets if f.quote))
    ]
    assert quotes
    assert all(quote.is_in(text_of(held)) for quote in quotes)


def test_a_quote_that_was_touched_is_found_out(reading: Callable[[str], Reading]) -> None:
    """Neither another text, another place nor another hash passes."""
    held = reading(POLICY)
    quote = find_provisions(held)[0].quote
    text = text_of(held)
    assert not replace(quote, text=quote.text.upper()).is_in(text)
    assert not replace(quote, start=quote.start + 1, end=quote.end + 1).is_in(text)
    assert not replace(quote, sha256="0" * 64).is_in(text)
    assert not quote.is_in(text.replace(quote.text, ""))


@pytest.mark.parametrize(
    "trap",
    [
        "You may not use the output of Larkspur to train a machine learning model.",
        "## Prohibited uses\n\nYou must not:\n\n- train AI systems on platform data\n",
        "Calls are recorded for quality assurance and staff training purposes.",
        "Our employees receive privacy training every year.",
        "Larkspur is a platform to host and train large models of your own.",
        "Is my data used to train your AI models?",
        "“Training Data” means data that was used to train an AI model.",
        "We apply machine learning to find spam.",
        "AI models can repeat biases of the data that was used to train them.",
    ],
)
def test_what_only_sounds_like_training_is_not_filed(found: Found, trap: str) -> None:
    """Bans on users, staff training, definitions, questions and explanations are something else."""
    assert "ai_training" not in found(f"# Terms\n\n{trap}\n\nThe lake is deep.")


@pytest.mark.parametrize(
    ("sentence", "said", "grave"),
    [
        (
            "We may use your content to train our AI models, unless you opt out.",
            "opt_out_offered",
            "medium",
        ),
        (
            "We will not train AI models on your content without your consent.",
            "with_consent",
            "low",
        ),
        ("We do not use your content to train AI models.", "does_not", "low"),
        ("We may train our AI models on de-identified content of our users.", "may", "medium"),
        (
            "Our partners may use your content to train their AI models, unless you opt out.",
            "opt_out_offered",
            "high",
        ),
    ],
)
def test_polarity_and_severity_of_training(
    found: Found, sentence: str, said: str, grave: str
) -> None:
    """The five ways in which documents speak of training come out as a reader would put them."""
    held = found(f"# Terms\n\n{sentence}\n")["ai_training"]
    assert (held.polarity, held.severity) == (said, grave)


def test_practice_governs_over_partial_promises(found: Found) -> None:
    """A promise about some data does not make the practice go away; it is a facet."""
    held = found(
        "# Policy\n\nWe use your prompts to train our AI models.\n\n"
        "We do not use data of children to train our AI models.\n"
    )["ai_training"]
    assert held.polarity is Polarity.DOES
    assert next(one for one in held.facets if one.id == "exclusion").is_stated


def test_one_provision_per_type_with_at_most_four_further_quotes(found: Found) -> None:
    """A document that repeats itself has one provision, and no quote twice."""
    sale = "\n\n".join(
        f"We do not sell your personal {noun} to anybody."
        for noun in [
            "data",
            "information",
            "data",
            "details",
            "records",
            "facts",
            "files",
            "photos",
        ]
    )
    held = found(f"# Policy\n\n{sale}\n")["data_sale"]
    texts = [held.quote.text, *(one.text for one in held.further)]
    assert len(texts) == len(set(texts)) <= 5


def test_the_gravest_come_first(reading: Callable[[str], Reading]) -> None:
    """Readers see what matters most at the top."""
    ranks = [one.severity.rank for one in find_provisions(reading(POLICY))]
    assert ranks == sorted(ranks, reverse=True)


def test_an_empty_document_has_no_provisions(found: Found) -> None:
    """Nothing said, nothing filed."""
    assert found("# Terms\n") == {}


def test_provisions_name_the_engine_that_made_them(reading: Callable[[str], Reading]) -> None:
    """A record can say which release of taxonomy and recogniser it comes from."""
    engines = {one.engine for one in find_provisions(reading(POLICY))}
    assert len(engines) == 1
    assert len(next(iter(engines)).split(".")) == 3
