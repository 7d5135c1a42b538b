"""Which sentence of an edit the headline quotes, and what must stand beside it."""

import pytest

from clausewatch.compare import compare
from clausewatch.compare.clause_grammar import split_assertions
from clausewatch.compare.headline import MAX_CHARS, MAX_PAIR_CHARS
from clausewatch.extract import read
from clausewatch.model.reading import Comparison, Page
from tests.clausewatch.compare.test_assessment import FILLER, compare_sentences


def _compare_lists(lead: str, kept: list[str], added: str) -> Comparison:
    """Compare two policies that introduce a list with `lead`; the second has one more item."""
    readings = []
    for items in (kept, [*kept, added]):
        filler = "".join(f"<p>{text}</p>" for text in FILLER)
        rows = "".join(f"<li>{item}</li>" for item in items)
        body = f"<h1>Terms of Service</h1><h2>Rules</h2>{filler}<p>{lead}</p><ul>{rows}</ul>"
        html = f"<html><body>{body}</body></html>"
        readings.append(read([Page("https://quarrystone.example/terms", html.encode())]))
    return compare(*readings)


@pytest.mark.parametrize(
    ("lead", "kept", "added"),
    [
        (
            "Members may not:",
            ["sleep in the kiln", "lend the key of the workshop"],
            "record the voices of other members to train a model",
        ),
        (
            "You must pay a deposit for:",
            ["the small hall", "the tea room"],
            "every chair that leaves the house",
        ),
        (
            "We share the following data with the insurer of the house:",
            ["your name", "the number of your locker"],
            "photographs of your hands and face",
        ),
    ],
)
def test_an_item_is_quoted_with_what_introduces_its_list(
    lead: str, kept: list[str], added: str
) -> None:
    """Without it, a thing that is forbidden reads as if the company did it."""
    comparison = _compare_lists(lead, kept, added)
    assert comparison.edits[0].lead == lead
    assert f"{lead} \u2026 {added}" in comparison.headline
    assert len(comparison.headline) <= MAX_CHARS


def test_a_cut_introduction_keeps_its_denial() -> None:
    """The end alone of "We will not, except ..., disclose:" would say that this is disclosed."""
    lead = (
        "We will not, except where a court with proper jurisdiction orders it or the member has"
        " asked for it in writing, disclose to any other person or company:"
    )
    kept, added = ["the plan of the house", "old letters"], "recordings of your rehearsals at home"
    headline = _compare_lists(lead, kept, added).headline
    assert added in headline
    assert "disclose to any other" not in headline


@pytest.mark.parametrize(
    ("lead", "added"),
    [
        ("More on keys:", "We may change the lock of your locker without asking you."),
        ("We keep these papers:", "We may read what you leave in the hall overnight."),
        ("We keep these papers:", "Learn more about the archive of the workshop."),
    ],
)
def test_an_item_that_says_who_acts_is_quoted_alone(lead: str, added: str) -> None:
    """A sentence of its own, or a pointer, is not governed by the start of the list."""
    headline = _compare_lists(lead, ["the plan of the house", "old letters"], added).headline
    assert lead not in headline
    assert added.rstrip(".") in headline


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Deletion of personal data. Requests are answered by the chair within two weeks.",
            "Requests are answered",
        ),
        (
            "Please be aware that the kiln can get hot. We accept no responsibility for burns.",
            "no responsibility for burns",
        ),
        (
            "Suppression des données personnelles. Nous pouvons refuser une demande abusive.",
            "Nous pouvons refuser",
        ),
    ],
)
def test_a_title_leads_no_sentence_that_rules(text: str, told: str) -> None:
    """The name of a topic says nothing of what the text does."""
    assert told in compare_sentences((), (text,)).headline


def test_both_sides_are_shown_where_one_alone_would_hide_the_change() -> None:
    """What a sentence says now does not tell what was different before."""
    before = (
        "The keeper of the guest book writes down in which broad part of the town a visitor has "
        "used the reading room, the hall, the garden and the kiln during the last winter season."
    )
    after = (
        "The keeper of the guest book compares the exact place of the telephone of every visitor "
        "with a map of the reading room, of all the halls, of the garden and of each of the kilns."
    )
    headline = compare_sentences((before,), (after,)).headline
    assert "broad part of the town" in headline
    assert "exact place of the telephone" in headline
    assert MAX_CHARS < len(headline) <= MAX_PAIR_CHARS


def test_a_line_that_is_broken_for_its_width_goes_on() -> None:
    """Half a sentence is no sentence; a list by lines stays one."""
    wide = "You will indemnify, defend (at our option) and hold harmless the\nkeepers of the house."
    assert split_assertions(wide) == [wide.replace("\n", " ")]
    assert len(split_assertions("hats\ncoats\nboots that were left")) == 3
    ended = "The members of the workshop meet on the first Monday of each month.\nthey eat soup"
    assert len(split_assertions(ended)) == 2


def test_other_numbers_of_sections_come_after_other_terms() -> None:
    """A reference that follows its section changes no rule, however grave the sentence is."""
    frame = "We may end your contract without notice, subject to Sections {} and {} below."
    old, new = frame.format("12.4", "12.5"), frame.format("13.4", "13.5")
    term = "You must pay every invoice of the workshop before the kiln is lit."
    comparison = compare_sentences((old,), (new, term))
    assert comparison.edits[0].after == term


def test_a_further_case_is_told_in_its_own_words() -> None:
    """The sentence that makes the move is quoted, not a weightier one beside it."""
    known = "We may share your personal data with the owners of the house."
    text = (
        "We may share your personal data with the makers of the kiln. "
        "Children under 16 may not enter the hall without a fee of 3 euros."
    )
    headline = compare_sentences((known,), (known, text)).headline
    assert headline.startswith("Tells of a further case")
    assert "makers of the kiln" in headline
