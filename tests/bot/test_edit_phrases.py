"""What records say of an edit: what was done to the text, how grave it is, and what that does."""

from dataclasses import replace

from bot.records.phrases import describe_edit
from clausewatch.model.reading import EditKind, Severity, Significance
from tests.bot.example_values import make_edit

REWORDED = replace(
    make_edit("We lend the blue lamp.", "We sell the blue lamp."),
    reason="the wording of a term changed",
    severity=Severity.HIGH,
)
ADDED = replace(REWORDED, kind=EditKind.ADDED, before=None, reason="a statement was added")


def test_a_record_says_what_an_edit_does() -> None:
    """The sentence of a sure move comes before the reason why an edit counts."""
    assert describe_edit(REWORDED) == "Amended, high severity: the wording of a term changed"
    told = replace(REWORDED, sentence="May now sell lamps.")
    assert describe_edit(told) == "Amended, high severity: May now sell lamps"


def test_a_record_does_not_repeat_that_text_came() -> None:
    """That a statement was added is what the name of the edit says; a note says more."""
    assert describe_edit(ADDED) == "Added, high severity"
    note = replace(ADDED, significance=Significance.EDITORIAL, reason="only a heading")
    assert describe_edit(note).endswith(": only a heading")
