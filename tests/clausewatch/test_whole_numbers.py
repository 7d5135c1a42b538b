"""Whole numbers in text from hosts, files and people."""

import pytest

from clausewatch.model.record_ids import record_number
from clausewatch.whole_numbers import parse_whole_number

NUMBERS = {"7": 7, "000321": 321, "": None, "-1": None, "\u00b2": None, "1.5": None, "9" * 16: None}


@pytest.mark.parametrize("text", NUMBERS)
def test_only_a_few_plain_digits_are_a_number(text: str) -> None:
    """Any other text is None, also in a record id, and nothing raises."""
    assert parse_whole_number(text) == NUMBERS[text]
    assert record_number("C", f"CW-C-{text}") == NUMBERS[text]
