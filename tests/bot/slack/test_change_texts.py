"""The words of a change: how many more edits there are, and what a screen reader says."""

from dataclasses import replace

import pytest

from bot.slack.messages.answers import Choice, ask_for_choice
from bot.slack.messages.blocks import button, link_button
from bot.slack.messages.card import render_card, render_change, render_headline
from bot.slack.messages.change_text import format_edit_label, format_excerpt, format_further_edits
from bot.terminal.rendered_message import render_blocks
from clausewatch.compare.headline import describe_edit
from clausewatch.compare.summary import render_bullet
from clausewatch.model.changes import Change
from clausewatch.model.reading import Comparison, ProvisionImpact, Severity
from tests.bot.example_values import make_change, make_edit


@pytest.mark.parametrize(
    ("high", "medium", "said"),
    [
        (1, 0, ""),
        (2, 0, "1 more high-severity edit"),
        (4, 0, "3 more high-severity edits"),
        (1, 2, "2 more edits"),
        (3, 2, "4 more edits, 2 of high severity"),
        (
            11,
            30,
            "Extensive revision: 40 more edits, 10 of high severity. Review the whole document.",
        ),
        (1, 1_200, "Extensive revision: 1,200 more edits. Review the whole document."),
    ],
)
def test_further_edits(high: int, medium: int, said: str) -> None:
    """Where so much changed, one edit does not stand for all, and the line says what to do."""
    severe = [make_edit(f"We keep item {n}.", f"We sell item {n}.") for n in range(high)]
    others = [
        make_edit(f"We list item {n}.", f"We show item {n}.", severity=Severity.MEDIUM)
        for n in range(medium)
    ]
    change = make_change(edits=(*severe, *others))
    assert format_further_edits(change.comparison) == said


@pytest.mark.parametrize(
    ("headline", "high", "said"),
    [
        ("Text amended.", 2, "3 more edits, 1 of high severity (AI training; Refunds)"),
        ("AI training: text added.", 2, "3 more edits, 1 of high severity (Refunds)"),
        ("Text amended.", 1, "3 more edits"),
    ],
)
def test_further_edits_name_what_else_is_grave(headline: str, high: int, said: str) -> None:
    """One sentence cannot tell a revision; the other grave topics are named beside the count."""
    impacts = (
        ProvisionImpact("ai_training", "AI training", "reworded", Severity.HIGH),
        ProvisionImpact("refund_policy", "Refunds", "removed", Severity.HIGH),
        ProvisionImpact("location_data", "Location", "reworded", Severity.MEDIUM),
        ProvisionImpact("data_sale", "Sale", "added", Severity.HIGH, is_possible=True),
    )
    grave = [make_edit(f"We keep item {n}.", f"We sell item {n}.") for n in range(high)]
    others = [
        make_edit(f"We list item {n}.", f"We show item {n}.", severity=Severity.MEDIUM)
        for n in range(4 - high)
    ]
    change = make_change(edits=(*grave, *others), headline=headline)
    assert format_further_edits(replace(change.comparison, impacts=impacts)) == said


def _describe(before: str, after: str) -> Comparison:
    """Return a change of one edit whose headline quotes it, as most headlines do."""
    edit = make_edit(before, after)
    change = make_change(
        edits=(edit,), headline=describe_edit(edit), summary=(render_bullet(edit),)
    )
    return change.comparison


def test_nothing_is_quoted_twice() -> None:
    """A sentence that quotes the wording needs no excerpt of it; any other sentence does."""
    assert format_excerpt(make_change().comparison)
    assert format_excerpt(_describe("We keep them for 30 days.", "We keep them for a year.")) == ""


SHORT_EDITS = (
    (
        "You may end it at any time, if we agree, on the last day of a month that we name to you.",
        "You may end it at any time.",
    ),
    (
        "We tell you of a breach, by the end of the day on which a member of our staff knows it.",
        "We tell you of a breach.",
    ),
    (
        "You may cancel.",
        "You may cancel if you write to the office, name each order, send it back and pay a fee.",
    ),
)


@pytest.mark.parametrize(("before", "after"), SHORT_EDITS)
def test_a_short_edit_is_quoted_whole(before: str, after: str) -> None:
    """A sentence that leaves words out would say half of the change."""
    comparison = _describe(before, after)
    assert before.rstrip(".") in comparison.headline
    assert after.rstrip(".") in comparison.headline
    assert format_excerpt(comparison) == ""


@pytest.mark.parametrize(("before", "after"), SHORT_EDITS)
def test_a_quote_that_was_cut_is_followed_by_an_excerpt(before: str, after: str) -> None:
    """What the first sentence has no room for is quoted below it."""
    more = " The porter of the house, whom everybody trusts, keeps a list of all keys." * 3
    comparison = _describe(before, after.removesuffix(".") + f": first, {more}")
    assert more.strip() not in comparison.headline
    assert format_excerpt(comparison)


def test_new_text_is_quoted_once() -> None:
    """A sentence that quotes all of it needs no excerpt, and one that quotes a part does."""
    added = "Guests may borrow the blue lamp of the porter."
    assert _excerpt_of_addition(added) == ""
    assert _excerpt_of_addition(f"{added} The porter lights it. He sits at the door.")


@pytest.mark.parametrize("section", ["Lodging", ""])
def test_a_card_does_not_repeat_new_text(section: str) -> None:
    """Text that the sentence quotes whole is on the card once, and its thread has the rest."""
    added = "Guests may borrow the blue lamp of the porter."
    change = _add_text(added, section)
    card, *thread = render_change(change)
    assert render_blocks(card.blocks).plain.count("blue lamp") == 1
    assert section in render_blocks(card.blocks).plain
    assert not thread
    other = make_edit("We list item 1.", "We show item 1.", severity=Severity.MEDIUM)
    edits = (*change.comparison.edits, other)
    both = replace(change, comparison=replace(change.comparison, edits=edits))
    (reply,) = render_change(both)[1:]
    assert "[+show+] item" in render_blocks(reply.blocks).plain
    assert "blue lamp" not in render_blocks(reply.blocks).plain


def test_a_card_quotes_what_its_sentence_cuts() -> None:
    """Longer new text stands below the sentence, which has only its start."""
    change = _add_text("Guests may borrow the blue lamp of the porter. The porter lights it.")
    assert "Added text:" in render_blocks(render_card(change).blocks).plain


def _excerpt_of_addition(added: str) -> str:
    return format_excerpt(_add_text(added).comparison)


def _add_text(added: str, section: str = "Lodging") -> Change:
    edit = make_edit(None, added, section=section)
    headline = describe_edit(edit)
    assert "blue lamp" in headline
    return make_change(edits=(edit,), headline=headline, summary=(render_bullet(edit),))


def test_a_quote_of_one_of_two_edits_in_a_sentence_is_not_all() -> None:
    """The sentence of a move quotes what makes the move; the rest may matter more."""
    before = "Contacts stay on your device, and we may read them with your consent."
    after = "Contacts are sold to our partners, and we may read them unless you opt out."
    comparison = _describe(before, after)
    quoting = replace(
        comparison,
        headline="Now lets users opt out: \u201c\u2026we may read them with your consent\u201d "
        "becomes \u201c\u2026we may read them unless you opt out\u201d.",
    )
    assert "are sold to our partners" in format_excerpt(quoting)


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("2. Use", "2. Use: amended"),
        ("If you live in the UK:", "If you live in the UK: amended"),
        ("", "Amended"),
    ],
)
def test_an_edit_is_named_by_its_section(heading: str, label: str) -> None:
    """A heading keeps one colon, and an edit outside all sections names none."""
    assert format_edit_label(heading, "amended") == label


def test_what_no_longer_stands_says_so_first() -> None:
    """Whoever reads two lines of a card knows that the terms are back."""
    lines = render_headline(make_change(standing="reverted")).splitlines()
    assert lines[1] == "*Reverted to the previous version.*"
    assert not any("Reverted" in line for line in render_headline(make_change()).splitlines())


@pytest.mark.parametrize(
    ("names", "question"),
    [
        ((), ""),
        (("Brillo",), " Did you mean Brillo?"),
        (("Brillo", "Grillo"), " Did you mean one of these?"),
    ],
)
def test_one_choice_is_named(names: tuple[str, ...], question: str) -> None:
    """There is no "one of these" among one."""
    assert ask_for_choice([Choice(name, name) for name in names]) == question


def test_a_long_name_leaves_room_for_the_record_id() -> None:
    """Two cards of one long name still sound different."""
    labels = [
        button(
            "View redline", "a", "1", about=f"{'Harborpay International ' * 5}Terms, CW-C-{n:06}"
        )
        for n in (1, 2)
    ]
    spoken = [str(label["accessibility_label"]) for label in labels]
    assert all(len(text) <= 75 for text in spoken)
    assert [text[-11:] for text in spoken] == ["CW-C-000001", "CW-C-000002"]
    assert all(text.startswith("View redline: Harborpay") for text in spoken)


def test_a_link_says_which_page_it_opens() -> None:
    """Several documents of one message have a link of the same label."""
    made = link_button("Open the page", "a", "https://brillo.example/terms", about="Brillo Terms")
    assert made is not None
    assert made["accessibility_label"] == "Open the page: Brillo Terms"
