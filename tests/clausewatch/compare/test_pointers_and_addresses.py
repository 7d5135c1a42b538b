"""Sentences that only lead to a link, lines of an address, and sentences in other languages."""

import pytest

from clausewatch.compare.recitals import is_recital
from clausewatch.compare.severity import decide_severity, states_rule
from clausewatch.compare.significance import classify_unpaired
from clausewatch.model.reading import BlockKind, EditKind, Severity
from clausewatch.text.normal_form import make_key
from clausewatch.text.statements import Statement


@pytest.mark.parametrize(
    "text",
    [
        "To learn more about our workshop, please click here.",
        "Please use this form to ask us a question.",
        "Um mehr zu erfahren, klicken Sie hier.",
        "Pour en savoir plus sur la visite, veuillez consulter cette page.",
        "Suite 4, Port Alder, OR 97901",
        "Mill Court, Dover CT16 1AB",
    ],
)
def test_a_pointer_or_a_line_of_an_address_binds_nobody(text: str) -> None:
    """An order to follow a link, and a postcode that is nothing else."""
    assert is_recital(text)


@pytest.mark.parametrize(
    "text",
    [
        "To train our models we use everything you upload here.",
        "Please note that we sell the data listed here.",
        "To third parties we sell the profiles named here.",
        "Please note that the profiles named here are sold.",
        "To object to direct marketing, click here.",
        "To opt out of the sale of your data, use this form.",
        "To delete your data, click here.",
        "Storage Plan Basic 5000 GB Europe",
        "Liability Cap Europe 5000 EU",
        "Overage Fee 1000 US",
        "Storage Plan Max GB 50000",
        "Plan B2 5GB",
        "Late Fee 100 50 Europe",
    ],
)
def test_a_practice_a_right_or_a_figure_binds(text: str) -> None:
    """A link or two capitals beside a term take nothing from it."""
    assert not is_recital(text)


@pytest.mark.parametrize(
    "text",
    [
        "Le controversie vengono risolte mediante arbitrato.",
        "Geschillen worden beslecht door middel van arbitrage.",
        "Spory rozstrzyga sąd polubowny w Warszawie.",
        "Os litígios são resolvidos por arbitragem para as partes.",
    ],
)
def test_a_sentence_without_a_known_grammar_may_state_a_rule(text: str) -> None:
    """Its severity is not lowered because no word of a rule is known; that of a title is."""
    assert states_rule(text)
    assert not states_rule(text.split(maxsplit=2)[0])


def test_arbitration_is_grave_in_italian() -> None:
    """A topic that is known in a language counts there."""
    text = "Le controversie vengono risolte mediante arbitrato."
    statement = Statement(text, make_key(text), 0, BlockKind.PARAGRAPH, "")
    classification = classify_unpaired(statement, is_added=True)
    found = decide_severity(EditKind.ADDED, None, text, classification)
    assert found is Severity.HIGH
