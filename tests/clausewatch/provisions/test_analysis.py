"""The provisions of whole documents, their quotes, and what is not recorded."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from clausewatch.model.provisions import Basis, Polarity, Provision, build_text
from clausewatch.model.reading import Reading, Severity
from clausewatch.provisions.analysis import find_provisions

FindByType = Callable[[str], dict[str, Provision]]

MakeReading = Callable[[str], Reading]

POLICY = """# Larkspur Privacy Policy

Last updated: May 5, 2026

## What we do with your work

We use the prompts and pictures that you upload to train our image models. We keep them for
90 days. The garden is open to visitors.

## Your choices

You can opt out of model training in your account settings. We do not sell your personal
information to third parties. Write to privacy@larkspur.example if you have questions.
"""


def test_a_provision_has_quote_facets_and_severity(find_by_type: FindByType) -> None:
    """The stating sentence is quoted; an opt-out two sections later lowers the severity."""
    provision = find_by_type(POLICY)["ai_training"]
    assert provision.quote.text == (
        "We use the prompts and pictures that you upload to train our image models."
    )
    assert provision.polarity is Polarity.DOES
    assert provision.severity is Severity.MEDIUM
    assert provision.basis is Basis.EXPLICIT
    facets = {facet.id: facet.quote.text if facet.quote else None for facet in provision.facets}
    assert facets["opt_out"] == "You can opt out of model training in your account settings."
    assert facets["third_parties"] is None
    assert "whether other companies may train on it" in provision.note
    assert "opt out" not in provision.note


def test_without_an_opt_out_the_severity_is_higher(find_by_type: FindByType) -> None:
    """The interpretive note names the absent facet."""
    provision = find_by_type(
        POLICY.replace("You can opt out of model training in your account settings.", "")
    )
    assert provision["ai_training"].severity is Severity.HIGH
    assert "whether users may opt out of training" in provision["ai_training"].note


def test_a_denial_is_recorded(find_by_type: FindByType) -> None:
    """A practice that the document rules out is a provision with low severity."""
    provision = find_by_type(POLICY)["data_sale"]
    assert provision.polarity is Polarity.DOES_NOT
    assert provision.severity is Severity.LOW


def test_an_improbable_statement_decides_nothing(find_by_type: FindByType) -> None:
    """It is not the quote, and does not turn a denial into a practice."""
    provision = find_by_type(
        "# Larkspur Privacy Policy\n\n## Messages\n\n"
        "Our employees do not read, monitor or view your private messages.\n\n"
        "We advise reviewing your statements regularly.\n"
    )
    quote = provision["private_content_access"].quote.text
    assert quote.startswith("Our employees do not read")
    assert provision["private_content_access"].polarity is Polarity.DOES_NOT


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
def test_similar_wording_is_not_recorded(
    find_by_type: FindByType, clause: str, sentence: str
) -> None:
    """Each sentence was found in a document and means something else."""
    assert clause not in find_by_type(f"# Larkspur Policy\n\n## The rules\n\n{sentence}\n")


def test_a_document_in_another_language_has_no_provisions(find_by_type: FindByType) -> None:
    """English cues would find little of it, and the rest would look absent."""
    french = (
        "# Politique de confidentialité\n\nNous utilisons des cookies pour mesurer l'audience"
        " du site et conservons votre adresse électronique pendant trois ans. Nous pouvons partager"
        " vos informations avec nos partenaires, et vous pouvez vous opposer à ces traitements à"
        " tout moment depuis les paramètres de votre compte.\n"
    )
    assert find_by_type(french) == {}
    assert find_by_type(POLICY)


def test_without_a_quote_there_is_no_provision(find_by_type: FindByType) -> None:
    """A document that does not mention a practice has no provision about it."""
    sentence = "We use the prompts and pictures that you upload to train our image models."
    without = POLICY.replace(sentence, "").replace(
        "You can opt out of model training in your account settings.", ""
    )
    assert "ai_training" not in find_by_type(without)


def test_every_quote_is_in_the_version(make_reading: MakeReading) -> None:
    """Position and hash of each quote match the text of the version."""
    reading = make_reading(POLICY)
    quotes = [quote for provision in find_provisions(reading) for quote in provision.quotes()]
    assert quotes
    assert all(quote.is_in(build_text(reading)) for quote in quotes)


def test_an_altered_quote_is_detected(make_reading: MakeReading) -> None:
    """Another text, another position or another hash fails the check."""
    reading = make_reading(POLICY)
    quote = find_provisions(reading)[0].quote
    text = build_text(reading)
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
def test_other_uses_of_training_words_are_not_recorded(find_by_type: FindByType, trap: str) -> None:
    """Bans on users, staff training, definitions, questions and explanations do not count."""
    assert "ai_training" not in find_by_type(f"# Terms\n\n{trap}\n\nThe lake is deep.")


@pytest.mark.parametrize(
    ("sentence", "polarity", "severity"),
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
    find_by_type: FindByType, sentence: str, polarity: str, severity: str
) -> None:
    """The usual statements about training get the polarity and severity that a reader expects."""
    provision = find_by_type(f"# Terms\n\n{sentence}\n")["ai_training"]
    assert (provision.polarity, provision.severity) == (polarity, severity)


def test_a_practice_outweighs_a_partial_promise(find_by_type: FindByType) -> None:
    """A promise about some data is a facet of the practice."""
    provision = find_by_type(
        "# Policy\n\nWe use your prompts to train our AI models.\n\n"
        "We do not use data of children to train our AI models.\n"
    )["ai_training"]
    assert provision.polarity is Polarity.DOES
    assert next(facet for facet in provision.facets if facet.id == "exclusion").is_stated


def test_one_provision_per_type_with_at_most_four_further_quotes(find_by_type: FindByType) -> None:
    """A document that repeats itself has one provision without duplicate quotes."""
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
    provision = find_by_type(f"# Policy\n\n{sale}\n")["data_sale"]
    texts = [provision.quote.text, *(quote.text for quote in provision.further)]
    assert len(texts) == len(set(texts)) <= 5


def test_the_highest_severity_comes_first(make_reading: MakeReading) -> None:
    """Readers see the most important provision at the top."""
    ranks = [provision.severity.rank for provision in find_provisions(make_reading(POLICY))]
    assert ranks == sorted(ranks, reverse=True)


def test_an_empty_document_has_no_provisions(find_by_type: FindByType) -> None:
    """A heading alone states nothing."""
    assert find_by_type("# Terms\n") == {}


def test_provisions_name_the_engine_that_made_them(make_reading: MakeReading) -> None:
    """The engine names the releases of code, taxonomy and weights."""
    engines = {provision.engine for provision in find_provisions(make_reading(POLICY))}
    assert len(engines) == 1
    assert len(next(iter(engines)).split(".")) == 4
