"""The number of a section carries no meaning; a figure at the start of a line does."""

import pytest

from clausewatch.text.normal_form import make_key


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("1.5 % per month is due.", "2.5 % per month is due."),
        ("2.5 hours after the call you may hang up.", "4.5 hours after the call you may hang up."),
        ("4.5 out of 5 marks are needed.", "4.0 out of 5 marks are needed."),
        ("4,5 von 5 Sternen sind n\u00f6tig.", "4,0 von 5 Sternen sind n\u00f6tig."),
        ("1,5 Stunden vor Beginn", "2,5 Stunden vor Beginn"),
        ("2.5 per cent are kept.", "3.5 per cent are kept."),
    ],
)
def test_a_figure_at_the_start_of_a_line_is_a_part_of_it(before: str, after: str) -> None:
    """Its unit, or what it is counted out of, shows that it numbers nothing."""
    assert make_key(before) != make_key(after)


@pytest.mark.parametrize(
    "text",
    ["We may keep your data.", "An account is free.", "Time is of the essence.", "to keep it;"],
)
@pytest.mark.parametrize("number", ["2.1 ", "2.1. ", "10.12 ", "(4) "])
def test_the_number_of_a_section_is_ignored(number: str, text: str) -> None:
    """A renumbered section says what it said before."""
    assert make_key(number + text) == make_key(text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2.1 weeks of rest for each guest", "2.2 weeks of rest for each guest"),
        ("3.2 Tage vor der Reise", "3.3 Tage vor der Reise"),
        ("4.1 in 5 weeks we delete it", "4.2 in 5 weeks we delete it"),
        ("3.4 the 10 steps", "3.5 the 10 steps"),
        ("3.1 of 10 days one is free", "3.2 of 10 days one is free"),
    ],
)
def test_a_unit_at_the_start_of_a_section_is_no_figure(before: str, after: str) -> None:
    """Time is measured in halves and quarters; other decimals are numbers of sections."""
    assert make_key(before) == make_key(after)
