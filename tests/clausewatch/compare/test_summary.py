"""The bullets of a summary: what they quote, and which dates and counts they state."""

import pytest

from clausewatch.compare.changed_phrases import find_changed_phrases
from clausewatch.compare.phrase_length import shorten
from clausewatch.compare.summary import render_bullet
from clausewatch.model.reading import Edit, EditKind, Severity, Significance
from tests.clausewatch.policy_pages import BASE, ROWS, compare_pages, render_page, render_terms

TEXT = render_terms()


def _first_bullet(old: str, new: str) -> str:
    assert old in TEXT
    return compare_pages(BASE, render_page(TEXT.replace(old, new))).summary[0]


BULLETS = {
    "a period": (
        "30 days",
        "60 days",
        ("In \u201cWhat we collect\u201d, period", "prompts for 30 days", "prompts for 60 days"),
    ),
    "an age": ("age of 16 years", "age of 13 years", (", age:", "16 years", "13 years")),
    "an address": (
        "privacy@lumenforge.example",
        "dpo@lumenforge.example",
        (", contact address", "privacy@lumenforge.example", "dpo@lumenforge.example"),
    ),
    "a place": (
        "courts of Dublin",
        "courts of Delaware",
        ("by the courts of Dublin", "by the courts of Delaware"),
    ),
    "added words": (
        "to research use",
        "to research or marketing use",
        ("object to research use", "object to research or marketing use"),
    ),
    "removed words": ("We do not sell", "We sell", ("We do not sell", "We sell personal data")),
}


@pytest.mark.parametrize("what", BULLETS)
def test_the_first_bullet_quotes_the_change(what: str) -> None:
    """Before and after are in the bullet, with the words around what changed."""
    old, new, wanted = BULLETS[what]
    bullet = _first_bullet(old, new)
    assert [words for words in wanted if words not in bullet] == []


def test_an_amount_keeps_its_currency() -> None:
    """A price is quoted with its currency on both sides."""
    before = render_page(TEXT + "<p>The yearly plan costs $120 and renews by itself.</p>")
    after = render_page(TEXT + "<p>The yearly plan costs $144 and renews by itself.</p>")
    bullet = compare_pages(before, after).summary[0]
    assert all(words in bullet for words in (", amount:", "costs $120", "costs $144", "\u2192"))


def test_added_and_removed_statements_are_quoted() -> None:
    """An added or removed statement is quoted with its section."""
    after = render_page(
        render_terms(rows=(*ROWS[:-1], ("Quillfeather", "Captions for images", "2 days")))
    )
    text = "\n".join(compare_pages(BASE, after).summary)
    assert (
        "Adds to \u201cProcessors\u201d: \u201cQuillfeather | Captions for images | 2 days\u201d."
        in text
    )
    assert "Removes from \u201cProcessors\u201d" in text


def test_a_statement_without_a_section_is_quoted_alone() -> None:
    """A bullet names no section if there is no heading."""
    edit = Edit(
        EditKind.ADDED, None, "We sell data.", "", Significance.SUBSTANTIVE, Severity.HIGH, "x"
    )
    assert render_bullet(edit) == "Adds: \u201cWe sell data.\u201d"


def test_an_effective_date_is_a_bullet() -> None:
    """An effective date that an edit states is in the summary and in the comparison."""
    after = render_page(
        TEXT + "<p>These changes to the fees take effect on 1 July 2026 for everyone.</p>"
    )
    comparison = compare_pages(BASE, after)
    assert str(comparison.effective) == "2026-07-01"
    assert "The document says it takes effect on 1 July 2026." in comparison.summary


def test_a_new_stated_date_is_a_bullet() -> None:
    """The summary states the date of the document before and after."""
    after = render_page(
        render_terms(date="Last updated: 9 June 2026").replace("30 days", "60 days")
    )
    line = "The document's own date: 4 May 2026 \u2192 9 June 2026."
    assert line in compare_pages(BASE, after).summary


def test_a_first_stated_date_is_a_bullet() -> None:
    """The summary mentions a date that the document did not state before."""
    before = render_page(render_terms().replace("<p>Last updated: 4 May 2026</p>", ""))
    after = render_page(render_terms().replace("30 days", "60 days"))
    assert "The document now states the date 4 May 2026." in compare_pages(before, after).summary


def test_a_rewrite_is_a_bullet() -> None:
    """The summary of a rewritten document says so."""
    lines = [f"Rule {word} binds the {word} member in the {word} studio." for word in "abcdefghij"]
    old = render_page(
        "".join(f"<h2>Part {i}</h2><p>{line}</p>" for i, line in enumerate(lines * 1))
    )
    new = render_page(
        "".join(
            f"<h2>Chapter {i}</h2><p>Whoever paints picture number {i} grants us licence {i}.</p>"
            for i in range(30)
        )
    )
    text = " ".join(compare_pages(old, new).summary)
    assert "Much of the document was rewritten" in text


@pytest.mark.parametrize(("text", "wanted"), [("short", "short"), ("word " * 40, "word")])
def test_a_long_quote_ends_at_a_word(text: str, wanted: str) -> None:
    """A quote in a bullet is one line and ends at a word."""
    short = shorten(text, 60)
    assert len(short) <= 61
    assert short.startswith(wanted)


def test_changed_phrases_have_a_kind() -> None:
    """Numbers, dates and wording are distinguished."""
    found = find_changed_phrases(
        "In force from 1 May 2024 for 10 users.", "In force from 2 June 2025 for 20 users."
    )
    assert {phrase.kind for phrase in found} <= {"date", "number", "wording"}
    assert ("10 users", "20 users") in {(p.before, p.after) for p in found}
