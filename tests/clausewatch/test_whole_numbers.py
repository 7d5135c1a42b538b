"""Numbers that others wrote: what `int` refuses, and what no record has, is none."""

import pytest

from clausewatch.model.record_ids import record_number
from clausewatch.whole_numbers import parse_whole_number

NUMBERS = {"7": 7, "000321": 321, "": None, "-1": None, "\u00b2": None, "1.5": None, "9" * 16: None}


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_a_few_plain_digits(text: str) -> None:
    """Nothing raises, whatever somebody typed or sent."""
    assert parse_whole_number(text) == NUMBERS[text]
    assert record_number("C", f"CW-C-{text}") == NUMBERS[text]
