"""The quotes in a headline: every replaced word once, with words around it."""

import pytest

from clausewatch.compare.headline import describe_edit
from clausewatch.compare.replacements import find_weighty_replacements, merge_near
from clausewatch.model.reading import Edit, EditKind, ProvisionImpact, Severity, Significance


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Tamsin is now governed by the other policy.",
            "Effective 15 January 2031 Tamsin will be governed by the other policy.",
        ),
        (
            "Write to Tamsin, 122 Fifth Road, Old Town, 10011.",
            "Write to Tamsin, 33 West Lane, Old Town, 10003.",
        ),
    ],
)
def test_neighbouring_replacements_are_one(before: str, after: str) -> None:
    """Two quotes of the same words would hide what differs between them."""
    assert len(find_weighty_replacements(before, after)) > 1
    (merged,) = merge_near(find_weighty_replacements(before, after))
    assert merged.removed in before
    assert merged.added in after


def test_distant_replacements_stay_apart() -> None:
    """Each is quoted with the words around it."""
    words = "that we have agreed with every one of the other gardeners of this town,"
    before = f"The gate, {words} opens at dawn."
    after = f"The door, {words} opens at noon."
    assert len(merge_near(find_weighty_replacements(before, after))) == 2


def test_a_long_replacement_swallows_no_other() -> None:
    """A quote is cut at fourteen words, so that what follows in it would not be seen."""
    long = "after the great flood of the year in which both bridges and the old mill fell down"
    before = f"The gate opens {long} at dawn."
    after = "The gate opens daily at noon."
    assert len(merge_near(find_weighty_replacements(before, after))) >= 1
    assert any("noon" in r.added for r in merge_near(find_weighty_replacements(before, after)))


@pytest.mark.parametrize(
    ("kind", "event", "headline"),
    [
        (EditKind.REMOVED, "removed", "Clause removed: Refunds."),
        (EditKind.REMOVED, "removed (ruled out)", "Clause removed: Refunds."),
        (EditKind.REMOVED, "further wording removed", "Refunds: text removed."),
        (EditKind.REMOVED, "reworded", "Refunds: text removed."),
        (EditKind.ADDED, "added (permitted)", "New clause: Refunds."),
        (EditKind.ADDED, "severity raised from low", "Refunds: text added."),
    ],
)
def test_a_clause_is_gone_only_if_the_document_loses_it(
    kind: EditKind, event: str, headline: str
) -> None:
    """One item of a list that goes leaves the clause where it is."""
    text = "Seeds that were eaten by birds are not paid back to anybody."
    before, after = (text, None) if kind is EditKind.REMOVED else (None, text)
    edit = Edit(kind, before, after, "", Significance.SUBSTANTIVE, Severity.MEDIUM, "")
    impact = ProvisionImpact("refunds", "Refunds", event, Severity.MEDIUM)
    assert describe_edit(edit, impact) == headline


def test_numbers_of_patents_alter_no_clause() -> None:
    """The clause that a list of them seems to be about is not what they change."""
    before, after = "In Estonia: EE11574120, EE11610055.", "In Estonia: EE11574120, EE12204871."
    edit = Edit(EditKind.REWORDED, before, after, "", Significance.SUBSTANTIVE, Severity.MEDIUM, "")
    impact = ProvisionImpact("governing_law", "Governing law", "reworded", Severity.MEDIUM)
    assert "Governing law" not in describe_edit(edit, impact)
    assert "EE12204871" in describe_edit(edit, impact)
