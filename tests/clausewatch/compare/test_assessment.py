"""The order, severity, direction and headline of a comparison."""

from dataclasses import replace

import pytest

from clausewatch.compare import compare
from clausewatch.compare.assessment import assess
from clausewatch.extract import read
from clausewatch.model.reading import (
    Comparison,
    Direction,
    Page,
    ProvisionImpact,
    Reading,
    Severity,
)

FILLER = (
    "Quarrystone answers letters in the order in which they arrive at its door.",
    "Its workshop lies behind the third bridge of the old canal, next to the mill.",
    "Visitors are welcome on every second Friday and find tea in the kitchen.",
    "The members of the cooperative meet twice a year and elect a chair.",
)


def compare_sentences(before: tuple[str, ...], after: tuple[str, ...]) -> Comparison:
    """Compare two policies of these sentences and enough others."""
    return compare(read_sentences(before), read_sentences(after))


def read_sentences(sentences: tuple[str, ...]) -> Reading:
    """Read a policy of these sentences and enough others."""
    body = "".join(f"<p>{text}</p>" for text in (*FILLER, *sentences))
    html = f"<html><body><h1>Privacy Policy</h1><h2>Rules</h2>{body}</body></html>"
    return read([Page("https://quarrystone.example/privacy", html.encode())])


def test_a_loss_comes_before_a_gain_of_the_same_severity() -> None:
    """The first sentence on a card is what a general counsel must hear first."""
    comparison = compare_sentences(
        ("We do not sell your personal data.",),
        ("We may sell your personal data.", "You may export your data as a file."),
    )
    assert comparison.edits[0].after == "We may sell your personal data."
    assert comparison.headline.startswith("May now sell personal data; before, it promised")
    assert comparison.severity is Severity.HIGH
    assert comparison.direction is Direction.MIXED


@pytest.mark.parametrize(
    "aside",
    [
        "For more information, see our Cookie Policy and the retention terms.",
        "Please see our arbitration page.",
        "Privacy and Data Settings",
        "Arbitration Agreement Centre",
    ],
)
def test_pointers_and_labels_come_after_terms(aside: str) -> None:
    """A sentence that only says where to read on, or a label, outranks no term."""
    term = "Members pay the deposit before the first lesson of the course begins."
    comparison = compare_sentences((), (aside, term))
    assert comparison.edits[0].after == term


def test_what_is_still_stated_is_not_lost() -> None:
    """A sentence goes, and another sentence of the document says the same: nothing is lost."""
    remaining = "You may opt out of advertising at any time in your settings."
    comparison = compare_sentences(
        ("You can opt out of newsletters by writing to us.", remaining), (remaining,)
    )
    assert comparison.direction is None
    assert "lose" not in comparison.headline


def test_what_was_stated_before_is_not_new() -> None:
    """A second sentence on a sale that the policy states is a further case, and no new sale."""
    sale = "We may sell your personal data to partners."
    comparison = compare_sentences((sale,), (sale, "We sell personal data to merchants too."))
    assert comparison.headline.startswith("Tells of a further case in which it may sell")
    assert "now" not in comparison.headline
    assert comparison.direction is Direction.LESS_FAVOURABLE


def test_edits_know_their_place_and_what_precedes_them() -> None:
    """A redline can be read in document order, each edit after the sentence before it."""
    first, last = "We keep invoices for six years.", "We keep letters for one year."
    comparison = compare_sentences(
        (first, last), ("We keep invoices for nine years.", "We keep letters for two years.")
    )
    places = {edit.before: edit.place for edit in comparison.edits}
    assert (places[first], places[last]) == (0, 1)
    assert {edit.before: edit.lead for edit in comparison.edits}[first] == FILLER[-1]


def test_an_edit_without_a_sure_move_is_quoted() -> None:
    """Where no rule is sure, the headline claims nothing and quotes what was altered."""
    comparison = compare_sentences(("Badges are green.",), ("Badges are blue in winter.",))
    assert comparison.headline == (
        "In “Rules”: “Badges are green” becomes “Badges are blue in winter”."
    )
    assert comparison.direction is None


def test_a_gain_tells_no_direction_beside_a_weightier_edit() -> None:
    """A new right to export is no comfort where nobody knows what the main edit does."""
    comparison = compare_sentences(
        ("The badge opens the door for 30 people of the workshop.",),
        ("The badge opens the door for 12 people of the workshop.", "You may export your data."),
    )
    assert comparison.edits[0].before is not None
    assert comparison.direction is None


@pytest.mark.parametrize(
    "line", ["Last updated: 4 May 2025 to reflect the refund terms.", "(Previous version)"]
)
def test_a_version_line_leads_no_card(line: str) -> None:
    """A line that only says which version this is comes after the terms."""
    comparison = compare_sentences((line,), ("Members pay the deposit before each lesson.",))
    assert comparison.edits[0].after == "Members pay the deposit before each lesson."


def test_an_order_to_users_is_no_practice_of_the_company() -> None:
    """What users must not do with messages is no reading of messages by the company."""
    comparison = compare_sentences(
        ("Do not read the messages of others.",),
        ("Do not read or copy the messages and files of others.",),
    )
    assert comparison.direction is None


def test_another_company_is_named_in_the_headline() -> None:
    """Whom the contract is with is told by name, and favours nobody."""
    comparison = compare_sentences(
        ("This contract is made with Quarrystone Ltd and with nobody else.",),
        ("This contract is made with Quarrystone Holdings Inc and with nobody else.",),
    )
    assert comparison.headline == (
        "The company named changes from Quarrystone Ltd to Quarrystone Holdings Inc."
    )
    assert comparison.direction is None


def test_a_new_practice_comes_before_one_more_item_of_a_list() -> None:
    """New text on what the company does is read before a name that joins a list of data."""
    items = "We collect what you enter in the form, such as your {} and your password."
    practice = "If your employer pays, we may share the fact that you have a locker with it."
    comparison = compare_sentences(
        (items.format("address"),), (items.format("address, your shoe size"), practice)
    )
    assert comparison.edits[0].after == practice


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Any claims must be filed within two years after the cause of action accrues.",
            "Both of us agree that a lawsuit shall be started inside of one year from its events.",
        ),
        (
            "Recordings of calls are kept for 30 days.",
            "What is said on the telephone, our archive retains in recordings over 12 months.",
        ),
    ],
)
def test_a_limit_that_is_set_anew_is_one_edit(before: str, after: str) -> None:
    """The limit that goes and the one that comes are told together, whatever their words."""
    comparison = compare_sentences((before,), (after,))
    assert [(edit.before, edit.after) for edit in comparison.edits] == [(before, after)]


def test_limits_of_other_things_stay_apart() -> None:
    """A time to sue that goes and a retention that comes have nothing to do with each other."""
    comparison = compare_sentences(
        ("Any claims must be filed within two years after the cause of action accrues.",),
        ("Our archive retains whatever was said on the telephone over a span of 12 months.",),
    )
    assert [edit.kind for edit in comparison.edits] == ["added", "removed"]


LONG_LEAD = (
    "Where a guest of the garden has told the gardener in charge of the lamps that a lamp of the "
    "lower terrace flickers, we may exchange the lamp and the ladder that leads to it."
)
LONG_TAIL = (
    "We may walk through the garden with our lamps, our ladders and our ropes on every day of the "
    "week that has a fair on the market of the old harbour town, but never at night."
)


@pytest.mark.parametrize(
    ("added", "headline"),
    [
        (
            "Lamps are lent out on Mondays. Guests must bring a lamp of their own on Fridays.",
            "New text in “Rules”: “Guests must bring a lamp of their own on Fridays”.",
        ),
        (
            LONG_LEAD,
            f"New text in \u201cRules\u201d: \u201c{LONG_LEAD.rstrip('.')}\u201d.",
        ),
        (
            LONG_TAIL,
            f"New text in \u201cRules\u201d: \u201c{LONG_TAIL.rstrip('.')}\u201d.",
        ),
    ],
)
def test_new_text_is_named_by_its_weightiest_sentence(added: str, headline: str) -> None:
    """A headline of a place alone tells nothing, and a cut that hides a "never" tells a lie."""
    assert compare_sentences((), (added,)).headline == headline


LONG_END = (
    "as far as the weather of the harbour and the gardener in charge allow it, borrow ladders "
    "and ropes from all of the sheds that stand between the old mill and the pier."
)


@pytest.mark.parametrize(
    ("before", "after", "is_one"),
    [
        (
            "When lending a lamp requires your consent, we ask for it before the lending.",
            f"When lending a lamp requires your consent, we ask for it and may, {LONG_END}",
            True,
        ),
        (
            "Guests of the upper terrace of our garden may keep the lamp until noon.",
            f"Guests of the upper terrace of our garden may, {LONG_END}",
            True,
        ),
        (
            "Guests of the upper terrace of our garden may keep the lamp for three crowns a night.",
            f"Guests of the upper terrace of our garden can, {LONG_END}",
            False,
        ),
    ],
)
def test_a_rule_that_ends_otherwise_is_one_edit(before: str, after: str, *, is_one: bool) -> None:
    """A sentence that opens alike is reworded; one that shares only its subject is another."""
    assert (len(compare_sentences((before,), (after,)).edits) == 1) is is_one


GRAVE = ProvisionImpact(
    "data_sale", "Sale of data", "removed (ruled out)", Severity.HIGH, Direction.LESS_FAVOURABLE
)


@pytest.mark.parametrize(
    ("impact", "direction"),
    [
        (GRAVE, Direction.LESS_FAVOURABLE),
        (replace(GRAVE, event_text="further wording removed"), None),
        (replace(GRAVE, severity=Severity.MEDIUM), None),
        (replace(GRAVE, direction=None), None),
    ],
)
def test_a_grave_clause_that_goes_tells_a_direction(
    impact: ProvisionImpact, direction: Direction | None
) -> None:
    """Where no rule of grammar knows the sentence, the record of the document may."""
    promise = "Lists of lamps belong to their guests; brokers have none of them."
    before, after = read_sentences((promise,)), read_sentences(())
    graded = assess(compare(before, after), before, after, {0: impact})
    assert graded.direction is direction
