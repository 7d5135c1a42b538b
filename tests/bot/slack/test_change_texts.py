"""The words of a change: how many more edits there are, and what a screen reader says."""

from dataclasses import replace

import pytest

from bot.slack.messages.answers import Choice, ask_for_choice
from bot.slack.messages.blocks import button, link_button
from bot.slack.messages.card import render_headline
from bot.slack.messages.change_text import format_edit_label, format_excerpt, format_further_edits
from clausewatch.model.reading import Severity
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


def test_nothing_is_quoted_twice() -> None:
    """A sentence that quotes the wording needs no excerpt of it; any other sentence does."""
    change = make_change()
    quoting = replace(
        change.comparison, headline="Retention: \u201c30 days\u201d becomes \u201c12 months\u201d."
    )
    assert format_excerpt(change.comparison)
    assert format_excerpt(quoting) == ""


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
