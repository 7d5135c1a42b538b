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


def test_a_row_of_prose_has_no_answers() -> None:
    """Cells of words are read as sentences."""
    (row,) = read_markdown("| Purpose | Data |\n|---|---|\n").blocks[:1]
    assert read_answers(row, ()) is None
