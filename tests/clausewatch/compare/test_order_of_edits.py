"""Which edit leads: rules before titles and before what is only said in other words elsewhere."""

import pytest

from clausewatch.compare.assessment import rank_edits
from clausewatch.compare.echoes import Echoes
from clausewatch.compare.recitals import is_recital
from clausewatch.compare.severity import decide_severity
from clausewatch.compare.significance import Classification
from clausewatch.model.reading import Direction, Edit, EditKind, Severity, Significance
from tests.clausewatch.compare.test_assessment import compare_sentences

ADDED = Classification(Significance.SUBSTANTIVE, "a statement was added")


def _make_edit(before: str | None, after: str | None, severity: Severity = Severity.HIGH) -> Edit:
    kind = EditKind.REMOVED if after is None else EditKind.ADDED if before is None else None
    return Edit(
        kind or EditKind.REWORDED, before, after, "Rules", Significance.SUBSTANTIVE, severity, "x"
    )


def _decide(text: str) -> Severity:
    return decide_severity(EditKind.ADDED, None, text, ADDED)


@pytest.mark.parametrize(
    "text",
    [
        "Arbitration and class actions",
        "Section 7: Fees and refunds",
        "Training of our staff on child protection",
        "Retention schedule",
    ],
)
def test_a_text_that_only_names_a_grave_topic_is_medium(text: str) -> None:
    """A title near a grave topic grants, forbids and costs nothing."""
    assert _decide(text) is Severity.MEDIUM


@pytest.mark.parametrize(
    "text",
    [
        "Disputes are settled by arbitration in Vienna.",
        "Refunds: $5 for each letter",
        "Logs are retained for 30 days",
        "We may suspend a member.",
        "Biometric templates of your face",
    ],
)
def test_a_rule_on_a_grave_topic_is_high(text: str) -> None:
    """A verb, a figure, a party or sensitive data make it a rule."""
    assert _decide(text) is Severity.HIGH


@pytest.mark.parametrize(
    "text",
    [
        "To make a privacy request, please go here.",
        "Please click here for a sample of the form.",
        "To read the earlier text, follow this link.",
        "South Jordan, UT 84009",
        "Leeds LS9 8AB, United Kingdom",
        "6th Floor, One London Wall",
        "Sveavagen 25, 111 53 Stockholm",
    ],
)
def test_a_link_or_a_line_of_an_address_is_low(text: str) -> None:
    """Where a form or an office is binds nobody."""
    assert is_recital(text)
    assert _decide(text) is Severity.LOW


@pytest.mark.parametrize(
    "text",
    [
        "To opt out of the sale of your data, please go here.",
        "You may ask for a refund here.",
        "Please do not share this link.",
        "To get a refund, use this form.",
        "Premium Plan 84009",
        "Plan UT, 500 Credits",
    ],
)
def test_a_choice_or_a_figure_is_more_than_a_link(text: str) -> None:
    """A way to opt out, a ban and an amount are terms, whatever they lead to."""
    assert not is_recital(text)


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("Within thirty days of its end, the Vendor shall delete all Customer files.", True),
        ("After the contract the Vendor deletes Customer files in thirty days.", True),
        ("The Vendor shall tell the Customer of each audit of its buildings.", False),
    ],
)
def test_what_is_said_in_other_words_is_echoed(other: str, *, is_same: bool) -> None:
    """Most words that carry meaning are in a text of the other version."""
    edit = _make_edit("The Vendor shall delete Customer files within thirty days.", None)
    assert Echoes([edit, _make_edit(None, other)]).has(edit) is is_same
    assert not Echoes([edit, _make_edit(other, None)]).has(edit)


def test_words_of_very_many_edits_make_no_echo() -> None:
    """They tell none of them from the others, and to compare each with each would take hours."""
    same = "The Vendor shall delete Customer files within thirty days."
    edits = [_make_edit(same, None), *(_make_edit(None, same) for _ in range(201))]
    assert Echoes(edits[:-1]).has(edits[0])
    assert not Echoes(edits).has(edits[0])


def test_a_rule_comes_before_a_title_and_before_what_is_echoed() -> None:
    """In a document that was written anew, what only moved is the last to be told."""
    edits = [
        _make_edit(None, "Fees and refunds of paid services"),
        _make_edit("The Vendor shall delete Customer files within thirty days.", None),
        _make_edit(None, "Customer files: the Vendor deletes them within thirty days."),
        _make_edit(None, "Disputes are settled by arbitration in Vienna."),
        _make_edit(None, "Members owe a fee of $40 for each arbitration."),
    ]
    assert rank_edits(edits, [()] * len(edits), {}, Echoes(edits))[:2] == [4, 3]


@pytest.mark.parametrize(
    "sentence",
    [
        "We also share your data with shops that sell boats.",
        "Sometimes we share your data with our advertising partners.",
        "We share information about you with a register of debts.",
    ],
)
def test_one_more_case_of_a_practice_counts_against_users(sentence: str) -> None:
    """The document shared data before, and now it says that it does so once more."""
    known = "We share your data with the post office."
    comparison = compare_sentences((known,), (known, sentence))
    assert comparison.direction is Direction.LESS_FAVOURABLE
    assert comparison.headline.startswith("Tells of a further case in which it may share user data")


def test_a_practice_in_other_words_is_no_further_case() -> None:
    """What goes from one place and comes at another is told without a direction."""
    known = "We share your data with the post office."
    old = "From time to time shops near the harbour get a copy, as we share your data with them."
    new = "We share your data with a few merchants."
    comparison = compare_sentences((known, old), (known, new))
    assert "further case" not in comparison.headline


def test_a_general_rule_counts_only_beside_few_edits() -> None:
    """In a rewritten document a ban on users often stood elsewhere in other words."""
    ban = "You must not copy our timetable."
    assert compare_sentences((), (ban,)).direction is Direction.LESS_FAVOURABLE
    names = ("oars", "sails", "ropes", "lamps", "tools", "carts")
    others = tuple(f"The shed at pier {i} has {name}." for i, name in enumerate(names))
    assert compare_sentences((), (ban, *others)).direction is None


def test_a_sentence_in_place_of_another_is_quoted_with_it() -> None:
    """The new sentence alone would hide what it took the place of."""
    before, after = "We warn you before we block your card.", "We block your card without warning."
    headline = compare_sentences((before,), (after,)).headline
    assert before.rstrip(".") in headline
    assert after.rstrip(".") in headline
