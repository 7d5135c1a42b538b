"""The move of a term: its severity and its direction."""

import pytest

from clausewatch.compare.severity import adjust_severity
from clausewatch.compare.shift import find_direction, find_shifts
from clausewatch.model.reading import Direction, Severity

LOSSES = (
    ("We do not sell your personal data.", None, Severity.HIGH),
    ("You may opt out of advertising and analytics.", None, Severity.HIGH),
    ("We keep log files for 30 days.", "We keep log files for 24 months.", Severity.HIGH),
    (
        "We notify you of a breach within 72 hours.",
        "We notify you of a breach without undue delay.",
        Severity.HIGH,
    ),
    ("The subscription does not renew.", "The subscription renews automatically.", Severity.MEDIUM),
    (
        "You may terminate at any time.",
        "You may terminate with 90 days of notice to the end of the year.",
        Severity.MEDIUM,
    ),
    (
        "We delete customer data within 30 days.",
        "We delete customer data within 90 days.",
        Severity.HIGH,
    ),
    (
        "We may not train models on Customer Content.",
        "We may train models on Customer Content unless Customer opts out.",
        Severity.HIGH,
    ),
    (
        "Data is stored in the EEA only.",
        "Data is stored in the EEA and the United States.",
        Severity.HIGH,
    ),
    ("Customer may audit our facilities once a year.", None, Severity.HIGH),
    (
        "We announce subprocessors with 30 days of notice.",
        "We announce subprocessors with 5 days of notice.",
        Severity.HIGH,
    ),
    (
        "Our liability is capped at EUR 10,000.",
        "Our liability is capped at EUR 100.",
        Severity.HIGH,
    ),
)
UNSURE = (
    (
        "This contract is governed by the law of Ireland.",
        "This contract is governed by the law of Texas.",
    ),
    (
        "You may not sell the data of other members.",
        "You may not sell or copy the data of other members.",
    ),
    ("The studio opens at nine.", "The studio opens at ten."),
)


@pytest.mark.parametrize(("before", "after", "severity"), LOSSES)
def test_a_loss_is_as_severe_as_what_it_protected(
    before: str, after: str | None, severity: Severity
) -> None:
    """A protection that goes, or a limit that moves against users, is no low change."""
    assert adjust_severity(before, after, Severity.LOW) is severity
    assert find_direction(find_shifts(before, after)) is Direction.LESS_FAVOURABLE


@pytest.mark.parametrize(("after", "before", "severity"), LOSSES)
def test_a_gain_is_low(after: str, before: str | None, severity: Severity) -> None:
    """The same moves the other way round are gains."""
    assert adjust_severity(before, after, severity) is Severity.LOW
    assert find_direction(find_shifts(before, after)) is Direction.MORE_FAVOURABLE


@pytest.mark.parametrize(("before", "after"), UNSURE)
def test_an_unsure_direction_is_none(before: str, after: str) -> None:
    """A venue, a rule for users and a plain fact go neither way, and keep their severity."""
    assert find_shifts(before, after) == ()
    assert adjust_severity(before, after, Severity.MEDIUM) is Severity.MEDIUM
