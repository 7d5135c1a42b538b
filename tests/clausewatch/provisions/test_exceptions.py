"""A denial with an exception is no whole denial, and its list states what does take place."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.provisions.polarity_and_severity import find_assertion
from clausewatch.provisions.sentences import read_sentence
from clausewatch.provisions.taxonomy_files import load_taxonomy


def read(clause: str, text: str, lead_in: str = "") -> Polarity:
    """Return what a sentence does with the practice of a clause type."""
    taxonomy = load_taxonomy()
    sentence = read_sentence(text, lead_in, taxonomy.grammar, frozenset({"larkspur"}))
    return find_assertion(taxonomy, taxonomy.clauses[clause], sentence).polarity


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("third_party_sharing", "We do not disclose your data to anyone except as you ask us to."),
        ("third_party_sharing", "Your data is not shared, other than as described in this policy."),
        ("data_sale", "We will not sell your personal data save as set out below."),
        ("data_sale", "Except in a merger, we do not sell your personal information."),
        ("location_data", "We do not collect your location unless you open the map."),
        ("sensitive_data", "Health data is never processed, apart from your blood group."),
        (
            "third_party_sharing",
            "We do not share your data except as required by law or our rules.",
        ),
    ],
)
def test_an_exception_narrows_a_denial(clause: str, text: str) -> None:
    """What is excepted takes place."""
    assert read(clause, text) is Polarity.SOME_EXCLUDED


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("third_party_sharing", "We do not share your data with anyone unless required by law."),
        ("data_sale", "We do not sell your data; maps are free except on holidays."),
    ],
)
def test_an_exception_for_the_law_or_of_another_clause_narrows_nothing(
    clause: str, text: str
) -> None:
    """The law is taken for granted, and another clause excepts something else."""
    assert read(clause, text) is Polarity.DOES_NOT


@pytest.mark.parametrize(
    "lead_in",
    [
        "We will not share your data with outside parties except as described below:",
        "We do not disclose your personal data, other than in the following cases:",
        "Your personal information is not shared with anyone unless:",
        "Larkspur does not give your data to others except to:",
        "We never pass on your data except where:",
    ],
)
def test_a_list_of_exceptions_states_what_takes_place(lead_in: str) -> None:
    """The "not" of the lead-in does not reach its items."""
    item = "disclose it to the police if a court order requires it;"
    assert read("law_enforcement_disclosure", item, lead_in) in {Polarity.DOES, Polarity.MAY}


@pytest.mark.parametrize(
    ("lead_in", "expected"),
    [
        ("We will not do any of the following:", Polarity.DOES_NOT),
        ("We will not do the following unless you agree:", Polarity.WITH_CONSENT),
        ("Whatever you do, except on holidays, we will never:", Polarity.DOES_NOT),
    ],
)
def test_a_list_of_denials_denies(lead_in: str, expected: Polarity) -> None:
    """A lead-in whose items are what is denied still denies them."""
    assert read("data_sale", "sell your personal data;", lead_in) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Disputes are resolved by binding arbitration, except that you or we may go to court.",
        "All claims are settled by final and binding arbitration, although you may sue for libel.",
        "You agree to arbitrate every claim, unless a court may hear it.",
    ],
)
def test_what_an_exception_permits_does_not_make_a_rule_permitted(
    find_by_type: Callable[[str], dict[str, Provision]], text: str
) -> None:
    """The "may" of an exception says nothing of the rule."""
    assert find_by_type(f"# Terms\n\n{text}\n")["arbitration"].polarity is Polarity.DOES
