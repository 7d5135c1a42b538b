"""A sentence that explains a denial states no practice."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.provisions.explanations import explains_denial
from clausewatch.provisions.sentences import read_sentence
from clausewatch.provisions.taxonomy_files import load_taxonomy

FindByType = Callable[[str], dict[str, Provision]]
_PRACTISED = {Polarity.DOES, Polarity.MAY, Polarity.UNCLEAR}


def find(find_by_type: FindByType, clause: str, text: str) -> Provision | None:
    """Return the provision of a clause type in a short document."""
    return find_by_type(f"# Policy\n\n## Matters of note\n\n{text}\n").get(clause)


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "sensitive_data",
            (
                "The studio does not collect sensitive data. This includes data such as your race,"
                " religious beliefs, mental health or sexual orientation."
            ),
        ),
        (
            "biometric_data",
            (
                "We never store biometric data. Such data means fingerprints, voiceprints and"
                " scans of your face that identify you."
            ),
        ),
        (
            "biometric_data",
            (
                "We do not ask for special data about you. These include details of your race,"
                " your health and your biometric data."
            ),
        ),
        (
            "location_data",
            (
                "Our app will not record where you are. Examples include your precise location,"
                " which other apps collect by GPS."
            ),
        ),
        (
            "sensitive_data",
            (
                "No special categories are processed here.\n\nThat includes health data, genetic"
                " data and data on your sex life."
            ),
        ),
    ],
)
def test_an_explanation_of_a_denial_is_no_practice(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """Nothing is filed, or the denial itself."""
    provision = find(find_by_type, clause, text)
    assert provision is None or provision.polarity not in _PRACTISED


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        (
            "sensitive_data",
            (
                "We process special categories of data for the clinic. This includes your health"
                " records, ethnicity and genetic data."
            ),
        ),
        (
            "sensitive_data",
            "We do not sell tickets. We collect sensitive data about your health and religion.",
        ),
    ],
)
def test_what_follows_a_statement_is_filed(
    find_by_type: FindByType, clause: str, text: str
) -> None:
    """An explanation of what takes place, and a sentence of its own, are evidence."""
    provision = find(find_by_type, clause, text)
    assert provision is not None
    assert provision.polarity in _PRACTISED


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("We collect data that is not limited to names.", "This includes health data."),
        ("We collect not only names.", "That includes your race."),
        ("If you do not object, we collect data.", "Such data includes your race."),
        ("We do not sell data.", "This is how we collect health data."),
        ("We do not sell data.", "We include health data in your file."),
    ],
)
def test_a_sentence_that_explains_no_denial(before: str, text: str) -> None:
    """The sentence before denies nothing, or the sentence speaks for itself."""
    grammar = load_taxonomy().grammar
    assert not explains_denial(read_sentence(text, "", grammar), read_sentence(before, "", grammar))
