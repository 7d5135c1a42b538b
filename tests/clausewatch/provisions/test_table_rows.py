"""Table rows that answer what their first cell names."""

from collections.abc import Callable

import pytest

from clausewatch.model.provisions import Polarity, Provision
from clausewatch.provisions.table_rows import read_answers
from tests.clausewatch.provisions.conftest import read_markdown

FindByType = Callable[[str], dict[str, Provision]]


@pytest.mark.parametrize(
    ("header", "row", "polarity"),
    [
        ("Category | Collected | Sold", "Biometric information | NO | NO", Polarity.DOES_NOT),
        ("Category | Collected?", "Biometric information, e.g. voiceprints | Yes", Polarity.DOES),
        ("Category | Collected | Sold", "Biometric information | ✓ | ✗", Polarity.DOES),
        ("Data | Examples | Collected", "Biometric data | faces, voices | No", Polarity.DOES_NOT),
    ],
)
def test_the_answer_column_decides(
    find_by_type: FindByType, header: str, row: str, polarity: Polarity
) -> None:
    """The row is quoted whole; the header says which answer is about the practice."""
    line = "|".join("---" for _ in header.split("|"))
    text = f"# Policy\n\nWhat we collect:\n\n|{header}|\n|{line}|\n|{row}|\n|Names | Yes | No|\n"
    provision = find_by_type(text)["biometric_data"]
    assert provision.polarity is polarity
    assert provision.quote.text == row


@pytest.mark.parametrize(
    "table",
    [
        "| Category | A | B |\n|---|---|---|\n| Biometric information | YES | NO |\n",
        "| Biometric information | Yes | No |\n|---|---|---|\n| Names and addresses | Yes | No |\n",
    ],
)
def test_answers_that_differ_without_a_header_state_nothing(
    find_by_type: FindByType, table: str
) -> None:
    """Nobody can tell what "yes" and "no" mean there."""
    assert "biometric_data" not in find_by_type(f"# Policy\n\n{table}")


@pytest.mark.parametrize(
    ("clause", "row", "polarity"),
    [
        (
            "biometric_data",
            "Do you collect biometric data? | Yes, but only with your consent",
            Polarity.WITH_CONSENT,
        ),
        ("biometric_data", "Do you collect biometric data? | No, unless you agree", "with_consent"),
        ("data_sale", "Do you sell personal data? | No, and we never will", Polarity.DOES_NOT),
        (
            "ai_training",
            "Do you use my data to train AI models? | Yes; you can opt out in the settings",
            Polarity.OPT_OUT_OFFERED,
        ),
        (
            "location_data",
            "Is my location data collected? | Yes, while a journey is in progress",
            Polarity.DOES,
        ),
    ],
)
def test_an_answer_may_have_a_condition(
    find_by_type: FindByType, clause: str, row: str, polarity: Polarity
) -> None:
    """What follows the yes or no says on what it depends."""
    table = f"# Policy\n\n| Question | Answer |\n|---|---|\n| {row} |\n"
    assert find_by_type(table)[clause].polarity == polarity


@pytest.mark.parametrize(
    ("clause", "row"),
    [
        ("data_sale", "Do you sell personal data? | No, except in the case of a merger"),
        ("data_sale", "Can I opt out of the sale of my personal data? | Yes, in the settings"),
        ("ai_training", "Can I stop you from training AI models on my data? | Yes"),
        ("location_data", "Can I use the app without sharing my location data? | Yes"),
        ("biometric_data", "Is it true that you do not collect biometric data? | Yes"),
    ],
)
def test_a_yes_to_another_question_states_nothing(
    find_by_type: FindByType, clause: str, row: str
) -> None:
    """An exception, or a question about a way out, leaves open what is done."""
    assert clause not in find_by_type(f"# Policy\n\n| Question | Answer |\n|---|---|\n| {row} |\n")


def test_a_row_of_prose_has_no_answers() -> None:
    """Cells of words are read as sentences."""
    (row,) = read_markdown("| Purpose | Data |\n|---|---|\n").blocks[:1]
    assert read_answers(row, ()) is None
