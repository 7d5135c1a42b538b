"""A choice that only the people of one region have lowers the severity for nobody else."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Provision, Quote, hash_quote
from clausewatch.provisions.regional_choices import is_regional
from clausewatch.provisions.taxonomy_files import load_taxonomy

FindByType = Callable[[str], dict[str, Provision]]


def make_quote(text: str, section: str = "Choices") -> Quote:
    """Return a quote under a heading."""
    return Quote(text, 0, len(text), section, hash_quote(text))


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("If you live in the European Union, you may object to this use.", "Choices"),
        ("Residents of California can opt out of it.", "Choices"),
        ("UK users can switch it off in the settings.", "Choices"),
        ("You can opt out of it in the app.", "Notice to California residents"),
        ("You can opt out of it in the app.", "Additional rights in the EEA"),
    ],
)
def test_a_choice_can_be_for_one_region(text: str, section: str) -> None:
    """The sentence or its heading says who has the choice."""
    assert is_regional(make_quote(text, section), load_taxonomy().grammar)


@pytest.mark.parametrize(
    "text",
    [
        "You can opt out of it in the settings.",
        "Wherever you live, you can object to this use.",
        "You can opt out on the page of the European alliance of advertisers.",
        "We store the choice in California.",
    ],
)
def test_a_choice_for_everybody_is_not_regional(text: str) -> None:
    """That a sentence names a region limits nothing."""
    assert not is_regional(make_quote(text), load_taxonomy().grammar)


PRACTICE = "We use your letters and photos to train our AI models."


@pytest.mark.parametrize(
    ("offer", "severity"),
    [
        ("You can opt out of the training of AI models in the settings.", "medium"),
        ("If you live in the EU, you can opt out of the training of AI models.", "high"),
        ("Residents of the UK can opt out of the training of AI models.", "high"),
    ],
)
def test_severity_counts_a_choice_of_everybody(
    find_by_type: FindByType, offer: str, severity: str
) -> None:
    """All the others have no way out."""
    provision = find_by_type(f"# Terms\n\n## Use\n\n{PRACTICE}\n\n{offer}\n")["ai_training"]
    assert provision.severity == severity
