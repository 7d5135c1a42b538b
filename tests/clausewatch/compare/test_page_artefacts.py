"""Text that a machine changes: identifiers, time stamps, counters and hidden addresses."""

import pytest

from clausewatch.compare import compare
from clausewatch.model.reading import Significance
from tests.clausewatch.policy_pages import read_page, render_page, render_terms


def _find_significance(before: str, after: str) -> Significance | None:
    old, new = (
        read_page(render_page(f"<main>{render_terms()}<p>{text}</p></main>"))
        for text in (before, after)
    )
    return compare(old, new).significance


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "Rendered for you at 2031-02-11T08:15:02Z by our servers in Tartu.",
            "Rendered for you at 2031-02-12T19:40:31Z by our servers in Tartu.",
        ),
        (
            "Every letter that leaves our network names its sender: [192.0.2.17]",
            "Every letter that leaves our network names its sender: [198.51.100.4]",
        ),
        (
            "Every letter that leaves our network names its sender: 2001:db8:0:1:1:1:1:1",
            "Every letter that leaves our network names its sender: 2001:db8:0:7:9:1:1:3",
        ),
        (
            "Until now we have delivered 4,318,227,915 letters (9127 in the last hour).",
            "Until now we have delivered 4,318,964,003 letters (8846 in the last hour).",
        ),
        (
            "Bis heute haben wir 27.391.642 Briefe für unsere Kunden zugestellt.",
            "Bis heute haben wir 27.402.118 Briefe für unsere Kunden zugestellt.",
        ),
        (
            "If you think that a child uses our service, write to us at kids@talvo.example.",
            "If you think that a child uses our service, write to us at .",
        ),
        (
            "If you think that a child uses our service, write to us at [email protected].",
            "If you think that a child uses our service, write to us at kids@talvo.example.",
        ),
    ],
    ids=["time stamp", "address", "long address", "counters", "counter", "gap", "placeholder"],
)
def test_what_a_machine_changes_is_editorial(before: str, after: str) -> None:
    """The page shows another value at every fetch, or hides an address behind a script."""
    assert _find_significance(before, after) is Significance.EDITORIAL


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("You pay a fine of 1,250,000 dollars.", "You pay a fine of 2,250,000 dollars."),
        ("You pay a fine of € 1,250,333 at once.", "You pay a fine of € 2,250,444 at once."),
        ("Our number in the register is 40123457.", "Our number in the register is 40123999."),
        ("We keep a log for 4181 days at most.", "We keep a log for 9182 days at most."),
        ("Write to law@talvo.example if you object.", "Write to law@norvik.example if you object."),
        (
            "Object by letter or by e-mail to law@talvo.example at any time.",
            "Object by letter at any time.",
        ),
    ],
)  # fmt: skip
def test_a_number_or_an_address_of_the_terms_is_substantive(before: str, after: str) -> None:
    """A fine, a register number, a period, another address, and a way to object that is gone."""
    assert _find_significance(before, after) is Significance.SUBSTANTIVE


@pytest.mark.parametrize("sign", ["\u2122", "\u00ae", "\u2120"])
def test_a_trade_mark_sign_is_no_word(sign: str) -> None:
    """A product has a trade mark sign after its name, and later it has none."""
    text = "Talvo Radio{} is the part of the service that plays music for your guests."
    assert _find_significance(text.format(sign), text.format("")) is None


@pytest.mark.parametrize(
    ("text", "is_term"),
    [
        ("This page was machine translated.", False),
        ("Diese Seite wurde automatisch \u00fcbersetzt.", False),
        ("Denna sida \u00e4r maskin\u00f6versatt fr\u00e5n engelska.", False),
        ("Letters are automatically translated by helpers in other lands.", True),
        ("The text that you send is automatically translated by helpers.", True),
        ("This page is machine translated and the Swedish wording prevails.", True),
    ],
)
def test_a_note_that_a_machine_translated_the_page_is_no_term(text: str, *, is_term: bool) -> None:
    """What a machine does to users' texts is one, and so is which wording is valid."""
    with_text = compare(
        *(
            read_page(render_page(f"<main>{render_terms()}{more}</main>"))
            for more in ("", f"<p>{text}</p>")
        )
    )
    assert (with_text.significance is Significance.SUBSTANTIVE) is is_term
