"""The quotes in a headline: every replaced word once, with words around it."""

import pytest

from clausewatch.compare.headline import MAX_CHARS, describe_edit
from clausewatch.compare.headline_quotes import quotes_whole_edit
from clausewatch.compare.replacements import find_weighty_replacements, merge_near
from clausewatch.model.reading import Edit, EditKind, ProvisionImpact, Severity, Significance
from tests.clausewatch.compare.test_assessment import compare_sentences


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
        (EditKind.REMOVED, "removed", "Clause removed (Refunds)"),
        (EditKind.REMOVED, "removed (ruled out)", "Clause removed (Refunds)"),
        (EditKind.REMOVED, "further wording removed", "Text removed (Refunds)"),
        (EditKind.REMOVED, "reworded", "Text removed (Refunds)"),
        (EditKind.ADDED, "added (permitted)", "New clause (Refunds)"),
        (EditKind.ADDED, "severity raised from low", "New text (Refunds)"),
    ],
)
def test_a_clause_is_gone_only_if_the_document_loses_it(
    kind: EditKind, event: str, headline: str
) -> None:
    """One item of a list that goes leaves the clause where it is."""
    text = "Seeds that were eaten by birds are not paid back to anybody."
    quote = f"\u201c{text.removesuffix('.')}\u201d"
    before, after = (text, None) if kind is EditKind.REMOVED else (None, text)
    edit = Edit(kind, before, after, "", Significance.SUBSTANTIVE, Severity.MEDIUM, "")
    impact = ProvisionImpact("refunds", "Refunds", event, Severity.MEDIUM)
    assert describe_edit(edit, impact) == f"{headline}: {quote}."


def test_numbers_of_patents_alter_no_clause() -> None:
    """The clause that a list of them seems to be about is not what they change."""
    before, after = "In Estonia: EE11574120, EE11610055.", "In Estonia: EE11574120, EE12204871."
    edit = Edit(EditKind.REWORDED, before, after, "", Significance.SUBSTANTIVE, Severity.MEDIUM, "")
    impact = ProvisionImpact("governing_law", "Governing law", "reworded", Severity.MEDIUM)
    assert "Governing law" not in describe_edit(edit, impact)
    assert "EE12204871" in describe_edit(edit, impact)


@pytest.mark.parametrize(
    ("before", "after", "needed"),
    [
        ("We share the guest book with nobody.", "We share the guest book with our advertisers.",
         ("share", "guest book", "nobody", "advertisers")),
        ("Customer may audit the premises of the Processor every year.", None,
         ("right to audit", "premises", "every year")),
        (None, "We may sell the guest book of each house to data brokers.",
         ("sell", "guest book", "data brokers")),
        ("Recordings of calls are kept for 30 days.", "Recordings of calls are kept for 300 days.",
         ("Recordings of calls", "30 days", "300 days")),
    ],
)  # fmt: skip
def test_a_move_is_told_with_what_it_is_about(
    before: str | None, after: str | None, needed: tuple[str, ...]
) -> None:
    """The sentence of a move is general; the words of the document say whose data, which right."""
    headline, edit = _tell(before, after)
    assert [words for words in needed if words not in headline] == []
    assert quotes_whole_edit(headline, edit)


def test_a_condition_is_quoted_beside_the_rule_that_a_headline_quotes() -> None:
    """A sentence that is too long loses neither its condition nor its exception."""
    text = (
        "If a guest has not paid, as the reminders of the caretaker of this house have to show, "
        "we may close the account, with all the reservations, notes, lists, keys and messages in "
        "it and whatever else the guest left behind, without warning, except for minors."
    )
    headline, edit = _tell(None, text)
    assert "may close the account" in headline
    assert all(words in headline for words in ("without warning", "except for minors"))
    assert not quotes_whole_edit(headline, edit)
    assert len(headline) <= MAX_CHARS


def test_a_headline_quotes_both_halves_of_an_edit() -> None:
    """A refund for some customers only is more than its old exception in another place."""
    before = "Except where we close an account, credits are refunded within thirty days of closure."
    after = (
        "For business customers, credits are refunded within thirty days of closure unless we "
        "close the account."
    )
    headline, _ = _tell(before, after)
    assert "business customers" in headline
    assert "unless we close" in headline


def test_a_rewording_that_is_too_long_shows_what_it_says_now() -> None:
    """Where both sides do not fit, the reader gets the later one and not only a place."""
    items = [f"the size and the soil of garden number {n}, with its owner" for n in range(12)]
    before = f"We collect {', '.join(items)}."
    after = before
    for number in range(2, 9):
        after = after.replace(f"number {number}", f"plot or bed {number}")
    headline, edit = _tell(before, f"{after[:-1]} and the network of your telephone.")
    assert "network of your telephone" in headline
    assert not quotes_whole_edit(headline, edit)


def test_neighbouring_cells_are_quoted_once() -> None:
    """Cells that differ beside each other make one quote, which repeats nothing."""
    before = (
        "Fingerprints of members who visit the house by night | NO | NO | never since the flood"
    )
    after = before.replace("NO | NO", "YES | only with a key that the caretaker gave to you")
    headline, _ = _tell(before, after)
    assert headline.count("only with a key") == 1


def _tell(before: str | None, after: str | None) -> tuple[str, Edit]:
    comparison = compare_sentences(*((text,) if text else () for text in (before, after)))
    return comparison.headline, comparison.edits[0]
