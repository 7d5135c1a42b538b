"""Summaries, severity, phrases and redlines: what a person reads of an edit."""

import pytest

from clausewatch.compare import Segment, build_redline
from clausewatch.compare.changed_phrases import find_changed_phrases, shorten
from clausewatch.compare.summary import render_bullet
from clausewatch.model.reading import Edit, EditKind, Severity, Significance
from tests.clausewatch.policy_pages import BASE, ROWS, compared, page, terms

TEXT = terms()


def _first_bullet(old: str, new: str) -> str:
    assert old in TEXT
    return compared(BASE, page(TEXT.replace(old, new))).summary[0]


BULLETS = {
    "a period": (
        "30 days",
        "60 days",
        "In \u201cWhat we collect\u201d, period: \u201c30 days\u201d \u2192 \u201c60 days\u201d.",
    ),
    "an age": (
        "age of 16 years",
        "age of 13 years",
        "In \u201cYour rights\u201d, age: \u201c16 years\u201d \u2192 \u201c13 years\u201d.",
    ),
    "an address": (
        "privacy@lumenforge.example",
        "dpo@lumenforge.example",
        (
            "In \u201cYour rights\u201d, contact address: "
            "\u201cprivacy@lumenforge.example\u201d \u2192 \u201cdpo@lumenforge.example\u201d."
        ),
    ),
    "a place": (
        "courts of Dublin",
        "courts of Delaware",
        "In \u201cYour rights\u201d, wording: \u201cDublin\u201d \u2192 \u201cDelaware\u201d.",
    ),
    "added words": (
        "to research use",
        "to research or marketing use",
        "In \u201cYour rights\u201d, adds the words \u201cor marketing\u201d.",
    ),
    "removed words": (
        "We do not sell",
        "We sell",
        "In \u201cYour rights\u201d, removes the words \u201cdo not\u201d.",
    ),
}


@pytest.mark.parametrize("what", BULLETS)
def test_the_first_bullet_says_what_changed(what: str) -> None:
    """Before and after stand in the bullet, with the section's own name and the unit."""
    old, new, wanted = BULLETS[what]
    assert _first_bullet(old, new) == wanted


def test_an_amount_is_named_as_such() -> None:
    """A price keeps its currency on both sides."""
    before = page(TEXT + "<p>The yearly plan costs $120 and renews by itself.</p>")
    after = page(TEXT + "<p>The yearly plan costs $144 and renews by itself.</p>")
    assert "amount: \u201c$120\u201d \u2192 \u201c$144\u201d." in compared(before, after).summary[0]


def test_added_and_removed_statements_are_quoted() -> None:
    """A new statement is quoted with its section, a dropped one as well."""
    after = page(terms(rows=(*ROWS[:-1], ("Quillfeather", "Captions for images", "2 days"))))
    text = "\n".join(compared(BASE, after).summary)
    assert (
        "Adds to \u201cProcessors\u201d: \u201cQuillfeather | Captions for images | 2 days\u201d."
        in text
    )
    assert "Removes from \u201cProcessors\u201d" in text


def test_a_statement_outside_any_section_is_quoted_plainly() -> None:
    """Where there is no heading, none is invented."""
    edit = Edit(
        EditKind.ADDED, None, "We sell data.", "", Significance.SUBSTANTIVE, Severity.HIGH, "x"
    )
    assert render_bullet(edit) == "Adds: \u201cWe sell data.\u201d"


def test_the_effective_date_is_told_where_the_text_states_it() -> None:
    """A date of application that an edit brings stands in the summary and in the comparison."""
    after = page(TEXT + "<p>These changes to the fees take effect on 1 July 2026 for everyone.</p>")
    comparison = compared(BASE, after)
    assert str(comparison.effective) == "2026-07-01"
    assert "The text says that it applies from 1 July 2026." in comparison.summary


def test_a_new_own_date_is_told() -> None:
    """The document's own date stands in the summary, before and after."""
    after = page(terms(date="Last updated: 9 June 2026").replace("30 days", "60 days"))
    line = "The document's own date: 4 May 2026 \u2192 9 June 2026."
    assert line in compared(BASE, after).summary


def test_a_first_own_date_is_told() -> None:
    """A date that the document did not state before is told as new."""
    before = page(terms().replace("<p>Last updated: 4 May 2026</p>", ""))
    after = page(terms().replace("30 days", "60 days"))
    assert "The document now states the date 4 May 2026." in compared(before, after).summary


def test_a_rewrite_is_told_with_a_count() -> None:
    """A rewritten document shows its gravest edits and how many there are."""
    lines = [f"Rule {word} binds the {word} member in the {word} studio." for word in "abcdefghij"]
    old = page("".join(f"<h2>Part {i}</h2><p>{line}</p>" for i, line in enumerate(lines * 1)))
    new = page(
        "".join(
            f"<h2>Chapter {i}</h2><p>Whoever paints picture number {i} grants us licence {i}.</p>"
            for i in range(30)
        )
    )
    text = " ".join(compared(old, new).summary)
    assert "Much of the document was rewritten" in text


SEVERITIES = {
    "training of models": (
        "afterwards.",
        "afterwards. We train our models on them.",
        Severity.HIGH,
    ),
    "a retention period": (
        "We keep your prompts for 30",
        "We retain prompts for 60",
        Severity.HIGH,
    ),
    "a rewording": ("runs an image studio", "operates one image studio", Severity.LOW),
}


@pytest.mark.parametrize("what", SEVERITIES)
def test_severity_follows_what_is_touched(what: str) -> None:
    """What people are seldom free to take back is grave, a rewording is not."""
    old, new, wanted = SEVERITIES[what]
    assert compared(BASE, page(TEXT.replace(old, new))).severity is wanted


REDLINES: dict[str, tuple[str | None, str | None, list[tuple[str, str]]]] = {
    "a word": (
        "We keep data.",
        "We sell data.",
        [("same", "We "), ("removed", "keep"), ("added", "sell"), ("same", " data.")],
    ),
    "neighbouring words": (
        "We keep it.",
        "They sold it.",
        [("removed", "We keep"), ("added", "They sold"), ("same", " it.")],
    ),
    "characters": (
        "\u4fdd\u5b5830\u5929",
        "\u4fdd\u5b5860\u5929",
        [("same", "\u4fdd\u5b58"), ("removed", "30"), ("added", "60"), ("same", "\u5929")],
    ),
    "only added": (None, "New.", [("added", "New.")]),
    "only removed": ("Old.", None, [("removed", "Old.")]),
    "typography": ("\u201cA\u201d", '"A"', [("removed", "\u201c"), ("added", '"'), ("same", "A")]),
    "nothing": (None, None, []),
}


@pytest.mark.parametrize("what", REDLINES)
def test_a_redline_marks_what_came_and_went(what: str) -> None:
    """Words are marked whole, characters where there are no words."""
    before, after, wanted = REDLINES[what]
    found = build_redline(before, after)[: len(wanted)]
    assert found == tuple(Segment(kind, text) for kind, text in wanted)  # type: ignore[arg-type]  # a table of literals


def test_a_redline_can_be_put_together_again() -> None:
    """What stayed and came is the new text; what stayed and went is the old one but for blanks."""
    before, after = "You may not sell, rent or lend the image.", "You may sell or lend an image."
    found = build_redline(before, after)
    assert "".join(s.text for s in found if s.kind != "removed") == after
    assert "".join(s.text for s in found if s.kind != "added") == before


@pytest.mark.parametrize(("text", "wanted"), [("short", "short"), ("word " * 40, "word")])
def test_long_texts_are_cut_at_a_word(text: str, wanted: str) -> None:
    """A quote in a bullet is one line and ends at a word."""
    short = shorten(text, 60)
    assert len(short) <= 61
    assert short.startswith(wanted)


def test_phrases_know_their_sort() -> None:
    """Numbers, dates and words are told apart."""
    found = find_changed_phrases(
        "In force from 1 May 2024 for 10 users.", "In force from 2 June 2025 for 20 users."
    )
    assert {phrase.kind for phrase in found} <= {"date", "number", "wording"}
    assert ("10 users", "20 users") in {(p.before, p.after) for p in found}
